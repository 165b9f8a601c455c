"""From a treatment to a signed film: the whole corridor on a tiny production, through the real command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hwaryong.drawing.inbetween import inbetween
from hwaryong.media.film import Film
from tests.film import tiny
from tests.film.conftest import Run


def elements(run: Run, folder: Path) -> dict[str, Any]:
    code, said, errors = run("status", folder, "--json")
    assert code == 0, errors
    return {row["element"]: row for row in said["elements"]}


def test_a_treatment_becomes_a_film(made: tuple[Path, Any]) -> None:
    folder, said = made
    assert (said["failed"], said["blocked"]) == ([], [])
    film = Film.read(Path(said["outputs"]["film"]))
    assert (film.frames, film.width_px, film.height_px) == (2 * tiny.FRAMES, tiny.WIDTH_PX, tiny.HEIGHT_PX)
    assert (film.sound, film.subtitles, film.draft) == (("ko", "en"), ("ko", "en"), True)
    assert {path.name for path in (folder / "out/ep01").iterdir()} >= {
        "film.mp4", "disclosure.json", "disclosure.html", "bom.cdx.json", "cut.otio", "subtitles.ko.srt",
    }  # fmt: skip


def test_a_second_make_runs_nothing(production: Path, run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in (production / "out").rglob("*")}
    code, said, _ = run("make", production, "--approve-drafts", "--json")
    assert (code, said["made"], said["failed"]) == (0, 0, [])
    assert {path: path.stat().st_mtime_ns for path in (production / "out").rglob("*")} == before


def test_gates_wait_for_a_person_and_release_the_film(tmp_path: Path, run: Run) -> None:
    folder = tiny.write(tmp_path / "production")
    code, said, _ = run("make", folder, "--json")
    assert (code, said["waiting"], said["outputs"]) == (0, ["ep01/script.ko", "ep01/script.en"], {})
    for gates in (["ep01/script.ko", "ep01/script.en"], ["ep01/animatic"], ["ep01/cut"]):
        assert said["waiting"] == gates
        for gate in gates:
            assert run("approve", folder, gate, "--by", "director")[0] == 0
        code, said, errors = run("make", folder, "--json")
        assert code == 0, errors
    assert said["waiting"] == []
    assert not Film.read(Path(said["outputs"]["film"])).draft
    disclosure = json.loads((folder / "out/ep01/disclosure.json").read_text("utf-8"))
    assert disclosure["draft"] is False
    assert {gate["review"]["by"] for gate in disclosure["gates"]} == {"director"}


def test_an_edited_key_makes_exactly_what_reads_it(production: Path, run: Run) -> None:
    tiny.box(190).write(production / "ep01/sq010/sh020/keys/A0004")
    code, said, _ = run("make", production, "--approve-drafts", "--dry-run", "--json")
    shot = "ep01/sq010/sh020"
    assert (code, sorted(said["would_make"])) == (0, sorted([
        f"{shot}/A/0004", f"{shot}/A/0002", f"{shot}/A/0003", *(f"{shot}/A/000{n}/paint" for n in (2, 3, 4)),
        f"{shot}/shot", f"{shot}/mattes", "ep01/cut", "ep01/film",
    ]))  # fmt: skip
    code, said, errors = run("make", production, "--approve-drafts", "--json")
    assert (code, said["failed"]) == (0, []), errors
    _, story, _ = run("explain", production, f"{shot}/A/0002", "--json")
    assert story["takes"][-1]["again"] == [f"{shot}/A/0004 changed"]


def test_a_retouch_is_kept_and_goes_stale_visibly(production: Path, run: Run) -> None:
    element = "ep01/sq010/sh010/A/0002"
    _, story, _ = run("explain", production, element, "--json")
    draft = story["takes"][-1]["take"]
    file = tiny.box(95, size_px=64).write(production.parent / "retouch")
    assert run("intake", production, element, file, "--by", "Kim")[0] == 2
    assert run("intake", production, element, file, "--from", draft)[0] == 2
    code, taken, errors = run("intake", production, element, file, "--by", "Kim", "--from", draft, "--json")
    assert code == 0, errors

    assert run("make", production, "--approve-drafts", "--json")[1]["failed"] == []
    row = elements(run, production)[element]
    assert (row["take"], row["maker"], row["class"], row["stale"]) == (taken["take"], "Kim", "composite", [])

    tiny.box(20).write(production / "ep01/sq010/sh010/keys/A0001")
    assert run("make", production, "--approve-drafts", "--json")[1]["failed"] == []
    row = elements(run, production)[element]
    assert (row["take"], row["stale"]) == (taken["take"], ["ep01/sq010/sh010/A/0001"])
    code, text, _ = run("explain", production, element)
    assert "stale" in text
    assert "ep01/sq010/sh010/A/0001" in text


def test_a_retouch_that_lies_ready_comes_in_with_its_statement(tmp_path: Path, run: Run) -> None:
    folder = tiny.write(tmp_path / "production")
    retouch = folder / "ep01/sq010/sh010/retouch"
    retouch.mkdir()
    tiny.box(95, size_px=64).write(retouch / "A0002")
    only = "ep01/sq010/sh010/A/0002/paint"
    code, said, errors = run("make", folder, "--only", only, "--approve-drafts", "--json")
    assert (code, said["failed"]) == (0, []), errors
    _, story, _ = run("explain", folder, "ep01/sq010/sh010/A/0002", "--json")
    assert [take["maker"] for take in story["takes"]] == [
        f"drawing.inbetween v{inbetween.version}",
        "key animator",
    ]
    _, painted, _ = run("explain", folder, "ep01/sq010/sh010/A/0002/paint", "--json")
    assert story["takes"][-1]["take"] in painted["takes"][-1]["inputs"][0]


def test_other_settings_for_one_shot(production: Path, run: Run) -> None:
    with (production / "production.toml").open("a", encoding="utf-8") as file:
        file.write('[[override]]\nstep = "paint"\nwhere = "ep01/sq010/sh020/**"\nsettings = {wash = 0.5}\n')
    _, said, _ = run("make", production, "--approve-drafts", "--dry-run", "--json")
    painted = [element for element in said["would_make"] if element.endswith("paint")]
    assert painted == [f"ep01/sq010/sh020/A/000{number}/paint" for number in (1, 2, 3, 4)]


def test_a_retake_shows(production: Path, run: Run) -> None:
    note = "the box lands too hard"
    assert run("retake", production, "ep01/film", "--by", "director", "--note", note, "--frame", "7")[0] == 0
    assert elements(run, production)["ep01/film"]["review"] == "retake"
