"""What a make costs when little or nothing changed: 10,000 takes, an edit, an edited tool, a whole series."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench import workshop
from bench.measure import Measure
from bench.series import TOTAL, write_series
from hwaryong import tools
from hwaryong.book import Leaf
from hwaryong.cli.main import main as main_of_the_command
from hwaryong.executor import engine
from hwaryong.making import Outcome
from hwaryong.plan import Plan, needs
from hwaryong.record.model import Run, RunInput, Take
from hwaryong.record.record import new_id, now
from hwaryong.studio import Studio

TAKES, REAL_TAKES, TEXTS = 10_000, 100, 10
LOCAL = partial(engine, "local", 2)


def chains(studio: Studio, takes: int) -> Plan:
    """Chains of ten jobs of two tools, each chain on one of the given texts."""
    plan = workshop.plan_of(studio)
    texts = sorted(plan.files)
    for chain in range(takes // 10):
        before = texts[chain % len(texts)]
        for link in range(0, 10, 2):
            noop = plan.make(f"c/{chain:05}/{link}", "bench.noop", text=before, n=chain)
            before = plan.make(f"c/{chain:05}/{link + 1}", "bench.join", first=noop, second=texts[0])
    return plan


def pretend(studio: Studio, plan: Plan, content: bytes = b"the content of every take") -> None:
    """Fill the record as if the plan had been made; one small content stands for all takes."""
    making = studio.settled(plan)
    source = studio.production.house / "content"
    source.write_bytes(content)
    digest, size = studio.store.put(source)
    rows: list[tuple[Run, tuple[Take, ...]]] = []
    for job in plan.jobs:
        leaves = [making.book.current[element] for element in needs(job)]
        tool, at = tools.find(job.tool), now()
        run = Run(
            new_id(), making.key(job, leaves), "tool", tool.id, tool.version, tools.code_digest(tool.id),
            json.loads(job.settings), 0, (), tools.library_versions(tool), "", "",
            tuple(RunInput(p, n, leaf.take) for (p, n, _), leaf in zip(job.inputs, leaves, strict=True)),
            "local", at, at,
        )  # fmt: skip
        takes = tuple(
            Take(new_id(), run.id, name, digest, "picture", ".png", size, at) for name in job.elements
        )
        making.book.current.update(
            (t.element, Leaf(t.id, t.element, digest, t.kind, t.suffix)) for t in takes
        )
        rows.append((run, takes))
    studio.record.add_all(rows)


def texts_in(folder: Path) -> Studio:
    """A production with its texts taken in and nothing made."""
    workshop.production(folder, {f"text{n:02}": f"text {n}\n" for n in range(TEXTS)})
    studio = Studio.open(folder)
    studio.make(workshop.plan_of(studio), LOCAL)
    return studio


def again(folder: Path, plan_name: str) -> tuple[float, Outcome]:
    """Open, plan and make once more; answers the seconds and what was done."""
    began = time.perf_counter()
    with Studio.open(folder) as studio:
        outcome = studio.make(PLANS[plan_name](studio), LOCAL)
    return time.perf_counter() - began, outcome


def apart(folder: Path, plan_name: str, plugin: Path = workshop.PLUGIN) -> dict[str, float]:
    """The same in a fresh process: its own seconds, the process's, MiB at the most, and takes made."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.incremental", "--again", str(folder), plan_name],
        cwd=workshop.CHECKOUT, env=workshop.environment(plugin), check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    return {**json.loads(done.stdout), "process": time.perf_counter() - began}


def edit_input(folder: Path) -> tuple[int, int]:
    """Edit one text and make; answers how many takes were made and how many elements descend from it."""
    (folder / "text07.md").write_text("an edited text\n", "utf-8")
    with Studio.open(folder) as studio:
        plan = PLANS["real"](studio)
        descend = {"text07"}
        for job in plan.jobs:
            if descend & set(needs(job)):
                descend.update(job.elements)
        return studio.make(plan, LOCAL).made, len(descend) - 1


def edit_tool(folder: Path, plugin: Path) -> tuple[int, int]:
    """Edit one tool's source and make; answers how many takes were made and how many are that tool's."""
    shutil.copytree(workshop.PLUGIN, plugin)
    source = plugin / "benchtools" / "join.py"
    source.write_text(source.read_text("utf-8") + "\n# an edit that changes no result\n", "utf-8")
    made = apart(folder, "real", plugin)["made"]
    with Studio.open(folder) as studio:
        return int(made), sum(job.tool == "bench.join" for job in PLANS["real"](studio).jobs)


PLANS = {
    "chains": partial(chains, takes=TAKES),
    "real": partial(chains, takes=REAL_TAKES),
}


def measures() -> Iterator[Measure]:
    """The four lines of the incremental measure."""
    workshop.install()
    with tempfile.TemporaryDirectory(prefix="hwaryong-incremental-") as name:
        folder = Path(name)
        yield _nothing_changed(folder / "chains")
        with texts_in(folder / "real") as studio:
            studio.make(PLANS["real"](studio), LOCAL)
        made, expected = edit_input(folder / "real")
        yield Measure(
            "one edited input",
            "exactly its descendants run",
            f"{made} ran, {expected} descend",
            made == expected,
        )
        made, expected = edit_tool(folder / "real", folder / "plugin")
        yield Measure(
            "one edited tool",
            "exactly its takes run again",
            f"{made} ran, {expected} are its",
            made == expected,
        )
        yield _series(folder / "series")


def _nothing_changed(folder: Path) -> Measure:
    with texts_in(folder) as studio:
        pretend(studio, PLANS["chains"](studio))
    again(folder, "chains")
    seconds, outcome = again(folder, "chains")
    process = apart(folder, "chains")["process"]
    return Measure(
        f"{TAKES:,} takes, nothing changed",
        "≤ 1 s",
        f"{seconds:.2f} s warm ({process:.2f} s as a process of its own), {outcome.made} ran",
        seconds <= 1 and outcome.made == 0,
    )


def _series(folder: Path) -> Measure:
    """`hwaryong make --dry-run` as people call it, in a process that has done nothing else."""
    write_series(folder)
    with Studio.open(folder) as studio:
        plan = studio.plan()
        given = Plan(studio.production)
        given.files = plan.files
        studio.make(given, LOCAL)  # takes the files in and runs nothing
        pretend(studio, plan)
    script = "import sys; from bench.incremental import dry_run; dry_run(sys.argv[1])"
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        cwd=workshop.CHECKOUT, check=True, text=True, capture_output=True,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    cpu, mib = map(float, done.stderr.split()[-2:])
    left = len(json.loads(done.stdout)["would_make"])
    return Measure(
        f"a whole series through the corridor: {TOTAL:,} drawings, each also painted, nothing changed",
        "≤ 10 s, ≤ 1 GiB",
        f"{seconds:.1f} s as a process of its own ({cpu:.1f} s of CPU), {mib:.0f} MiB, {left} would run",
        seconds <= 10 and mib <= 1024 and not left,
    )


def dry_run(folder: str) -> None:
    """The command, then its CPU seconds and the most memory it took, in MiB, on stderr."""
    sys.argv = ["hwaryong", "make", folder, "--dry-run", "--json"]
    try:
        main_of_the_command()
    finally:
        print(time.process_time(), peak_mib(), file=sys.stderr)


def peak_mib() -> float:
    """The most memory that this process ever had, in MiB (Linux; getrusage would count its parent's too)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """`python -m bench.incremental`; with `--again FOLDER PLAN` one make in a fresh process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--again", nargs=2)
    asked = parser.parse_args()
    if asked.again:
        seconds, outcome = again(Path(asked.again[0]), asked.again[1])
        print(json.dumps({"seconds": seconds, "mib": peak_mib(), "made": outcome.made}))
    else:
        for measure in measures():
            print(json.dumps(measure.as_json(), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
