from hypothesis import given
from hypothesis import strategies as st

from hwaryong.media.wrap import Styled, columns, ends_sentence, paragraphs, sentence_ends, wrapped

WORDS = st.text(st.sampled_from("ab 가나漢の。-é—(\u0301"), max_size=200)


def lines(text: str, width: int, hang: int = 0) -> list[str]:
    return [line.text for line in wrapped(Styled.plain(text), width, hang)]


def test_hangul_and_ideographs_take_two_columns_combining_marks_none() -> None:
    assert [columns(text) for text in ("abc", "가나", "漢字", "é", "e\u0301", "“—…”", "ｱ", "Ａ")] == [
        3, 4, 4, 1, 1, 4, 1, 2,
    ]  # fmt: skip


def test_korean_breaks_between_words_and_japanese_between_characters_but_not_before_a_full_stop() -> None:
    assert lines("창밖으로 안개가 밀려온다.", 16) == ["창밖으로 안개가", "밀려온다."]
    assert lines("漢字も少し混ぜて書く。", 10) == ["漢字も少し", "混ぜて書", "く。"]


def test_words_are_not_parted_at_hyphens() -> None:
    assert lines("the well-worn coat", 10) == ["the", "well-worn", "coat"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert lines("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"]


def test_lines_after_the_first_hang() -> None:
    assert lines("(one two three)", 8, 1) == ["(one two", "three)"]
    assert lines("aaaa bbb ccc", 7, 1) == ["aaaa", "bbb", "ccc"]


def test_white_space_before_the_first_word_stays() -> None:
    assert lines("    aa bb cc", 8) == ["    aa", "bb cc"]


@given(WORDS, st.integers(2, 20), st.integers(0, 1))
def test_no_line_is_too_long_and_no_letter_is_lost(text: str, width: int, hang: int) -> None:
    cut = lines(text, width, hang)
    assert all(columns(line) <= width for line in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_marks_become_styles_and_notes_are_gone() -> None:
    (line,) = paragraphs("a *b* **c** _d_ [[a note]]\u0000/* old */")
    assert [(run.text, run.bold, run.italic, run.underline) for run in line.runs() if run.text.strip()] == [
        ("a ", False, False, False), ("b", False, True, False), ("c", True, False, False),
        ("d", False, False, True),
    ]  # fmt: skip


def test_letters_are_composed() -> None:
    (line,) = paragraphs("\u1112\u116a\u1105\u116d\u11bc")
    assert line.text == "화룡"


def test_sentences_end_before_white_space() -> None:
    text = "One. Two?! “Three.” 3.5 넷… Five."
    assert [text[:end].split()[-1] for end in sentence_ends(text)] == ["One.", "Two?!", "“Three.”", "넷…"]
    assert ends_sentence("he said.”")
    assert not ends_sentence("he said,")
