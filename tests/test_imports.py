"""Imports point one way: the walls of docs/architecture.md, held against the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "hwaryong"
DESKS = ("drawing", "edit", "story", "voice")
LOWEST = {"errors", "canonical"}
MAY_IMPORT = {
    "media": {"errors", "media"},
    "tool": {"errors", "media"},
    **{desk: {"errors", "tool", "media", desk} for desk in DESKS},
    "record": {"errors", "canonical", "record"},
    "store": {"errors", "canonical"},
    "executor": {"errors", "canonical", "executor", "media", "plan", "store", "tool", "tools"},
    "production": {"errors", "media", "production"},
    "rights": {"errors", "canonical", "media", "record", "rights", "tool"},
}
LIMIT = 600


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The parts of hwaryong that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("hwaryong.") and name.count(".")}
    return {name for name in found if (ROOT / name).is_dir() or (ROOT / f"{name}.py").exists()}


def part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    allowed = MAY_IMPORT.get(part(path))
    if part(path) in LOWEST:
        allowed = set()
    if allowed is not None:
        assert imported(path) <= allowed, f"{path.name} looks over a wall"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_stay_readable(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LIMIT


def test_nobody_below_knows_the_studio() -> None:
    above = {"cli", "review", "studio", "report", "alone", "delivery", "samples", "intake", "consent"}
    for path in modules():
        if part(path) not in above:
            assert "studio" not in imported(path), f"{path} knows the studio"
