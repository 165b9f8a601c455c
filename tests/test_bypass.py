"""Written attacks: each is refused, or plainly visible in `explain`, in the damages and so in the disclosure.

A person who may write to the record's file and to this user's state folder can forge both; what is shown
here is that everything less is seen.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench import workshop
from hwaryong.cli.main import app
from hwaryong.delivery import deliver
from hwaryong.errors import BadInput, HwaryongError
from hwaryong.executor import kernel
from hwaryong.plan import Plan
from hwaryong.record.model import Review, Run, RunInput, Take
from hwaryong.record.record import Record, new_id, now
from hwaryong.record.schema import APPEND_ONLY
from hwaryong.report import explain_element
from hwaryong.rights.verify import verify
from hwaryong.studio import Studio
from tests.conftest import HERS, LOCAL

landlock = pytest.mark.skipif(kernel.landlock_version() < 1, reason="this kernel has no Landlock")
no_ports = pytest.mark.skipif(kernel.landlock_version() < 4, reason="this kernel's Landlock knows no ports")


# The record.


@pytest.fixture
def made(studio: Studio) -> Studio:
    """A production in which `draft` was made from `text`, and approved by the director."""
    studio.make(plan(studio), LOCAL)
    studio.review("draft", "approve", by="director", take=take(studio, "draft").id)
    return studio


def plan(studio: Studio, n: int = 1) -> Plan:
    made = workshop.plan_of(studio)
    made.make("draft", "bench.noop", text="text", n=n)
    made.make("joined", "bench.join", first="draft", second="other")
    return made


def take(studio: Studio, element: str) -> Take:
    return studio.record.takes(element)[-1]


def sql(studio: Studio, *statements: str, triggers: bool = True) -> None:
    """Change the record's file behind the house's back, without its triggers if asked."""
    with sqlite3.connect(studio.production.house / "record.db") as database:
        if not triggers:
            names = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ]
            for name in names:
                database.execute(f"DROP TRIGGER {name}")
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            database.execute(statement)


def told(studio: Studio, element: str = "draft") -> str:
    return explain_element(studio, element).as_text()


def forged_take(**other: object) -> str:
    fields = {
        "id": "f" * 24, "run": "f" * 24, "element": "draft", "digest": "f" * 64, "kind": "text",
        "suffix": ".md", "size": 5, "made": now(), "flags": "[]", **other,
    }  # fmt: skip
    return f"INSERT INTO takes ({', '.join(fields)}) VALUES ({', '.join(map(repr, fields.values()))})"


def forged_run(id: str = "f" * 24) -> str:
    fields = {
        "id": id, "key": "a" * 64, "kind": "intake", "maker": "a famous person", "version": 0, "code": "",
        "settings": "{}", "seed": 0, "cards": "[]", "libraries": "{}", "origin": "original",
        "statement": "mine",
        "engine": "intake", "began": now(), "ended": now(),
    }  # fmt: skip
    return f"INSERT INTO runs ({', '.join(fields)}) VALUES ({', '.join(map(repr, fields.values()))})"


def test_a_take_without_a_run_is_refused(made: Studio) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="needs the run"):
        sql(made, forged_take())


def test_a_take_without_a_run_is_seen_where_the_triggers_were_dropped(made: Studio) -> None:
    sql(made, forged_take(), triggers=False)
    assert "has no run" in told(made)
    assert "never sealed" in told(made)
    assert "nobody knows" in told(made)


def test_a_run_without_a_take_is_seen(made: Studio) -> None:
    sql(made, forged_run())
    assert any("it has no take" in damage.what for damage in made.damages())


def test_a_forged_run_with_a_take_is_seen(made: Studio) -> None:
    sql(made, forged_run(), forged_take())
    assert "never sealed: it did not come through the house" in told(made)


def test_a_run_with_a_made_up_key_is_seen_though_it_is_sealed(made: Studio) -> None:
    honest = made.record.run(take(made, "draft").run)
    run = replace(honest, id=new_id(), key="c" * 64)
    made.record.add(run, [replace(take(made, "draft"), id=new_id(), run=run.id)])
    assert "does not follow from its facts" in told(made)


def test_a_run_that_claims_other_settings_than_its_key_is_seen(made: Studio) -> None:
    honest = made.record.run(take(made, "draft").run)
    run = replace(honest, id=new_id(), settings={"n": 99})
    made.record.add(run, [replace(take(made, "draft"), id=new_id(), run=run.id)])
    assert "does not follow from its facts" in told(made)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_an_update_is_refused(made: Studio, table: str) -> None:
    fill(made)
    column = {"attempts": "why", "seals": "seal", "run_inputs": "name", "reviews": "note"}.get(table, "id")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sql(made, f"UPDATE {table} SET {column} = 'x'")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_delete_is_refused(made: Studio, table: str) -> None:
    fill(made)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sql(made, f"DELETE FROM {table}")


def fill(studio: Studio) -> None:
    """Rows in the tables that an ordinary make leaves empty."""
    sql(
        studio,
        f"INSERT INTO deliveries VALUES ('d', '{take(studio, 'draft').id}', '', '', 0, '', '')",
        "INSERT INTO notices VALUES"
        f" ('n', '{'a' * 64}', '[]', '[]', 'likeness', 'forbidden', 'x', 'x', 'E2', '', '')",
        f"INSERT INTO attempts VALUES (1, '{'a' * 64}', 'draft', 'failed', 'x', '')",
    )


def test_replace_into_is_refused(made: Studio) -> None:
    old = take(made, "draft")
    with pytest.raises(sqlite3.IntegrityError, match="may not be replaced"):
        sql(made, forged_take(id=old.id, run=old.run).replace("INSERT", "INSERT OR REPLACE"))


def test_settings_changed_after_the_fact_are_seen(made: Studio) -> None:
    sql(made, """UPDATE runs SET settings = '{"n": 2}' WHERE maker = 'bench.noop'""", triggers=False)
    assert "was changed after it was sealed" in told(made)


def test_inputs_changed_after_the_fact_are_seen(made: Studio) -> None:
    other = take(made, "other").id
    sql(made, f"UPDATE run_inputs SET take = '{other}' WHERE param = 'text'", triggers=False)
    assert "was changed after it was sealed" in told(made)


def test_a_maker_changed_after_the_fact_is_seen(made: Studio) -> None:
    sql(made, "UPDATE runs SET maker = 'somebody' WHERE kind = 'intake'", triggers=False)
    assert "was changed after it was sealed" in told(made, "text")


def test_rows_taken_out_of_the_middle_are_seen(made: Studio) -> None:
    old = take(made, "draft").id
    sql(
        made,
        f"DELETE FROM reviews WHERE take = '{old}'",
        f"DELETE FROM takes WHERE id = '{old}'",
        triggers=False,
    )
    assert any("was sealed and is gone" in damage.what for damage in made.damages())
    assert "a lost take" in told(made, "joined")


def test_rows_cut_off_the_end_are_seen(made: Studio) -> None:
    sql(made, "DELETE FROM reviews", "DELETE FROM seals WHERE tbl = 'reviews'", triggers=False)
    assert any("its end was cut off" in damage.what for damage in made.damages())
    assert "its end was cut off" in told(made)


def test_a_chain_that_was_sealed_anew_is_seen(made: Studio, tmp_path: Path) -> None:
    """Copy all rows but one changed statement into a fresh record, through the house's own code."""
    record, forged = made.record, Record.open(f"sqlite:///{tmp_path / 'forged.db'}")
    takes = {run: [one for one in record.takes() if one.run == run] for run in record.runs()}
    order = sorted(record.runs().values(), key=lambda run: takes[run.id][0].made)
    for number, run in enumerate(order):
        changed = run if number == 0 else replace(run, ended=now())
        forged.add(changed, takes[run.id])
    made.close()
    forged.close()
    shutil.copy(tmp_path / "forged.db", made.production.house / "record.db")
    with Studio.open(made.production.root) as studio:
        assert any("cut off or rewritten" in damage.what for damage in studio.damages())


def test_a_forged_review_counts_for_nothing_and_is_seen(studio: Studio) -> None:
    gated = replace_gates(studio)
    outcome = gated.make(plan(gated), LOCAL)
    assert outcome.waiting == ["draft"]
    old = take(gated, "draft").id
    sql(gated, f"INSERT INTO reviews VALUES ('r', '{old}', 'approve', 'director', '', NULL, '{now()}')")
    assert gated.make(plan(gated), LOCAL).waiting == ["draft"]
    assert "review: pending" in told(gated)
    assert "never sealed" in told(gated)
    gated.close()


def replace_gates(studio: Studio) -> Studio:
    (studio.production.root / "production.toml").write_text(HERS + '[gates]\nsteps = ["noop"]\n')
    return Studio.open(studio.production.root)


def test_the_trigger_that_guards_takes_cannot_be_talked_round_by_pragmas(made: Studio) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="needs the run"):
        sql(made, "PRAGMA defer_foreign_keys = ON", "PRAGMA recursive_triggers = OFF", forged_take())


# The store.


def blob(studio: Studio, element: str) -> Path:
    digest = take(studio, element).digest
    path = studio.production.house / "store" / digest[:2] / digest[2:]
    path.chmod(0o644)
    return path


def test_a_swapped_content_is_seen_and_never_used(made: Studio) -> None:
    blob(made, "draft").write_text("swapped")
    assert "is not what its digest says" in told(made)
    joined = workshop.plan_of(made)
    joined.make("draft", "bench.noop", text="text", n=1)
    joined.make("another", "bench.join", first="draft", second="draft")
    outcome = made.make(joined, LOCAL)
    assert [element for element, why in outcome.failed if "not what its digest says" in why] == ["another"]


def test_a_truncated_content_is_seen(made: Studio) -> None:
    blob(made, "draft").write_text("")
    assert "is not what its digest says" in told(made)


def test_a_content_replaced_by_a_link_is_seen(made: Studio, tmp_path: Path) -> None:
    path = blob(made, "draft")
    path.rename(tmp_path / "same bytes")
    path.symlink_to(tmp_path / "same bytes")
    assert "was replaced by a link" in told(made)


def test_a_listing_that_names_other_files_is_seen(made: Studio, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "0001.svg").write_text("a drawing")
    digest, _ = made.store.put(run)
    listing = made.production.house / "store" / digest[:2] / digest[2:]
    listing.chmod(0o644)
    listing.write_text(json.dumps([{"name": "../../../escaped.svg", "digest": digest, "size": 9}]))
    assert made.store.fault(digest, folder=True)
    with pytest.raises(HwaryongError, match="not what its digest says"):
        made.store.fetch(digest, tmp_path / "out", folder=True)


def test_a_sealed_listing_cannot_leave_its_folder(made: Studio, tmp_path: Path) -> None:
    inside, _ = made.store.put(write(tmp_path / "inside", "x"))
    listing = [{"name": "../escaped", "digest": inside, "size": 1}]
    digest, _ = made.store.put(write(tmp_path / "listing", json.dumps(listing)))
    with pytest.raises(BadInput, match="leaves its folder"):
        made.store.fetch(digest, tmp_path / "out" / "folder", folder=True)
    assert not (tmp_path / "out" / "escaped").exists()


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


# Tools.


@dataclass(frozen=True)
class Tried:
    """What happened to each attack of the plug-in: its sentence, or "" where it was let through."""

    why: dict[str, str]
    victim: Path
    heard: list[bytes]


ATTACKS = {
    "read_model": "model", "read_model_in_c": "model", "child_reads": "model", "read_record": "record",
    "connect": "tcp", "connect_in_c": "tcp", "udp": "udp", "udp_in_child": "udp", "name_server": "",
    "write": "victim", "write_in_c": "victim.png", "write_in_sqlite": "victim.db", "write_in_child": "victim",
    "write_by_descriptor": "victim", "plain_c": "victim", "delete_input": "", "overwrite_input": "",
    "result_elsewhere": "victim", "result_is_a_link": "victim", "kill_the_house": "",
    "signal_in_child": "pid",
    "tidy_work": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory, plugins: None) -> Iterator[Tried]:
    """Every attack of the plug-in, run once by the real engine beside each other."""
    root = tmp_path_factory.mktemp("attacks")
    victim = write(root / "victim", "untouched")
    with sqlite3.connect(root / "model.onnx") as model:
        model.execute("CREATE TABLE weights (w)")
    folder = workshop.production(root / "p", {"text": "hello\n"}, HERS)
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    targets = {
        "model": str(root / "model.onnx"), "record": str(folder / ".hwaryong" / "record.db"), "": "",
        "tcp": f"127.0.0.1:{tcp.getsockname()[1]}", "udp": f"127.0.0.1:{udp.getsockname()[1]}",
        "victim": str(victim), "victim.png": f"{victim}.png", "victim.db": f"{victim}.db",
        "pid": str(os.getpid()),
    }  # fmt: skip
    with Studio.open(folder) as studio:
        attacks = workshop.plan_of(studio)
        for how, target in ATTACKS.items():
            attacks.make(f"a/{how}", "attack.try", text="text", how=how, target=targets[target])
        outcome = studio.make(attacks, LOCAL)
        why = {element.removeprefix("a/"): why for element, why in outcome.failed}
        assert studio.damages() == []
    tcp.setblocking(False)
    udp.setblocking(False)
    yield Tried({how: why.get(how, "") for how in ATTACKS}, victim, [*_heard(tcp), *_heard(udp)])
    tcp.close()
    udp.close()


def _heard(listening: socket.socket) -> list[bytes]:
    try:
        if listening.type == socket.SOCK_DGRAM:
            return [listening.recv(16)]
        connection, _ = listening.accept()
        connection.close()
        return [b"a connection"]
    except BlockingIOError:
        return []


def test_honest_work_in_scratch_is_let_through(tried: Tried) -> None:
    assert tried.why["tidy_work"] == ""


def test_a_model_read_without_a_card_is_refused(tried: Tried) -> None:
    assert "without a card" in tried.why["read_model"]


@landlock
@pytest.mark.parametrize("how", ["read_model_in_c", "child_reads"])
def test_a_model_read_by_c_code_or_a_child_is_refused(tried: Tried, how: str) -> None:
    """What lies among the system's files or Python's packages can still be read that way."""
    assert tried.why[how]


@landlock
def test_the_record_is_never_seen_by_a_tool(tried: Tried) -> None:
    assert tried.why["read_record"]


@pytest.mark.parametrize("how", ["connect", "udp", "name_server"])
def test_an_undeclared_socket_is_refused(tried: Tried, how: str) -> None:
    assert tried.why[how]
    assert tried.heard == []


@pytest.mark.parametrize("how", ["connect_in_c", "udp_in_child"])
@no_ports
def test_a_child_s_socket_is_refused(tried: Tried, how: str) -> None:
    assert tried.why[how]
    assert tried.heard == []


def test_a_write_outside_scratch_is_refused(tried: Tried) -> None:
    assert "outside its scratch folder" in tried.why["write"]
    assert tried.victim.read_text() == "untouched"


@landlock
@pytest.mark.parametrize(
    "how", ["write_in_c", "write_in_sqlite", "write_in_child", "write_by_descriptor", "plain_c"]
)
def test_a_write_outside_scratch_past_python_is_refused(tried: Tried, how: str) -> None:
    assert tried.why[how]
    assert tried.victim.read_text() == "untouched"
    assert not tried.victim.with_suffix(".png").exists()
    assert not tried.victim.with_suffix(".db").exists()


@pytest.mark.parametrize("how", ["delete_input", "overwrite_input"])
def test_an_input_cannot_be_changed(tried: Tried, how: str) -> None:
    assert "outside its scratch folder" in tried.why[how]


def test_a_result_that_is_another_s_file_is_refused(tried: Tried) -> None:
    assert "no plain file in its scratch folder" in tried.why["result_elsewhere"]
    assert tried.victim.read_text() == "untouched"


def test_a_result_that_is_a_link_is_refused(tried: Tried) -> None:
    assert "no plain file in its scratch folder" in tried.why["result_is_a_link"]


def test_a_tool_cannot_signal_the_house(tried: Tried) -> None:
    assert "which no tool needs" in tried.why["kill_the_house"]


@pytest.mark.skipif(kernel.landlock_version() < 6, reason="this kernel's Landlock knows no signals")
def test_a_child_cannot_signal_the_house(tried: Tried) -> None:
    assert tried.why["signal_in_child"]


def test_a_plug_in_with_a_stolen_id_stops_the_start(tmp_path: Path, plugins: None) -> None:
    said = with_entry_point(tmp_path, "drawing.paint = thief:steal")
    assert "Two packages bring a tool named 'drawing.paint'" in said
    assert "hwaryong" in said
    assert "thief" in said


def test_an_entry_point_whose_tool_calls_itself_otherwise_is_refused(tmp_path: Path, plugins: None) -> None:
    said = with_entry_point(tmp_path, "thief.honest = benchtools.noop:noop")
    assert "thief registers 'thief.honest', but benchtools.noop:noop is bench.noop" in said


def with_entry_point(tmp_path: Path, line: str) -> str:
    info = tmp_path / "thief-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: thief\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[hwaryong.tools]\n{line}\n")
    code = f"from hwaryong import tools; tools.find({line.partition(' ')[0]!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])},
    )  # fmt: skip
    assert done.returncode
    return done.stderr


# People.


def test_a_person_s_take_is_never_overwritten(made: Studio, tmp_path: Path) -> None:
    drawn = write(tmp_path / "drawn.md", "by hand\n")
    hers = made._intake.take_in(
        "draft", drawn, kind="text", by="key animator", origin="derived",
        from_=(take(made, "draft").id,), statement="",
    )  # fmt: skip
    outcome = made.make(plan(made, n=2), LOCAL)
    assert outcome.made == 2
    settled = made.settled(plan(made, n=2))
    assert settled.book.current["draft"].take == hers.id
    assert made.history(plan(made, n=2)).stale(hers.id) == ["the settings of bench.noop"]


def test_intake_without_an_origin_statement_is_refused(made: Studio, tmp_path: Path) -> None:
    drawn = write(tmp_path / "drawn.md", "by hand\n")
    said = CliRunner().invoke(app, ["intake", str(made.production.root), "text", str(drawn), "--by", "Mina"])
    assert isinstance(said.exception, BadInput)
    assert "nobody says where this file comes from" in str(said.exception)


def test_a_given_file_without_an_origin_statement_stops_the_make(tmp_path: Path, plugins: None) -> None:
    folder = workshop.production(tmp_path / "p", {"text": "hello\n"}, 'name = "test"\n')
    with Studio.open(folder) as studio, pytest.raises(BadInput, match=r"nobody says who made text\.md"):
        studio.make(plan_of_text(studio), LOCAL)


def plan_of_text(studio: Studio) -> Plan:
    made = workshop.plan_of(studio)
    made.make("draft", "bench.noop", text="text")
    return made


def test_an_approval_without_a_name_is_refused(made: Studio) -> None:
    with pytest.raises(BadInput, match="needs the name of the person"):
        made.review("draft", "approve", by="  ", take=take(made, "draft").id)
    with pytest.raises(HwaryongError):
        made.record.add_review(Review(new_id(), take(made, "draft").id, "approve", "", "", None, now()))


def test_an_origin_statement_changed_after_the_fact_changes_nothing_that_was_said(made: Studio) -> None:
    (made.production.root / "production.toml").write_text(HERS.replace("by hand", "by nobody at all"))
    with Studio.open(made.production.root) as studio:
        studio.make(plan(studio), LOCAL)
        assert "Written by hand" in told(studio, "text")
        assert "nobody at all" not in told(studio, "text")


def test_a_tool_s_draft_cannot_come_in_as_a_person_s_work(made: Studio, tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    copy.write_bytes(made.store.read(take(made, "draft").digest))
    with pytest.raises(BadInput, match="byte for byte what a tool made"):
        made._intake.take_in(
            "draft", copy, kind="text", by="key animator", origin="original", from_=(), statement=""
        )


def test_an_unclear_origin_is_not_mended_by_a_run(made: Studio) -> None:
    run = Run(
        new_id(), "b" * 64, "intake", "somebody", 0, "", {}, 0, (), {}, "unclear", "found somewhere", (),
        "intake", now(), now(),
    )  # fmt: skip
    found = Take(new_id(), run.id, "found", take(made, "text").digest, "text", ".md", 6, now())
    made.record.add(run, [found])
    child = replace(run, id=new_id(), kind="tool", maker="bench.noop", code="c" * 64, origin="", statement="",
                    inputs=(RunInput("text", "", found.id),))  # fmt: skip
    made.record.add(child, [replace(found, id=new_id(), run=child.id, element="child")])
    assert explain_element(made, "child").tellings[-1].klass == "unclear"


# What leaves the house.


def film_production(folder: Path) -> Path:
    settings = HERS + '[[episode]]\nname = "ep01"\nshots = []\n'
    return workshop.production(folder, {"text": "hello\n"}, settings)


def film_plan(studio: Studio) -> Plan:
    made = workshop.plan_of(studio)
    made.make("ep01/film", "attack.film", text="text")
    return made


def test_a_delivery_swapped_on_disk_is_seen_and_delivered_anew(tmp_path: Path, plugins: None) -> None:
    with Studio.open(film_production(tmp_path / "p")) as studio:
        studio.make(film_plan(studio), LOCAL)
        film = Path(deliver(studio, film_plan(studio))["film"])
        honest = film.read_bytes()
        assert verify(film).verdict in ("ok", "untrusted")
        middle = len(honest) // 2
        film.write_bytes(honest[:middle] + bytes([honest[middle] ^ 1]) + honest[middle + 1 :])
        assert verify(film).verdict == "altered"
        deliver(studio, film_plan(studio))
        assert verify(film).verdict in ("ok", "untrusted")


def test_a_damaged_record_is_disclosed_with_the_film(tmp_path: Path, plugins: None) -> None:
    with Studio.open(film_production(tmp_path / "p")) as studio:
        studio.make(film_plan(studio), LOCAL)
        sql(studio, "UPDATE runs SET statement = 'forged' WHERE kind = 'intake'", triggers=False)
        disclosure = json.loads(Path(deliver(studio, film_plan(studio))["disclosure"]).read_text())
    assert "was changed after it was sealed" in json.dumps(disclosure)
