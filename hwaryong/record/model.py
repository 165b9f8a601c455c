"""What the record remembers: runs, takes and reviews, as plain immutable values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from hwaryong.canonical import sha256_json

Origin = Literal["", "original", "derived", "program", "unclear"]


@dataclass(frozen=True, slots=True)
class RunInput:
    """One input of a run: the parameter, the name within it (for mappings), and the take."""

    param: str
    name: str
    take: str


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a tool, or one intake of a file that a person or program made.

    `key` is the SHA-256 of what the run depends on; `maker` is the tool's id or the person; `origin` and
    `statement` are an intake's declaration; `began` and `ended` are ISO 8601 UTC.
    """

    id: str
    key: str
    kind: Literal["tool", "intake"]
    maker: str
    version: int
    code: str
    settings: dict[str, Any]
    seed: int
    cards: tuple[dict[str, str], ...]
    libraries: dict[str, str]
    origin: Origin
    statement: str
    inputs: tuple[RunInput, ...]
    engine: str
    began: str
    ended: str


@dataclass(frozen=True, slots=True)
class Take:
    """One immutable content of an element; `digest` is its SHA-256, of a folder that of its listing."""

    id: str
    run: str
    element: str
    digest: str
    kind: str
    suffix: str
    size: int
    made: str
    flags: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word on a take: approve or retake, with a note on a frame."""

    id: str
    take: str
    verdict: Literal["approve", "retake"]
    by: str
    note: str
    frame: int | None
    at: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What left the house: a signed file, the take it holds and the disclosure that goes with it."""

    id: str
    take: str
    signed: str
    disclosure: str
    draft: bool
    policy: str
    at: str


@dataclass(frozen=True, slots=True)
class Notice:
    """That something is not allowed any more: consent withdrawn, a licence ended, a ban.

    `about` is the digest of a lineage card, `names` and `files` the names and file digests that it had, so
    that neither an edited card nor another name escapes; `dimension` is the question that is answered anew,
    `from_day` the first day (ISO 8601) on which the answer holds.
    """

    id: str
    about: str
    names: tuple[str, ...]
    files: tuple[str, ...]
    dimension: str
    verdict: Literal["restricted", "unknown", "forbidden"]
    by: str
    source: str
    evidence: Literal["E1", "E2", "E3", "E4"]
    at: str
    from_day: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a job that did not end well: "crashed", "hung", "failed" or "dead"."""

    key: str
    element: str
    outcome: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A link of the chain over all rows: `seal` = SHA-256 of the link before and the row's digest."""

    seq: int
    table: str
    row: str
    digest: str
    seal: str


FIRST_SEAL = "0" * 64


Row = Run | Take | Review | Delivery | Notice


def row_digest(row: Row) -> str:
    """SHA-256 over the canonical JSON of a whole row."""
    return sha256_json(asdict(row))


def next_seal(before: str, digest: str) -> str:
    """The seal that follows `before` for a row of this digest."""
    return sha256_json([before, digest])


@dataclass(frozen=True)
class Damage:
    """A place where the record or the store does not hold together."""

    where: str
    what: str
    parts: tuple[str, ...] = field(default=())
