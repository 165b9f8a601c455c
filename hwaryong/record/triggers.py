"""The triggers that refuse every change of a row, for SQLite and PostgreSQL; migrations put them on."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table} may not be changed'); END
"""
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_REPLACE BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table} may not be replaced'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the record is append-only: % may not be changed', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def append_only(table: Table, dialect: str) -> Iterator[str]:
    """The statements that make a table append-only; PostgreSQL needs its function before."""
    if dialect != "sqlite":
        yield _POSTGRESQL.format(table=table.name)
        return
    for verb in ("UPDATE", "DELETE"):
        yield _SQLITE.format(table=table.name, verb=verb)
    same = " AND ".join(f"{key} = NEW.{key}" for key in table.primary_key.columns.keys())  # noqa: SIM118
    yield _SQLITE_REPLACE.format(table=table.name, same=same)
