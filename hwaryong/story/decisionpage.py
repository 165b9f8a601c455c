"""`story.decision_page`: a decision to look at and argue with, one HTML file that fetches nothing."""

from __future__ import annotations

import textwrap

from hwaryong.media.decision import Decision, Node
from hwaryong.media.page import Page
from hwaryong.story.rendered import rendered
from hwaryong.story.treeplot import ordered, plotted, points
from hwaryong.tool import tool

_SHOWN = 6  # terms of an option that are shown before the fold


@tool("story.decision_page", version=1, libraries=("jinja2",))
def decision_page(decision: Decision) -> Page:
    """The tree with its probabilities, and for each option its terms, their sentences and its flip."""
    return rendered(
        "decision.html.j2",
        decision=decision,
        tree=decision.tree,
        plot=plotted(decision.tree),
        points=list(points(decision.tree)),
        ordered=ordered,
        shown=_SHOWN,
        short=_short,
        percent=_percent,
        reach=_reach(decision.tree),
    )


def _short(text: str, width: int) -> str:
    """A text cut at a word; a Hangul syllable is two columns wide."""
    wide = sum(ord(letter) > 0x1100 for letter in text)
    return textwrap.shorten(text, max(8, width - wide // 2), placeholder=" …")


def _percent(share: float) -> str:
    return "0 %" if share == 0 else "< 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def _reach(tree: Node) -> float:
    """The weightiest term of the tree, to which the bars are drawn."""
    return max((abs(term.value) for branch in tree.branches() for term in branch.terms), default=1.0)


__all__ = ["decision_page"]
