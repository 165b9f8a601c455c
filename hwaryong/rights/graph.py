"""Walks over graphs that somebody else wrote: no recursion, and a circle is refused, not followed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator

from hwaryong.errors import HwaryongError


def parents_first(
    root: str,
    parents: Callable[[str], Iterable[str]],
    known: Container[str] = (),
    name: Callable[[str], str] = str,
) -> Iterator[str]:
    """Yield `root` and its ancestors, each once, parents before children, leaving out those in `known`.

    Depth-first with white/grey/black colours (Cormen et al., Introduction to Algorithms, §20.3); raises
    HwaryongError that names a node on a circle by `name`.
    """
    if root in known:
        return
    grey, black = {root}, set[str]()
    stack = [(root, iter(parents(root)))]
    while stack:
        node, rest = stack[-1]
        for parent in rest:
            if parent in grey:
                raise HwaryongError(f"The lineage of {name(root)} runs in a circle through {name(parent)}.")
            if parent not in black and parent not in known:
                grey.add(parent)
                stack.append((parent, iter(parents(parent))))
                break
        else:
            stack.pop()
            grey.discard(node)
            black.add(node)
            yield node


def nearest_first(root: str, parents: Callable[[str], Iterable[str]]) -> dict[str, str]:
    """Each node that `root` reaches, with the node before it on a shortest way; before root stands ""."""
    before = {root: ""}
    queue = deque([root])
    while queue:
        node = queue.popleft()
        for parent in parents(node):
            if parent not in before:
                before[parent] = node
                queue.append(parent)
    return before


def way(before: dict[str, str], target: str) -> tuple[str, ...]:
    """The way from the root of `nearest_first` down to `target`, both included."""
    steps = [target]
    while before[steps[-1]]:
        steps.append(before[steps[-1]])
    return tuple(reversed(steps))
