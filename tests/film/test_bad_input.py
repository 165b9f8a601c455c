"""Files that cannot be used: one clear sentence with the file and the mend, and everything else goes on."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from hwaryong.media.drawing import Drawing
from tests.film import tiny
from tests.film.conftest import Run

SHOT = "ep01/sq010/sh020"
KEY = f"{SHOT}/keys/A0004.svg"
EVIL = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180">{}</svg>'


def other_size(key: Path) -> None:
    key.unlink()
    Drawing(200, 100, tiny.box(4, size_px=20).strokes).write(key.with_suffix(""))


def corrupt(key: Path) -> None:
    key.unlink()
    key.with_suffix(".png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "another size": (other_size, "200×100"),
    "empty": (lambda key: key.write_bytes(b""), "empty"),
    "corrupt PNG": (corrupt, "A0004.png"),
    "broken SVG": (lambda key: key.write_text("<svg"), "A0004.svg"),
    "entities": (
        lambda key: key.write_text(
            '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + EVIL.format("&x;")
        ),
        "A0004.svg",
    ),
    "script": (lambda key: key.write_text(EVIL.format("<script>1</script>")), "script"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_key_costs_only_what_reads_it(name: str, tmp_path: Path, run: Run) -> None:
    folder = tiny.write(tmp_path / "production")
    breaks, says = BROKEN[name]
    breaks(folder / KEY)
    only = "ep01/sq010/sh020/A/*/paint"
    code, said, errors = run("make", folder, "--only", only, "--approve-drafts", "--json")
    assert code == 1
    why = {failure["element"]: failure["why"] for failure in said["failed"]}
    assert says in why[f"{SHOT}/A/0002"], why
    assert "A0004" in why[f"{SHOT}/A/0002"]
    assert "Traceback" not in errors
    assert f"{SHOT}/A/0002/paint" in said["blocked"]
    code, said, _ = run("status", folder, "--json")
    made = {row["element"] for row in said["elements"] if row["take"]}
    assert f"{SHOT}/A/0001/paint" in made


def one_sentence(errors: str, *parts: str) -> None:
    assert len(errors.strip().splitlines()) == 1, errors
    assert errors.endswith(".\n"), errors
    for part in parts:
        assert part in errors


def test_a_sheet_that_names_a_missing_key(tmp_path: Path, run: Run) -> None:
    folder = tiny.write(tmp_path / "production")
    (folder / KEY).unlink()
    code, _, errors = run("make", folder, "--json")
    assert code == 2
    one_sentence(errors, "A0004", "missing")


def test_a_sheet_of_another_length(tmp_path: Path, run: Run) -> None:
    folder = tiny.write(tmp_path / "production")
    sheet = folder / SHOT / "sheet.json"
    sheet.write_text(json.dumps({**json.loads(sheet.read_text("utf-8")), "frames": 40}), "utf-8")
    code, _, errors = run("status", folder)
    assert code == 2
    one_sentence(errors, "40 frames", "shot.toml")


def test_a_file_that_nobody_claims(tmp_path: Path, run: Run) -> None:
    folder = tiny.write(tmp_path / "production")
    production = folder / "production.toml"
    production.write_text(production.read_text("utf-8").replace('files = "**"', 'files = "ep01/**"'), "utf-8")
    code, _, errors = run("make", folder)
    assert code == 2
    one_sentence(errors, "nobody says who made", "[[origin]]")


def test_settings_for_a_step_that_is_none(tmp_path: Path, run: Run) -> None:
    folder = tiny.write(tmp_path / "production")
    with (folder / "production.toml").open("a", encoding="utf-8") as file:
        file.write('[[override]]\nstep = "drawing.paint"\nsettings = {wash = 0.5}\n')
    code, _, errors = run("make", folder)
    assert code == 2
    one_sentence(errors, "no step 'drawing.paint'", "paint")


def test_hangul_names_in_the_form_of_another_system(tmp_path: Path, run: Run) -> None:
    folder = tiny.write(tmp_path / "production")
    wall = folder / "places/room/wall.png"
    wall.rename(wall.with_name(unicodedata.normalize("NFD", "벽.png")))
    for shot in ("010", "020"):
        layout = folder / f"ep01/sq010/sh{shot}/shot.toml"
        layout.write_text(layout.read_text("utf-8").replace("room/wall", "room/벽"), "utf-8")
    code, said, errors = run("make", folder, "--only", "places/**", "--approve-drafts", "--json")
    assert (code, said["failed"]) == (0, []), errors
    _, said, _ = run("status", folder, "--json")
    assert "places/room/벽" in {row["element"] for row in said["elements"]}
