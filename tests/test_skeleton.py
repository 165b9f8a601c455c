from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hwaryong.cli.main import app
from hwaryong.errors import BadInput
from hwaryong.media.layout import Layout
from hwaryong.media.script import Script
from hwaryong.skeleton import lay_out, place_name
from hwaryong.story.breakdown import breakdown
from hwaryong.story.shots import shots

SCRIPT = """\
INT. OLD "TEMPLE" - NIGHT

The painter grinds ink.

PAINTER
Not yet.

MONK
Then when does the dragon leave the wall and fly away from us?

EXT. ROAD - DAY

Dust.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "production.toml").write_text('name = "p"\nrate = "24/1"\n', "utf-8")
    return tmp_path


def test_every_shot_has_a_folder_with_its_length_lines_and_place(root: Path) -> None:
    script = Script(SCRIPT)
    planned, broken = shots(script, lang="en"), breakdown({"en": script})
    names = lay_out(root, "ep01", planned, broken, "en")
    layouts = [Layout.read(root / "ep01" / name / "shot.toml") for name in names]
    assert [layout.frames for layout in layouts] == [s.frames for q in planned.sequences for s in q.shots]
    assert [number for layout in layouts for number in layout.lines] == ["001", "002"]
    assert [layout.scene for layout in layouts] == [1, 1, 1, 2]
    assert layouts[0].places == ("old-temple",)
    assert layouts[-1].places == ("road",)
    for layout in layouts:
        for number, start in layout.lines.items():
            last = next(line.frames["en"] for line in broken.lines if line.number == number)
            assert start + last <= layout.frames


def test_what_a_person_wrote_stays(root: Path) -> None:
    theirs = root / "ep01/sq010/sh010/shot.toml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("hers", "utf-8")
    script = Script(SCRIPT)
    lay_out(root, "ep01", shots(script, lang="en"), breakdown({"en": script}), "en")
    assert theirs.read_text("utf-8") == "hers"


@pytest.mark.parametrize("episode", ["../out", "", "/tmp"])
def test_an_episode_stays_inside_the_production(root: Path, episode: str) -> None:
    script = Script(SCRIPT)
    with pytest.raises(BadInput):
        lay_out(root, episode, shots(script, lang="en"), breakdown({"en": script}), "en")


def test_places_are_names_of_files() -> None:
    assert place_name("Brick's   Pool / Patio") == "brick-s-pool-patio"
    assert place_name("절 마당") == "절-마당"
    assert place_name("../..") == "place"


def test_the_verb_writes_each_form(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("out")
    file = out / "film.fountain"
    file.write_text(SCRIPT, "utf-8")
    run = CliRunner().invoke(
        app, ["breakdown", str(file), "-o", str(out / "all"), "--into", str(root), "--json"]
    )
    assert run.exit_code == 0, run.output
    told = json.loads(run.output)
    assert (told["scenes"], told["lines"], told["laid_out"][0]) == (2, 2, "sq010/sh010")
    written = {path.name for path in (out / "all").iterdir()}
    assert {"breakdown.json", "breakdown.csv", "breakdown.html", "shots.json", "shots.otio"} <= written
    assert {f"{name}.c2pa" for name in written if not name.endswith(".c2pa")} <= written
    page = (out / "all/breakdown.html").read_text("utf-8")
    assert "OLD &#34;TEMPLE&#34;" in page
    assert "<script" not in page
    assert "http" not in page
    refused = CliRunner().invoke(app, ["breakdown", str(file), "-o", str(out / "film.pdf")])
    assert isinstance(refused.exception, BadInput)
