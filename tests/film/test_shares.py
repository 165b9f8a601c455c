"""What the disclosure of a whole film says of its shares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hwaryong.media.mattes import Mattes
from hwaryong.studio import Studio


def test_every_measure_is_taken_and_nothing_left_open(made: tuple[Path, Any]) -> None:
    folder, said = made
    told = json.loads(Path(said["outputs"]["disclosure"]).read_text("utf-8"))
    assert not [question for question in told["open_questions"] if question["about"] == "share"]
    with Studio.open(folder) as studio:
        settings = studio.production.settings
        mattes = [take for take in studio.record.takes() if take.kind == Mattes.kind]
        frames = 0
        for take in mattes:
            path = studio.store.fetch(take.digest, folder / f"{take.id}.json")
            frames += Mattes.read(path).frames
            path.unlink()
    shares = told["shares"]
    assert mattes
    assert shares["pixels"]["total"] == frames * settings.width_px * settings.height_px
    assert {"final", "temporary", "ancestry", "pixels", "sound", "words"} <= shares.keys()
    for name in shares:
        assert sum(share["low"] for share in shares[name]["classes"].values()) <= shares[name]["total"]
