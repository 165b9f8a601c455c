from __future__ import annotations

import json
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.script import Script
from tests.cli.scripts import run

CHAPTER = "CHAPTER I\n\nRain fell in the library.\n\n“Who goes\nthere?”\n"


def test_a_chapter_becomes_a_script_with_a_queue(tmp_path: Path) -> None:
    prose, out, queue = tmp_path / "chapter.txt", tmp_path / "out.fountain", tmp_path / "queue.json"
    prose.write_text(CHAPTER, "utf-8")
    report = json.loads(run(prose, "-o", out, "--queue", queue, "--json"))
    assert report["prose"] is True
    assert [one.text for one in Script.read(out).elements][:3] == [
        "CHAPTER I", "INT. LIBRARY", "Rain fell in the library.",
    ]  # fmt: skip
    assert Script.read(out).elements[-1].text == "Who goes there?"
    items = json.loads(queue.read_text("utf-8"))["items"]
    spoken = [CHAPTER[slice(*one["source"])] for one in items if one["kind"] == "speaker"]
    assert spoken == ["Who goes\nthere?"]


def test_json_keeps_the_prose_to_the_letter(tmp_path: Path) -> None:
    (tmp_path / "chapter.txt").write_text(CHAPTER, "utf-8")
    run(tmp_path / "chapter.txt", "-o", tmp_path / "out.json")
    speech = json.loads((tmp_path / "out.json").read_text("utf-8"))["elements"][-1]
    assert speech["type"] == "dialogue"
    assert speech["text"] == CHAPTER[slice(*speech["source"])] == "Who goes\nthere?"


def test_a_queue_has_its_format(tmp_path: Path) -> None:
    (tmp_path / "chapter.txt").write_text(CHAPTER, "utf-8")
    with pytest.raises(BadInput, match=r"the review queue is written as \.json"):
        run(tmp_path / "chapter.txt", "-o", tmp_path / "out.fountain", "--queue", tmp_path / "queue.txt")
