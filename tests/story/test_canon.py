"""The canon decisions of `bench/decisions`: whole, even, and resting on what the works say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import leaks
from hwaryong.media.cast import Cast
from hwaryong.media.situation import Situation

EXCERPTS = Path(__file__).parents[3] / "shared/data/story/litbank/coref/brat"
WORKS = sorted(path.parent for path in leaks.FOLDER.glob("*/cast.toml"))
FOLDED = str.maketrans({"‘": "'", "’": "'", "“": "", "”": "", '"': "", "_": "", "—": "-", "–": "-"})
QUOTE = re.compile("“([^”]+)”")

each_work = pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)


def table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def situations(work: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: table(path) for path in sorted(work.glob("[0-9]*.toml"))}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def squeezed(text: str) -> str:
    return "".join(text.translate(FOLDED).split())


def test_there_are_enough() -> None:
    found = list(leaks.decisions())
    assert len(found) >= 220
    assert len({one.work for one in found}) >= 30


@each_work
def test_every_file_is_read(work: Path) -> None:
    Cast.read(work / "cast.toml")
    for stem in situations(work):
        Situation.read(work / f"{stem}.toml")


@each_work
def test_every_situation_has_one_answer_that_is_one_of_its_options(work: Path) -> None:
    found, answers = situations(work), table(work / "answers.toml")
    assert found.keys() == answers.keys()
    for stem, situation in found.items():
        ids = [option["id"] for option in situation["option"]]
        assert 3 <= len(set(ids)) == len(ids) <= 5, stem
        assert answers[stem] in ids, stem


@each_work
def test_whatever_a_situation_names_is_in_the_cast(work: Path) -> None:
    cast = table(work / "cast.toml")
    sheets = cast["character"]
    own = {name for sheet in sheets for name in (sheet["name"], *sheet.get("aliases", ()))}
    others = cast.get("note", "").removeprefix("others named: ").split(", ")
    names = own | {bond["to"] for sheet in sheets for bond in sheet.get("relation", ())} | set(others)
    goals = {goal["id"] for sheet in sheets for goal in sheet.get("goal", ())}
    beliefs = {belief["id"] for sheet in sheets for belief in sheet.get("belief", ())}
    found = situations(work)
    assert len(sheets) >= 3
    assert len({situation["who"] for situation in found.values()}) >= 2
    for stem, situation in found.items():
        assert situation["who"] in own, stem
        for option in situation["option"]:
            assert option.get("goals", {}).keys() <= goals, (stem, option["id"])
            assert option.get("relations", {}).keys() <= names, (stem, option["id"])
            assert {*option.get("beliefs", {}), *option.get("needs_belief", ())} <= beliefs, stem


@each_work
def test_every_option_is_annotated_by_the_same_measure(work: Path) -> None:
    for stem, situation in situations(work).items():
        for option in situation["option"]:
            levels = sorted(option["values"].values())
            assert levels in ([-1, 1, 2], [-1, -1, 2]), (stem, option["id"])
            assert sorted(map(abs, option["traits"].values())) == [1, 1], (stem, option["id"])
            assert len(set(option["patterns"])) == 2, (stem, option["id"])
            assert {option["risk"], option["effort"]} <= {0, 0.5, 1, 2}, (stem, option["id"])
            effects = (option.get("goals", {}), *option.get("relations", {}).values())
            assert all(-2 <= level <= 2 for group in effects for level in group.values()), stem


def test_place_and_length_do_not_give_the_answer_away() -> None:
    found = list(leaks.decisions())
    first = sum(one.canon == 0 for one in found) / len(found)
    longest = sum(
        max(one.options, key=lambda option: len(option["text"])) is one.options[one.canon] for one in found
    ) / len(found)
    assert 0.15 < first < 0.33
    assert 0.15 < longest < 0.33


def test_the_second_pass_is_of_options_that_are_there() -> None:
    assert all(value > 0.6 for value in leaks.agreement().values())


@each_work
def test_quotations_are_in_the_work(work: Path) -> None:
    cast = table(work / "cast.toml")
    sources = [*strings(cast["character"]), (work / "answers.toml").read_text("utf-8")]
    quotes = [quote for source in sources for quote in QUOTE.findall(source.replace("\n", " "))]
    assert all(len(quote.split()) <= 25 for quote in quotes)
    named = re.search(r"LitBank excerpt (\w+)", cast["origin"])
    if named is None:
        assert not quotes
        return
    path = EXCERPTS / f"{named[1]}_brat.txt"
    if not path.is_file():
        pytest.skip("LitBank's excerpts are not here (../shared/data/story/litbank)")
    text = squeezed(path.read_text("utf-8"))
    assert [quote for quote in quotes if squeezed(quote) not in text] == []
