from __future__ import annotations

import pytest

from hwaryong.story.chapter import chapter, has_scenes


def kinds(text: str, lang: str = "en") -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in chapter(text, lang)]


def test_titles_breaks_and_paragraphs() -> None:
    text = "THE LANTERN\n\nCHAPTER I.\n\nThe Long Night\n\nIt rained.\nAll day.\n\n"
    text += "* * *\n\n“Go!”\n\nII\n\nHe went.\n"
    assert kinds(text) == [
        ("title", "THE LANTERN"), ("title", "CHAPTER I."), ("title", "The Long Night"),
        ("paragraph", "It rained.\nAll day."), ("break", "* * *"), ("paragraph", "“Go!”"), ("title", "II"),
        ("paragraph", "He went."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "title", ["제1장", "제 12 장 눈", "제삼장", "3화. 용", "프롤로그", "# 눈", "12", "IV."]
)
def test_titles_of_korean_chapters(title: str) -> None:
    assert kinds(f"눈이 왔다. 바람이 불었다. 아무도 오지 않았다.\n\n{title}\n\n끝.\n", "ko")[1] == (
        "title",
        title,
    )


def test_korean_lines_are_paragraphs_where_no_empty_lines_part_them() -> None:
    assert kinds("문이 닫혔다.\n- 저기요.\n여자가 웃었다.\n", "ko") == [
        ("paragraph", "문이 닫혔다."), ("paragraph", "- 저기요."), ("paragraph", "여자가 웃었다."),
    ]  # fmt: skip
    assert len(kinds("한 줄\n두 줄.\n\n세 줄.\n", "ko")) == 2


def test_empty_lines_are_counted() -> None:
    assert [one.gap for one in chapter("One.\n\nTwo.\n\n\n\nThree.\n", "en")] == [0, 1, 3]


def test_only_headings_that_are_scenes_make_a_treatment() -> None:
    assert has_scenes("# T\n\n## 1. Temple, night\n\nx\n")
    assert has_scenes("# T\n\n## The wall\n\nx\n")
    assert not has_scenes("# T\n\n## Chapter 1\n\nx\n\n## Chapter 2: The Wall\n\ny\n")
    assert not has_scenes("# T\n\n## 제1장\n\nx\n")
    assert not has_scenes("It rained.\n")
