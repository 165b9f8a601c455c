from __future__ import annotations

from pathlib import Path

import pytest

from hwaryong.errors import BadInput
from hwaryong.media.reviewqueue import ReviewQueue
from hwaryong.media.script import Script
from hwaryong.media.text import Text
from hwaryong.story.adapt import adapt
from hwaryong.story.queue import queue
from hwaryong.story.script import script

PROSE = """\
The rain fell. She wondered whether the boat would ever come back, and she feared that she would not live to
see it at all, for she knew the sea.

“Who goes there?”
"""


def test_every_doubt_is_listed_with_its_place() -> None:
    items = queue(adapt(Text(PROSE), lang="en", syntax="json")).items
    assert [(one.kind, one.chosen) for one in items] == [
        ("place", "PLACE UNKNOWN"), ("action", "note"), ("speaker", "nobody"),
    ]  # fmt: skip
    assert PROSE[slice(*items[1].source)].startswith("She wondered")
    assert items[1].alternatives == ("action",)
    speech = items[2]
    assert (PROSE[slice(*speech.source)], speech.words) == ("Who goes there?", "Who goes there?")
    assert speech.why
    assert speech.confidence < 0.8


def test_a_treatment_and_a_bound() -> None:
    treatment = "# T\n\n## 1. A, day\n\n“Why?” asks the monk.\n\nThe monk kneels. “Forgive us.”\n\n“Stop!”\n"
    made = script(Text(treatment), lang="en", syntax="json")
    assert [(one.kind, one.chosen) for one in queue(made).items] == [
        ("speaker", "MONK"),
        ("speaker", "nobody"),
    ]
    assert [one.chosen for one in queue(made, least=0.7).items] == ["nobody"]
    assert queue(Script(made.converted("fountain").text)).items == ()


def test_it_is_read_back(tmp_path: Path) -> None:
    made = queue(adapt(Text(PROSE), lang="en", syntax="json"))
    assert ReviewQueue.read(made.write(tmp_path / "queue")) == made
    (tmp_path / "bad.json").write_text('{"schema": "hwaryong.queue/1", "items": [{"kind": "x"}]}')
    with pytest.raises(BadInput, match=r"no review queue \(items.0.kind"):
        ReviewQueue.read(tmp_path / "bad.json")
