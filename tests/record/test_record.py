"""The record keeps its word on SQLite and on a real PostgreSQL alike."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.record.key import intake_key, recipe_digest, tool_key
from hwaryong.record.model import Attempt, Delivery, Notice, Review, Run, RunInput, Take
from hwaryong.record.record import Record, new_id, now
from hwaryong.record.schema import APPEND_ONLY

NewDsn = Callable[[], str]


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The DSN of a PostgreSQL of its own, without a database name."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    pg_ctl = str(found[-1]) if found else shutil.which("pg_ctl")
    if not pg_ctl:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    root = os.geteuid() == 0
    folder = tmp_path_factory.mktemp("postgresql")
    if root:
        for parent in (folder, *folder.parents):
            if str(parent) != "/" and parent.stat().st_uid == 0 and parent != Path("/tmp"):
                parent.chmod(0o755)
        shutil.chown(folder, "postgres")
    as_user = ["runuser", "-u", "postgres", "--"] if root else []

    def run(*words: str) -> None:
        subprocess.run([*as_user, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    data, log = folder / "data", folder / "log"
    initdb = str(Path(pg_ctl).with_name("initdb"))
    run(initdb, "-D", str(data), "-A", "trust", "-U", "hwaryong", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run(pg_ctl, "-D", str(data), "-l", str(log), "-w", "-o", options, "start")
    yield f"postgresql+psycopg://hwaryong@/{{name}}?host={folder}"
    run(pg_ctl, "-D", str(data), "-m", "immediate", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def dsn(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'record.db'}"
    server = str(request.getfixturevalue("postgresql"))
    name = f"test_{new_id()}"
    admin = sa.create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.format(name=name)


@pytest.fixture
def record(dsn: str) -> Iterator[Record]:
    opened = Record.open(dsn)
    yield opened
    opened.close()


def given(element: str = "a", digest: str = "1" * 64) -> tuple[Run, Take]:
    """A person's file."""
    key = intake_key(element, "key animator", "original", "drawn by hand", digest, {}, ())
    run = Run(
        new_id(), key, "intake", "key animator", 0, "", {}, 0, (), {}, "original", "drawn by hand", (),
        "intake", now(), now(),
    )  # fmt: skip
    return run, Take(new_id(), run.id, element, digest, "drawing", ".svg", 10, now())


def made(source: Take, element: str = "b", digest: str = "2" * 64) -> tuple[Run, Take]:
    """What a tool made of it."""
    settings = {"count": 3, "이름": "용", "at": [0.25, 0.5]}
    facts = {"tool": "drawing.paint", "version": 1, "code": "c" * 64, "settings": settings, "seed": 0,
             "cards": (), "libraries": {"numpy": "2.0"}}  # fmt: skip
    key = tool_key(recipe_digest(**facts), 1, [("lines", "", source.digest)])
    run = Run(
        new_id(), key, "tool", "drawing.paint", 1, "c" * 64, settings, 0, (), {"numpy": "2.0"}, "", "",
        (RunInput("lines", "", source.id),), "local", now(), now(),
    )  # fmt: skip
    flags = ("the region leaks",)
    return run, Take(new_id(), run.id, element, digest, "picture", ".png", 20, now(), flags, 0.5)


def filled(record: Record) -> tuple[Take, Take]:
    first_run, first = given()
    second_run, second = made(first)
    record.add(first_run, [first])
    record.add(second_run, [second])
    return first, second


def notice() -> Notice:
    return Notice(
        new_id(), "6" * 64, ("a voice", "목소리"), ("7" * 64,), "likeness", "forbidden", "producer",
        "a letter of the speaker", "E2", now(), "2026-12-01",
    )  # fmt: skip


def test_what_was_written_is_read_back_unchanged(record: Record) -> None:
    run, first = given()
    tool_run, second = made(first)
    record.add_all([(run, (first,)), (tool_run, (second,))])
    assert record.takes() == [first, second]
    assert record.takes("b") == [second]
    assert record.runs() == {run.id: run, tool_run.id: tool_run}
    assert record.run(tool_run.id) == tool_run
    assert record.take(second.id[:8]) == second
    assert record.first_take_of(second.digest) == second
    assert record.first_take_of("f" * 64) is None
    assert [tuple(row)[3:5] for row in record.current()] == [("a", first.id), ("b", second.id)]
    assert record.damages() == []


def test_reviews_deliveries_and_attempts_come_back_in_order(record: Record) -> None:
    _, take = filled(record)
    reviews = [
        Review(new_id(), take.id, "retake", "director", "the hand is too large", 12, now()),
        Review(new_id(), take.id, "approve", "director", "", None, now()),
    ]
    for review in reviews:
        record.add_review(review)
    notices = [notice(), notice()]
    for one in notices:
        record.add_notice(one)
    delivery = Delivery(new_id(), take.id, "3" * 64, "4" * 64, True, "a policy", now())
    record.add_delivery(delivery)
    attempt = Attempt("5" * 64, "b", "crashed", "its worker crashed (try 1 of 3)", now())
    record.add_attempt(attempt)
    assert record.reviews() == reviews
    assert record.notices() == notices
    assert record.deliveries() == [delivery]
    assert record.newest_rows("deliveries") == [delivery.id]
    assert record.attempts() == [attempt]
    assert record.damages() == []


def test_a_run_and_its_takes_come_together_or_not_at_all(record: Record) -> None:
    run, take = given()
    with pytest.raises(HwaryongError):
        record.add(run, [take, replace(take, id=new_id(), digest="too short")])
    assert record.takes() == []
    assert record.runs() == {}
    assert record.head()[0] == 0


def test_an_intake_without_a_statement_is_refused(record: Record) -> None:
    run, take = given()
    with pytest.raises(HwaryongError):
        record.add(replace(run, statement=""), [take])
    with pytest.raises(HwaryongError):
        record.add(replace(run, origin=""), [take])
    with pytest.raises(HwaryongError):
        record.add(replace(run, maker=""), [take])


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_refuses_change(record: Record, dsn: str, table: str, verb: str) -> None:
    _, take = filled(record)
    record.add_review(Review(new_id(), take.id, "approve", "director", "", None, now()))
    record.add_delivery(Delivery(new_id(), take.id, "3" * 64, "4" * 64, False, "a policy", now()))
    record.add_attempt(Attempt("5" * 64, "b", "crashed", "its worker crashed", now()))
    record.add_notice(notice())
    column = {"run_inputs": "name", "attempts": "why", "seals": "seal"}.get(table, "id")
    statement = f"UPDATE {table} SET {column} = 'x'" if verb == "UPDATE" else f"DELETE FROM {table}"
    engine = sa.create_engine(dsn)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
    assert record.damages() == []


def test_a_row_that_came_round_the_house_is_a_damage(record: Record, dsn: str) -> None:
    _, take = filled(record)
    engine = sa.create_engine(dsn)
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO reviews VALUES ('r', :take, 'approve', 'director', '', NULL, :at)"),
            {"take": take.id, "at": now()},
        )
    engine.dispose()
    assert record.reviews() == []
    assert [damage.what for damage in record.damages()] == [
        f"reviews r was never sealed: it did not come through the house (it is about take {take.id})"
    ]


def test_writers_take_turns(dsn: str) -> None:
    """Two threads with a connection each: no seal is given twice, none is missing."""
    Record.open(dsn).close()

    def write() -> None:
        record = Record.open(dsn)
        for _ in range(10):
            run, take = given(element=new_id())
            record.add(run, [take])
        record.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    record = Record.open(dsn)
    assert record.head()[0] == 40
    assert len(record.takes()) == 20
    assert record.damages() == []
    record.close()


def test_a_record_is_opened_twice_and_migrated_once(record: Record, dsn: str) -> None:
    filled(record)
    again = Record.open(dsn)
    assert len(again.takes()) == 2
    again.close()


def test_a_record_without_notices_gets_them(record: Record, dsn: str) -> None:
    takes = filled(record)
    engine = sa.create_engine(dsn)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE notices"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    again = Record.open(dsn)
    again.add_notice(notice())
    assert again.takes() == list(takes)
    assert again.damages() == []
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM notices"))
    engine.dispose()
    again.close()


def test_a_notice_that_was_cut_out_is_a_damage(tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'record.db'}")
    record.add_notice(notice())
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'record.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER notices_no_DELETE"))
        connection.execute(sa.text("DELETE FROM notices"))
    engine.dispose()
    assert ["was sealed and is gone" in damage.what for damage in record.damages()] == [True]
    record.close()


def test_what_was_made_with_a_card_is_found_with_all_that_descends_from_it(record: Record) -> None:
    first_run, first = given()
    run, guessed = made(first, "guess")
    guess = replace(run, cards=({"name": "a model", "digest": "8" * 64},))
    further_run, further = made(guessed, "film")
    other_run, other = made(first, "other")
    rows = [(first_run, first), (guess, guessed), (further_run, further), (other_run, other)]
    record.add_all((run, (take,)) for run, take in rows)
    found = [(guessed.id, "guess"), (further.id, "film")]
    assert record.made_with({"8" * 64}) == record.made_with({"a model"}) == found
    assert record.made_with({"9" * 64}) == []


def test_a_record_from_a_newer_hwaryong_is_left_alone(record: Record, dsn: str) -> None:
    engine = sa.create_engine(dsn)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(BadInput, match=r"the record has the schema 9999.*use the newer Hwaryong"):
        Record.open(dsn)


def test_no_take_or_more_than_one_is_named(record: Record) -> None:
    run, take = given()
    record.add(run, [replace(take, id="aa1"), replace(take, id="aa2")])
    with pytest.raises(BadInput, match="more than one"):
        record.take("aa")
    with pytest.raises(BadInput, match="names no take"):
        record.take("bb")
    with pytest.raises(BadInput, match="is no take's id"):
        record.take("%")


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    dsn = "postgresql+psycopg://me:secret@127.0.0.1:1/none?connect_timeout=1"
    with pytest.raises(BadInput) as caught:
        Record.open(dsn)
    assert "secret" not in str(caught.value)
