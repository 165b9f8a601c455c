from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from hwaryong.errors import BadInput
from hwaryong.rights import label
from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.document import read_document
from hwaryong.rights.judge import Judge
from hwaryong.rights.label import Extent, Label, extent_of, packaged_labels, proposals, to_json, to_text
from hwaryong.rights.policy import Policy
from hwaryong.rights.shares import counted


def told(memory: Any, inputs: list[str]) -> Disclosure:
    judge = Judge(Policy.named("open"), {}, day=date(2026, 11, 23))
    film = memory.add("ep01/film", inputs)
    return disclose(memory, film, production="p", judge=judge, rehash=lambda take: take.digest)


def test_every_label_has_source_dates_doubts_and_a_notice() -> None:
    labels = packaged_labels()
    assert [one.name for one in labels] == [
        "eu-ai-act-50",
        "korea-ai-basic-act",
        "netflix-partner",
        "youtube",
    ]
    for one in labels:
        assert set(one.texts) == set(get_args(Extent))
        assert "not legal advice" in one.notice
        assert "http" in one.source
        assert one.rule_date <= one.read
        assert one.uncertain


def test_what_is_proposed_follows_the_shares(memory: Any) -> None:
    human, model = memory.person("a"), memory.model("b")
    assert extent_of(told(memory, [human])) == "none"
    assert extent_of(told(memory, [human, model])) == "generated"
    assert extent_of(told(memory, [human, memory.person("c", [model])])) == "assisted"
    assert extent_of(told(memory, [human, memory.unclear("d")])) == "unclear"


def test_drafts_behind_what_is_shown_are_temporary_and_unclear_ones_are_not_nothing(memory: Any) -> None:
    found = told(memory, [memory.person("a")])
    behind = {**found.shares, "ancestry": counted(["human", "generated"])}
    assert extent_of(found.model_copy(update={"shares": behind})) == "temporary"
    behind = {**found.shares, "ancestry": counted(["human", "unclear"])}
    assert extent_of(found.model_copy(update={"shares": behind})) == "unclear"


def test_the_text_says_the_figures_and_leaves_the_choice(memory: Any) -> None:
    found = proposals(told(memory, [memory.person("a"), memory.model("b"), memory.unclear("c")]))
    assert all(one.proposed.extent == "generated" for one in found)
    assert all(len(one.others) == 4 for one in found)
    assert "33.3–66.7 % of the elements" in found[0].proposed.en
    assert "AI 생성 요소 33.3–66.7 %" in found[0].proposed.ko
    text = to_text(found)
    assert all(one.notice in text and one.source in text for one in found)
    assert json.loads(to_json(found))[0]["proposed"]["extent"] == "generated"


def test_a_label_without_a_text_for_every_case_is_refused(tmp_path: Path) -> None:
    source = Path(label.__file__).parent / "labels" / "youtube.toml"
    broken = tmp_path / "label.toml"
    broken.write_text(source.read_text("utf-8").replace("[texts.unclear]", "[texts.none2]"), "utf-8")
    with pytest.raises(BadInput):
        read_document(broken, Label)
