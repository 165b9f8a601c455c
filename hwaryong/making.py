"""One make: walks a plan, runs what has no take yet, commits each result, keeps going when jobs fail."""

from __future__ import annotations

import heapq
import json
import shutil
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hwaryong import tools
from hwaryong.book import Book, Leaf
from hwaryong.canonical import sha256_file
from hwaryong.executor.base import Ended, Executor
from hwaryong.executor.worker import Given, JobSpec, Output, Result
from hwaryong.history import RecordHistory
from hwaryong.interrupt import Interrupt
from hwaryong.plan import Job, Plan, needs
from hwaryong.record.key import recipe_digest, tool_key
from hwaryong.record.model import Attempt, Run, RunInput, Take
from hwaryong.record.record import Record, new_id, now
from hwaryong.rights.judge import Judge
from hwaryong.rights.lineage import Lineage
from hwaryong.rights.shelf import Shelf
from hwaryong.store import Store

TRIES = 3  # a job that loses its worker is tried alone twice more, then it is dead
IN_FLIGHT = 2  # jobs a slot: enough to keep it busy, few enough that a bad one takes nobody along


@dataclass
class Outcome:
    """What a make did. `failed` are (element, why); `waiting` are gates that wait for a person."""

    made: int = 0
    reused: int = 0
    planned: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    draft: bool = False
    stopped: bool = False


Bring = Callable[[Leaf], tuple[Run, Take] | None]
Watch = Callable[[Outcome, int, str], None]


@dataclass(slots=True)
class Started:
    """A job that runs: what its run will be written with."""

    job: Job
    key: str
    leaves: list[Leaf]
    began: str


class Making:
    """Carries out one plan. `approved` are the (element, digest) that people approved, `judge` speaks for the
    policy, `bring` takes in the retouch of a draft, `watch` is told after each job."""

    def __init__(
        self,
        plan: Plan,
        book: Book,
        record: Record,
        store: Store,
        *,
        scratch: Path,
        approved: set[tuple[str, str]],
        judge: Judge,
        shelf: Shelf,
        bring: Bring,
        approve_drafts: bool = False,
        retry: bool = False,
        watch: Watch = lambda outcome, total, element: None,
    ) -> None:
        self.plan, self.book, self.record, self.store, self.scratch = plan, book, record, store, scratch
        self.approved, self.judge, self.shelf, self.bring = approved, judge, shelf, bring
        self.approve_drafts, self.watch = approve_drafts, watch
        self.outcome = Outcome()
        self._gates = frozenset(plan.gates)
        used = {job.tool for job in plan.jobs}
        self._drafting = {tool for tool in used if tools.find(tool).told_of_drafts}
        self._engine = ""
        self._known: Lineage | None = None
        self._history: RecordHistory | None = None
        self._cards_of: dict[str, tuple[dict[str, str], ...]] = {}
        self._recipes: dict[tuple[str, str], str] = {}
        self._missing: dict[int, int] = {}
        self._dependents: dict[str, list[int]] = {}
        self._woken: deque[int] = deque()
        self._ready: list[int] = []  # a heap: the film's order, so that what many wait for comes first
        self._alone: deque[int] = deque()
        self._running: dict[str, Started] = {}
        self._numbers: dict[str, int] = {}
        self._lost = {} if retry else _losses(record)

    # The walk.

    @property
    def todo(self) -> bool:
        """Whether anything would run now."""
        return bool(self._ready)

    def settle(self) -> None:
        """Settle all that needs no run and queue what does."""
        for number, job in enumerate(self.plan.jobs):
            waits = {element for element in self._reads(job) if not self._available(element)}
            if waits:
                self._missing[number] = len(waits)
                for element in waits:
                    self._dependents.setdefault(element, []).append(number)
            else:
                self._woken.append(number)
                self._prepare_woken()

    def run(self, engine: Callable[[], Executor]) -> Outcome:
        """Run until nothing is left that can run; Ctrl-C stops it and loses nothing."""
        with Interrupt() as interrupt:
            executor = engine()
            try:
                while not interrupt.asked and (self._ready or self._alone or self._running):
                    self._submit(executor)
                    ended = executor.wait(0.5)
                    if ended:
                        self._end(ended)
            finally:
                executor.close()
                shutil.rmtree(self.scratch, ignore_errors=True)
            self.outcome.stopped = interrupt.asked
        return self.finish()

    def finish(self) -> Outcome:
        """Name what was left: gates that wait, jobs behind failed ones."""
        failed = {element for element, _ in self.outcome.failed}
        open_gates = [gate for gate in self.plan.gates if not self._approved(gate)]
        self.outcome.waiting = [gate for gate in open_gates if gate in self.book.current]
        self.outcome.blocked = self._behind(failed)
        self.outcome.draft = bool(open_gates)
        return self.outcome

    def foresee(self) -> list[str]:
        """The elements that a make would make now, those behind them included; runs nothing."""
        self.settle()
        ahead = set(self.outcome.planned)
        for job in self.plan.jobs:
            if any(element in ahead for element in needs(job)):
                ahead.update(job.elements)
        return [element for job in self.plan.jobs for element in job.elements if element in ahead]

    def _behind(self, failed: set[str]) -> list[str]:
        behind, blocked = set(failed), []
        for job in self.plan.jobs:
            if any(element in behind for element in self._reads(job)):
                behind.update(job.elements)
                blocked += [element for element in job.elements if element not in failed]
        return blocked

    def _reads(self, job: Job) -> tuple[str, ...]:
        """What must be there before a job: its inputs and the gates before it. Where drafts are waved
        through, only a tool that is told whether a gate is open waits for gates that it does not read."""
        held = not self.approve_drafts or job.tool in self._drafting
        return (*needs(job), *(job.holds if held else ()))

    # One job.

    def _prepare_woken(self) -> None:
        """Look at the jobs whose inputs are all there now; those that are reused wake others in turn."""
        while self._woken:
            self._prepare(self._woken.popleft())

    def _prepare(self, number: int) -> None:
        """Reuse the takes of a job's key, or put it in the queue."""
        job = self.plan.jobs[number]
        leaves = [self.book.current[element] for element in needs(job)]
        key = self.key(job, leaves)
        found = self.book.made(key, job.elements)
        if found:
            self.outcome.reused += len(found)
            self._settled(found)
        elif self._lost.get(key, 0) >= TRIES:
            self._fail(job, f"dead: it lost its worker {TRIES} times; mend it, then `make --retry`")
        else:
            self.outcome.planned += job.elements
            heapq.heappush(self._ready, number)

    def key(self, job: Job, leaves: list[Leaf]) -> str:
        """What the job's run would depend on, in one digest; takes that have it are reused."""
        inputs = [
            (param, name, leaf.digest) for (param, name, _), leaf in zip(job.inputs, leaves, strict=True)
        ]
        return tool_key(self._recipe(job), len(job.elements), inputs)

    def _recipe(self, job: Job) -> str:
        """The digest of all that a run depends on besides its inputs."""
        slot = (job.tool, self._settings(job))
        if slot not in self._recipes:
            tool = tools.find(job.tool)
            self._recipes[slot] = recipe_digest(
                tool=tool.id, version=tool.version, code=tools.code_digest(tool.id),
                settings=json.loads(slot[1]), seed=0, cards=self._cards(tool),
                libraries=tools.library_versions(tool),
            )  # fmt: skip
        return self._recipes[slot]

    def _settings(self, job: Job) -> str:
        """A job's settings as JSON; a tool that has the setting `draft` is told whether a gate is open."""
        if job.tool not in self._drafting:
            return job.settings
        draft = not all(self._approved(gate) for gate in job.holds)
        return json.dumps(json.loads(job.settings) | {"draft": draft}, sort_keys=True, ensure_ascii=False)

    def _submit(self, executor: Executor) -> None:
        while self._ready and not self._alone and len(self._running) < executor.slots * IN_FLIGHT:
            self._start(heapq.heappop(self._ready), executor)
        if self._alone and not self._running:
            self._start(self._alone.popleft(), executor)

    def _start(self, number: int, executor: Executor) -> None:
        job = self.plan.jobs[number]
        tool = tools.find(job.tool)
        leaves = [self.book.current[element] for element in needs(job)]
        reason = self._refusal(tool, job, leaves)
        if reason:
            self._fail(job, reason)
            return
        inputs = tuple(
            Given(param, name, leaf.digest, leaf.suffix, self.plan.files.get(leaf.element, leaf.element))
            for (param, name, _), leaf in zip(job.inputs, leaves, strict=True)
        )
        spec = JobSpec(
            new_id(), tool.id, json.loads(self._settings(job)), 0, inputs, len(job.elements),
            self.store.url, str(self.scratch),
            tool.timeout_s, executor.put,
        )  # fmt: skip
        self._running[spec.id] = Started(job, self.key(job, leaves), leaves, now())
        self._numbers[spec.id] = number
        self._engine = executor.name
        executor.submit(spec)

    def _refusal(self, tool: tools.AnyTool, job: Job, leaves: list[Leaf]) -> str:
        """Why the policy does not let this run begin; empty where it does."""
        lineage = self._lineage()
        cards = tuple(card["digest"] for card in self._cards(tool))
        classes = frozenset(lineage.klass(leaf.take) for leaf in leaves)
        verdicts = [
            self.judge.judge_run(
                element=element, tool=tool.id, step=job.default, cards=cards, network=tool.network,
                classes=classes,
            )
            for element in job.elements
        ]  # fmt: skip
        return "; ".join(reason for verdict in verdicts for reason in verdict.reasons)

    def _lineage(self) -> Lineage:
        """The classes of all takes, read from the record when the first run is judged."""
        if self._known is None:
            self._history = RecordHistory(self.record, self.book)
            self._known = Lineage(self._history, self.shelf)
        return self._known

    def _remember(self, run: Run, takes: Sequence[Take]) -> None:
        if self._history is not None:
            self._history.add(run, takes)

    def _cards(self, tool: tools.AnyTool) -> tuple[dict[str, str], ...]:
        """The cards of the models that a tool declares; raises Refused for a model without one."""
        if tool.id not in self._cards_of:
            files = [sha256_file(path) for path in tool.models]
            found = self.shelf.for_tool(tool.id, tool.cards, files)
            self._cards_of[tool.id] = tuple({"name": card.name, "digest": card.digest} for card in found)
        return self._cards_of[tool.id]

    def _end(self, ended: Ended) -> None:
        started, number = self._running.pop(ended.id), self._numbers.pop(ended.id)
        if ended.lost:
            self._again(started, number, ended.lost)
        elif ended.result is None or ended.result.error:
            self._failed(started, ended.result)
        else:
            self._commit(started, ended.result)
        self.watch(self.outcome, len(self.plan.jobs), started.job.elements[0])

    def _commit(self, started: Started, result: Result) -> None:
        """Store the outputs, then write run and takes in one transaction: the commit comes last."""
        job, tool, ended = started.job, tools.find(started.job.tool), now()
        run = Run(
            id=new_id(), key=started.key, kind="tool", maker=tool.id, version=tool.version,
            code=tools.code_digest(tool.id), settings=json.loads(self._settings(job)), seed=0,
            cards=self._cards(tool),
            libraries=tools.library_versions(tool), origin="", statement="",
            inputs=tuple(
                RunInput(param, name, leaf.take)
                for (param, name, _), leaf in zip(job.inputs, started.leaves, strict=True)
            ),
            engine=self._engine, began=started.began, ended=ended,
        )  # fmt: skip
        takes = [
            self._take(run, element, output, ended)
            for element, output in zip(job.elements, result.outputs, strict=True)
        ]
        self.record.add(run, takes)
        self._remember(run, takes)
        leaves = [Leaf(take.id, take.element, take.digest, take.kind, take.suffix) for take in takes]
        self.book.by_key.setdefault(started.key, {}).update({leaf.element: leaf for leaf in leaves})
        self.outcome.made += len(takes)
        shutil.rmtree(self.scratch / result.id, ignore_errors=True)
        self._settled(leaves)
        self._prepare_woken()

    def _take(self, run: Run, element: str, output: Output, made: str) -> Take:
        if output.digest:
            digest, size = output.digest, output.size
        else:
            digest, size = self.store.put(Path(output.path), keep=False)
        return Take(
            new_id(), run.id, element, digest, output.kind, output.suffix, size, made,
            output.flags, output.confidence,
        )  # fmt: skip

    def _settled(self, leaves: list[Leaf]) -> None:
        for leaf in leaves:
            brought = self.bring(leaf)
            if brought:
                self._remember(brought[0], brought[1:])
                self.outcome.made += 1
            self.book.settle(leaf)
            if self._available(leaf.element):
                self._wake(leaf.element)

    def _wake(self, element: str) -> None:
        for number in self._dependents.pop(element, ()):
            self._missing[number] -= 1
            if self._missing[number] == 0:
                self._woken.append(number)

    # Gates.

    def _available(self, element: str) -> bool:
        """Whether an element may be read: it is there, and where it is a gate, it is approved or waived."""
        if element not in self.book.current:
            return False
        return self.approve_drafts or element not in self._gates or self._approved(element)

    def _approved(self, gate: str) -> bool:
        leaf = self.book.current.get(gate)
        return leaf is not None and (gate, leaf.digest) in self.approved

    # Failure.

    def _again(self, started: Started, number: int, how: str) -> None:
        job, losses = started.job, self._lost.get(started.key, 0) + 1
        self._lost[started.key] = losses
        why = f"its worker {how} (try {losses} of {TRIES})"
        self.record.add_attempt(Attempt(started.key, job.elements[0], how, why, now()))
        if losses < TRIES:
            self._alone.append(number)
        else:
            self._fail(job, f"dead: {job.tool} {how} {TRIES} times; mend it, then `make --retry`")

    def _failed(self, started: Started, result: Result | None) -> None:
        if result and result.damaged:
            self.store.set_aside(result.damaged)
        why = result.error if result else "the engine gave no result"
        self.record.add_attempt(Attempt(started.key, started.job.elements[0], "failed", why, now()))
        self._fail(started.job, why)

    def _fail(self, job: Job, why: str) -> None:
        self.outcome.failed += [(element, why) for element in job.elements]


def _losses(record: Record) -> dict[str, int]:
    losses: dict[str, int] = {}
    for attempt in record.attempts():
        if attempt.outcome in ("crashed", "hung"):
            losses[attempt.key] = losses.get(attempt.key, 0) + 1
    return losses
