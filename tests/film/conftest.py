"""The tiny production, made once for all tests that only look at it."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hwaryong.cli.main import main
from tests.film import tiny

Run = Callable[..., tuple[int, Any, str]]


def hwaryong(*arguments: str | Path) -> tuple[int, Any, str]:
    """The real command, in this process; answers its exit code, its JSON (or text), and its stderr."""
    out, errors, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["hwaryong", *map(str, arguments)]
    code = 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.argv = before
    said = json.loads(out.getvalue()) if "--json" in arguments and out.getvalue() else out.getvalue()
    return code, said, errors.getvalue()


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of its own, so that no test touches the person's keys and notes."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, place in (("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state")):
            patch.setenv(name, str(folder / place))
        yield folder


@pytest.fixture(scope="session")
def run(home: Path) -> Run:
    return hwaryong


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, run: Run) -> tuple[Path, Any]:
    """The production after one `make --approve-drafts`, and what that said. Do not change it: copy it."""
    folder = tiny.write(tmp_path_factory.mktemp("tiny") / "production")
    code, said, errors = run("make", folder, "--approve-drafts", "--json")
    assert code == 0, errors or said
    return folder, said


@pytest.fixture
def production(made: tuple[Path, Any], tmp_path: Path) -> Path:
    """A copy of the made production that a test may change."""
    return Path(shutil.copytree(made[0], tmp_path / "production"))
