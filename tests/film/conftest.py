"""The tiny production, made once for all tests that only look at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.film import tiny

Run = Callable[..., tuple[int, Any, str]]


def hwaryong(*arguments: str | Path, home: Path) -> tuple[int, Any, str]:
    """Run the real command; answers its exit code, its JSON (or text), and what it said on stderr."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "hwaryong.cli.main", *map(str, arguments)],
        capture_output=True, text=True, env=environment, timeout=240, check=False,
    )  # fmt: skip
    said = json.loads(done.stdout) if "--json" in arguments and done.stdout else done.stdout
    return done.returncode, said, done.stderr


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own, so that no test touches the person's keys and notes."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def run(home: Path) -> Run:
    return lambda *arguments: hwaryong(*arguments, home=home)


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
