"""The verb `script` as the tests call it."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from hwaryong.cli.main import app


def run(*words: str | Path) -> str:
    """What the verb prints; raises what it raises, and where it does not end well."""
    done = CliRunner().invoke(app, ["script", *map(str, words)], catch_exceptions=True)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout
