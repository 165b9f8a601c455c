"""A production's names, globs, files and origin statements."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.production import Production, matches

TOML = """\
name = "dragon"
rate = "24000/1001"
languages = ["ko", "en"]
[[episode]]
name = "ep01"
shots = ["sq010/sh010"]
[[origin]]
files = "ep01/**/retouch/*"
by = "key animator"
statement = "Drawn over the draft by hand."
from = "draft"
[[origin]]
files = "**"
by = "the program"
statement = "Written as code."
program = true
"""


@pytest.fixture
def production(tmp_path: Path) -> Production:
    (tmp_path / "production.toml").write_text(TOML)
    for name in (
        "ep01/sq010/sh010/shot.toml",
        "ep01/sq010/sh010/retouch/A0002.svg",
        "out/film.mp4",
        ".git/x",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return Production.open(tmp_path)


def test_what_is_read(production: Production) -> None:
    assert production.rate == Fraction(24000, 1001)
    assert production.episodes[0].shots == ("ep01/sq010/sh010",)
    assert production.house == production.root / ".hwaryong"


def test_files_without_hidden_and_made_folders(production: Production) -> None:
    assert set(production.files) == {
        "production.toml", "ep01/sq010/sh010/shot.toml", "ep01/sq010/sh010/retouch/A0002.svg",
    }  # fmt: skip


def test_the_first_origin_that_fits_speaks(production: Production) -> None:
    retouch = production.origin("ep01/sq010/sh010/retouch/A0002.svg")
    other = production.origin("places/wall.png")
    assert retouch is not None
    assert other is not None
    assert (retouch.by, retouch.from_, retouch.program) == ("key animator", "draft", False)
    assert (other.by, other.from_, other.program) == ("the program", "", True)


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("a/b/c", "**", True),
        ("a/b/c", "a/**", True),
        ("a/b/c", "a/*", False),
        ("a/b", "a/*", True),
        ("a/b/c", "a/**/c", True),
        ("a/c", "a/**/c", True),
        ("a/b1", "a/b?", True),
        ("a/b/", "a/b?", False),
        ("a.b", "a?b", True),
        ("a+b", "a+b", True),
        ("aab", "a+b", False),
    ],
)
def test_globs(name: str, pattern: str, fits: bool) -> None:
    assert matches(name, pattern) is fits


@given(st.text(alphabet="ab/*?.[]()^$+", max_size=12), st.text(alphabet="ab/.", max_size=12))
def test_every_glob_is_a_glob(pattern: str, name: str) -> None:
    assert matches(name, pattern) in (True, False)
    assert matches(name, "**")
    assert matches(name, name)
