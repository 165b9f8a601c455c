from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from hwaryong.rights.bom import bill_of_materials
from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.judge import Judge
from hwaryong.rights.policy import Policy
from hwaryong.rights.shelf import Shelf


@pytest.fixture
def made(memory: Any, card: Any) -> tuple[Disclosure, Shelf]:
    shelf = Shelf([card()])
    key = memory.person("A/0001")
    drawn = memory.model("A/0003", [key], digest=next(iter(shelf)))
    other = memory.model("A/0007", [key])
    film = memory.add("film", [drawn, other], maker="edit.film", libraries={"numpy": "2.4.6"})
    judge = Judge(Policy.named("open"), shelf, day=date(2026, 11, 23))
    return disclose(memory, film, production="d", judge=judge, rehash=lambda take: take.digest), shelf


def test_all_is_in_it(made: tuple[Disclosure, Shelf]) -> None:
    bom = json.loads(bill_of_materials(*made))
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    parts = {part["bom-ref"]: part for part in bom["components"]}
    kinds = sorted(part["type"] for part in parts.values())
    assert kinds == ["application"] * 2 + ["file"] * 4 + ["library"] + ["machine-learning-model"] * 2
    key = next(part for part in parts.values() if part["name"] == "A/0001")
    assert key["hashes"][0]["content"] == next(r.digest for r in made[0].elements if r.element == "A/0001")
    assert {"name": "hwaryong:class", "value": "human"} in key["properties"]
    library = parts["library:numpy@2.4.6"]
    assert library["purl"] == "pkg:pypi/numpy@2.4.6"


def test_what_depends_on_what(made: tuple[Disclosure, Shelf]) -> None:
    bom = json.loads(bill_of_materials(*made))
    needs = {entry["ref"]: entry.get("dependsOn", []) for entry in bom["dependencies"]}
    (film,) = needs["film"]
    assert len(needs[film]) == 3  # two drawings and the tool
    assert sum(ref.startswith("card:") for needed in needs.values() for ref in needed) == 2


def test_a_known_card_shows_its_licences_and_an_unknown_one_says_so(made: tuple[Disclosure, Shelf]) -> None:
    cards = [
        part for part in json.loads(bill_of_materials(*made))["components"] if "learning" in part["type"]
    ]
    known = next(part for part in cards if "licenses" in part)
    unknown = next(part for part in cards if "licenses" not in part)
    assert known["licenses"] == [{"license": {"name": "Apache-2.0"}}]
    assert {"name": "hwaryong:note", "value": "the lineage card is not at hand"} in unknown["properties"]


def test_it_is_the_same_every_time_and_has_no_clock(made: tuple[Disclosure, Shelf]) -> None:
    first = bill_of_materials(*made)
    assert first == bill_of_materials(*made)
    assert "timestamp" not in json.loads(first)["metadata"]
    dated = made[0].model_copy(update={"made": "2026-11-23T00:00:00+00:00"})
    assert json.loads(bill_of_materials(dated, made[1]))["metadata"]["timestamp"].startswith("2026-11-23")


def test_the_library_reads_it_back(made: tuple[Disclosure, Shelf]) -> None:
    bom = Bom.from_json(json.loads(bill_of_materials(*made)))  # type: ignore[attr-defined]
    assert len(bom.components) == 9


def test_it_keeps_the_published_schema(made: tuple[Disclosure, Shelf]) -> None:
    found = bill_of_materials(*made)
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(found.decode()) is None
    broken = found.replace(b'"machine-learning-model"', b'"a model"')
    assert validator.validate_str(broken.decode()) is not None


def test_a_model_names_its_data_and_what_it_was_made_from(memory: Any, card: Any) -> None:
    said = {"evidence": "E2", "source": "the vendor's page"}
    drawings = card(name="drawings", kind="dataset", learned=False, files={"drawings.tar": "b" * 64})
    model = card(
        name="tuned",
        files={"tuned.bin": "c" * 64},
        parents=(
            {**said, "name": "drawings", "relation": "trained-on", "digest": drawings.digest},
            {**said, "name": "films from nowhere", "relation": "trained-on"},
            {**said, "name": "a base model", "relation": "fine-tuned-from"},
        ),
    )
    shelf = Shelf([drawings, model])
    film = memory.add("film", [memory.model("A/0001", digest=model.digest)])
    judge = Judge(Policy.named("open"), shelf, day=date(2026, 11, 23))
    found = disclose(memory, film, production="d", judge=judge, rehash=lambda take: take.digest)
    text = bill_of_materials(found, shelf).decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bom = json.loads(text)
    parts = {part["bom-ref"]: part for part in bom["components"]}
    tuned = parts[f"card:{model.digest}"]
    data = tuned["modelCard"]["modelParameters"]["datasets"]
    assert data[0] == {"ref": f"card:{drawings.digest}"}
    assert data[1]["name"] == "films from nowhere"
    assert [above["name"] for above in tuned["pedigree"]["ancestors"]] == ["a base model"]
    assert parts[f"card:{drawings.digest}"]["type"] == "data"
    needs = {entry["ref"]: entry["dependsOn"] for entry in bom["dependencies"]}
    assert needs[f"card:{model.digest}"] == [f"card:{drawings.digest}"]
