"""The documents are true: their examples run, their commands exist, their tool is installed as a plug-in."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from hwaryong.cli.main import app
from tests.film import tiny

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```", re.S | re.M)


def blocks(language: str, *, named: bool = False) -> Iterator[tuple[Path, str, str]]:
    for page in PAGES:
        for found, file, text in FENCE.findall(page.read_text("utf-8")):
            if found == language and bool(file) is named:
                yield page, file, text


def commands() -> list[tuple[str, str]]:
    lines = [(page.name, line) for page, _, text in blocks("console") for line in text.splitlines()]
    return [(page, line[2:]) for page, line in lines if line.startswith("$ hwaryong ")]


@pytest.mark.parametrize(("page", "code"), [(page.name, text) for page, _, text in blocks("python")])
def test_the_examples_run(page: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code, page, "exec"), {"__name__": page})


@pytest.mark.parametrize(("page", "line"), commands())
def test_the_commands_exist(page: str, line: str) -> None:
    """Each command of the documents is understood: its verb, its options, its arguments."""
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = typer.main.get_command(app)
    context = click.Context(command)
    while isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command = found
    command.make_context(command.name, words, resilient_parsing=False)


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_tool_of_the_documents_is_a_real_plug_in(tmp_path: Path) -> None:
    """docs/writing-a-tool.md, word for word: a package, installed by pip, on a step of a production."""
    package, site = tmp_path / "package", tmp_path / "site"
    package.mkdir()
    for language in ("python", "toml"):
        for page, file, text in blocks(language, named=True):
            assert page.name == "writing-a-tool.md"
            (package / file).write_text(text, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps",
         "--target", str(site), str(package)],
        check=True,
    )  # fmt: skip
    folder = tiny.write(tmp_path / "production")
    override = next(text for _, _, text in blocks("toml") if "studio.boil" in text)
    production = folder / "production.toml"
    production.write_text(
        production.read_text("utf-8").replace('["script", "animatic", "cut"]', "[]") + override, "utf-8"
    )
    asked = [sys.executable, "-m", "hwaryong.cli.main"]
    environment = {**os.environ, "PYTHONPATH": str(site), "HOME": str(tmp_path)}
    panel = "ep01/sq010/sh010/panel"
    subprocess.run(
        [*asked, "make", str(folder), "--only", panel], check=True, capture_output=True, env=environment
    )
    told = subprocess.run(
        [*asked, "explain", str(folder), panel, "--json"], check=True, capture_output=True, env=environment
    )
    (take,) = json.loads(told.stdout)["takes"]
    assert (take["maker"], take["settings"]["amount_px"]) == ("studio.boil v1", 2.5)
