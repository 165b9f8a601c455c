from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hwaryong.errors import BadInput
from hwaryong.rights.foreign import read_card

Put = Callable[..., Path]
SHARED = Path(__file__).parents[4] / "shared/data/rights/croissant-1.0"


def test_a_data_set_becomes_a_card(put: Put, croissant: Any) -> None:
    card = read_card(put(croissant))
    assert (card.name, card.version, card.maker, card.kind) == (
        "found drawings",
        "3",
        "Inkwell Lab",
        "dataset",
    )
    assert not card.learned
    assert card.files == {"a.zip": "ab" * 32}  # what is no SHA-256 identifies nothing
    assert [(edge.relation, edge.name, edge.digest) for edge in card.parents] == [
        ("includes", "an older box", None)
    ]
    assert "rai:dataBiases" in card.note


def test_the_licence_is_the_data_s_and_the_worst_counts(put: Put, croissant: Any) -> None:
    card = read_card(put(croissant))
    assert [(said.commercial, said.evidence) for said in card.licences.data] == [("forbidden", "E2")]
    assert card.licences.code == card.licences.weights == ()
    croissant["license"] = "other"
    assert read_card(put(croissant)).licences.data == ()


def test_without_a_licence_nothing_is_said(put: Put, croissant: Any) -> None:
    del croissant["license"]
    assert read_card(put(croissant)).licences.data == ()


def test_prefixed_names_are_the_same_names(put: Put, croissant: Any) -> None:
    prefixed = {
        f"sc:{key}" if key in ("name", "license", "creator") else key: croissant[key] for key in croissant
    }
    assert read_card(put(prefixed)).model_copy(update={"licences": None}).name == "found drawings"
    assert read_card(put(prefixed)).licences.data[0].commercial == "forbidden"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"conformsTo": "http://mlcommons.org/croissant/9.0"}, "does not say that it conforms to Croissant"),
        ({"conformsTo": None}, "does not say that it conforms to Croissant"),
        ({"name": None}, "has no name"),
        ({"name": {"@value": "x"}}, "'name' must be text"),
        ({"distribution": "a.zip"}, "'distribution' must be an object"),
        ({"version": [1]}, "'version' must be text"),
        ({"license": [["MIT"]]}, "must be text"),
    ],
)
def test_a_wrong_document_gets_one_sentence(put: Put, croissant: Any, change: Any, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_card(put(croissant | change))


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the Croissant data sets are not here (../shared/data/rights)"
)
def test_the_published_documents() -> None:
    cards, refused = {}, []
    for path in sorted(SHARED.rglob("*.json")):
        name = path.relative_to(SHARED).as_posix()
        if "/data/" in name:
            continue
        try:
            cards[name] = read_card(path)
        except BadInput as error:
            refused.append((path.parent.name, str(error)))
    assert len(cards) == 42
    assert [name for name, _ in refused] == ["huggingface-squad"]  # it has no name
    answers = {path: card.licences.data[0].commercial for path, card in cards.items() if card.licences.data}
    assert answers["flores-200/metadata.json"] == "restricted"
    assert answers["pass/metadata.json"] == "ok"
    assert "gpt-3/metadata.json" not in answers  # its licence is "unknown"
    assert "credit-g/metadata.json" not in answers  # its licence is "Public"
    assert cards["pass/metadata.json"].files == {}  # MD5 stands where a SHA-256 should
    assert len(cards["titanic/metadata.json"].files) == 3
