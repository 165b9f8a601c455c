from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hwaryong.errors import BadInput
from hwaryong.rights.foreign import read_card, read_cards

Put = Callable[..., Path]
SHARED = Path(__file__).parents[4] / "shared/data/rights/spdx-examples"


def relate(document: Any, a: str, kind: str, *to: str) -> None:
    id = f"urn:new{len(document['@graph'])}"
    relation = {"type": "Relationship", "spdxId": id, "from": a, "relationshipType": kind, "to": list(to)}
    document["@graph"].append(relation)


def test_a_model_comes_with_its_ancestors(put: Put, spdx: Any) -> None:
    model, *ancestors = read_cards(put(spdx))
    assert (model.name, model.version, model.maker) == ("line-cleaner", "2.1", "Inkwell Lab")
    by_name = {card.name: card for card in ancestors}
    assert [(edge.relation, edge.name, edge.digest) for edge in model.parents] == [
        ("trained-on", "found drawings", by_name["found drawings"].digest),
        ("trained-on", "urn:elsewhere", None),
        ("fine-tuned-from", "base-cleaner", by_name["base-cleaner"].digest),
    ]


def test_only_files_of_model_and_data_identify(put: Put, spdx: Any) -> None:
    assert read_card(put(spdx)).files == {"cleaner.onnx": "ab" * 32}


def test_licences_and_evidence(put: Put, spdx: Any) -> None:
    model, *ancestors = read_cards(put(spdx))
    assert [(said.id, said.commercial, said.evidence) for said in model.licences.weights] == [
        ("Apache-2.0", "ok", "E2")
    ]
    data = next(card for card in ancestors if card.kind == "dataset")
    assert [(said.commercial, said.evidence) for said in data.licences.data] == [("forbidden", "E1")]


def test_all_licences_of_a_set_hold(put: Put, spdx: Any) -> None:
    either = {
        "type": "expandedlicensing_DisjunctiveLicenseSet",
        "spdxId": "urn:set",
        "expandedlicensing_member": ["https://spdx.org/licenses/MIT", "urn:nc"],
    }
    spdx["@graph"].append(either)
    relate(spdx, "urn:tuned", "hasDeclaredLicense", "urn:set")
    assert [said.commercial for said in read_card(put(spdx)).licences.weights] == ["forbidden"]


def test_no_assertion_says_nothing(put: Put, spdx: Any) -> None:
    terms = "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/"
    relate(spdx, "urn:tuned", "hasConcludedLicense", f"{terms}NoAssertionLicense")
    assert read_card(put(spdx)).licences.weights[0].id == "Apache-2.0"


def test_another_author_makes_it_second_hand(put: Put, spdx: Any) -> None:
    spdx["@graph"].append({"type": "Organization", "spdxId": "urn:other", "name": "Somebody Else"})
    spdx["@graph"][0]["createdBy"] = ["urn:other"]
    assert {edge.evidence for edge in read_card(put(spdx)).parents} == {"E1"}


def test_a_circle_is_refused_with_a_node(put: Put, spdx: Any) -> None:
    relate(spdx, "urn:base", "descendantOf", "urn:tuned")
    with pytest.raises(BadInput, match=r"circle through urn:(base|tuned)"):
        read_card(put(spdx))


def test_a_circle_of_containers_ends(put: Put, spdx: Any) -> None:
    relate(spdx, "urn:onnx", "contains", "urn:readme")
    relate(spdx, "urn:readme", "contains", "urn:onnx")
    assert read_card(put(spdx)).name == "line-cleaner"


@pytest.mark.parametrize(
    "document",
    [
        {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT"},
        "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n",
    ],
)
def test_version_2_is_refused_clearly(put: Put, document: object) -> None:
    with pytest.raises(BadInput, match=r"SPDX 2 has no profile for models .* export it as SPDX 3\.0"):
        read_card(put(document))


def test_a_document_without_packages_or_version_is_refused(put: Put, spdx: Any) -> None:
    spdx["@graph"] = [spdx["@graph"][0]]
    with pytest.raises(BadInput, match="no model and no data set"):
        read_card(put(spdx))
    with pytest.raises(BadInput, match="without a version"):
        read_card(put({"@graph": []}))


def test_a_doubled_id_is_refused(put: Put, spdx: Any) -> None:
    spdx["@graph"].append(dict(spdx["@graph"][4]))
    with pytest.raises(BadInput, match="another element has"):
        read_card(put(spdx))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the SPDX examples are not here (../shared/data/rights)")
def test_the_published_example() -> None:
    model, data = read_cards(SHARED / "ai/example02/spdx3.0/sbom.spdx3.json")
    assert model.name.startswith("Sentiment Demo")
    assert model.licences.weights[0].id == "CC0-1.0"
    assert model.files == {}  # the example's files carry no hashes
    assert [(edge.relation, edge.digest) for edge in model.parents] == [("trained-on", data.digest)]
    assert (data.name, data.kind) == ("Data after preprocessing", "dataset")
