"""What happens in the worker: fetch the inputs, run the tool within its fence, leave the outputs."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.executor import sandbox
from hwaryong.media.base import Media
from hwaryong.media.frames import Frames
from hwaryong.store import Damaged, Store
from hwaryong.tool import scratch_at
from hwaryong.tools import AnyTool, find


@dataclass(frozen=True, slots=True)
class Given:
    """One input as a worker gets it; `label` is what people call it in a message."""

    param: str
    name: str
    digest: str
    suffix: str
    label: str


@dataclass(frozen=True, slots=True)
class JobSpec:
    """All that a worker needs to run one job; plain data, so that it can travel as JSON.

    `outputs` is how many elements the result is for; `put` asks the worker to store the outputs itself,
    for workers that share the store but not the disk.
    """

    id: str
    tool: str
    settings: dict[str, Any]
    seed: int
    inputs: tuple[Given, ...]
    outputs: int
    store: str
    scratch: str
    timeout_s: float
    put: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """One result: a path in scratch, or the digest where the worker stored it."""

    path: str
    digest: str
    size: int
    kind: str
    suffix: str
    flags: tuple[str, ...]
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """How a job ended in its worker: outputs, or one sentence and whether a stored content was damaged."""

    id: str
    outputs: tuple[Output, ...] = ()
    error: str = ""
    damaged: str = ""
    detail: str = ""


def run(spec: JobSpec) -> Result:
    """Run one job; every exception becomes a Result with one sentence."""
    folder = Path(spec.scratch) / spec.id
    shutil.rmtree(folder, ignore_errors=True)
    try:
        (folder / "out").mkdir(parents=True)
        return Result(spec.id, _run(spec, folder))
    except Damaged as error:
        return Result(spec.id, error=str(error), damaged=error.digest)
    except BadInput as error:
        return Result(spec.id, error=str(_named(error, spec, folder)))
    except HwaryongError as error:
        return Result(spec.id, error=str(error))
    except OSError as error:
        what = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
        return Result(spec.id, error=f"{spec.tool} could not go on: {what}.")
    except Exception as error:
        first = str(error).partition("\n")[0]
        sentence = f"{spec.tool} failed with {type(error).__name__}: {first}"
        return Result(spec.id, error=f"{sentence.rstrip('.: ')}.", detail=traceback.format_exc())
    finally:
        shutil.rmtree(folder / "in", ignore_errors=True)


def run_apart(spec: JobSpec) -> Result | str:
    """Run one job in a fresh process; answers "crashed" or "hung" where that process is lost."""
    with tempfile.TemporaryDirectory(prefix="hwaryong-") as scratch:
        asked = _SPEC.dump_json(replace(spec, scratch=scratch))
        try:
            done = subprocess.run(
                [sys.executable, "-m", __spec__.name], input=asked, timeout=spec.timeout_s,
                stdout=subprocess.PIPE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "hung"
        return "crashed" if done.returncode else _RESULT.validate_json(done.stdout)


def _run(spec: JobSpec, folder: Path) -> tuple[Output, ...]:
    tool, store = find(spec.tool), Store(spec.store)
    paths = [
        store.fetch(
            given.digest, folder / "in" / f"{i:04}{given.suffix.rstrip('/')}", folder=given.suffix == "/"
        )
        for i, given in enumerate(spec.inputs)
    ]
    contents = [one for path in paths for one in (path, *path.rglob("*")) if one.is_symlink()]
    fence = sandbox.Fence(tool.id, folder, tool.models, bool(tool.network), contents)

    def inside() -> list[tuple[Path, Media]]:
        random.seed(spec.seed)
        np.random.seed(spec.seed)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "out")
        with scratch_at(folder):
            result = tool(**_arguments(tool, spec, paths), **spec.settings)
            return [
                (media.write(folder / "out" / f"{i:04}"), media)
                for i, media in enumerate(_spread(result, spec.outputs, tool))
            ]

    written = sandbox.run_fenced(fence, inside)
    for path, _ in written:
        _check_result(path, folder / "out", tool)
    return tuple(_output(path, media, store if spec.put else None) for path, media in written)


def _arguments(tool: AnyTool, spec: JobSpec, paths: list[Path]) -> dict[str, Any]:
    arguments: dict[str, Any] = {name: {} for name, given in tool.inputs.items() if given.many}
    arguments |= {name: None for name, given in tool.inputs.items() if given.optional and not given.many}
    for given, path in zip(spec.inputs, paths, strict=True):
        value = tool.inputs[given.param].media.read(path)
        if tool.inputs[given.param].many:
            arguments[given.param][given.name] = value
        else:
            arguments[given.param] = value
    return arguments


def _spread(result: Media, outputs: int, tool: AnyTool) -> list[Media]:
    if outputs == 1 and not (isinstance(result, Frames) and len(result) == 1):
        return [result]
    if not isinstance(result, Frames) or len(result) != outputs:
        count = len(result) if isinstance(result, Frames) else 1
        raise HwaryongError(f"{tool.id} made {count} drawings where {outputs} were asked for.")
    return [result[name] for name in result]


def _check_result(path: Path, out: Path, tool: AnyTool) -> None:
    """Raises HwaryongError where a result is no plain file, or lies where the tool may not write."""
    own = path.parent.resolve() == out.resolve()
    if not own or any(one.is_symlink() for one in (path, *path.rglob("*"))):
        raise HwaryongError(f"{tool.id} gave {path}, which is no plain file in its scratch folder.")


def _output(path: Path, media: Media, store: Store | None) -> Output:
    suffix = "/" if path.is_dir() else path.suffix
    digest, size = store.put(path) if store else ("", 0)
    return Output(str(path), digest, size, media.kind, suffix, media.flags, media.confidence)


def _named(error: BadInput, spec: JobSpec, folder: Path) -> BadInput:
    """The same error with the names that people know in place of the scratch paths."""
    texts = [error.what, error.where, error.mend]
    for i, given in enumerate(spec.inputs):
        path = str(folder / "in" / f"{i:04}{given.suffix.rstrip('/')}")
        texts = [text.replace(path, given.label) for text in texts]
    where = texts[1] or ", ".join(given.label for given in spec.inputs[:2])
    return BadInput(texts[0], where=where, mend=texts[2])


_SPEC, _RESULT = TypeAdapter(JobSpec), TypeAdapter(Result)

if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a tool prints is no answer
    with answers:
        answers.write(_RESULT.dump_json(run(_SPEC.validate_json(sys.stdin.buffer.read()))))
