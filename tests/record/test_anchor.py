"""The anchor: rows cut off a record's end show."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from hwaryong.record.anchor import Anchor
from hwaryong.record.record import Record
from tests.record.test_record import filled, given


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record.open(f"sqlite:///{tmp_path / 'record.db'}")


def test_a_record_that_grows_is_sound(record: Record) -> None:
    anchor = Anchor(record)
    assert anchor.damages() == []
    anchor.drop()
    filled(record)
    anchor.drop()
    run, take = given("c")
    record.add(run, [take])
    assert anchor.damages() == []


def test_a_record_put_back_to_an_earlier_copy_shows(record: Record, tmp_path: Path) -> None:
    filled(record)
    backup = sqlite3.connect(tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "record.db") as now:
        now.backup(backup)
    backup.close()
    run, take = given("c")
    record.add(run, [take])
    Anchor(record).drop()
    record.close()
    old = Record.open(f"sqlite:///{tmp_path / 'copy.db'}")
    assert ["cut off" in damage.what for damage in Anchor(old).damages()] == [True]


def test_a_note_that_cannot_be_read_shows(record: Record) -> None:
    filled(record)
    Anchor(record).drop()
    (note,) = (Path(os.environ["XDG_STATE_HOME"]) / "hwaryong" / "heads").iterdir()
    note.write_text("no JSON")
    assert ["cannot be read" in damage.what for damage in Anchor(record).damages()] == [True]
