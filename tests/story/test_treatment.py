from __future__ import annotations

from hwaryong.story.treatment import treatment


def test_numbered_headings_are_the_scenes() -> None:
    read = treatment(
        "# 제목\n\n한 줄.\n\n## 등장인물\n\n화가: 늙은이\n\n## 1. 벽, 밤\n\n눈.\n\n## 장면 2. 하늘\n"
    )
    assert read.title == "제목"
    assert [(block.kind, block.number, block.text) for block in read.blocks] == [
        ("paragraph", None, "한 줄."),
        ("section", None, "등장인물"),
        ("paragraph", None, "화가: 늙은이"),
        ("scene", "1", "벽, 밤"),
        ("paragraph", None, "눈."),
        ("scene", "2", "하늘"),
    ]


def test_second_level_headings_are_the_scenes_where_none_has_a_number() -> None:
    read = treatment("# T\n\n## Characters\n\n## The wall\n\n### Later\n")
    assert [block.kind for block in read.blocks] == ["section", "scene", "section"]


def test_front_matter_comments_quotations_and_rules() -> None:
    front = "---\ntitle: T\nauthor: A\n---\n"
    text = front + "\n<!-- keep -->\n\n---\n\n> She waits.\n\nOne\ntwo <!-- why --> three.\n"
    read = treatment(text)
    assert (read.title, read.keys) == ("T", {"Author": "A"})
    assert [(block.kind, block.text) for block in read.blocks] == [
        ("remark", "keep"),
        ("paragraph", "She waits."),
        ("paragraph", "One\ntwo"),
        ("remark", "why"),
        ("paragraph", "three."),
    ]
    for block in read.blocks:
        assert text[block.start : block.start + len(block.text)].strip() == block.text


def test_windows_line_ends() -> None:
    read = treatment("# T\r\n\r\n## 1. A, day\r\n\r\nx\r\ny\r\n")
    assert [(block.kind, block.text) for block in read.blocks] == [
        ("scene", "A, day"),
        ("paragraph", "x\r\ny"),
    ]
