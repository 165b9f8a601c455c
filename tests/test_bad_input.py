"""Bad input to the house: one clear sentence each, and nothing lost."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bench import workshop
from hwaryong.errors import BadInput, HwaryongError
from hwaryong.plan import Plan
from hwaryong.production import Production
from hwaryong.record.record import Record
from hwaryong.report import explain_element, status_rows
from hwaryong.studio import Studio
from tests.conftest import HERS, LOCAL

SHOTS = HERS + '[[episode]]\nname = "ep01"\nshots = [{shots}]\n'
SHOT = 'frames = 24\nscene = 1\ntitle = "A wall"\n'


def one_sentence(error: BaseException) -> str:
    """The sentence of an error, which must be one."""
    assert isinstance(error, HwaryongError)
    said = str(error)
    assert "\n" not in said
    assert "Traceback" not in said
    assert said.endswith(".")
    return said


def chain(studio: Studio, length: int = 4, ms: int = 0) -> Plan:
    plan = workshop.plan_of(studio)
    before = "text"
    for n in range(length):
        before = plan.make(f"c/{n}", "bench.noop", text=before, n=n)
        if ms:
            before = plan.make(f"s/{n}", "bench.slow", text=before, ms=ms)
    return plan


# The production's files.


@pytest.mark.parametrize(
    ("shots", "says"),
    [
        ('"sq010/sh010", "sq010/sh020"', r"the shot 'ep01/sq010/sh020' has no shot\.toml; write "),
        ('"sq010/sh010", "sq010/sh010"', "the shot 'ep01/sq010/sh010' is listed twice; keep one"),
        ('"../../outside"', r"'ep01/\.\./\.\./outside' is no name of an element; use letters"),
        ('"sq010/sh010/"', "is no name of an element"),
    ],
)
def test_a_missing_a_double_and_an_outside_shot(tmp_path: Path, shots: str, says: str) -> None:
    folder = workshop.production(tmp_path / "p", {}, SHOTS.format(shots=shots))
    (folder / "ep01/sq010/sh010").mkdir(parents=True)
    (folder / "ep01/sq010/sh010/shot.toml").write_text(SHOT)
    with pytest.raises(BadInput, match=says) as caught:
        Production.open(folder)
    assert "production.toml" in one_sentence(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "this is not TOML"),
        ("", "the file is empty"),
        ("# nothing", "'name' is not usable"),
        ('name = "x"\nrat = "24/1"', "'rat' is not usable"),
        ('name = "x"\nrate = "0/1"', "'rate' is not usable"),
        ('name = "x"\nrate = "1/0"', "'rate' is not usable"),
        ('name = "x"\nrate = "fast"', "'rate' is not usable"),
        ('name = "x"\nwidth_px = 1281', "'width_px' is not usable"),
    ],
)
def test_a_production_that_cannot_be_read(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "production.toml").write_text(text)
    with pytest.raises(BadInput, match=says) as caught:
        Production.open(tmp_path)
    assert "production.toml" in one_sentence(caught.value)


def test_no_production_at_all(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"there is no production\.toml here; make one with `hwaryong new`"):
        Production.open(tmp_path)


def test_hangul_names_in_nfd_and_nfc_are_the_same_name(tmp_path: Path, plugins: None) -> None:
    nfd, nfc = (unicodedata.normalize(form, "장면/용의눈") for form in ("NFD", "NFC"))
    assert nfd != nfc
    folder = workshop.production(tmp_path / "p", {nfd: "용\n"}, HERS)
    with Studio.open(folder) as studio:
        plan = Plan(studio.production)
        plan.make("d", "bench.noop", text=plan.given(nfc, (".md",)))
        assert studio.make(plan, LOCAL).made == 1
        assert [take.element for take in studio.record.takes()] == [nfc, "d"]


def test_the_same_name_in_both_unicode_forms_is_refused(tmp_path: Path) -> None:
    texts = {unicodedata.normalize(form, "용의눈"): form for form in ("NFD", "NFC")}
    folder = workshop.production(tmp_path / "p", texts, HERS)
    if len(list(folder.glob("*.md"))) < 2:
        pytest.skip("this file system takes both forms for one name")
    with pytest.raises(BadInput, match="two files have the same name") as caught:
        _ = Production.open(folder).files
    one_sentence(caught.value)


def test_a_path_that_leaves_the_production(studio: Studio) -> None:
    for name in ("../outside", "/etc/passwd", "a/../../b", "", "a//b", ".hidden"):
        with pytest.raises(BadInput, match="is no name of an element"):
            Plan(studio.production).given(name, (".md",))


@pytest.mark.parametrize("target", ["/etc", "/etc/passwd", "../.."])
def test_a_link_that_leaves_the_production(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    with pytest.raises(BadInput, match="this link leaves the production; copy the file") as caught:
        _ = Production.open(folder).files
    assert "link" in one_sentence(caught.value)


def test_a_link_that_leads_in_a_circle(folder: Path) -> None:
    (folder / "circle").symlink_to(".")
    with pytest.raises(BadInput, match="this link leads to a folder") as caught:
        _ = Production.open(folder).files
    one_sentence(caught.value)


def test_two_files_for_one_element(folder: Path) -> None:
    (folder / "text.txt").write_text("again")
    with pytest.raises(BadInput, match=r"'text\.md' and 'text\.txt' give the same element; keep one"):
        Plan(Production.open(folder)).given("text", (".md", ".txt"))


def test_a_given_file_that_went_missing(studio: Studio) -> None:
    with pytest.raises(BadInput, match=r"nothing\.md is missing; put the file there"):
        Plan(studio.production).given("nothing", (".md",))


def test_a_file_that_a_tool_cannot_read_is_named_as_people_know_it(folder: Path, plugins: None) -> None:
    (folder / "text.md").write_bytes(b"\xff\xfe no text")
    with Studio.open(folder) as studio:
        outcome = studio.make(chain(studio), LOCAL)
    assert len(outcome.failed) == 1
    assert "text.md: the text is not UTF-8 at byte 0; save it as UTF-8." in outcome.failed[0][1]
    assert outcome.blocked == ["c/1", "c/2", "c/3"]


# The disk.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MiB."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let a small disk be mounted")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(ballast: Path) -> None:
    """Write until nothing more fits on the disk."""
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass


def test_a_full_disk_loses_nothing(small_disk: Path, plugins: None) -> None:
    folder = workshop.production(small_disk / "p", {"text": "hello\n"}, HERS)
    ballast = small_disk / "ballast"
    with Studio.open(folder) as studio:
        studio.make(chain(studio, 2), LOCAL)
        before = studio.record.takes()
        fill(ballast)
        try:
            outcome = studio.make(chain(studio, 40), LOCAL)
            said = outcome.failed[0][1]
        except HwaryongError as error:
            said = one_sentence(error)
        assert "No space left" in said or "disk is full" in said or "is full" in said
        assert studio.record.takes()[: len(before)] == before
        ballast.unlink()
    with Studio.open(folder) as studio:
        outcome = studio.make(chain(studio, 40), LOCAL)
        assert (outcome.failed, outcome.blocked) == ([], [])
        assert studio.damages() == []
        keys = [run.key for run in studio.record.runs().values()]
        assert len(keys) == len(set(keys)) == 41


def test_a_read_only_folder(small_disk: Path, plugins: None) -> None:
    folder = workshop.production(small_disk / "p", {"text": "hello\n"}, HERS)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(BadInput, match=r"may not be written.*give yourself write permission") as caught:
        Studio.open(folder)
    one_sentence(caught.value)


def test_a_record_that_became_read_only(small_disk: Path, plugins: None) -> None:
    folder = workshop.production(small_disk / "p", {"text": "hello\n"}, HERS)
    with Studio.open(folder) as studio:
        studio.make(chain(studio), LOCAL)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(HwaryongError) as caught, Studio.open(folder) as studio:
        studio.make(chain(studio, 6), LOCAL)
    assert "written" in one_sentence(caught.value) or "readonly" in str(caught.value)


# The record.


def test_a_record_of_a_newer_schema(folder: Path) -> None:
    Studio.open(folder).close()
    with sqlite3.connect(folder / ".hwaryong" / "record.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadInput, match="the record has the schema 9999, this Hwaryong knows") as caught:
        Studio.open(folder)
    assert "use the newer Hwaryong" in one_sentence(caught.value)


def test_a_record_whose_head_was_overwritten(folder: Path) -> None:
    Studio.open(folder).close()
    path = folder / ".hwaryong" / "record.db"
    path.write_bytes(b"this is no database" * 100 + path.read_bytes()[1900:])
    with pytest.raises(
        BadInput, match=r"the record cannot be used \(file is not a database\); bring the"
    ) as caught:
        Studio.open(folder)
    one_sentence(caught.value)


@pytest.mark.parametrize("page", [1, 2, 3, 5, 8, 12, 17, 21])
def test_a_record_with_a_page_of_rubbish(folder: Path, plugins: None, page: int) -> None:
    """Whatever was hit, there is one sentence or a damage that is told, never a traceback."""
    with Studio.open(folder) as studio:
        studio.record.add_all([])
        studio.make(workshop.plan_of(studio), LOCAL)
    path = folder / ".hwaryong" / "record.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[page * 4096 + 8 : page * 4096 + 4096] = bytes(range(1, 256)) * 16 + b"x" * 8
    path.write_bytes(content[: max(len(content), (page + 1) * 4096)])
    try:
        with Studio.open(folder) as studio:
            told = [*studio.damages(), *status_rows(studio), explain_element(studio, "text")]
            assert told
    except HwaryongError as error:
        one_sentence(error)


def test_a_record_cut_short(folder: Path, plugins: None) -> None:
    with Studio.open(folder) as studio:
        studio.make(workshop.plan_of(studio), LOCAL)
    path = folder / ".hwaryong" / "record.db"
    path.write_bytes(path.read_bytes()[:9000])
    says = r"the record cannot be used .*; bring the record back from a copy"
    with pytest.raises(BadInput, match=says), Studio.open(folder) as studio:
        studio.damages()


def test_a_record_at_a_place_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="the record cannot be used"):
        Record.open(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'record.db'}")
    assert make_url("sqlite:///x").database == "x"


# People and processes.

_MAKE = """
import sys
from pathlib import Path
from bench import workshop
workshop.install()
from hwaryong.errors import HwaryongError
from hwaryong.studio import Studio
from tests.test_bad_input import chain
from tests.conftest import LOCAL
if __name__ == "__main__":
    with Studio.open(Path(sys.argv[1])) as studio:
        print("ready", flush=True)
        try:
            outcome = studio.make(chain(studio, 40, ms=50), LOCAL, watch=lambda *_: print("one", flush=True))
            print("stopped" if outcome.stopped else "done", outcome.made)
        except HwaryongError as error:
            print("refused", error)
"""


def start_make(folder: Path, tmp_path: Path) -> subprocess.Popen[str]:
    script = tmp_path / "make.py"
    script.write_text(textwrap.dedent(_MAKE))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(workshop.CHECKOUT), os.environ["PYTHONPATH"]]),
    }
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder)], stdout=subprocess.PIPE, text=True, env=environment,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    while "one" not in process.stdout.readline():
        assert process.poll() is None
    return process


def test_two_makes_at_once(folder: Path, tmp_path: Path, plugins: None) -> None:
    first = start_make(folder, tmp_path)
    try:
        with (
            Studio.open(folder) as studio,
            pytest.raises(BadInput, match="another make is at work") as caught,
        ):
            studio.make(chain(studio), LOCAL)
        assert f"(process {first.pid}); wait for it or stop it." in one_sentence(caught.value)
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    with Studio.open(folder) as studio:  # a killed make holds nothing
        assert studio.make(chain(studio), LOCAL).failed == []


def test_ctrl_c_loses_nothing(folder: Path, tmp_path: Path, plugins: None) -> None:
    process = start_make(folder, tmp_path)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    said = process.communicate(timeout=30)[0]
    assert process.returncode == 0
    assert "stopped" in said
    with Studio.open(folder) as studio:
        assert studio.damages() == []
        finished = {run.key for run in studio.record.runs().values()}
        assert finished
        studio.make(chain(studio, 40, ms=5), LOCAL)
        keys = [run.key for run in studio.record.runs().values()]
        assert finished <= set(keys)
        assert len(keys) == len(set(keys))
    scratch = folder / ".hwaryong" / "scratch"
    assert not scratch.exists() or list(scratch.iterdir()) == []


def test_no_worker_outlives_its_house(folder: Path, tmp_path: Path, plugins: None) -> None:
    import psutil

    process = start_make(folder, tmp_path)
    family = psutil.Process(process.pid).children(recursive=True)
    assert family
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 10
    while any(one.is_running() and one.status() != "zombie" for one in family):
        assert time.monotonic() < deadline, "a worker lives on"
        time.sleep(0.1)


def test_a_file_that_is_too_large_for_its_limit_is_one_sentence(studio: Studio) -> None:
    """A quota hits the store in the middle of a write: nothing half-written is ever taken for a content."""
    source = studio.production.root / "large.md"
    source.write_bytes(os.urandom(300_000))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
    try:
        with pytest.raises(BadInput, match="the store cannot be written") as caught:
            studio.store.put(source)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)
    one_sentence(caught.value)
    assert studio.store.digests() == set()
