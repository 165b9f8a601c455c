from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hwaryong.errors import BadInput
from hwaryong.rights.foreign import read_card, read_cards
from hwaryong.rights.verdict import Use, verdicts

Put = Callable[..., Path]


@pytest.mark.parametrize("sample", ["bom.json", "bom.xml"])
def test_a_model_comes_with_its_ancestors(put: Put, samples: dict[str, str], sample: str) -> None:
    model, *ancestors = read_cards(put(samples[sample]))
    assert (model.name, model.version, model.maker) == ("inkwell/line-cleaner", "2.1", "Inkwell Lab")
    assert (model.kind, model.learned) == ("model", True)
    assert model.files == {"inkwell/line-cleaner": "ab" * 32, "cleaner.onnx": "12" * 32}
    by_name = {card.name: card for card in ancestors}
    assert [(edge.relation, edge.name, edge.digest) for edge in model.parents] == [
        ("fine-tuned-from", "base-cleaner", by_name["base-cleaner"].digest),
        ("trained-on", "found drawings", by_name["found drawings"].digest),
        ("trained-on", "a box of scans", None),
    ]


def test_a_licence_speaks_of_weights_or_of_data_and_of_nothing_else(put: Put, cyclonedx: Any) -> None:
    model, *ancestors = read_cards(put(cyclonedx))
    data = next(card for card in ancestors if card.kind == "dataset")
    assert [(said.id, said.commercial) for said in model.licences.weights] == [("Apache-2.0", "ok")]
    assert model.licences.code == model.licences.data == ()
    assert [(said.id, said.commercial) for said in data.licences.data] == [("CC-BY-NC-4.0", "forbidden")]
    assert data.licences.code == data.licences.weights == ()


def test_nothing_is_better_than_its_evidence(put: Put, cyclonedx: Any) -> None:
    model, *ancestors = read_cards(put(cyclonedx))
    assert {said.evidence for said in (*model.licences.weights, *model.parents)} == {"E2"}
    assert {said.evidence for card in ancestors for said in card.licences.data} == {"E1"}
    for card in (model, *ancestors):
        said = (card.complete, card.training_consent, card.likeness, card.territory, card.expiry, card.bans)
        assert said == ((),) * 6


def test_a_document_by_another_than_the_maker_is_second_hand(put: Put, cyclonedx: Any) -> None:
    cyclonedx["metadata"]["supplier"]["name"] = "Somebody Else"
    model = read_card(put(cyclonedx))
    assert {said.evidence for said in (*model.licences.weights, *model.parents)} == {"E1"}


def test_a_bar_on_the_data_is_found_through_the_model(put: Put, cyclonedx: Any) -> None:
    cards = read_cards(put(cyclonedx))
    found = verdicts(cards[0], {card.digest: card for card in cards}, Use(day=date(2026, 11, 23)))
    assert found["commercial"].verdict == "forbidden"
    assert found["commercial"].path == ("inkwell/line-cleaner", "found drawings")
    assert found["commercial"].evidence == "E1"


def test_a_link_that_only_the_dependencies_name_is_kept(put: Put, cyclonedx: Any) -> None:
    del cyclonedx["components"][0]["modelCard"], cyclonedx["components"][0]["pedigree"]
    cyclonedx["components"].append({"type": "machine-learning-model", "bom-ref": "base", "name": "base"})
    edges = read_card(put(cyclonedx)).parents
    assert {(edge.name, edge.relation) for edge in edges} == {
        ("base", "includes"),
        ("found drawings", "trained-on"),
    }


def test_a_reference_into_nowhere_is_a_parent_without_a_card(put: Put, cyclonedx: Any) -> None:
    del cyclonedx["components"][1]
    edges = {edge.name: edge.digest for edge in read_card(put(cyclonedx)).parents}
    assert edges["drawings"] is None


def test_parts_are_included_and_a_file_within_is_the_model_s(put: Put, cyclonedx: Any) -> None:
    cyclonedx["components"][0]["components"] = [
        {"type": "file", "name": "w.bin", "hashes": [{"alg": "SHA-256", "content": "34" * 32}]},
        {"type": "machine-learning-model", "bom-ref": "vae", "name": "vae"},
    ]
    card = read_card(put(cyclonedx))
    assert card.files["w.bin"] == "34" * 32
    assert ("vae", "includes") in {(edge.name, edge.relation) for edge in card.parents}


def test_the_document_s_own_subject_consists_of_the_rest(put: Put, cyclonedx: Any) -> None:
    cyclonedx["metadata"]["component"] = {"type": "machine-learning-model", "bom-ref": "x", "name": "mix"}
    mix, *ancestors = read_cards(put(cyclonedx))
    assert [(edge.relation, edge.name) for edge in mix.parents] == [("includes", "inkwell/line-cleaner")]
    assert {card.name for card in ancestors} == {"inkwell/line-cleaner", "base-cleaner", "found drawings"}


def test_what_came_from_the_subject_is_no_part_of_it(put: Put, cyclonedx: Any) -> None:
    cyclonedx["metadata"]["component"] = cyclonedx["components"].pop(0)
    later = {"type": "machine-learning-model", "bom-ref": "later", "name": "later"}
    cyclonedx["components"].append(later)
    cyclonedx["dependencies"].append({"ref": "later", "dependsOn": ["tuned"]})
    assert "later" not in {edge.name for edge in read_card(put(cyclonedx)).parents}


def test_several_subjects_are_not_guessed_at(put: Put, cyclonedx: Any) -> None:
    cyclonedx["components"].append({"type": "machine-learning-model", "name": "another"})
    with pytest.raises(BadInput, match=r"2 subjects \(inkwell/line-cleaner, another\)"):
        read_card(put(cyclonedx))


def test_an_unknown_licence_is_no_statement(put: Put, cyclonedx: Any) -> None:
    cyclonedx["components"][0]["licenses"].append({"license": {"name": "Inkwell Community Terms"}})
    card = read_card(put(cyclonedx))
    assert card.licences.weights == ()
    assert "Apache-2.0 AND Inkwell Community Terms" in card.note


def test_a_ban_stands_beside_an_unknown_licence(put: Put, cyclonedx: Any) -> None:
    cyclonedx["components"][0]["licenses"] += [{"license": {"name": "Ours"}}, {"expression": "CC-BY-NC-4.0"}]
    assert [said.commercial for said in read_card(put(cyclonedx)).licences.weights] == ["forbidden"]


def test_a_circle_is_refused_with_a_node(put: Put, cyclonedx: Any) -> None:
    cyclonedx["components"][1]["pedigree"] = {
        "ancestors": [{"type": "data", "bom-ref": "old", "name": "old"}]
    }
    cyclonedx["dependencies"].append({"ref": "old", "dependsOn": ["drawings"]})
    with pytest.raises(BadInput, match=r"circle through (old|drawings)"):
        read_card(put(cyclonedx))


def test_a_version_without_model_cards_is_refused(put: Put, cyclonedx: Any) -> None:
    with pytest.raises(BadInput, match=r"CycloneDX 1\.4 is not read here; export it as"):
        read_card(put(cyclonedx | {"specVersion": "1.4"}))


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("components",), {}, "'components' must be a list"),
        (("components", 0, "name"), 7, r"'components\[0\].name' must be text"),
        (("components", 0, "name"), "", r"'components\[0\]' has no name"),
        (("components", 0, "name"), "a\x1b[31mred", "cannot be shown"),
        (("components", 0, "name"), "n" * 1001, "more than 1000 characters"),
        (("components", 0, "version"), ["1"], r"'components\[0\].version' must be text"),
        (("components", 0, "hashes"), "ab", r"'components\[0\].hashes' must be a list"),
        (("components", 0, "modelCard"), [], r"'components\[0\].modelCard' must be an object"),
        (("components", 1, "bom-ref"), "tuned", "another component has"),
        (("dependencies", 0, "dependsOn"), [{}], "must be text"),
    ],
)
def test_a_wrong_type_gets_one_sentence(
    put: Put, cyclonedx: Any, path: tuple[Any, ...], value: object, sentence: str
) -> None:
    place = cyclonedx
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(BadInput, match=sentence):
        read_card(put(cyclonedx))
