"""Whatever a file holds, reading it ends soon, with cards or with one sentence."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.rights.foreign import MAX_BYTES, read_cards

Put = Callable[..., Path]
MAX_SECONDS = 2.0  # of the processor, so that a busy machine fails nothing
HEAD = '{"bomFormat": "CycloneDX", "specVersion": "1.6", '
MODEL = '{"type": "machine-learning-model", "bom-ref": "%s", "name": "m"}'
BILLION = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
XMLNS = 'xmlns="http://cyclonedx.org/schema/bom/1.6"'


def chain(links: int) -> str:
    """A lineage of so many generations."""
    parts = ",".join(MODEL % n for n in range(links))
    edges = ",".join(f'{{"ref": "{n}", "dependsOn": ["{n + 1}"]}}' for n in range(links - 1))
    return f'{HEAD}"components": [{parts}], "dependencies": [{edges}]}}'


def spdx_holders(depth: int) -> str:
    graph: list[dict[str, Any]] = [{"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1"}]
    graph.append({"type": "ai_AIPackage", "spdxId": "0", "name": "m"})
    for n in range(depth):
        relation = {
            "type": "Relationship",
            "from": f"{n}",
            "relationshipType": "contains",
            "to": [f"{n + 1}"],
        }
        graph.append(relation)
        graph.append({**relation, "relationshipType": "trainedOn"})
    return json.dumps({"@graph": graph})


def spdx_all(packages: int) -> str:
    """Packages that all contain the same files, each of which was trained on each."""
    ids = [f"p{n}" for n in range(packages)]
    files = [f"f{n}" for n in range(packages)]
    graph: list[dict[str, Any]] = [{"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1"}]
    graph += [{"type": "ai_AIPackage", "spdxId": id, "name": id} for id in ids]
    graph += [{"type": "Relationship", "from": id, "relationshipType": "contains", "to": files} for id in ids]
    graph += [
        {"type": "Relationship", "from": id, "relationshipType": "trainedOn", "to": files} for id in files
    ]
    return json.dumps({"@graph": graph})


def dense(parts: int) -> str:
    """A subject, and parts each of which depends on all that come after it."""
    listed = ",".join(MODEL % n for n in range(parts))
    edges = ",".join(
        f'{{"ref": "{n}", "dependsOn": {json.dumps([str(m) for m in range(n + 1, parts)])}}}'
        for n in range(parts)
    )
    subject = f'"metadata": {{"component": {MODEL % "x"}}}'
    return f'{HEAD}{subject}, "components": [{listed}], "dependencies": [{edges}]}}'


HOSTILE = {
    "deep JSON": '{"@graph":' * 100_000,
    "deep list": HEAD + '"components": ' + "[" * 900_000,
    "a number without end": HEAD + '"version": ' + "9" * 1_000_000 + "}",
    "NaN": HEAD + '"version": NaN}',
    "doubled name": HEAD + ",".join(f'"{n}": 1' for n in range(200_000)) + ', "199999": 2}',
    "lone surrogate": HEAD + '"components": [{"type": "data", "name": "\\ud800"}]}',
    "a long chain": chain(20_000),
    "many parents": HEAD
    + f'"components": [{MODEL % "a"},'
    + ",".join(MODEL % n for n in range(20_000))
    + '], "dependencies": [{"ref": "a", "dependsOn": ['
    + ",".join(f'"{n}"' for n in range(20_000))
    + "]}]}",
    "nested components": HEAD
    + '"components": ['
    + '{"type": "data", "name": "d", "components": [' * 400
    + "]}" * 400
    + "]}",
    "holders of holders": spdx_holders(10_000),
    "a subject with a dense rest": dense(400),
    "one name for many hashes": HEAD
    + '"components": [{"type": "data", "name": 1, "hashes": ['
    + ",".join(f'{{"alg": "SHA-256", "content": "{n:064x}"}}' for n in range(30_000))
    + "]}]}",
    "one element many times": f"<bom {XMLNS}>" + "<a/>" * 250_000 + "</bom>",
    "everything contains everything": spdx_all(300),
    "billion laughs": f"<!DOCTYPE bom [<!ENTITY e0 'ha'>{BILLION}]><bom {XMLNS}>&e9;</bom>",
    "outside entity": f'<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom {XMLNS}>&x;</bom>',
    "deep XML": f"<bom {XMLNS}>" + "<a>" * 100_000,
    "closed deep XML": f"<bom {XMLNS}>" + "<a>" * 100_000 + "</a>" * 100_000 + "</bom>",
    "other XML": "<html><body/></html>",
    "deep YAML": "license: " + "[" * 500_000,
    "deep YAML map": "license:\n" + "".join(" " * n + "a:\n" for n in range(1, 2000)),
    "YAML bomb": "license: mit\na: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(9)),
    "YAML tag": "license: !!python/object/apply:os.system ['true']\nlicense: x\n",
    "wide YAML": "license: mit\ndatasets:\n" + "- a\n" * 900_000,
    "many names": "license: mit\n" + "".join(f"k{n}: 1\n" for n in range(200_000)),
    "fences": "---\n" * 900_000,
    "binary": "\0" * 1000,
    "nothing": " \n",
    "text": "All rights reserved.\n",
    "a list": "[]",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_get_one_sentence_in_time(put: Put, what: str) -> None:
    path = put(HOSTILE[what])
    began = time.process_time()
    with pytest.raises(BadInput) as caught:
        read_cards(path)
    assert time.process_time() - began < MAX_SECONDS
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600 + len(str(path))


def test_a_large_or_a_wrongly_coded_file_is_refused(put: Put) -> None:
    with pytest.raises(BadInput, match="more than"):
        read_cards(put(b" " * (MAX_BYTES + 1)))
    with pytest.raises(BadInput, match="not UTF-8"):
        read_cards(put("<bom/>".encode("utf-16")))


def test_a_lineage_of_some_hundreds_is_read(put: Put) -> None:
    cards = read_cards(put(chain(400)))
    assert len(cards) == 400
    assert cards[0].parents[0].digest in {card.digest for card in cards[1:]}


def _outcome(path: Path) -> None:
    began = time.process_time()
    try:
        cards = read_cards(path)
    except BadInput as error:
        sentence = str(error)
    else:
        sentence = ""
        assert all(said.evidence <= "E2" for card in cards for said in card.parents)
        assert all(len(card.digest) == 64 and not card.complete for card in cards)
    assert "\n" not in sentence
    assert time.process_time() - began < MAX_SECONDS


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sample=st.integers(0, 4),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=6)), min_size=1, max_size=4
    ),
)
def test_torn_samples(put: Put, samples: dict[str, str], sample: int, cuts: Any) -> None:
    data = bytearray(list(samples.values())[sample].encode())
    for where, length, instead in cuts:
        start = int(where * len(data))
        data[start : start + length] = instead
    _outcome(put(bytes(data)))


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sample=st.sampled_from(["bom.json", "sbom.spdx3.json", "croissant.json"]),
    seed=st.integers(0, 1 << 32),
    odd=st.lists(ODD, min_size=1, max_size=3),
)
def test_samples_with_wrong_values(
    put: Put, samples: dict[str, str], sample: str, seed: int, odd: list[Any]
) -> None:
    document, rng = json.loads(samples[sample]), random.Random(seed)
    for value in odd:
        place = document
        while True:
            key = rng.choice(list(place) if isinstance(place, dict) else list(range(len(place))))
            inner = place[key]
            if not isinstance(inner, dict | list) or not inner or rng.random() < 0.25:
                break
            place = inner
        place[key] = value
    _outcome(put(document))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["license: ", "---\nlicense: ", "<bom>", HEAD, '{"@graph": ', ""]),
    st.text(max_size=200),
)
def test_any_text(put: Put, head: str, text: str) -> None:
    _outcome(put((head + text).encode("utf-8", "surrogatepass")))
