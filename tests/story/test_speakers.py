"""Who speaks: verbatim spans, tags, turns, narrators, characters, abstention, hostile text."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwaryong.story.characters import Cast, cast
from hwaryong.story.evidence import TALK, TEXT
from hwaryong.story.prose import Prose
from hwaryong.story.quotations import quotations
from hwaryong.story.speakers import MODEL, Model, Speech, attribute
from hwaryong.story.trees import Trees

LITBANK = Path(__file__).parents[3] / "shared/data/story/litbank"
TALKING = """Anna Reed looked up from her book. “Is it late?” she asked.

“Not yet,” said Ben. “Sit down, my dear.”

“Thank you, Ben.”

“You're welcome.”

Old Mrs. Reed came in. “What are you two whispering about?” cried the old lady, “and at this hour!”
"""


def said(text: str, **settings: float) -> list[tuple[str, str | None]]:
    return [(text[s.start : s.end], s.speaker) for s in attribute(text, least=0.0, **settings)]


def words(text: str, *, paragraphs: bool = True) -> list[str]:
    return [text[q.start : q.end] for q in quotations(Prose(text, paragraphs))]


def people(text: str) -> Cast:
    prose = Prose(text)
    return cast(prose, [False] * len(prose.words))


def names(text: str) -> list[set[str]]:
    return [set(character.names) for character in people(text).characters[1:]]


def test_a_conversation() -> None:
    assert said(TALKING)[:5] == [
        ("Is it late?", "Anna Reed"), ("Not yet,", "Ben"), ("Sit down, my dear.", "Ben"),
        ("Thank you, Ben.", "Anna Reed"), ("You're welcome.", "Ben"),
    ]  # fmt: skip


def test_it_says_why_and_what_else_may_be() -> None:
    first, second, *_ = attribute(TALKING)
    assert first.why == "the tag says she, last used of Anna Reed"
    assert second.why == "the tag names Ben"
    assert second.likely[0][0] == "Ben"
    assert second.likely[0][1] > second.likely[1][1]


def test_the_narrator_speaks() -> None:
    text = "I opened the door. “Who is there?” I asked.\n\n“Only me,” said Holmes."
    assert said(text) == [("Who is there?", "I"), ("Only me,", "Holmes")]


@pytest.mark.parametrize("least", [0.0, 0.5, 0.9, 1.01])
def test_it_abstains_below_the_asked_confidence(least: float) -> None:
    speeches = attribute(TALKING, least=least)
    assert speeches
    assert all((speech.speaker is not None) == (speech.confidence >= least) for speech in speeches)


def test_nobody_is_named_where_there_is_nobody() -> None:
    (only,) = attribute("“Hullo!”", least=0.0)
    assert only == Speech(1, 7, None, 0.0, (), "nobody is named near it")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("“Why?” he said. “Because.”", ["Why?", "Because."]),
        ('"Why?" he said. "Because."', ["Why?", "Because."]),
        ("‘It’s Tom’s dog,’ said Tom. ‘’Tis late.’", ["It’s Tom’s dog,", "’Tis late."]),
        ("'I can't,' said Tom, 'not now.'", ["I can't,", "not now."]),
        ("“He said ‘no’ to me.”", ["He said ‘no’ to me."]),
        ("He called it a “great” day.", []),
        ("“One paragraph.\n\n“And another.”", ["One paragraph.", "And another."]),
        ("“Never closed.\n\nNarration.\n\n“Yes.”", ["Never closed.", "Yes."]),
    ],
)
def test_quotations_are_verbatim(text: str, spoken: list[str]) -> None:
    assert words(text) == spoken


def test_a_speech_goes_on_in_the_next_paragraph() -> None:
    first, second = quotations(Prose("“One.\n\n“Two.”"))
    assert (first.closed, first.continues) == (False, False)
    assert (second.closed, second.continues) == (True, True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["“", "”", '"', "‘", "’", "'", "Ann", " said", ".", ", ", "\n\n", " he ", "I"]))
)
def test_any_text_gives_ordered_spans_and_the_same_each_time(parts: list[str]) -> None:
    text = "".join(parts)
    speeches = attribute(text)
    assert speeches == attribute(text)
    ends = [0, *(speech.end for speech in speeches)]
    for speech, before in zip(speeches, ends, strict=False):
        assert before <= speech.start < speech.end <= len(text)
        assert text[speech.start : speech.end].strip() == text[speech.start : speech.end]


def test_names_of_one_person_are_one_character() -> None:
    found = names(
        "Mr. Fitzwilliam Darcy bowed. Elizabeth Bennet smiled at Mr. Darcy. Darcy said nothing to Lizzy. "
        "Mrs. Bennet looked at Elizabeth."
    )
    assert {"Mr. Fitzwilliam Darcy", "Mr. Darcy", "Darcy"} in found
    assert {"Elizabeth Bennet", "Elizabeth", "Lizzy"} in found
    assert {"Mrs. Bennet"} in found


def test_a_surname_in_a_family_means_the_one_who_was_named_last() -> None:
    text = (
        "John Thorpe and James Thorpe came. James Thorpe sat down. Then Thorpe spoke. "
        "John Thorpe rose. Thorpe left."
    )
    found = people(text)
    alone = [m.character for m in found.mentions if m.key == "Thorpe"]
    full = {m.key: m.character for m in found.mentions if m.key != "Thorpe"}
    assert alone == [full["James Thorpe"], full["John Thorpe"]]


def test_miss_and_the_surname_is_the_elder_sister() -> None:
    found = names(
        "Miss Lucy Steele came. Miss Steele followed Miss Lucy. Lucy Steele laughed at Miss Steele."
    )
    assert {"Miss Steele"} in found


def test_pronouns_follow_gender() -> None:
    found = people("The old man met Mary. She greeted him and he bowed.")
    by_key = {mention.key: mention.character for mention in found.mentions}
    assert by_key["she"] == by_key["Mary"]
    assert by_key["he"] == by_key["him"] == by_key["old man"]


def test_trees_choose_and_miss() -> None:
    trees = Trees.read([[0, 1.5, 1, [1.0], [1, 0.0, 0, [2.0], [4.0]]], [0.25]])
    rows = np.array([[1.5, 9.0], [2.0, 0.0], [2.0, 1.0], [np.nan, 9.0], [2.0, np.nan]])
    assert trees.predict(rows).tolist() == [1.25, 2.25, 4.25, 1.25, 4.25]


def test_the_model_fits_the_features_and_confidence_rises() -> None:
    plain = json.loads(MODEL.read_text("utf-8"))
    assert plain["features"] == [*TEXT, *TALK]
    assert plain["calibration"][1] == sorted(plain["calibration"][1])
    plain["features"].pop()
    with pytest.raises(ValueError, match="other features"):
        Model.read(json.dumps(plain))


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    attribute(TALKING, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("part", ["“", '"', "Mr. ", "“Yes,” he said. ", "the old man ", "“Yes.”\n\n"])
def test_hostile_text_takes_linear_time(part: str) -> None:
    begin = time.perf_counter()
    attribute(part * (60_000 // len(part)))
    assert time.perf_counter() - begin < 5


@pytest.mark.skipif(not LITBANK.is_dir(), reason="LitBank is not at hand")
def test_training_reads_litbank_as_the_card_says() -> None:
    from training.litbank import books, files

    assert len(files(LITBANK)) == 300
    read = books(LITBANK)
    assert sum(len(book.quotes) for book in read) == 1765
    book = next(book for book in read if book.name.startswith("1342"))
    start, end, speaker = book.quotes[0]
    assert (book.text[start:end], speaker) == ("“My dear Mr. Bennet,”", "Mrs_Bennet-7")
