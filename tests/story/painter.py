"""A cast and a situation for the tests of decisions: the painter before the eyes of his dragons."""

from __future__ import annotations

from pathlib import Path

from hwaryong.media.cast import Cast
from hwaryong.media.situation import Situation

CAST = """
title = "The painted dragon"

[[character]]
name = "Zhang"
aliases = ["the painter"]
[character.big_five]
openness = { value = 2, source = "Zhang sees in every wall what could live in it." }
conscientiousness = { value = 1, source = "He grinds his own ink, and grinds it twice." }
[character.values]
achievement = { value = 1, source = "He means to be remembered." }
benevolence = 1.5

[[character.goal]]
id = "dragons_stay"
text = "the dragons stay on the wall"
weight = 2
source = "“Without eyes they stay,” says Zhang."

[[character.relation]]
to = "the abbot"
affection = 1
duty = 1
power = -1
source = "The abbot fed him through a bad winter."

[[character.relation]]
to = "Crowd"
affection = -1
trust = -1
source = "They laugh at him."
from = 2

[[character.rule]]
text = "answers mockery with his brush"
when = ["insulted"]
does = ["confronts"]
source = "Mocked, he has always answered with the brush."

[[character.belief]]
id = "eyes_wake"
text = "a dragon with eyes flies away"
known_from = 1
strength = 2
source = "“Give them eyes and they fly.”"

[[character.belief]]
id = "temple_burns"
text = "lightning will burn the temple"
known_from = 5
source = "The roof is on fire."

[[character]]
name = "Abbot"
aliases = ["the abbot"]
[[character.goal]]
id = "temple_stands"
text = "the temple stands"
weight = 3
source = "The abbot loves the old roof."
[[character.goal]]
id = "wall_famous"
text = "the wall is famous"
weight = 1.5
source = "“Let all of Jinling come.”"

[[character]]
name = "Crowd"
"""

SITUATION = """
who = "the painter"
when = 3
text = "The crowd calls him a fraud and demands that he paint the eyes."
circumstances = ["insulted", "asked", "in_public"]
[[option]]
id = "paint_one"
text = "He paints the eyes of one dragon."
goals = { dragons_stay = -1, wall_famous = 2, temple_stands = -1 }
values = { achievement = 2, self_direction = -1 }
relations = { "the abbot" = { duty = 0 }, Crowd = { power = 1, affection = 0 } }
traits = { openness = 1, agreeableness = -1 }
beliefs = { eyes_wake = -1 }
patterns = ["confronts", "acts_at_once"]
risk = 2
effort = 0.5
[[option.consequence]]
who = "Zhang"
to = "Crowd"
affection = 1
[[option.consequence]]
who = "Zhang"
learns = "temple_burns"
[[option]]
id = "refuse"
text = "He refuses and packs his brushes."
goals = { dragons_stay = 2, wall_famous = -1 }
values = { self_direction = 2, conformity = -1 }
relations = { "the abbot" = { duty = -1, affection = -1 }, Crowd = { power = 2 } }
traits = { agreeableness = -1 }
patterns = ["refuses", "leaves"]
risk = 0
effort = 0
[[option]]
id = "explain"
text = "He explains why they have no eyes, and asks them to be patient."
goals = { dragons_stay = 1 }
values = { benevolence = 1, conformity = 1 }
relations = { Crowd = { affection = 1, power = -1, trust = 1 } }
traits = { agreeableness = 1, extraversion = 1 }
patterns = ["speaks_out"]
risk = 0.5
effort = 1
[[option]]
id = "clear_temple"
text = "He sends everyone out of the temple before the lightning."
goals = { temple_stands = 0 }
values = { benevolence = 2 }
needs_belief = ["temple_burns"]
patterns = ["warns", "protects"]
[[next]]
after = ["paint_one"]
who = "Zhang"
when = 4
text = "One dragon has flown. The crowd begs for the other's eyes."
[[next.option]]
id = "paint_other"
text = "He paints the other's eyes."
goals = { dragons_stay = -2, temple_stands = -2 }
relations = { Crowd = { affection = 1 } }
risk = 2
[[next.option]]
id = "lay_down"
text = "He lays down the brush."
goals = { dragons_stay = 1 }
relations = { Crowd = { affection = -1 } }
[[next.option]]
id = "warn"
text = "He warns them of the fire."
values = { benevolence = 2 }
needs_belief = ["temple_burns"]
"""


def cast(folder: Path, text: str = CAST) -> Cast:
    """The cast, read from a file."""
    (folder / "cast.toml").write_text(text, "utf-8")
    return Cast.read(folder / "cast.toml")


def situation(folder: Path, text: str = SITUATION) -> Situation:
    """The situation, read from a file."""
    (folder / "situation.toml").write_text(text, "utf-8")
    return Situation.read(folder / "situation.toml")
