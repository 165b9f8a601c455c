"""Tools are found through one entry point; their code is a part of what they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hwaryong import tools
from hwaryong.errors import HwaryongError

_DIGEST = "from hwaryong import tools; print(tools.code_digest('own.a'), tools.code_digest('own.c'))"


def package(root: Path, **modules: str) -> None:
    """A plug-in `own` with these modules."""
    for name, source in {"__init__": "", **modules}.items():
        path = root / "own" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    info = root / "own-1.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: own\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[hwaryong.tools]\nown.a = own.a:a\nown.c = own.c:c\n")


def digests(root: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _DIGEST], cwd=root, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(root)},
    )  # fmt: skip
    return done.stdout.split()


TOOL = """
from hwaryong.media.text import Text
from hwaryong.tool import tool
{more}
@tool("own.{name}", version=1)
def {name}(text: Text) -> Text:
    return text
"""


def test_a_tool_s_code_is_its_module_and_what_it_imports_of_its_package(tmp_path: Path) -> None:
    a, c = TOOL.format(name="a", more="from own import helper"), TOOL.format(name="c", more="")
    package(tmp_path, a=a, c=c, helper="import own.deep", deep="X = 1", unused="Y = 1")
    before = digests(tmp_path)
    package(tmp_path, a=a, c=c, helper="import own.deep", deep="X = 2", unused="Y = 1")
    after = digests(tmp_path)
    assert before[0] != after[0], "a helper of a helper changed"
    assert before[1] == after[1], "another tool of the package did not"
    package(tmp_path, a=a, c=c, helper="import own.deep", deep="X = 2", unused="Y = 2")
    assert digests(tmp_path) == after, "what nobody imports is no part of any tool"


def test_a_template_that_a_module_names_is_a_part_of_its_code(tmp_path: Path) -> None:
    a, c = TOOL.format(name="a", more="from own import page"), TOOL.format(name="c", more="")
    package(tmp_path, a=a, c=c, page='PAGE, FONTS = "page.html.j2", "fonts"')
    folder = tmp_path / "own"
    for name in ("templates/page.html.j2", "templates/other.html.j2", "fonts/prime.ttf"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("1")
    before = digests(tmp_path)
    (folder / "templates/other.html.j2").write_text("2")
    assert digests(tmp_path) == before, "no module names it"
    for name in ("templates/page.html.j2", "fonts/prime.ttf"):
        (folder / name).write_text("2")
        after = digests(tmp_path)
        assert before[0] != after[0], name
        assert before[1] == after[1]
        before = after


def test_installed_tools_are_found_by_their_id(plugins: None) -> None:
    assert tools.find("bench.noop").id == "bench.noop"
    assert "bench.noop" in tools.installed()


def test_a_tool_that_is_not_there(plugins: None) -> None:
    with pytest.raises(HwaryongError, match=r"There is no tool 'no\.such'; installed are .*bench\.noop"):
        tools.find("no.such")


def test_versions_of_named_libraries(plugins: None) -> None:
    import numpy as np

    assert tools.library_versions(tools.find("bench.frame")) == {"numpy": np.__version__}
