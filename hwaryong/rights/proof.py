"""The proof that an element is in a film: small enough for a letter, and checked without a network.

A proof holds the element's leaf and its audit path (RFC 6962). Whoever has it and the Merkle root that stands
in the film's signed credentials knows that the studio named this element, its content and its class.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from pydantic import ValidationError

from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput
from hwaryong.media.base import read_bytes
from hwaryong.rights import merkle
from hwaryong.rights.card import Text
from hwaryong.rights.disclosure import Disclosure, Element, Leaf, leaf, leaf_hashes, salts_of
from hwaryong.rights.document import Strict
from hwaryong.rights.verify import Reason, Report, Sound

MAX_PROOF_BYTES = 4096
MAX_DISCLOSURE_BYTES = 512 * 1024 * 1024
_HASH_BYTES = 32
_FORMAT = b'"format":"hwaryong.disclosure/'


class Proof(Strict):
    """A leaf, its place among `size` leaves, and the hashes from it to the root in base64url without `=`."""

    format: Literal["hwaryong.proof/1"]
    film: Text
    leaf: Leaf
    index: int
    size: int
    path: str

    def to_json(self) -> bytes:
        return json.dumps(
            self.model_dump(mode="json", by_alias=True), ensure_ascii=False, separators=(",", ":")
        ).encode()

    @classmethod
    def read(cls, path: Path) -> Proof:
        """Read a proof of at most 4 KiB; raises BadInput."""
        try:
            return cls.model_validate_json(read_bytes(path, MAX_PROOF_BYTES))
        except ValidationError as error:
            raise BadInput(f"this is no proof ({error.errors()[0]['msg'].lower()})", where=path) from None

    def holds(self, root: str) -> bool:
        """Whether the leaf stands in the tree with this root (hex)."""
        try:
            hashes = base64.urlsafe_b64decode(self.path + "=" * (-len(self.path) % 4))
            wanted = bytes.fromhex(root)
        except ValueError:
            return False
        path = [hashes[at : at + _HASH_BYTES] for at in range(0, len(hashes), _HASH_BYTES)]
        return merkle.verify(self.leaf.to_bytes(), self.index, self.size, path, wanted)


def prove(disclosure: Disclosure, *elements: str) -> list[Proof]:
    """A proof for each take of these elements; raises BadInput for one that has none that is shown."""
    tree = merkle.Tree.over(leaf_hashes(disclosure.elements))
    salts = salts_of(disclosure.elements)
    proofs = [
        Proof(
            format="hwaryong.proof/1", film=disclosure.film, leaf=leaf(row, salts), index=index,
            size=len(disclosure.elements), path=_text(tree.proof(index)),
        )
        for index, row in enumerate(disclosure.elements)
        if isinstance(row, Element) and row.element in elements
    ]  # fmt: skip
    for missing in set(elements) - {proof.leaf.element for proof in proofs}:
        raise BadInput(f"{missing!r} is no element of {disclosure.film}", mend="see disclosure.json")
    return proofs


def read_disclosure(path: Path) -> Disclosure:
    """Read a disclosure, whole or redacted, and work its root out again.

    Raises BadInput where it is none, and where its elements do not give the root that it names.
    """
    try:
        found = Disclosure.model_validate_json(read_bytes(path, MAX_DISCLOSURE_BYTES))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"][:4]))
        raise BadInput(f"this is no disclosure ({field}: {first['msg'].lower()})", where=path) from None
    if merkle.Tree.over(leaf_hashes(found.elements)).root.hex() != found.merkle_root:
        raise BadInput("its elements do not give the Merkle root that it names", where=path)
    return found


def verify_disclosure(path: Path, report: Report) -> Report:
    """The report on a file, worsened where it is a disclosure whose elements do not give its root, or give
    another root than its credentials name; any other file's report stays."""
    if path.suffix != ".json" or _FORMAT not in path.read_bytes():
        return report
    try:
        root = read_disclosure(path).merkle_root
    except BadInput as error:
        return _worse(report, "altered", path.name, error.what)
    if report.claim.get("merkle_root", root) != root:
        return _worse(report, "altered", path.name, "its credentials name another Merkle root")
    return report


def verify_proof(proof: Proof, holder: Path, report: Report, content: Path | None = None) -> Report:
    """The report on what holds the root (a signed film or a disclosure), worsened where the proof fails.

    With `content`, the element's own file, its bytes must be those that the proof names. A disclosure without
    credentials is taken by its own root; its report is unclear already.
    """
    root = str(report.claim.get("merkle_root") or "")
    if not root and holder.suffix == ".json":
        root = read_disclosure(holder).merkle_root
    name = proof.leaf.element
    if not root:
        return _worse(report, "unclear", name, f"{holder.name} names no Merkle root to check the proof by")
    if not proof.holds(root):
        return _worse(
            report, "altered", name, f"the proof does not lead to the root that {holder.name} names"
        )
    if content and sha256_file(content) != proof.leaf.digest:
        return _worse(report, "altered", name, f"{content.name} is not the content that the proof names")
    return report


def _worse(report: Report, verdict: Sound, element: str, what: str) -> Report:
    """A report with one reason more; it never gets better by it."""
    order = get_args(Sound)
    worst = max(report.verdict, verdict, key=order.index)
    reasons = sorted(
        (*report.reasons, Reason(verdict, element, (), what)), key=lambda why: -order.index(why.verdict)
    )
    return replace(report, verdict=worst, reasons=tuple(reasons))


def _text(hashes: list[bytes]) -> str:
    return base64.urlsafe_b64encode(b"".join(hashes)).decode().rstrip("=")
