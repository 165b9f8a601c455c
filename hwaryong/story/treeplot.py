"""The plot of a tree of decisions: where each option stands and how broad the way to it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hwaryong.media.decision import Branch, Node

ROW, COLUMN, LABEL, TOP = 44, 300, 500, 24
_GAP = 120  # from a point of decision to its options
_BROAD = 22.0  # the breadth of a way that is certain
_THIN = 1.2


@dataclass(frozen=True)
class Way:
    """An option in the plot: px from the left and top, and the way to it as an SVG path and its breadth."""

    branch: Branch
    x: float
    y: float
    path: str
    breadth: float
    best: bool

    @property
    def label(self) -> float:
        """Where the words stand: beside the end, or above a way that goes on."""
        return self.y - self.breadth / 2 - 7 if self.branch.next else self.y + 5


@dataclass(frozen=True)
class Point:
    """A point of decision."""

    node: Node
    x: float
    y: float


@dataclass
class Plot:
    """Size in px, ways and points."""

    width: float = 0.0
    height: float = TOP
    ways: list[Way] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)


def plotted(tree: Node) -> Plot:
    """Lay a tree out from left to right; options from top to bottom by probability."""
    plot = Plot()
    _place(tree, 60.0, plot)
    plot.height += TOP
    return plot


def ordered(node: Node) -> list[Branch]:
    """The options of a point, likeliest first."""
    return sorted(node.options, key=lambda branch: -branch.probability)


def points(tree: Node, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every point of decision with the options that led to it, first the first."""
    yield way, tree
    for branch in ordered(tree):
        if branch.next:
            yield from points(branch.next, (*way, branch.text))


def _place(node: Node, x: float, plot: Plot) -> float:
    """Place a node and all after it; answers its y."""
    best = node.likeliest().id
    placed: list[tuple[Branch, float]] = []
    for branch in ordered(node):
        if branch.next:
            y = _place(branch.next, x + _GAP + COLUMN, plot)
        else:
            y, plot.height = plot.height + ROW / 2, plot.height + ROW
        placed.append((branch, y))
    own = (placed[0][1] + placed[-1][1]) / 2
    for branch, y in placed:
        end = x + _GAP
        path = f"M{x:.1f} {own:.1f}C{x + 70:.1f} {own:.1f} {end - 70:.1f} {y:.1f} {end:.1f} {y:.1f}"
        breadth = _THIN + _BROAD * branch.cumulative
        plot.ways.append(Way(branch, end, y, path, breadth, branch.id == best and branch.probability > 0))
        if branch.next:
            plot.ways.append(Way(branch, end, y, f"M{end:.1f} {y:.1f}H{end + COLUMN:.1f}", breadth, False))
    plot.points.append(Point(node, x, own))
    plot.width = max(plot.width, x + _GAP + LABEL)
    return own


__all__ = ["Plot", "Point", "Way", "ordered", "plotted", "points"]
