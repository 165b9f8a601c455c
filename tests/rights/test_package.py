from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.judge import Judge
from hwaryong.rights.package import BILL, DISCLOSURE, LABELS, LABELS_TEXT, PAGE, PDF, ZIP, write_package
from hwaryong.rights.policy import Policy
from hwaryong.rights.proof import prove, verify_disclosure, verify_proof
from hwaryong.rights.verify import verify


@pytest.fixture
def written(memory: Any, tmp_path: Path) -> tuple[Path, Disclosure]:
    film = memory.add("ep01/film", [memory.person("ep01/a"), memory.model("ep01/b")])
    judge = Judge(Policy.named("open"), {}, day=date(2026, 11, 23))
    found = disclose(memory, film, production="p", judge=judge, rehash=lambda take: take.digest)
    write_package(tmp_path, found, {}, {})
    return tmp_path, found


def test_everything_that_leaves_is_signed_and_names_the_root(written: tuple[Path, Disclosure]) -> None:
    folder, found = written
    for name in (DISCLOSURE, PAGE, PDF, BILL, LABELS, LABELS_TEXT, ZIP):
        report = verify(folder / name)
        assert report.verdict == "untrusted", (name, report)
        assert report.claim["merkle_root"] == found.merkle_root
        assert report.claim["disclosure"] == found.sha256
    assert not list(folder.glob(".*"))


def test_the_archive_holds_all_with_their_credentials(
    written: tuple[Path, Disclosure], tmp_path: Path
) -> None:
    folder, _ = written
    out = tmp_path / "unpacked"
    with zipfile.ZipFile(folder / ZIP) as archive:
        archive.extractall(out)
    for name in (DISCLOSURE, PAGE, PDF, BILL, LABELS, LABELS_TEXT):
        assert (out / name).read_bytes() == (folder / name).read_bytes()
        assert verify(out / name).verdict == "untrusted"


def test_a_disclosure_that_was_changed_is_altered(written: tuple[Path, Disclosure]) -> None:
    folder, _ = written
    path = folder / DISCLOSURE
    assert verify_disclosure(path, verify(path)).verdict == "untrusted"
    path.write_bytes(path.read_bytes().replace(b'"class":"human"', b'"class":"algorithmic"'))
    path.with_name(f"{DISCLOSURE}.c2pa").unlink()  # without credentials the root still does not fit
    report = verify_disclosure(path, verify(path))
    assert report.verdict == "altered"
    assert any("Merkle root" in reason.what for reason in report.reasons)


def test_a_disclosure_under_other_credentials_is_altered(
    written: tuple[Path, Disclosure], memory: Any, tmp_path: Path
) -> None:
    folder, found = written
    other = found.model_copy(update={"elements": found.elements[:1]})
    (tmp_path / "swapped.json").write_bytes(other.to_json())
    report = verify_disclosure(tmp_path / "swapped.json", verify(folder / DISCLOSURE))
    assert report.verdict == "altered"


def test_a_proof_is_checked_by_what_the_signed_file_says(
    written: tuple[Path, Disclosure], tmp_path: Path
) -> None:
    folder, found = written
    (proof,) = prove(found, "ep01/a")
    holder = folder / PDF
    assert verify_proof(proof, holder, verify(holder)).verdict == "untrusted"
    forged = proof.model_copy(update={"leaf": proof.leaf.model_copy(update={"klass": "generated"})})
    assert verify_proof(forged, holder, verify(holder)).verdict == "altered"
    other = tmp_path / "other.txt"
    other.write_text("not the element", "utf-8")
    assert verify_proof(proof, holder, verify(holder), other).verdict == "altered"
    assert verify_proof(proof, other, verify(other)).verdict == "unclear"


def test_labels_and_bill_are_what_they_say(written: tuple[Path, Disclosure]) -> None:
    folder, found = written
    assert {one["proposed"]["extent"] for one in json.loads((folder / LABELS).read_bytes())} == {"generated"}
    assert json.loads((folder / BILL).read_bytes())["specVersion"] == "1.6"
    assert found.film in (folder / PAGE).read_text("utf-8")
