"""Chaos: workers and the coordinator are killed over and over; nothing is lost, nothing runs twice.

The same jobs run once in quiet and once under fire; stock ProcessPoolExecutor and plain Dask get the same
functions and the same killing of workers.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import psutil

from bench import workshop
from bench.measure import Measure
from hwaryong import tools
from hwaryong.executor import engine
from hwaryong.making import Outcome
from hwaryong.media.text import Text
from hwaryong.plan import Plan
from hwaryong.studio import Studio

WORKERS = 2
BAD = 5  # jobs that always crash, and as many that hang
SECONDS_BETWEEN_KILLS = 5.0
COORDINATOR_KILLS = 20


@dataclass(frozen=True)
class End:
    """What a run of ours left behind."""

    digests: dict[str, str]
    runs: int
    run_twice: int
    dead: int
    blocked: int
    damages: int
    seconds: float
    workers_killed: int = 0
    coordinators_killed: int = 0


def mixed_plan(studio: Studio, jobs: int) -> Plan:
    """Frames, chains of three, runs of several drawings; then the bad jobs and their dependents."""
    plan = workshop.plan_of(studio)
    good = jobs - 2 * BAD
    count = 0
    while count < good:
        frame = plan.make(f"f/{count:04}", "bench.frame", text="text", n=count)
        count += 1
        if count + 3 <= good and count % 5 == 1:
            for link in ("a", "b"):
                frame = plan.make(f"{frame}.{link}", "bench.grade", picture=frame, gain=0.9)
            other = plan.make(f"f/{count:04}.c", "bench.frame", text="text", n=10_000 + count)
            count += 3
            if count < good:
                elements = [f"r/{count:04}.{i}" for i in range(3)]
                plan.make_each(elements, "bench.between", first=frame, last=other, count=3)
                count += 1
    for n in range(BAD):
        for word in ("crash", "hang"):
            bad = plan.make(f"bad/{word}.{n}", f"bench.{word}", text="text", n=n)
            child = plan.make(f"bad/{word}.{n}.child", "bench.noop", text=bad)
            plan.make(f"bad/{word}.{n}.grandchild", "bench.noop", text=child)
    return plan


def coordinate(folder: Path, jobs: int) -> Outcome:
    """One coordinator: makes the production, and says a word for each job that ends."""
    with Studio.open(folder) as studio:
        plan = mixed_plan(studio, jobs)

        def watch(outcome: Outcome, total: int, element: str) -> None:
            print(element, flush=True)

        return studio.make(plan, partial(engine, "local", WORKERS), watch=watch)


def ours(folder: Path, jobs: int, *, kills: int, seed: int = 1) -> End:
    """Make the jobs with the coordinator in a process of its own, killed `kills` times."""
    workshop.production(folder, {"text": "chaos"})
    chance, began = random.Random(seed), time.monotonic()
    shots, left = [0], kills
    while True:
        quiet = subprocess.DEVNULL if kills else None  # a killed one's helpers complain
        process = _start("--coordinate", str(folder), "--jobs", str(jobs), stderr=quiet)
        stop = threading.Event()
        killer = threading.Thread(target=_kill_workers, args=(process.pid, stop, shots, chance))
        if kills:
            killer.start()
        deadline = chance.randint(1, max(2, 2 * jobs // (kills + 2))) if left else None
        killed = _read_until(process, deadline, early=chance.random() < 0.2, chance=chance)
        stop.set()
        if killer.ident:
            killer.join()
        if not killed:
            break
        left -= 1
    if process.returncode:
        raise RuntimeError(f"the coordinator ended with {process.returncode}")
    return _end(folder, jobs, time.monotonic() - began, shots[0], kills - left)


def _start(*arguments: str, stderr: int | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.chaos", *arguments],
        cwd=workshop.CHECKOUT, text=True, stdout=subprocess.PIPE, stderr=stderr,
    )  # fmt: skip


def _read_until(
    process: subprocess.Popen[str], deadline: int | None, *, early: bool, chance: random.Random
) -> bool:
    """Count the jobs that end, kill the coordinator after so many (or early); answers whether."""
    assert process.stdout is not None
    if deadline is not None and early:
        time.sleep(chance.uniform(0.3, 2.5))
        process.kill()
    for count, _ in enumerate(process.stdout, 1):
        if count == deadline:
            time.sleep(chance.uniform(0, 0.1))
            process.kill()
    return process.wait() == -signal.SIGKILL


def _kill_workers(coordinator: int, stop: threading.Event, shots: list[int], chance: random.Random) -> None:
    while not stop.wait(SECONDS_BETWEEN_KILLS):
        workers = _grandchildren(coordinator)
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
            shots[0] += 1


def _grandchildren(pid: int) -> list[int]:
    """The worker processes: children of the fork server, which is the coordinator's child."""
    try:
        children = psutil.Process(pid).children()
        return sorted(worker.pid for child in children for worker in child.children())
    except psutil.Error:
        return []


def _end(folder: Path, jobs: int, seconds: float, workers: int, coordinators: int) -> End:
    """The state that the record tells, and one more make, which must find nothing left to do."""
    with Studio.open(folder) as studio:
        plan = mixed_plan(studio, jobs)
        again = studio.make(plan, partial(engine, "local", WORKERS))
        runs = [run for run in studio.record.runs().values() if run.kind == "tool"]
        keys = {run.key for run in runs}
        return End(
            digests={take.element: take.digest for take in studio.record.takes()},
            runs=len(runs), run_twice=len(runs) - len(keys) + again.made,
            dead=sum("dead" in why for _, why in again.failed), blocked=len(again.blocked),
            damages=len(studio.damages()), seconds=seconds,
            workers_killed=workers, coordinators_killed=coordinators,
        )  # fmt: skip


# The rivals: the same functions in the same numbers, without a record.


def rival_tasks(jobs: int, hangs: bool) -> list[tuple[str, int]]:
    """(function, number): the good jobs with the bad ones among them."""
    tasks = [("frame", n) for n in range(jobs - 2 * BAD)]
    for n in range(BAD):
        tasks.insert((2 * n + 1) * len(tasks) // (2 * BAD), ("crash", n))
        if hangs:
            tasks.insert((2 * n + 2) * len(tasks) // (2 * BAD), ("hang", n))
    return tasks


def rival_task(what: str, number: int, ledger: str) -> int:
    """One job of a rival; notes in the ledger that it ended."""
    value = tools.find(f"bench.{what}")(Text("chaos"), n=number)
    with open(ledger, "a") as file:
        file.write(f"{what} {number}\n")
    return int(value.pixels.sum())


def stdlib(tasks: list[tuple[str, int]], ledger: str, limit_s: float) -> None:
    """concurrent.futures.ProcessPoolExecutor as it comes."""
    from concurrent.futures import ProcessPoolExecutor, as_completed

    with ProcessPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(rival_task, what, n, ledger) for what, n in tasks]
        _shoot(lambda: [process.pid for process in psutil.Process().children()])
        _leave(future.exception() is None for future in as_completed(futures, timeout=limit_s))


def dask(tasks: list[tuple[str, int]], ledger: str, limit_s: float) -> None:
    """distributed.LocalCluster with its nannies; each result is fetched and let go at once."""
    from distributed import Client, LocalCluster, as_completed

    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        futures = [client.submit(rival_task, what, n, ledger, pure=False) for what, n in tasks]
        _shoot(lambda: list(client.run(os.getpid, on_error="ignore").values()))

        def results() -> Iterator[bool]:
            for future, result in as_completed(
                futures, timeout=limit_s, with_results=True, raise_errors=False
            ):
                future.release()
                yield isinstance(result, int)

        _leave(results())


def _shoot(workers: Callable[[], list[int]]) -> None:
    """Kill one of the workers every few seconds from here on."""

    def shoot() -> None:
        chance = random.Random(1)
        while True:
            time.sleep(SECONDS_BETWEEN_KILLS)
            found = workers()
            if found:
                os.kill(chance.choice(found), signal.SIGKILL)

    threading.Thread(target=shoot, daemon=True).start()


def _leave(results: Iterator[bool]) -> None:
    """Count the results as they come, say how many there are, and go, whatever still hangs."""
    done = ended = 0
    with contextlib.suppress(TimeoutError):
        for sound in results:
            done, ended = done + sound, ended + 1
    print(json.dumps({"done": done, "ended": ended}), flush=True)
    for child in psutil.Process().children(recursive=True):
        child.kill()
    os._exit(0)


def rival(name: str, jobs: int, limit_s: float, *, hangs: bool = True) -> str:
    """Run a rival in a process of its own; answers its line."""
    arguments = ["--jobs", str(jobs), "--limit", str(limit_s), *([] if hangs else ["--no-hangs"])]
    with tempfile.TemporaryDirectory() as folder:
        ledger, began = Path(folder, "ledger"), time.monotonic()
        ledger.touch()
        process = _start("--rival", name, "--ledger", str(ledger), *arguments, stderr=subprocess.DEVNULL)
        told = json.loads(process.communicate()[0].strip().splitlines()[-1])
        seconds, lines = time.monotonic() - began, ledger.read_text().splitlines()
    endless = (jobs if hangs else jobs - BAD) - told["ended"]
    who = name if hangs else f"{name} without the hanging jobs"
    return (
        f"{who}: {told['done']} of {jobs - 2 * BAD} results in {seconds:.0f} s"
        f"{f', {endless} jobs without an end' if endless else ''}, "
        f"{len(lines) - len(set(lines))} run twice"
    )


# The measure.


def measures(jobs: int = 1000, *, rivals: bool = True) -> Iterator[Measure]:
    """The chaos line: quiet and under fire, then the rivals."""
    workshop.install()
    with tempfile.TemporaryDirectory(prefix="hwaryong-chaos-") as folder:
        quiet = ours(Path(folder, "quiet"), jobs, kills=0)
        fire = ours(Path(folder, "fire"), jobs, kills=COORDINATOR_KILLS)
    others = []
    if rivals:
        others = [rival(name, jobs, fire.seconds) for name in ("stdlib", "dask")]
        others += [rival("dask", jobs, fire.seconds, hangs=False)]
        others += ["neither has a record: a killed coordinator starts again from nothing"]
    same = quiet.digests == fire.digests
    met = (
        same and not fire.run_twice and fire.dead == 2 * BAD and fire.blocked == 4 * BAD and not fire.damages
    )
    yield Measure(
        f"chaos, {jobs} jobs",
        f"takes as in a quiet run, 0 run twice, {2 * BAD} dead, {4 * BAD} blocked",
        f"{'the same' if same else 'OTHER'} {len(fire.digests)} takes, {fire.run_twice} run twice, "
        f"{fire.dead} dead, {fire.blocked} blocked, {fire.damages} damages; {fire.workers_killed} workers "
        f"and {fire.coordinators_killed} coordinators killed; "
        f"{fire.seconds:.0f} s (quiet {quiet.seconds:.0f} s)",
        met,
        "\n".join(others),
    )


def main() -> None:
    """`python -m bench.chaos [--jobs N]`; the other options are for its own processes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--coordinate", type=Path)
    parser.add_argument("--rival", choices=("stdlib", "dask"))
    parser.add_argument("--no-hangs", action="store_true")
    parser.add_argument("--ledger", default="")
    parser.add_argument("--limit", type=float, default=600.0)
    asked = parser.parse_args()
    workshop.install()
    if asked.coordinate:
        coordinate(asked.coordinate, asked.jobs)
    elif asked.rival:
        tasks = rival_tasks(asked.jobs, not asked.no_hangs)
        {"stdlib": stdlib, "dask": dask}[asked.rival](tasks, asked.ledger, asked.limit)
    else:
        for measure in measures(asked.jobs):
            print(json.dumps(asdict(measure), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
