"""The first record: runs, takes, reviews, deliveries, attempts and their seals, append-only."""

from __future__ import annotations

from alembic import op

from hwaryong.record.schema import metadata
from hwaryong.record.triggers import POSTGRESQL_FUNCTION, append_only

revision = "0001"
down_revision = None

TABLES = ("runs", "takes", "run_inputs", "reviews", "deliveries", "attempts", "seals")
_SQLITE_TAKE = """
CREATE TRIGGER takes_need_a_run BEFORE INSERT ON takes
WHEN NOT EXISTS (SELECT 1 FROM runs WHERE id = NEW.run)
BEGIN SELECT RAISE(ABORT, 'a take needs the run that made it'); END
"""


def upgrade() -> None:
    tables = [metadata.tables[name] for name in TABLES]
    metadata.create_all(op.get_bind(), tables=tables)
    dialect = op.get_bind().dialect.name
    op.execute(_SQLITE_TAKE if dialect == "sqlite" else POSTGRESQL_FUNCTION)
    for table in tables:
        for statement in append_only(table, dialect):
            op.execute(statement)
