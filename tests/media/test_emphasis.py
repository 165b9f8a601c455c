from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.media.emphasis import Run, marked, plain, runs

BOLD, ITALIC, UNDERLINE = Run("b", bold=True), Run("i", italic=True), Run("u", underline=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**b**", (BOLD,)),
        ("*i*", (ITALIC,)),
        ("_u_", (UNDERLINE,)),
        ("***x***", (Run("x", bold=True, italic=True),)),
        ("_u **x**_", (Run("u ", underline=True), Run("x", bold=True, underline=True))),
        ("**b***i*", (BOLD, ITALIC)),
        ("*i***b**", (ITALIC, BOLD)),
        ("***x** y*", (Run("x", bold=True, italic=True), Run(" y", italic=True))),
        ("5 * 4 * 3", (Run("5 * 4 * 3"),)),
        ("*a\nb*", (Run("*a\nb*"),)),
        (r"\*a\* \_", (Run("*a* _"),)),
        ("C:\\a", (Run("C:\\a"),)),
        ("**a *b** c*", (Run("a *b", bold=True), Run(" c*"))),
        ("****", (Run("****"),)),
        ("", ()),
    ],
)
def test_marks_become_runs(text: str, expected: tuple[Run, ...]) -> None:
    assert runs(text) == expected


WORDS = st.text(alphabet="ab 가*_\\\n", min_size=1, max_size=6)
RUNS = st.lists(st.builds(Run, WORDS, st.booleans(), st.booleans(), st.booleans()), max_size=6)


def letters(styled: tuple[Run, ...] | list[Run]) -> list[tuple[str, tuple[str, ...]]]:
    """Every letter with its style; that of white space cannot be seen."""
    return [(letter, () if letter.isspace() else run.marks) for run in styled for letter in run.text]


@given(RUNS)
def test_marked_runs_are_read_back(styled: list[Run]) -> None:
    assert letters(runs(marked(styled))) == letters(styled)


@given(st.text(alphabet="ab *_\\\n"))
def test_marking_again_changes_nothing(text: str) -> None:
    assert letters(runs(marked(runs(text)))) == letters(runs(text))


def test_notes_and_boneyards_are_not_printed() -> None:
    assert plain("He [[who?]] goes /* not\nhere */ *out*.") == "He goes out."


@pytest.mark.parametrize("piece", ["*", "**a", "_", "* ", "a* *", "[[", "/*", "]]", "\\", "*a _b **c "])
def test_hostile_marks_take_linear_time(piece: str) -> None:
    began = time.monotonic()
    plain(piece * 20_000)
    assert time.monotonic() - began < 3
