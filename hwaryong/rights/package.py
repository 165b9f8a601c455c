"""All that a disclosure leaves the house as: JSON, page, PDF, bill of materials, labels, and a ZIP of these.

Each is signed: the PDF and the ZIP carry their credentials, the others have them beside.
"""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Mapping
from pathlib import Path

from hwaryong.canonical import sha256_file
from hwaryong.rights.bom import bill_of_materials
from hwaryong.rights.card import Card
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.keys import Keys
from hwaryong.rights.label import proposals, to_json, to_text
from hwaryong.rights.page import page
from hwaryong.rights.pdf import pdf
from hwaryong.rights.signing import Claim, sign

DISCLOSURE, PAGE, PDF, BILL = "disclosure.json", "disclosure.html", "disclosure.pdf", "bom.cdx.json"
LABELS, LABELS_TEXT, ZIP = "labels.json", "labels.txt", "disclosure.zip"
_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # ZIP knows no earlier day; a clock would change the bytes


def write_package(
    folder: Path,
    disclosure: Disclosure,
    cards: Mapping[str, Card],
    pictures: Mapping[str, bytes],
    *,
    keys: Keys | None = None,
    timestamp: str = "",
) -> dict[str, str]:
    """Write and sign everything into an existing folder; answers the digest of what holds each file's
    credentials, by name. `pictures` are small JPEGs by take id; raises BadInput where signing fails."""
    shown = {row.take for row in disclosure.rows}
    pictures = {take: jpeg for take, jpeg in pictures.items() if take in shown}
    labels = proposals(disclosure)
    contents = {
        DISCLOSURE: disclosure.to_json(),
        PAGE: page(disclosure, pictures=_urls(pictures), labels=labels).encode(),
        PDF: pdf(disclosure, pictures=pictures, labels=labels),
        BILL: bill_of_materials(disclosure, cards),
        LABELS: to_json(labels),
        LABELS_TEXT: to_text(labels).encode(),
    }
    signed: dict[str, str] = {}

    def sign_here(name: str, source: Path) -> None:
        claim = Claim(
            f"{disclosure.film}/{name}", sha256_file(source), "algorithmic", _IPTC, disclosure.draft,
            disclosure.sha256, disclosure.merkle_root,
        )  # fmt: skip
        signed[name] = sign(source, folder / name, claim, keys=keys, timestamp=timestamp).digest
        source.unlink()

    for name, content in contents.items():
        source = folder / f".{name}"
        source.write_bytes(content)
        sign_here(name, source)
    sign_here(ZIP, _zip(folder, list(contents)))
    return signed


def _urls(pictures: Mapping[str, bytes]) -> dict[str, str]:
    return {
        take: f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}" for take, jpeg in pictures.items()
    }


def _zip(folder: Path, names: list[str]) -> Path:
    """An archive of these files and their sidecars; stored as they are, for C2PA reads no compressed ZIP."""
    path = folder / f".{ZIP}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            for file in (folder / name, folder / f"{name}.c2pa"):
                if file.exists():
                    archive.writestr(zipfile.ZipInfo(file.name, _EPOCH), file.read_bytes())
    return path
