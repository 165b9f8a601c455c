"""A production with the plug-ins' tools, and a home of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bench import workshop
from hwaryong.executor import engine
from hwaryong.studio import Studio

PLUGIN = Path(__file__).parent / "plugin"
LOCAL = partial(engine, "local", 2)
HERS = """\
name = "test"
[[origin]]
files = "**"
by = "key animator"
statement = "Written by hand for this test; it derives from no other work."
"""


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture(scope="session")
def plugins() -> None:
    """The tools of `bench/plugin` and of `tests/plugin`, installed as anybody's are."""
    workshop.install()
    workshop.install(PLUGIN)


@pytest.fixture
def folder(tmp_path: Path, plugins: None) -> Path:
    """A production's folder with two given texts."""
    return workshop.production(tmp_path / "p", {"text": "hello\n", "other": "world\n"}, HERS)


@pytest.fixture
def studio(folder: Path) -> Iterator[Studio]:
    with Studio.open(folder) as opened:
        yield opened
