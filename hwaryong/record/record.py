"""The record: who and what made every take, from what; rows are added and never changed."""

from __future__ import annotations

import contextlib
import itertools
import json
import secrets
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.record import schema
from hwaryong.record.key import key_of
from hwaryong.record.model import (
    FIRST_SEAL,
    Attempt,
    Damage,
    Delivery,
    Notice,
    Review,
    Row,
    Run,
    RunInput,
    Take,
    next_seal,
    row_digest,
)

SCHEMA = "0002"
_MIGRATIONS = Path(__file__).parent / "migrations"
_RESTORE = "bring the record back from a copy; the files in the store are untouched"
_LOCK = 0x48_57_41  # the advisory lock under which PostgreSQL's writers take turns


def now() -> str:
    """The time now as ISO 8601 UTC, to the microsecond."""
    return datetime.now(UTC).isoformat()


def new_id() -> str:
    return secrets.token_hex(12)


class Record:
    """The record of one production; open it with `Record.open`."""

    def __init__(self, engine: sa.Engine, where: str) -> None:
        self._engine, self._where = engine, where

    @classmethod
    def open(cls, dsn: str) -> Record:
        """Open or make the record at a SQLAlchemy DSN; raises BadInput where it is newer or damaged."""
        where = sa.make_url(dsn).render_as_string(hide_password=True)
        engine = sa.create_engine(dsn)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        record = cls(engine, where)
        with record._errors():
            record._bring_up_to_date()
        return record

    def close(self) -> None:
        self._engine.dispose()

    # Writing: one transaction each, sealed row by row.

    def add(self, run: Run, takes: Iterable[Take]) -> None:
        """Write a run and its takes in one transaction."""
        self.add_all([(run, tuple(takes))])

    def add_all(self, made: Iterable[tuple[Run, tuple[Take, ...]]]) -> None:
        """Write many runs with their takes in one transaction."""
        rows: list[Row] = []
        for run, takes in made:
            rows += [run, *takes]
        if rows:
            self._write(rows)

    def add_review(self, review: Review) -> None:
        self._write([review])

    def add_delivery(self, delivery: Delivery) -> None:
        self._write([delivery])

    def add_notice(self, notice: Notice) -> None:
        self._write([notice])

    def add_attempt(self, attempt: Attempt) -> None:
        with self._errors(), self._writing() as connection:
            connection.execute(schema.attempts.insert(), asdict(attempt))

    # Reading.

    def current(self) -> Iterator[Sequence[str]]:
        """All takes, oldest first: key, run kind, settings, element, id, digest, kind and suffix of each."""
        columns = (
            schema.runs.c.key, schema.runs.c.kind.label("run_kind"), schema.runs.c.settings,
            schema.takes.c.element, schema.takes.c.id, schema.takes.c.digest,
            schema.takes.c.kind, schema.takes.c.suffix,
        )  # fmt: skip
        query = sa.select(*columns).join(schema.runs, schema.takes.c.run == schema.runs.c.id)
        with self._errors(), self._engine.connect() as connection:
            rows = connection.execute(query.order_by(schema.takes.c.made, schema.takes.c.id))
            for some in rows.partitions(4096):
                yield from some

    def takes(self, element: str | None = None) -> list[Take]:
        """The takes of an element, or all, oldest first."""
        query = sa.select(schema.takes).order_by(schema.takes.c.made, schema.takes.c.id)
        if element is not None:
            query = query.where(schema.takes.c.element == element)
        return [_take(row) for row in self._all(query)]

    def take(self, id: str) -> Take:
        """One take by its id or the beginning of it; raises BadInput where there is none or more than one."""
        found = self._all(sa.select(schema.takes).where(schema.takes.c.id.like(f"{_plain(id)}%")).limit(2))
        if len(found) != 1:
            raise BadInput(f"{id!r} names {'no' if not found else 'more than one'} take", where=self._where)
        return _take(found[0])

    def run(self, id: str) -> Run:
        """One run with its inputs."""
        return self.runs([id])[id]

    def runs(self, ids: Iterable[str] | None = None) -> dict[str, Run]:
        """Runs by id, all or those asked for."""
        query, inputs = sa.select(schema.runs), sa.select(schema.run_inputs)
        if ids is not None:
            wanted = list(ids)
            query = query.where(schema.runs.c.id.in_(wanted))
            inputs = inputs.where(schema.run_inputs.c.run.in_(wanted))
        by_run: dict[str, list[RunInput]] = {}
        for row in self._all(inputs.order_by(schema.run_inputs.c.run, schema.run_inputs.c.position)):
            by_run.setdefault(row.run, []).append(RunInput(row.param, row.name, row.take))
        return {row.id: _run(row, tuple(by_run.get(row.id, ()))) for row in self._all(query)}

    def first_take_of(self, digest: str) -> Take | None:
        """The oldest take of this content, if there is one."""
        query = sa.select(schema.takes).where(schema.takes.c.digest == digest)
        found = self._all(query.order_by(schema.takes.c.made, schema.takes.c.id).limit(1))
        return _take(found[0]) if found else None

    def reviews(self) -> list[Review]:
        """All reviews that came through the house, oldest first; a row without its seal is nobody's word."""
        written = self._reviews()
        sealed = self._sealed("reviews") if written else {}
        return [review for review in written if sealed.get(review.id) == row_digest(review)]

    def deliveries(self) -> list[Delivery]:
        """All deliveries, oldest first."""
        query = sa.select(schema.deliveries).order_by(schema.deliveries.c.at)
        return [Delivery(**{**row._mapping, "draft": bool(row.draft)}) for row in self._all(query)]

    def sealed_deliveries(self) -> list[Delivery]:
        """The deliveries that came through the house: a row without its seal makes no file ours."""
        sealed = self._sealed("deliveries")
        return [one for one in self.deliveries() if sealed.get(one.id) == row_digest(one)]

    def notices(self) -> list[Notice]:
        """All notices, oldest first; one without its seal counts too, for it only ever forbids."""
        rows = self._all(sa.select(schema.notices).order_by(schema.notices.c.at, schema.notices.c.id))
        lists = [{name: tuple(json.loads(getattr(row, name))) for name in ("names", "files")} for row in rows]
        return [Notice(**{**row._mapping, **lists}) for row, lists in zip(rows, lists, strict=True)]

    def made_with(self, cards: Container[str]) -> list[tuple[str, str]]:
        """Takes whose run used one of these cards (digests or names), and all that descends from them.

        Pairs of take and element, oldest first.
        """
        lists = [row.cards for row in self._all(sa.select(schema.runs.c.cards).distinct())]
        hit = [
            some
            for some in lists
            if any(card["digest"] in cards or card["name"] in cards for card in json.loads(some))
        ]
        takes, runs, inputs = schema.takes.c, schema.runs.c, schema.run_inputs.c
        first = sa.select(takes.id).join(schema.runs, takes.run == runs.id).where(runs.cards.in_(hit))
        made = first.cte("made", recursive=True)
        further = (
            sa.select(takes.id)
            .join(schema.run_inputs, inputs.run == takes.run)
            .join(made, inputs.take == made.c.id)
        )
        query = sa.select(takes.id, takes.element).where(takes.id.in_(sa.select(made.union(further).c.id)))
        return [(row.id, row.element) for row in self._all(query.order_by(takes.made, takes.id))]

    def attempts(self) -> list[Attempt]:
        """All tries that did not end well, oldest first."""
        rows = self._all(sa.select(schema.attempts).order_by(schema.attempts.c.seq))
        return [Attempt(row.key, row.element, row.outcome, row.why, row.at) for row in rows]

    def head(self) -> tuple[int, str]:
        """Number and seal of the newest link of the chain."""
        rows = self._all(sa.select(schema.seals).order_by(schema.seals.c.seq.desc()).limit(1))
        return (rows[0].seq, rows[0].seal) if rows else (0, FIRST_SEAL)

    def seal(self, seq: int) -> str | None:
        """The seal of one link, if it is there."""
        rows = self._all(sa.select(schema.seals.c.seal).where(schema.seals.c.seq == seq))
        return rows[0].seal if rows else (FIRST_SEAL if seq == 0 else None)

    def newest_rows(self, table: str) -> list[str]:
        """The ids of the rows at the chain's end that are all of one table, newest first."""
        newest = self._all(
            sa.select(schema.seals.c.tbl, schema.seals.c.row).order_by(schema.seals.c.seq.desc()).limit(512)
        )
        return [link.row for link in itertools.takewhile(lambda link: link.tbl == table, newest)]

    def damages(self) -> list[Damage]:
        """Every row that is unsealed, changed, missing or without its other half, worked out again."""
        takes = {take.id: take for take in self.takes()}
        runs = self.runs()
        rows: dict[tuple[str, str], Row] = {
            **{("takes", id): take for id, take in takes.items()},
            **{("runs", id): run for id, run in runs.items()},
            **{("reviews", review.id): review for review in self._reviews()},
            **{("deliveries", delivery.id): delivery for delivery in self.deliveries()},
            **{("notices", notice.id): notice for notice in self.notices()},
        }
        return _unpaired(runs, takes) + self._broken_seals(rows)

    def _broken_seals(self, rows: dict[tuple[str, str], Row]) -> list[Damage]:
        found: list[Damage] = []
        before, expected = FIRST_SEAL, 1
        for link in self._all(sa.select(schema.seals).order_by(schema.seals.c.seq)):
            row = rows.pop((link.tbl, link.row), None)
            if row is None:
                found.append(
                    Damage(f"{link.tbl} {link.row}", f"{link.tbl} {link.row} was sealed and is gone")
                )
            elif row_digest(row) != link.digest:
                found.append(
                    Damage(_name(row), f"{link.tbl} {link.row} was changed after it was sealed{_about(row)}")
                )
            if link.seq != expected or next_seal(before, link.digest) != link.seal:
                found.append(Damage(f"seal {link.seq}", "the chain of seals is broken here"))
            before, expected = link.seal, link.seq + 1
        return found + [
            Damage(
                _name(row), f"{table} {id} was never sealed: it did not come through the house{_about(row)}"
            )
            for (table, id), row in rows.items()
        ]

    # Inside.

    def _sealed(self, table: str) -> dict[str, str]:
        """The digests that the rows of a table were sealed with."""
        query = sa.select(schema.seals.c.row, schema.seals.c.digest).where(schema.seals.c.tbl == table)
        return {link.row: link.digest for link in self._all(query)}

    def _reviews(self) -> list[Review]:
        query = sa.select(schema.reviews).order_by(schema.reviews.c.at, schema.reviews.c.id)
        return [Review(**row._mapping) for row in self._all(query)]

    def _write(self, rows: list[Row]) -> None:
        with self._errors(), self._writing() as connection:
            newest = connection.execute(
                sa.select(schema.seals.c.seq, schema.seals.c.seal)
                .order_by(schema.seals.c.seq.desc())
                .limit(1)
            ).first()
            seq, seal = (newest.seq, newest.seal) if newest else (0, FIRST_SEAL)
            batch: dict[str, list[dict[str, Any]]] = {}
            for row in rows:
                table, digest = _TABLES[type(row)], row_digest(row)
                seq, seal = seq + 1, next_seal(seal, digest)
                batch.setdefault(table, []).append(_columns(row))
                batch.setdefault("seals", []).append(
                    {"seq": seq, "tbl": table, "row": row.id, "digest": digest, "seal": seal}
                )
                if isinstance(row, Run):
                    batch.setdefault("run_inputs", []).extend(
                        {"run": row.id, "position": i, **asdict(given)} for i, given in enumerate(row.inputs)
                    )
            for name in ("runs", "takes", "run_inputs", "reviews", "deliveries", "notices", "seals"):
                if batch.get(name):
                    connection.execute(schema.metadata.tables[name].insert(), batch[name])

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._engine.execution_options(hwaryong_writes=True).begin() as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection

    def _all(self, query: sa.Select[Any]) -> list[sa.Row[Any]]:
        with self._errors(), self._engine.connect() as connection:
            return list(connection.execute(query).all())

    def _bring_up_to_date(self) -> None:
        with self._engine.connect() as connection:
            known = sa.inspect(connection).has_table("alembic_version")
            version = (
                connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
                if known
                else ""
            )
        if version == SCHEMA:
            return
        if known and not (isinstance(version, str) and version.isdigit()):
            raise BadInput("the record cannot be used (it names no schema)", where=self._where, mend=_RESTORE)
        if version and version > SCHEMA:
            raise BadInput(
                f"the record has the schema {version}, this Hwaryong knows {SCHEMA}", where=self._where,
                mend="use the newer Hwaryong that wrote it",
            )  # fmt: skip
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self._writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DatabaseError as error:
            raise _explained(error, self._where) from None


def _explained(error: sa.exc.DatabaseError, where: str) -> HwaryongError:
    text = str(error.orig).strip().splitlines()[0]
    mends = {
        "malformed": _RESTORE,
        "not a database": _RESTORE,
        "disk is full": "free some space and run it again; nothing was lost",
        "readonly": "give yourself write permission on the folder",
        "unable to open": "check that the folder exists and may be written",
        "locked": "wait for the other program that writes to this record",
    }
    mend = next((mend for sign, mend in mends.items() if sign in text), "")
    return BadInput(f"the record cannot be used ({text})", where=where, mend=mend)


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN, see _begin_sqlite
    for pragma in ("busy_timeout = 20000", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("hwaryong_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _unpaired(runs: dict[str, Run], takes: dict[str, Take]) -> list[Damage]:
    """Runs without a take, takes without a run, and runs whose key does not follow from what they say."""
    made: dict[str, list[Take]] = {}
    for take in takes.values():
        made.setdefault(take.run, []).append(take)
    digests, recipes = {take.id: take.digest for take in takes.values()}, dict[str, str]()
    found: list[Damage] = []
    for id, run in runs.items():
        if id not in made:
            found.append(Damage(f"run {id}", "it has no take", (run.maker,)))
        elif key_of(run, made[id], digests, recipes) != run.key:
            found.append(Damage(made[id][0].element, f"the key of run {id} does not follow from its facts"))
    lost = [take for run, some in made.items() if run not in runs for take in some]
    return found + [Damage(take.element, f"take {take.id} has no run") for take in lost]


_TABLES: dict[type[Row], str] = {
    Run: "runs", Take: "takes", Review: "reviews", Delivery: "deliveries", Notice: "notices",
}  # fmt: skip
_JSON = ("settings", "cards", "libraries", "flags", "names", "files")


def _columns(row: Row) -> dict[str, Any]:
    columns = asdict(row)
    columns.pop("inputs", None)
    for name in _JSON:
        if name in columns:
            columns[name] = json.dumps(columns[name], ensure_ascii=False, sort_keys=True)
    return columns


def _take(row: sa.Row[Any]) -> Take:
    return Take(**{**row._mapping, "flags": tuple(json.loads(row.flags))})


def _run(row: sa.Row[Any], inputs: tuple[RunInput, ...]) -> Run:
    columns = {name: json.loads(value) if name in _JSON else value for name, value in row._mapping.items()}
    return Run(**{**columns, "cards": tuple(columns["cards"]), "inputs": inputs})


def _name(row: Row) -> str:
    return row.element if isinstance(row, Take) else f"{_TABLES[type(row)]} {row.id}"


def _about(row: Row) -> str:
    return f" (it is about take {row.take})" if isinstance(row, Review | Delivery) else ""


def _plain(id: str) -> str:
    if not id.isalnum():
        raise BadInput(f"{id!r} is no take's id", mend="take one from `hwaryong explain`")
    return id
