"""The first record: runs, takes, reviews, deliveries, attempts and their seals, append-only."""

from __future__ import annotations

from alembic import op

from hwaryong.record.schema import APPEND_ONLY, metadata

revision = "0001"
down_revision = None

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table} may not be changed'); END
"""
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_REPLACE BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table} may not be replaced'); END
"""
_SQLITE_TAKE = """
CREATE TRIGGER takes_need_a_run BEFORE INSERT ON takes
WHEN NOT EXISTS (SELECT 1 FROM runs WHERE id = NEW.run)
BEGIN SELECT RAISE(ABORT, 'a take needs the run that made it'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the record is append-only: % may not be changed', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_SQLITE_TAKE)
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(_SQLITE.format(table=table, verb=verb))
            keys = metadata.tables[table].primary_key.columns.keys()
            same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
            op.execute(_SQLITE_REPLACE.format(table=table, same=same))
    else:
        op.execute(_POSTGRESQL_FUNCTION)
        for table in APPEND_ONLY:
            op.execute(_POSTGRESQL.format(table=table))
