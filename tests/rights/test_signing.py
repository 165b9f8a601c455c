from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import c2pa
import pytest

from bench import formats
from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput
from hwaryong.rights.content import content_digest
from hwaryong.rights.credentials import EMBEDDED, read_credentials, sidecar_of
from hwaryong.rights.keys import Keys, make_keys, signing_keys
from hwaryong.rights.signing import LABEL, Claim, Signed, sign

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NAMES = (
    "film.mp4",
    "cel.png",
    "still.jpg",
    "line.wav",
    "key.svg",
    "cut.otio",
    "film.srt",
    "sheet.json",
    "script.fountain",
)


def read(made: Signed, anchors: str = "") -> dict[str, Any]:
    settings = {"trust": {"trust_anchors": anchors}} if anchors else {}
    manifest = made.sidecar.read_bytes() if made.sidecar else None
    format = EMBEDDED.get(made.file.suffix, "application/octet-stream")
    with c2pa.Context.from_dict(settings) as context:
        reader = c2pa.Reader(format, io.BytesIO(made.file.read_bytes()), manifest, context=context)
        return dict(json.loads(reader.json()))


@pytest.mark.parametrize("name", NAMES)
def test_c2pa_finds_it_valid_and_the_signer_untrusted(name: str, signed: Any) -> None:
    source, made = signed(name)
    store = read(made)
    assert store["validation_state"] == "Valid"
    assert {status["code"] for status in store["validation_status"]} == {"signingCredential.untrusted"}
    manifest = store["manifests"][store["active_manifest"]]
    data = {entry["label"]: entry["data"] for entry in manifest["assertions"]}
    assert data[LABEL] == {
        "element": f"ep01/{source.stem}", "take": sha256_file(source), "class": "composite",
        "iptc": IPTC + "composite", "draft": True, "disclosure": "d" * 64, "merkle_root": "e" * 64,
    }  # fmt: skip
    assert data["c2pa.actions.v2"]["actions"][0]["digitalSourceType"] == IPTC + "composite"
    assert manifest["claim_generator_info"][0]["name"] == "Hwaryong"
    assert (made.sidecar is None) == (source.suffix in EMBEDDED)
    assert made.digest == sha256_file(made.sidecar or made.file)


@pytest.mark.parametrize("name", NAMES)
def test_who_trusts_the_root_sees_it_trusted(name: str, signed: Any) -> None:
    _, made = signed(name)
    assert read(made, anchors=signing_keys().chain)["validation_state"] == "Trusted"


@pytest.mark.parametrize("name", [name for name in NAMES if Path(name).suffix in EMBEDDED])
def test_signing_changes_nothing_that_is_seen_or_heard(name: str, signed: Any) -> None:
    source, made = signed(name)
    assert sha256_file(source) != made.digest
    assert content_digest(source) == content_digest(made.file) is not None


def test_a_sidecar_leaves_the_file_as_it_is(signed: Any) -> None:
    source, made = signed("cut.otio")
    assert made.file.read_bytes() == source.read_bytes()
    assert made.sidecar == sidecar_of(made.file) == made.file.with_name("cut.otio.c2pa")


def test_an_unclear_take_claims_no_source_that_iptc_has_a_word_for(signed: Any) -> None:
    _, made = signed("cel.png", klass="unclear")
    store = read(made)
    assertions = store["manifests"][store["active_manifest"]]["assertions"]
    actions = next(entry["data"] for entry in assertions if "actions" in entry["label"])["actions"]
    assert [action["action"] for action in actions] == ["c2pa.created", "c2pa.unknown"]


def test_a_manifest_is_small(signed: Any) -> None:
    source, made = signed("film.mp4")
    assert made.file.stat().st_size - source.stat().st_size < 16 * 1024


def test_a_take_that_is_not_what_the_claim_says_is_refused(
    tmp_path: Path, real_file: Any, claim: Any
) -> None:
    source = real_file(tmp_path / "cel.png")
    wrong = claim(source)
    real_file(tmp_path / "other.svg").replace(source)
    with pytest.raises(BadInput, match="not the take"):
        sign(source, tmp_path / "out.png", wrong)


@pytest.mark.parametrize("name", ["cel.png", "film.mp4", "line.wav", "key.svg"])
def test_a_corrupt_file_is_refused_and_nothing_is_left(tmp_path: Path, name: str, claim: Any) -> None:
    source = tmp_path / name
    source.write_bytes(b"nothing of the sort")
    (tmp_path / "out").mkdir()
    with pytest.raises(BadInput, match="cannot be signed"):
        sign(source, tmp_path / "out" / name, claim(source))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_file_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file to sign"):
        sign(tmp_path / "no.png", tmp_path / "out.png", Claim("a", "0" * 64, "human", None, False))


def test_a_broken_key_gets_one_sentence(tmp_path: Path, real_file: Any, claim: Any) -> None:
    source = real_file(tmp_path / "cel.png")
    with pytest.raises(BadInput, match="no unencrypted PEM key"):
        sign(source, tmp_path / "out.png", claim(source), keys=Keys("no chain", "no key"))
    with pytest.raises(BadInput, match="cannot be signed"):
        sign(source, tmp_path / "out.png", claim(source), keys=Keys("no chain", make_keys().private))


def test_a_folder_that_is_missing_gets_one_sentence(tmp_path: Path, claim: Any, real_file: Any) -> None:
    source = real_file(tmp_path / "cel.png")
    with pytest.raises(BadInput, match="cannot be written"):
        sign(source, tmp_path / "missing" / "out.png", claim(source))


def test_signing_over_the_source_itself(tmp_path: Path, real_file: Any, claim: Any) -> None:
    source = real_file(tmp_path / "cel.png")
    made = sign(source, source, claim(source))
    assert read(made)["validation_state"] == "Valid"


@pytest.mark.parametrize("suffix", [*formats.EMBEDDED, ".mkv", ".exr", ".glb"])
def test_every_format_carries_them_or_has_them_beside(tmp_path: Path, claim: Any, suffix: str) -> None:
    source = formats.write(tmp_path / f"take{suffix}", 1)
    (tmp_path / "out").mkdir()
    made = sign(source, tmp_path / "out" / source.name, claim(source))
    assert (made.sidecar is None) == (suffix in EMBEDDED)
    assert read_credentials(made.file, signing_keys().chain).store["validation_state"] == "Trusted"
    if suffix in EMBEDDED:
        assert content_digest(made.file) == content_digest(source) is not None


def test_a_compressed_zip_gets_a_sidecar(tmp_path: Path, claim: Any) -> None:
    source = tmp_path / "package.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", "notes " * 99)
    (tmp_path / "out").mkdir()
    assert sign(source, tmp_path / "out" / "package.zip", claim(source)).sidecar


def parents_of(file: Path) -> list[tuple[str, str, str]]:
    """Title, relation and C2PA action of each ingredient."""
    store = read_credentials(file).store
    manifest = store["manifests"][store["active_manifest"]]
    actions = next(one["data"] for one in manifest["assertions"] if "actions" in one["label"])["actions"]
    used = next(action for action in actions if action["action"] in ("c2pa.opened", "c2pa.placed"))
    assert len(used["parameters"]["ingredients"]) == len(manifest["ingredients"])
    return [(one["title"], one["relationship"], used["action"]) for one in manifest["ingredients"]]


def test_one_parent_is_opened_and_several_are_placed(tmp_path: Path, signed: Any, claim: Any) -> None:
    _, first = signed("cel.png")
    _, beside = signed("cut.otio")
    unsigned = formats.write(tmp_path / "found.wav", 1)
    source = formats.write(tmp_path / "new.png", 2)
    sign(source, tmp_path / "one.png", claim(source), parents=[beside.file])
    assert parents_of(tmp_path / "one.png") == [("cut.otio", "parentOf", "c2pa.opened")]
    sign(source, tmp_path / "many.png", claim(source), parents=[first.file, beside.file, unsigned])
    assert sorted(parents_of(tmp_path / "many.png")) == [
        ("cel.png", "componentOf", "c2pa.placed"),
        ("cut.otio", "componentOf", "c2pa.placed"),
        ("found.wav", "componentOf", "c2pa.placed"),
    ]
    assert (
        read_credentials(tmp_path / "many.png", signing_keys().chain).store["validation_state"] == "Trusted"
    )


def test_a_parent_that_is_not_what_its_name_says_gets_one_sentence(
    tmp_path: Path, signed: Any, claim: Any
) -> None:
    _, made = signed("cel.png")
    made.file.rename(tmp_path / "odd.jpg")
    source = formats.write(tmp_path / "new.png", 2)
    with pytest.raises(BadInput, match=r"odd.jpg.*suffix"):
        sign(source, tmp_path / "out.png", claim(source), parents=[tmp_path / "odd.jpg"])


def test_an_authority_that_cannot_be_reached_gets_one_sentence(
    tmp_path: Path, real_file: Any, claim: Any
) -> None:
    source = real_file(tmp_path / "cel.png")
    with pytest.raises(BadInput, match=r"time-stamps of http://127.0.0.1:9"):
        sign(source, tmp_path / "out.png", claim(source), timestamp="http://127.0.0.1:9/")
    assert not (tmp_path / "out.png").exists()
