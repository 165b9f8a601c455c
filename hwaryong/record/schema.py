"""The tables of the record; every column of provenance is NOT NULL, rows are only ever added.

Triggers refuse UPDATE and DELETE (see migrations); `seals` chains the digests of all rows.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(64), nullable=False, index=True),
    Column("kind", String(8), CheckConstraint("kind in ('tool', 'intake')"), nullable=False),
    Column("maker", Text, CheckConstraint("length(maker) > 0"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("code", String(64), nullable=False),
    Column("settings", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("cards", Text, nullable=False),
    Column("libraries", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("statement", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("began", String(40), nullable=False),
    Column("ended", String(40), nullable=False),
    CheckConstraint("kind = 'tool' or (length(statement) > 0 and length(origin) > 0)", name="intake_states"),
    CheckConstraint("kind = 'intake' or length(code) = 64", name="tool_has_code"),
)

takes = Table(
    "takes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("run", ForeignKey("runs.id"), nullable=False, index=True),
    Column("element", Text, nullable=False, index=True),
    Column("digest", String(64), CheckConstraint("length(digest) = 64"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("suffix", String(16), nullable=False),
    Column("size", Integer, nullable=False),
    Column("made", String(40), nullable=False),
    Column("flags", Text, nullable=False),
    Column("confidence", Float),
)

run_inputs = Table(
    "run_inputs",
    metadata,
    Column("run", ForeignKey("runs.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("param", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("take", ForeignKey("takes.id"), nullable=False, index=True),
    PrimaryKeyConstraint("run", "position"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("take", ForeignKey("takes.id"), nullable=False, index=True),
    Column("verdict", String(8), CheckConstraint("verdict in ('approve', 'retake')"), nullable=False),
    Column("by", Text, CheckConstraint("length(by) > 0"), nullable=False),
    Column("note", Text, nullable=False),
    Column("frame", Integer),
    Column("at", String(40), nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("take", ForeignKey("takes.id"), nullable=False),
    Column("signed", String(64), nullable=False),
    Column("disclosure", String(64), nullable=False),
    Column("draft", Integer, nullable=False),
    Column("policy", Text, nullable=False),
    Column("at", String(40), nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("about", String(64), CheckConstraint("length(about) = 64"), nullable=False, index=True),
    Column("names", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("dimension", String(24), nullable=False),
    Column(
        "verdict",
        String(16),
        CheckConstraint("verdict in ('restricted', 'unknown', 'forbidden')"),
        nullable=False,
    ),
    Column("by", Text, CheckConstraint("length(by) > 0"), nullable=False),
    Column("source", Text, CheckConstraint("length(source) > 0"), nullable=False),
    Column("evidence", String(2), nullable=False),
    Column("at", String(40), nullable=False),
    Column("from_day", String(10), nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, index=True),
    Column("element", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("at", String(40), nullable=False),
)

seals = Table(
    "seals",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("tbl", String(16), nullable=False),
    Column("row", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)


APPEND_ONLY = ("runs", "takes", "run_inputs", "reviews", "deliveries", "notices", "attempts", "seals")
