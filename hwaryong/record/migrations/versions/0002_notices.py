"""Notices: that a card's subject may not be used any more, append-only as all the rest."""

from __future__ import annotations

from alembic import op

from hwaryong.record.schema import notices
from hwaryong.record.triggers import append_only

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    notices.create(op.get_bind())
    for statement in append_only(notices, op.get_bind().dialect.name):
        op.execute(statement)
