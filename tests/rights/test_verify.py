from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import c2pa
import imageio_ffmpeg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bench import formats
from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput
from hwaryong.record.model import Take
from hwaryong.rights.content import content_digest
from hwaryong.rights.credentials import sidecar_of
from hwaryong.rights.keys import make_keys, signing_keys
from hwaryong.rights.signing import Signed, sign
from hwaryong.rights.verify import Known, verify
from tests.rights.authority import authority

EMBEDDED = ("film.mp4", "cel.png", "still.jpg", "line.wav", "key.svg")
BESIDE = ("cut.otio", "film.srt", "sheet.json", "script.fountain")
PUBLIC = Path(__file__).parents[3] / "shared" / "data" / "rights" / "c2pa-public-testfiles" / "image" / "jpeg"

Delivered = tuple[Path, Signed, Known]


@pytest.fixture
def delivered(signed: Any) -> Callable[..., Delivered]:
    """A signed delivery and the record that knows of it."""

    def make(name: str, **fields: Any) -> Delivered:
        source, made = signed(name, **fields)
        digest = sha256_file(source)
        take = Take(
            "t1", "r1", f"ep01/{source.stem}", digest, "film", source.suffix, source.stat().st_size, ""
        )
        return source, made, Known({digest: take}, {made.digest: digest}, lambda take: source)

    return make


def cpu_s() -> float:
    """Seconds that this process and its children have computed: a busy machine adds none."""
    return sum(os.times()[:4])


def strip(path: Path) -> None:
    """Write a file again without its credentials, as a careless or careful program does."""
    if path.suffix in (".mp4", ".wav"):
        beside = path.with_name("stripped" + path.suffix)
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(path), "-c", "copy"]
        subprocess.run([*command, str(beside)], check=True)
        beside.replace(path)
    elif path.suffix == ".svg":
        text = path.read_text("utf-8")
        path.write_text(text[: text.index("<metadata")] + text[text.index("</metadata>") + 11 :], "utf-8")
    else:
        with Image.open(path) as image:
            image.load()
        if path.suffix == ".png":
            image.save(path)


@pytest.mark.parametrize("name", EMBEDDED + BESIDE)
def test_our_own_delivery_is_sound_and_its_signer_unknown(delivered: Any, name: str) -> None:
    _, made, known = delivered(name)
    for report in (verify(made.file), verify(made.file, known)):
        assert report.verdict == "untrusted"
        assert report.c2pa == "Valid: signingCredential.untrusted"
        assert [why.what for why in report.reasons] == ["nobody here knows the signer"]


@pytest.mark.parametrize("name", ["film.mp4", "cut.otio"])
def test_ok_needs_a_trusted_root(delivered: Any, name: str, config: Path) -> None:
    _, made, known = delivered(name)
    report = verify(made.file, known, anchors=signing_keys().chain)
    assert (report.verdict, report.reasons, report.c2pa) == ("ok", (), "Trusted")
    (config / "hwaryong" / "trust.pem").write_text(signing_keys().chain)
    assert verify(made.file).verdict == "ok"


def test_the_form_of_the_answer(delivered: Any) -> None:
    _, made, known = delivered("cel.png", klass="unclear")
    report = verify(made.file, known)
    assert json.loads(json.dumps(report.to_dict())) == {
        "verdict": "unclear",
        "reasons": [
            {"element": "ep01/cel", "path": [], "what": "its own credentials call its origin unclear"},
            {"element": "ep01/cel", "path": [], "what": "nobody here knows the signer"},
        ],
        "c2pa": "Valid: signingCredential.untrusted",
    }


@pytest.mark.parametrize("name", EMBEDDED + BESIDE)
def test_a_flipped_bit_in_the_content(delivered: Any, name: str) -> None:
    _, made, known = delivered(name)
    data = bytearray(made.file.read_bytes())
    at = {".mp4": data.rfind(b"mdat") + 40, ".svg": data.find(b"M1 2L") + 1}.get(
        made.file.suffix, len(data) - 20
    )
    data[at if name not in BESIDE else len(data) // 2] ^= 1
    made.file.write_bytes(data)
    assert verify(made.file).verdict == "altered"
    report = verify(made.file, known)
    assert report.verdict == "altered"
    assert report.reasons[0].element == f"ep01/{made.file.stem}"


@pytest.mark.parametrize("name", EMBEDDED)
def test_a_flipped_bit_in_the_credentials(delivered: Any, name: str) -> None:
    _, made, known = delivered(name)
    data = bytearray(made.file.read_bytes())
    found = data.find(b"merkle_root")
    at = found + 20 if found >= 0 else data.find(b"<c2pa:manifest>") + 1500  # an SVG carries it in base64
    data[at] = data[at] ^ 1
    made.file.write_bytes(data)
    assert verify(made.file, known).verdict == "altered"


@pytest.mark.parametrize("name", EMBEDDED)
def test_stripped_credentials(delivered: Any, name: str) -> None:
    source, made, known = delivered(name)
    strip(made.file) if name != "still.jpg" else shutil.copy(source, made.file)
    report = verify(made.file, known)
    assert report.verdict == "stripped"
    assert report.reasons[0].element == f"ep01/{source.stem}"
    assert report.c2pa == "no manifest"
    assert verify(made.file).verdict == "unclear", "without the record nobody can tell"


@pytest.mark.parametrize("name", BESIDE)
def test_a_sidecar_that_is_gone(delivered: Any, name: str) -> None:
    _, made, known = delivered(name)
    made.sidecar.unlink()
    assert verify(made.file, known).verdict == "stripped"


@pytest.mark.parametrize("name", EMBEDDED)
def test_signed_again_by_another_with_another_claim(delivered: Any, claim: Any, name: str) -> None:
    _, made, known = delivered(name, klass="generated")
    strip(made.file) if name != "still.jpg" else shutil.copy(known.file(None), made.file)
    lie = replace(
        claim(made.file, "human"), iptc="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
    )
    sign(made.file, made.file, lie, keys=make_keys())
    report = verify(made.file, known)
    assert report.c2pa == "Valid: signingCredential.untrusted", "C2PA alone sees nothing"
    assert report.verdict == "altered"
    assert "not the credentials it was delivered with" in report.reasons[0].what


def test_signed_again_over_the_old_credentials(delivered: Any, claim: Any) -> None:
    _, made, known = delivered("cel.png")
    sign(made.file, made.file, claim(made.file, "human"), keys=make_keys())
    assert verify(made.file, known).verdict == "altered"


def test_swapped_sidecars(delivered: Any, signed: Any) -> None:
    _, made, known = delivered("cut.otio")
    _, other = signed("film.srt")
    shutil.copy(other.sidecar, made.sidecar)
    assert verify(made.file).verdict == "altered"
    assert verify(made.file, known).verdict == "altered"


def test_a_delivered_sidecar_beside_another_file(delivered: Any) -> None:
    _, made, known = delivered("cut.otio")
    made.file.write_text('{"name": "another cut"}')
    report = verify(made.file, known)
    assert report.verdict == "altered"
    assert any("another delivery" in why.what for why in report.reasons)


def test_a_sidecar_forged_for_a_changed_file(delivered: Any, claim: Any) -> None:
    _, made, known = delivered("cut.otio")
    take = sha256_file(made.file)
    made.file.write_text('{"name": "another cut"}')
    sign(made.file, made.file, claim(made.file), keys=make_keys())
    assert verify(made.file).verdict == "untrusted"
    assert verify(made.file, known).verdict == "unclear", "nothing in the production has this content"
    assert take in known.takes


def test_a_file_that_says_it_is_a_take_and_is_another(delivered: Any, claim: Any, signed: Any) -> None:
    source, made, known = delivered("cel.png")
    Image.new("RGB", (64, 48)).save(made.file)
    other = claim(made.file)
    sign(made.file, made.file, other, keys=make_keys())
    named = Known({other.take: replace(known.takes[sha256_file(source)], digest=other.take)}, {}, known.file)
    Image.new("RGB", (64, 49)).save(source)
    report = verify(made.file, named)
    assert report.verdict == "altered"
    assert report.reasons[0].what == "it says that it is take t1, and its content is another"


def ingredient(made: Path, parent: Path, keys: Any) -> None:
    """Sign a picture that names another as the parent it was made from."""
    info = c2pa.C2paSignerInfo("es256", keys.chain.encode(), keys.private.encode(), None)
    manifest = {"claim_generator_info": [{"name": "an editor"}], "assertions": []}
    with c2pa.Builder(json.dumps(manifest)) as builder, c2pa.Signer.from_info(info) as signer:
        builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
        with parent.open("rb") as file:
            builder.add_ingredient({"title": parent.name, "relationship": "parentOf"}, "image/png", file)
        beside = made.with_name("beside.png")
        builder.sign_file(made, beside, signer)
    beside.replace(made)


def test_a_tampered_parent_is_found_behind_a_trusted_top(
    delivered: Any, real_file: Any, tmp_path: Path
) -> None:
    _, made, _ = delivered("cel.png")
    data = bytearray(made.file.read_bytes())
    data[-20] ^= 1
    made.file.write_bytes(data)
    child = real_file(tmp_path / "child.png")
    ingredient(child, made.file, signing_keys())
    report = verify(child, anchors=signing_keys().chain)
    assert report.c2pa.startswith("Trusted"), "C2PA's own state looks at the top only"
    assert report.verdict == "altered"
    assert report.reasons[0].path == ("cel.png",)


def test_a_tampered_grandparent_is_found_with_the_way_to_it(
    delivered: Any, real_file: Any, tmp_path: Path
) -> None:
    _, made, _ = delivered("cel.png")
    data = bytearray(made.file.read_bytes())
    data[-20] ^= 1
    made.file.write_bytes(data)
    parent, child = real_file(tmp_path / "parent.png"), real_file(tmp_path / "child.png")
    ingredient(parent, made.file, signing_keys())
    ingredient(child, parent, signing_keys())
    report = verify(child, anchors=signing_keys().chain)
    assert report.verdict == "altered"
    assert report.reasons[0].path == ("parent.png", "cel.png")


def test_an_unsigned_parent_is_unclear(real_file: Any, tmp_path: Path) -> None:
    parent, child = real_file(tmp_path / "parent.png"), real_file(tmp_path / "child.png")
    ingredient(child, parent, signing_keys())
    report = verify(child, anchors=signing_keys().chain)
    assert report.verdict == "unclear"
    assert report.reasons[0].path == ("parent.png",)


def test_a_foreign_file_is_unclear(delivered: Any, tmp_path: Path) -> None:
    _, _, known = delivered("cel.png")
    Image.new("RGB", (64, 48)).save(tmp_path / "found.png")
    assert verify(tmp_path / "found.png", known).verdict == "unclear"


def test_a_store_that_lost_a_take_still_gives_a_report(delivered: Any, tmp_path: Path) -> None:
    source, _, known = delivered("cel.png")
    Image.new("RGB", (64, 48)).save(tmp_path / "found.png")
    source.unlink()
    assert verify(tmp_path / "found.png", known).verdict == "unclear"


def test_a_missing_file_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        verify(tmp_path / "no.png")


@pytest.mark.parametrize("name", EMBEDDED + BESIDE)
@pytest.mark.parametrize("content", [b"", b"nothing", b"\0" * 4096, b"c2pa jumb" * 9])
def test_corrupt_files_get_a_report(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert verify(tmp_path / name).verdict in ("unclear", "altered")


def test_a_corrupt_sidecar_is_altered(delivered: Any) -> None:
    _, made, known = delivered("cut.otio")
    sidecar_of(made.file).write_bytes(b"no manifest store")
    assert verify(made.file, known).verdict == "altered"


@pytest.mark.parametrize("name", EMBEDDED)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_truncated_deliveries_are_never_sound(delivered: Any, name: str, part: float) -> None:
    _, made, known = delivered(name)
    data = made.file.read_bytes()
    made.file.write_bytes(data[: int(len(data) * part)])
    assert verify(made.file, known).verdict in ("altered", "unclear")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_single_flip_in_a_delivery_goes_through(delivered: Any, data: st.DataObject) -> None:
    _, made, known = delivered("cel.png")
    whole = bytearray(made.file.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    made.file.write_bytes(whole)
    assert verify(made.file, known).verdict in ("altered", "unclear", "stripped")


def test_it_is_quick(delivered: Any) -> None:
    _, made, known = delivered("film.mp4")
    began = cpu_s()
    verify(made.file, known)
    assert cpu_s() - began < 2


@pytest.mark.skipif(
    not PUBLIC.is_dir(), reason="../shared/data/rights with C2PA's public test files is absent"
)
def test_c2pas_public_files() -> None:
    expected = {
        "A": "unclear", "C": "untrusted", "CA": "unclear", "CACA": "unclear", "CIE-sig-CA": "altered",
        "E-clm-CAICAI": "altered", "E-dat-CA": "altered", "E-sig-CA": "altered", "E-uri-CA": "altered",
        "E-uri-CIE-sig-CA": "altered", "I": "unclear", "XCA": "altered", "XCI": "altered",
    }  # fmt: skip
    found = {name: verify(PUBLIC / f"adobe-20220124-{name}.jpg").verdict for name in expected}
    assert found == expected


# What it was made from.


def test_a_parent_of_an_unknown_signer_under_a_trusted_one(tmp_path: Path, claim: Any) -> None:
    theirs = formats.write(tmp_path / "theirs.png", 1)
    sign(theirs, theirs, claim(theirs), keys=make_keys())
    ours = formats.write(tmp_path / "ours.wav", 2)
    sign(ours, ours, claim(ours), parents=[theirs])
    report = verify(ours, anchors=signing_keys().chain)
    assert report.c2pa == "Trusted", "C2PA's own state looks at the top only"
    assert (report.verdict, report.reasons[0].path) == ("untrusted", ("theirs.png",))


def test_parents_of_a_trusted_signer_are_sound(tmp_path: Path, claim: Any) -> None:
    oldest = formats.write(tmp_path / "oldest.png", 1)
    sign(oldest, oldest, claim(oldest))
    older = formats.write(tmp_path / "older.srt", 2)
    sign(older, older, claim(older), parents=[oldest])
    newest = formats.write(tmp_path / "newest.mp4", 3)
    sign(newest, newest, claim(newest), parents=[older, oldest])
    report = verify(newest, anchors=signing_keys().chain)
    assert (report.verdict, report.reasons) == ("ok", ())


def test_a_parent_with_a_damaged_sidecar(tmp_path: Path, claim: Any) -> None:
    parent = formats.write(tmp_path / "cut.otio", 1)
    sidecar = sign(parent, parent, claim(parent)).sidecar
    assert sidecar
    sidecar.write_bytes(sidecar.read_bytes()[:500])
    child = formats.write(tmp_path / "child.png", 2)
    sign(child, child, claim(child), parents=[parent])
    report = verify(child, anchors=signing_keys().chain)
    assert report.c2pa == "Trusted"
    assert (report.verdict, report.reasons[0].path) == ("altered", ("cut.otio",))


# Time.


def test_an_expired_signer_is_unclear_and_sound_with_a_time_stamp(tmp_path: Path, claim: Any) -> None:
    source = formats.write(tmp_path / "cel.png", 1)
    with authority(tmp_path / "authority") as (url, root):
        keys = make_keys(timedelta(seconds=2))
        plain = sign(source, tmp_path / "plain.png", claim(source), keys=keys)
        stamped = sign(source, tmp_path / "stamped.png", claim(source), keys=keys, timestamp=url)
    anchors = keys.chain + root
    assert verify(plain.file, anchors=anchors).verdict == "ok"
    time.sleep(3.1)
    report = verify(plain.file, anchors=anchors)
    assert (report.verdict, report.reasons[0].what) == ("unclear", "signingCredential.expired")
    assert verify(stamped.file, anchors=anchors).verdict == "ok"
    assert verify(stamped.file, anchors=keys.chain).verdict == "unclear", "nobody here knows the clock"


# What it looks like.


def test_a_film_coded_again_is_suggested_and_nothing_more(delivered: Any, tmp_path: Path) -> None:
    source = formats.write(tmp_path / "source.mp4", 5)
    digest = sha256_file(source)
    known = Known(
        {digest: Take("t7", "r", "ep01/film", digest, "film", ".mp4", 1, "")}, (), lambda take: source
    )
    formats.ffmpeg("-i", source, "-crf", "32", "-vf", "scale=96:64", tmp_path / "found.mov")
    report = verify(tmp_path / "found.mov", known)
    assert report.verdict == "unclear"
    told = {(why.verdict, why.element, why.what.partition("(")[0]) for why in report.reasons}
    assert told == {
        ("unclear", "found.mov", "nothing in this production has this content"),
        ("unclear", "ep01/film", "it looks or sounds like take t7 "),
    }


def test_a_catalogue_that_lies_convinces_nobody(delivered: Any, tmp_path: Path) -> None:
    source, _, known = delivered("cel.png")
    Image.new("RGB", (64, 48)).save(tmp_path / "found.png")
    verify(source, known)
    shown = content_digest(tmp_path / "found.png")
    known.catalogue._connection.execute("update seen set content = ?", [shown])
    assert verify(tmp_path / "found.png", known).verdict == "unclear"


def test_a_delivered_document_is_known_by_its_digest(tmp_path: Path, claim: Any) -> None:
    page = formats.write(tmp_path / "disclosure.pdf", 1)
    made = sign(page, tmp_path / "signed.pdf", claim(page))
    known = Known({}, {made.digest}, lambda take: page)
    assert verify(made.file, known, anchors=signing_keys().chain).verdict == "ok"
    assert verify(page, known).verdict == "unclear"


def test_credentials_on_the_network_are_not_fetched(tmp_path: Path) -> None:
    keys = signing_keys()
    info = c2pa.C2paSignerInfo("es256", keys.chain.encode(), keys.private.encode(), None)
    source = formats.write(tmp_path / "cel.png", 1)
    with c2pa.Builder('{"assertions": []}') as builder, c2pa.Signer.from_info(info) as signer:
        builder.set_intent(c2pa.C2paBuilderIntent.CREATE, c2pa.C2paDigitalSourceType.DIGITAL_CREATION)
        builder.set_no_embed()
        builder.set_remote_url("http://127.0.0.1:9/manifest.c2pa")
        builder.sign_file(source, tmp_path / "remote.png", signer)
    report = verify(tmp_path / "remote.png")
    assert report.verdict == "unclear"
    assert "lie elsewhere" in report.reasons[0].what


# Files that mean harm.

SEEDS = (".png", ".jpg", ".mp4", ".wav", ".svg", ".pdf", ".zip", ".webp", ".tif", ".mp3")


@pytest.mark.parametrize("suffix", SEEDS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_no_file_makes_it_fail_or_hang(tmp_path: Path, claim: Any, suffix: str, data: st.DataObject) -> None:
    seed = tmp_path / f"seed{suffix}"
    if not seed.exists():
        formats.write(seed, 1)
        sign(seed, seed, claim(seed))
    whole = bytearray(seed.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at, what = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.binary(max_size=9))
        match data.draw(st.sampled_from(["turn", "write", "cut", "repeat", "huge"])):
            case "turn":
                whole[at] ^= 1 << data.draw(st.integers(0, 7))
            case "write":
                whole[at : at + len(what)] = what
            case "cut":
                del whole[at + 1 :]
            case "repeat":
                whole[at:at] = whole[at : at + 99] * 20
            case "huge":
                whole[at : at + 8] = b"\xff\xff\xff\xf0jumb"
    (tmp_path / f"x{suffix}").write_bytes(whole)
    digest = sha256_file(seed)
    known = Known({digest: Take("t", "r", "e", digest, "k", suffix, 1, "")}, (), lambda take: seed)
    began = cpu_s()
    report = verify(tmp_path / f"x{suffix}", known, anchors=signing_keys().chain)
    assert cpu_s() - began < 2
    assert report.verdict != "ok" or bytes(whole) == seed.read_bytes()
