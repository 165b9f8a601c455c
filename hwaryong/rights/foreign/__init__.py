"""Cards in other people's formats: CycloneDX, SPDX 3, Croissant and Hugging Face front matter."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hwaryong.errors import BadInput
from hwaryong.media.base import read_text
from hwaryong.rights.card import Card
from hwaryong.rights.foreign.croissant import read_croissant
from hwaryong.rights.foreign.cyclonedx import from_xml, read_cyclonedx
from hwaryong.rights.foreign.huggingface import is_front_matter, read_front_matter
from hwaryong.rights.foreign.plain import Value, parse_json, parse_xml
from hwaryong.rights.foreign.spdx import read_spdx

MAX_BYTES: Final = 4 * 1024 * 1024
_KNOWN: Final = "give CycloneDX 1.5–1.7, SPDX 3.0 JSON-LD, Croissant 1.0 or a Hugging Face README"


def read_card(path: Path) -> Card:
    """The card of what a foreign file is about; see `read_cards`."""
    return read_cards(path)[0]


def read_cards(path: Path) -> tuple[Card, ...]:
    """The subject's card first, then those of its ancestors that the file describes, linked by digest.

    The reader is chosen by the content, not by the name. A file has at most 4 MiB. Nothing in it becomes
    better than its evidence: E2 for what it says of its subject, E1 for the rest. Raises BadInput with the
    place.
    """
    text = read_text(path, MAX_BYTES).strip()
    if text.startswith("<"):
        return read_cyclonedx(from_xml(parse_xml(text, path), path), "XML")
    if text.startswith("{"):
        return _read_json(parse_json(text, path))
    if text.startswith("SPDXVersion:"):
        raise _spdx_2(path)
    if is_front_matter(text):
        return read_front_matter(text, path)
    raise BadInput("this is no card in a format that is read here", where=path, mend=_KNOWN)


def _read_json(document: Value) -> tuple[Card, ...]:
    if document.get("bomFormat").raw == "CycloneDX":
        return read_cyclonedx(document)
    if document.get("spdxVersion"):
        raise _spdx_2(document.file)
    if document.get("@graph"):
        return read_spdx(document)
    if document.get("@context"):
        return read_croissant(document)
    raise BadInput("this JSON is no card in a format that is read here", where=document.file, mend=_KNOWN)


def _spdx_2(path: Path) -> BadInput:
    return BadInput(
        "SPDX 2 has no profile for models and data sets, and is not read",
        where=path,
        mend="export it as SPDX 3.0 JSON-LD with the AI or dataset profile",
    )
