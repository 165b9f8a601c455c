"""`story.alternative`: one way of a decision as a scene for the treatment."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from hwaryong.media.decision import Branch, Decision, Node
from hwaryong.media.text import Text
from hwaryong.tool import tool

_REASONS = 3


@tool("story.alternative", version=1)
def alternative(decision: Decision, *, option: str = Field(min_length=1, max_length=40)) -> Text:
    """The scene in which an option is taken, with all that led to it, as Markdown for the treatment.

    The words are those of the situation and of its options, to the letter; how likely it is and why stands in
    a comment, which a script keeps as a remark. Raises BadInput where the decision has no such option.
    """
    wanted = decision.branch(option)
    way = next(way for way in _ways(decision.tree) if way[-1][1].id == wanted.id)
    last, branch = way[-1]
    lines = [f"## {last.who}, {last.when:g}: {branch.id.replace('_', ' ')}", ""]
    for node, taken in way:
        lines += [f"{node.text} {taken.text}", ""]
    lines += ["<!--", *(line.replace("--", "–") for line in _why(last, branch)), "-->", ""]
    return Text("\n".join(lines), ".md")


def _ways(node: Node) -> Iterator[list[tuple[Node, Branch]]]:
    for branch in node.options:
        yield [(node, branch)]
        if branch.next:
            for rest in _ways(branch.next):
                yield [(node, branch), *rest]


def _why(node: Node, branch: Branch) -> Iterator[str]:
    whole = (
        f", {100 * branch.cumulative:.0f} % from the beginning"
        if branch.cumulative < branch.probability
        else ""
    )
    yield f"An alternative: {100 * branch.probability:.0f} % at this point{whole}."
    if branch.impossible:
        yield branch.impossible
    if not node.enough_evidence:
        yield f"Not enough evidence: the sheets do not say {'; '.join(node.missing)}."
    for word, sign in (("For", 1), ("Against", -1)):
        terms = [term for term in branch.terms if term.value * sign > 0][:_REASONS]
        for term in terms:
            yield f"{word} it ({term.value:+.2f}): {term.name}" + (f" [{term.source}]" if term.source else "")
    yield branch.flip


__all__ = ["alternative"]
