from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.mouths import Mouths, Span

MOUTHS = Mouths(
    100,
    (Span(0, 20, "X"), Span(20, 60, "A"), Span(60, 100, "D")),
    (Span(20, 60, "p"),),
    (Span(20, 100, "파"),),
)


def test_mouths_are_written_as_rhubarb_writes_them(tmp_path: Path) -> None:
    path = MOUTHS.write(tmp_path / "001.ko")
    value = json.loads(path.read_text("utf-8"))
    assert value["metadata"] == {"soundFile": "001.ko.wav", "duration": 1.0}
    assert value["mouthCues"][1] == {"start": 0.2, "end": 0.6, "value": "A"}
    assert (value["phones"][0]["ipa"], value["words"][0]["text"], value["aligned"]) == ("p", "파", True)
    assert Mouths.read(path) == MOUTHS
    assert Mouths.read(path).write(tmp_path / "001.ko").read_bytes() == path.read_bytes()


def test_frames_are_judged_at_their_middle() -> None:
    shapes = "".join(MOUTHS.at(frame, Fraction(24)) for frame in range(-1, 26))
    assert shapes == "X" + "XXXXX" + "AAAAAAAAA" + "DDDDDDDDDD" + "XX"


def test_rhubarbs_own_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rhubarb.json"
    path.write_text(
        '{"metadata":{"soundFile":"a.wav","duration":0.47},"mouthCues":[{"start":0.0,"end":0.47,"value":"X"}]}'
    )
    assert Mouths.read(path).cues == (Span(0, 47, "X"),)


@pytest.mark.parametrize(
    ("cues", "words"),
    [
        ('[{"start":0,"end":1,"value":"Q"}]', r"mouthCues\.0\.value"),
        ('[{"start":1,"end":0.5,"value":"A"}]', "ends before it starts"),
        ('[{"start":0,"end":1,"value":"A"},{"start":0.5,"end":2,"value":"B"}]', "cue 1"),
        ('[{"start":-1,"end":1,"value":"A"}]', "start"),
        ('[{"start":0,"end":1e99,"value":"A"}]', "end"),
    ],
)
def test_wrong_cues_are_named(tmp_path: Path, cues: str, words: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'{{"metadata":{{"duration":1}},"mouthCues":{cues}}}')
    with pytest.raises(BadInput, match=words):
        Mouths.read(path)
