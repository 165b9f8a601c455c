from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.rights.foreign import read_card

Put = Callable[..., Path]


def test_a_model_card(put: Put, samples: dict[str, str]) -> None:
    card = read_card(put(samples["README.md"]))
    assert (card.name, card.kind, card.maker, card.files) == ("Line cleaner", "model", "not stated", {})
    assert [(edge.relation, edge.name) for edge in card.parents] == [
        ("fine-tuned-from", "inkwell/base-cleaner"),
        ("trained-on", "inkwell/found-drawings"),
        ("trained-on", "inkwell/more"),
    ]
    assert {edge.digest for edge in card.parents} == {None}  # a name is no identity


def test_the_repository_s_licence_speaks_of_the_weights_alone(put: Put, samples: dict[str, str]) -> None:
    licences = read_card(put(samples["README.md"])).licences
    assert [(said.id, said.commercial, said.evidence) for said in licences.weights] == [
        ("apache-2.0", "ok", "E2")
    ]
    assert licences.code == licences.data == ()


def test_a_data_card_s_licence_is_the_data_s(put: Put) -> None:
    front = "license: cc-by-nc-4.0\ntask_categories: [x]\nsource_datasets: [original, extended|coco]"
    card = read_card(put(f"---\n{front}\n---\n"))
    assert card.kind == "dataset"
    assert card.licences.data[0].commercial == "forbidden"
    assert [(edge.relation, edge.name) for edge in card.parents] == [("includes", "coco")]


@pytest.mark.parametrize(
    ("stated", "relation", "noted"),
    [
        ("finetune", "fine-tuned-from", False),
        ("adapter", "fine-tuned-from", False),
        ("merge", "includes", False),
        ("quantized", "includes", False),
        ("", "fine-tuned-from", True),
        ("cousin", "fine-tuned-from", True),
    ],
)
def test_relations(put: Put, stated: str, relation: str, noted: bool) -> None:
    card = read_card(put(f"---\nlicense: mit\nbase_model: [a/b]\nbase_model_relation: {stated}\n---\n# X"))
    assert [edge.relation for edge in card.parents] == [relation]
    assert bool(card.note) == noted


def test_another_licence_is_named_and_not_judged(put: Put) -> None:
    card = read_card(put("---\nlicense: other\nlicense_name: some-community-licence\n---\n"))
    assert card.licences.weights == ()
    assert "some-community-licence" in card.note


def test_the_front_matter_alone_is_enough(put: Put) -> None:
    assert read_card(put("license: mit\ndatasets: [a]\n", "metadata.yaml")).name == "metadata.yaml"


def test_names_come_from_what_the_file_says(put: Put) -> None:
    assert read_card(put("---\nlicense: mit\nmodel-index:\n- name: Named\n---\n# Heading")).name == "Named"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("---\nlicense: mit\n", "the front matter has no end"),
        ("---\nlicense: mit\nlicense: gpl\n---\n", "'license' is written twice"),
        ("---\nlicense: &a mit\ndatasets: [*a]\n---\n", "anchors or aliases"),
        ("---\nlicense: mit\nsdk: gradio\n---\n", "a Space, which is a program"),
        ("---\nlicense: {a: b}\n---\n", "'license' must be text"),
        ("---\nlicense: mit\nbase_model: [[a]]\n---\n", r"'base_model\[0\]' must be text"),
        ("---\nlicense: mit\n? [a]\n: b\n---\n", "names a field by a list"),
        ("---\nlicense: 'mit\n---\n", "not YAML that can be used"),
        ("---\n- license: mit\nlicense: x\n---\n", "not YAML that can be used"),
        ("license: mit\n--- \nlicense: gpl\n", "must be one document"),
    ],
)
def test_a_wrong_card_gets_one_sentence(put: Put, text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_card(put(text))


def test_values_stay_what_was_written(put: Put) -> None:
    card = read_card(put("---\nlicense: no\ndatasets: [1.0, 2024-01-01, 1:30, yes]\n---\n"))
    assert [edge.name for edge in card.parents] == ["1.0", "2024-01-01", "1:30", "yes"]
    assert "not known here: no." in card.note
