"""`story.decide`: the ways in which a character might decide, how likely each is, and why."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from pydantic import Field

from hwaryong.errors import BadInput
from hwaryong.media.cast import Cast
from hwaryong.media.decision import Decision
from hwaryong.media.situation import Option, Situation
from hwaryong.story.decisiontree import Tree
from hwaryong.story.utility import FITTED, fitted
from hwaryong.tool import tool


@tool(
    "story.decide", version=1, cards=("Hwaryong decisions",), models=(FITTED,), libraries=("numpy",),
)  # fmt: skip
def decide(
    cast: Cast,
    situation: Situation,
    *,
    depth: int = Field(4, ge=1, le=12),
    beam: int = Field(12, ge=1, le=200),
) -> Decision:
    """The tree of ways in which those who have to decide might do so, `depth` decisions deep.

    At each depth the `beam` likeliest ways are followed. Nobody acts on what he cannot know yet: only what
    holds at the story time counts, and an option that needs a belief not held has probability 0. Where the
    sheet says too little about what the options differ in, the decision is flagged. Raises BadInput where the
    situation names somebody, a goal or a belief that the cast does not have.
    """
    _check(cast, situation)
    decision = Decision(cast.title, Tree(situation, fitted()).grown(cast, depth, beam))
    tree = decision.tree
    if not tree.enough_evidence:
        decision.flagged(f"not enough evidence; the sheets do not say {'; '.join(tree.missing)}")
    return decision


def _check(cast: Cast, situation: Situation) -> None:
    """Raises BadInput where a situation names what the cast does not have."""
    goals = {goal.id for one in cast.characters for goal in one.goal}
    beliefs = {belief.id for one in cast.characters for belief in one.belief}
    for step in situation.steps():
        cast.character(step.who)
        for option in step.option:
            _known(option, "goal", option.goals, goals)
            _known(option, "belief", (*option.beliefs, *option.needs_belief), beliefs)
            for change in option.consequence:
                sheet = cast.character(change.who)
                if change.learns:
                    own = {belief.id for belief in sheet.belief}
                    _known(option, "belief", (change.learns,), own, sheet.name)


def _known(option: Option, what: str, asked: Collection[str], known: set[str], whose: str = "") -> None:
    for id in asked:
        if id not in known:
            near = difflib.get_close_matches(id, sorted(known), 1)
            raise BadInput(
                f"the option {option.id!r} names the {what} {id!r}, which {whose or 'nobody'} has",
                mend=f"did you mean {near[0]!r}" if near else f"add the {what} to a sheet",
            )


__all__ = ["decide"]
