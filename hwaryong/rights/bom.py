"""The bill of materials of a disclosure, as CycloneDX 1.6 JSON."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import rfc8785
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from hwaryong.rights.card import Card
from hwaryong.rights.disclosure import Disclosure, Element, Maker, Used


def bill_of_materials(disclosure: Disclosure, cards: Mapping[str, Card]) -> bytes:
    """Elements, tools, libraries and cards with what each depends on, as canonical JSON.

    The serial number is made from the content, and the time stamp is the disclosure's `made` or absent, so
    the same disclosure gives the same bytes.
    """
    tools: dict[str, list[Maker]] = {}
    for row in disclosure.elements:
        if row.maker.kind == "tool":
            tools.setdefault(_tool_ref(row.maker), []).append(row.maker)
    bom = Bom(
        components=[
            *map(_element, disclosure.elements),
            *(_tool(ref, makers[0]) for ref, makers in tools.items()),
            *_libraries(maker for makers in tools.values() for maker in makers),
            *(_card(used, cards.get(used.digest)) for used in disclosure.cards),
        ],
        dependencies=[
            _needs("film", [f"take:{disclosure.take}"]),
            *_element_needs(disclosure.elements),
            *_tool_needs(tools),
        ],
        serial_number=uuid.uuid5(uuid.NAMESPACE_OID, disclosure.sha256),
        metadata=BomMetaData(
            component=Component(
                name=disclosure.film,
                type=ComponentType.FILE,
                bom_ref="film",
                hashes=[_sha256(disclosure.digest)],
            ),
            timestamp=datetime.fromisoformat(disclosure.made) if disclosure.made else None,
        ),
    )
    document = json.loads(JsonV1Dot6(bom).output_as_string())
    if not disclosure.made:
        del document["metadata"]["timestamp"]
    return rfc8785.dumps(document)


def _sha256(digest: str) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=digest)


def _properties(**values: str) -> list[Property]:
    return [Property(name=f"hwaryong:{name}", value=value) for name, value in values.items() if value]


def _element(row: Element) -> Component:
    return Component(
        name=row.element,
        type=ComponentType.FILE,
        bom_ref=f"take:{row.take}",
        hashes=[_sha256(row.digest)],
        properties=_properties(
            **{"class": row.klass},
            maker=row.maker.name,
            digitalSourceType=row.iptc or "",
            statement=row.statement,
        ),
    )


def _tool_ref(maker: Maker) -> str:
    return f"tool:{maker.name}@{maker.version}:{maker.code[:16]}"


def _tool(ref: str, maker: Maker) -> Component:
    return Component(
        name=maker.name,
        version=str(maker.version),
        type=ComponentType.APPLICATION,
        bom_ref=ref,
        properties=_properties(code_sha256=maker.code),
    )


def _libraries(tools: Iterable[Maker]) -> Iterator[Component]:
    for name, version in sorted({used for maker in tools for used in maker.libraries.items()}):
        purl = PackageURL("pypi", name=name, version=version)
        yield Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            bom_ref=_library_ref(name, version),
            purl=purl,
        )


def _library_ref(name: str, version: str) -> str:
    return f"library:{name}@{version}"


def _card(used: Used, card: Card | None) -> Component:
    ref = f"card:{used.digest}"
    verdicts = {
        f"verdict:{name}": f"{answer} ({evidence})" for name, (answer, evidence) in used.verdicts.items()
    }
    if card is None:
        about = _properties(card_sha256=used.digest, note="the lineage card is not at hand")
        return Component(
            name=used.name, type=ComponentType.MACHINE_LEARNING_MODEL, bom_ref=ref, properties=about
        )
    licences = {"code": card.licences.code, "weights": card.licences.weights, "data": card.licences.data}
    stated = {part: licence for part, licence in licences.items() if licence}
    return Component(
        name=card.name,
        version=card.version,
        type=ComponentType.MACHINE_LEARNING_MODEL if card.learned else ComponentType.DATA,
        bom_ref=ref,
        hashes=[_sha256(digest) for digest in card.files.values()],
        licenses=[DisjunctiveLicense(name=id) for id in sorted({licence.id for licence in stated.values()})],
        properties=_properties(
            card_sha256=card.digest,
            maker=card.maker,
            **{f"licence:{part}": f"{licence.id} ({licence.evidence})" for part, licence in stated.items()},
            **verdicts,
        ),
    )


def _needs(ref: str, needed: Iterable[str]) -> Dependency:
    return Dependency(BomRef(ref), [Dependency(BomRef(one)) for one in sorted(set(needed))])


def _element_needs(elements: Iterable[Element]) -> Iterator[Dependency]:
    known = {row.take for row in elements}
    for row in elements:
        needed = [f"take:{source.take}" for source in row.inputs if source.take in known]
        if row.maker.kind == "tool":
            needed.append(_tool_ref(row.maker))
        yield _needs(f"take:{row.take}", needed)


def _tool_needs(tools: Mapping[str, list[Maker]]) -> Iterator[Dependency]:
    """A tool needs what any of its runs used: the same code may run with another model or library."""
    for ref, makers in tools.items():
        libraries = [_library_ref(*used) for maker in makers for used in maker.libraries.items()]
        yield _needs(ref, [*libraries, *(f"card:{digest}" for maker in makers for _, digest in maker.cards)])
