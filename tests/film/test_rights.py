"""What leaves the house can be checked: by its credentials, and by the production's record."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from hwaryong.canonical import sha256_file
from hwaryong.rights.signing import Claim, sign
from hwaryong.rights.verify import verify
from hwaryong.studio import Studio
from tests.film import tiny
from tests.film.conftest import Run


def test_the_film_is_sound_and_its_signer_unknown(made: tuple[Path, Any], run: Run) -> None:
    folder, said = made
    code, told, _ = run("verify", said["outputs"]["film"], "--production", folder, "--json")
    assert (code, told["verdict"]) == (0, "untrusted"), told
    code, told, _ = run("verify", folder / "out/ep01/cut.otio", "--production", folder, "--json")
    assert (code, told["verdict"]) == (0, "untrusted"), told


def test_every_file_that_left_is_known_by_the_record(made: tuple[Path, Any]) -> None:
    folder, _ = made
    left = [file for file in (folder / "out/ep01").iterdir() if file.is_file() and file.suffix != ".c2pa"]
    assert len(left) >= 5
    with Studio.open(folder) as studio:
        known = studio.known()
        told = {file.name: verify(file, known).verdict for file in left}
    assert set(told.values()) == {"untrusted"}, told


def test_a_delivery_that_did_not_come_through_the_house_is_none(
    production: Path, tmp_path: Path, run: Run
) -> None:
    film = Path(shutil.copy(production / "out/ep01/film.mp4", tmp_path / "film.mp4"))
    with Studio.open(production) as studio:
        taken = next(take for take in studio.record.takes() if take.element == "ep01/film")
    claim = Claim("ep01/film", sha256_file(film), "human", None, draft=False)
    forged = sign(film, film, claim).digest
    with sqlite3.connect(production / ".hwaryong/record.db") as record:
        row = record.execute("select * from deliveries where take = ?", [taken.id]).fetchone()
        names = [column[1] for column in record.execute("pragma table_info(deliveries)")]
        values = {**dict(zip(names, row, strict=True)), "id": "forged", "signed": forged}
        record.execute(
            f"insert into deliveries values ({', '.join('?' * len(values))})", list(values.values())
        )
    code, told, _ = run("verify", film, "--production", production, "--json")
    assert (code, told["verdict"]) == (1, "altered")


def test_a_changed_byte_is_found(made: tuple[Path, Any], tmp_path: Path, run: Run) -> None:
    film = Path(shutil.copy(made[1]["outputs"]["film"], tmp_path / "film.mp4"))
    content = bytearray(film.read_bytes())
    content[len(content) // 2] ^= 1
    film.write_bytes(content)
    code, told, _ = run("verify", film, "--json")
    assert (code, told["verdict"]) == (1, "altered")


def test_the_disclosure_says_what_is_what(made: tuple[Path, Any]) -> None:
    folder, _ = made
    told = json.loads((folder / "out/ep01/disclosure.json").read_text("utf-8"))
    assert (told["film"], told["class"]) == ("ep01/film", "algorithmic")
    assert (told["allowed"], told["draft"]) == (True, True)
    assert tiny.STATEMENT in {said["statement"] for said in told["statements"]}
    assert {question["about"] for question in told["open_questions"]} == {"approval"}
    page = (folder / "out/ep01/disclosure.html").read_text("utf-8")
    assert "data:image/jpeg" in page


def test_a_disclosure_is_worked_out_again_from_the_hashes(production: Path, tmp_path: Path, run: Run) -> None:
    told = json.loads((production / "out/ep01/disclosure.json").read_text("utf-8"))
    blob = production / ".hwaryong/store" / told["digest"][:2] / told["digest"][2:]
    blob.chmod(0o644)
    blob.write_bytes(blob.read_bytes()[:-1])
    code, _, errors = run("disclose", production, "-o", tmp_path / "out")
    assert code == 0, errors
    again = json.loads((tmp_path / "out/ep01/disclosure.json").read_text("utf-8"))
    assert again["open_questions"][0]["about"] == "content"


def test_the_policy_answers(made: tuple[Path, Any], run: Run) -> None:
    code, told, _ = run("policy", "check", made[0], "--json")
    assert (code, told["verdict"], told["offending"]) == (0, "allow", [])


def test_an_element_is_proved_by_the_signed_film(made: tuple[Path, Any], tmp_path: Path, run: Run) -> None:
    element = "ep01/sq010/sh010/A/0003"
    code, _, errors = run("disclose", made[0], "-o", tmp_path, "--proof", element)
    assert code == 0, errors
    (proof,) = (tmp_path / "ep01").glob("proof.*.json")
    assert proof.stat().st_size <= 1024
    film = made[1]["outputs"]["film"]
    code, said, _ = run("verify", film, "--proof", proof)
    assert code == 0
    assert f"{element} (algorithmic) is an element of ep01/film" in said
    digest = json.loads(proof.read_text("utf-8"))["leaf"]["digest"]
    content = made[0] / ".hwaryong/store" / digest[:2] / digest[2:]
    assert run("verify", content, "--proof", proof, "--against", film)[0] == 0
    code, told, _ = run("verify", proof, "--proof", proof, "--against", film, "--json")
    assert (code, told["verdict"], told["reasons"][0]["element"]) == (1, "altered", element)
    assert run("verify", film, "--against", film)[0] == 2


def test_a_redacted_view_keeps_the_root_of_the_film(made: tuple[Path, Any], tmp_path: Path, run: Run) -> None:
    code, _, errors = run(
        "disclose", made[0], "-o", tmp_path, "--redact", "ep01/sq010/sh020/*", "--client", "a client"
    )
    assert code == 0, errors
    folder = tmp_path / "ep01"
    for name in ("disclosure.json", "disclosure.html", "bom.cdx.json", "labels.txt"):
        assert "sh020" not in (folder / name).read_text("utf-8")
    view = json.loads((folder / "disclosure.json").read_text("utf-8"))
    whole = json.loads(Path(made[1]["outputs"]["disclosure"]).read_text("utf-8"))
    assert (view["merkle_root"], view["shares"]) == (whole["merkle_root"], whole["shares"])
    assert run("verify", folder / "disclosure.json")[0] == 0
    code, _, errors = run("disclose", made[0], "-o", tmp_path, "--redact", "nothing/*")
    assert code == 2
    assert "no element matches" in errors
