from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.breakdown import Breakdown, Line, Scene, Thing

LINE = Line(number="001", scene=1, speaker={"en": "PAINTER", "ko": "화가"}, text={"en": "Why?", "ko": "왜?"})
BRUSH = Thing(category="props", name={"en": "brush", "ko": "붓"}, source={"en": (3, 9)}, sure=True)
SCENE = Scene(
    number=1, heading={"en": "INT. A - DAY"}, place={"en": "A"}, time={"en": "DAY"}, setting="int",
    hour="day", cast=(LINE.speaker,), things=(BRUSH,), page={"en": 1}, eighths={"en": 3}, frames={"en": 96},
)  # fmt: skip
BREAKDOWN = Breakdown(Fraction(24), ("en", "ko"), {"en": "T"}, (SCENE,), (LINE,))


def test_breakdown_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = BREAKDOWN.write(tmp_path / "breakdown")
    again = Breakdown.read(path)
    assert again == BREAKDOWN
    assert again.write(tmp_path / "again").read_bytes() == path.read_bytes()
    assert json.loads(path.read_text("utf-8"))["schema"] == "hwaryong.breakdown/2"


def test_lines_are_found_by_number_and_speakers_in_any_language() -> None:
    assert BREAKDOWN.line("001").text["ko"] == "왜?"
    assert LINE.spoken_by("painter")
    assert LINE.spoken_by("화가")
    assert not LINE.spoken_by("monk")
    with pytest.raises(BadInput, match=r"no line '7'.*001 to 001"):
        BREAKDOWN.line("7")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "hwaryong.breakdown/9"}, "schema"),
        ({"lines": [{"number": "1"}]}, "lines.0.number"),
        ({"lines": [LINE.model_dump(), LINE.model_dump()]}, "line 001 is there twice"),
        ({"surprise": 1}, "surprise"),
        ({"rate": "24"}, "rate"),
    ],
)
def test_wrong_fields_are_named(tmp_path: Path, change: dict[str, object], words: str) -> None:
    path = BREAKDOWN.write(tmp_path / "b")
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), "utf-8")
    with pytest.raises(BadInput, match=words):
        Breakdown.read(path)


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100000])
def test_what_is_no_breakdown_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(data)
    with pytest.raises(BadInput):
        Breakdown.read(path)
