"""Holds a running tool to its contract: reads its inputs, writes to its scratch folder, no network.

Two fences. The kernel's also stops C code and child processes; Python's audit hook answers with a clear
sentence and knows model files. Neither makes Python a jail for hostile code: they catch tools that break
their word. What lies beside Python's own packages and the system's files may be read.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hwaryong.errors import Refused
from hwaryong.executor import kernel

T = TypeVar("T")

MODEL_SUFFIXES = (
    ".onnx", ".pt", ".pth", ".safetensors", ".ckpt", ".gguf", ".ggml", ".tflite", ".pkl", ".pickle",
    ".joblib", ".h5", ".keras", ".pb", ".mlmodel", ".engine", ".caffemodel",
)  # fmt: skip
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc", "/proc", "/sys", "/dev", "/opt", "/nix")
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_PATHS = {  # what changes a file: audit event → positions of (path, folder's descriptor)
    "os.remove": ((0, 1),), "os.rmdir": ((0, 1),), "os.mkdir": ((0, 2),), "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),), "os.truncate": ((0, 9),), "os.symlink": ((1, 2),), "os.utime": ((0, 3),),
    "os.rename": ((0, 2), (1, 3)), "os.link": ((0, 2), (1, 3)),
}  # fmt: skip
_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")


class Fence:
    """What one run may do: the inputs it may read, the folder it may write, the models it declared, whether
    it may connect."""

    def __init__(
        self, tool: str, scratch: Path, models: Iterable[Path], network: bool, inputs: Iterable[Path] = ()
    ) -> None:
        self.tool, self.network = tool, network
        self.scratch = os.path.realpath(scratch)
        self.models = frozenset(os.path.realpath(model) for model in models)
        self.inputs = frozenset(os.path.realpath(path) for path in inputs)

    def may_read(self, path: str) -> bool:
        """Whether a resolved path is an input, a model with a card, in scratch, or part of the machine."""
        if path in self.inputs or path in self.models or _inside(path, self.scratch):
            return True
        return not path.lower().endswith(MODEL_SUFFIXES) and any(
            _inside(path, folder) for folder in _machine()
        )

    def may_write(self, path: str) -> bool:
        return _inside(path, self.scratch) or path == os.devnull


_fence: Fence | None = None
_hooked = False


def run_fenced(fence: Fence, function: Callable[[], T]) -> T:
    """Call `function` within the fence, in a thread of its own that the kernel holds to it.

    Raises what the function raises; Refused where it breaks its word.
    """
    global _fence, _hooked
    if not _hooked:
        sys.addaudithook(_audit)
        _hooked = True
    outcome: list[Any] = []

    def inside() -> None:
        try:
            kernel.restrict(
                reads=(*_machine(), *fence.models, *fence.inputs), writes=(fence.scratch, os.devnull),
                network=fence.network,
            )  # fmt: skip
            outcome.extend((True, function()))
        except BaseException as error:
            outcome.extend((False, error))

    _fence = fence
    try:
        thread = threading.Thread(target=inside, name=fence.tool)
        thread.start()
        thread.join()
    finally:
        _fence = None
    if not outcome[0]:
        raise outcome[1]
    result: T = outcome[1]
    return result


def _audit(name: str, args: tuple[Any, ...]) -> None:
    fence = _fence
    if fence is None:
        return
    if name == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
        path = os.path.realpath(os.fsdecode(args[0]))
        if args[2] & _WRITE_FLAGS and not fence.may_write(path):
            raise Refused(f"{fence.tool} tried to write {path}, outside its scratch folder.")
        if path.lower().endswith(MODEL_SUFFIXES) and not fence.may_read(path):
            raise Refused(
                f"{fence.tool} tried to read the model {path} without a card; declare it in the tool."
            )
        if os.path.isfile(path) and not fence.may_read(path):
            raise Refused(f"{fence.tool} tried to read {path}, which is none of its inputs.")
    elif name in _PATHS:
        for path, folder in ((args[at], _descriptor(args, held)) for at, held in _PATHS[name]):
            if isinstance(path, (str, bytes, os.PathLike)) and not fence.may_write(_place(path, folder)):
                raise Refused(
                    f"{fence.tool} tried to change {os.fsdecode(path)}, outside its scratch folder."
                )
    elif name in _NETWORK and not fence.network:
        raise Refused(f"{fence.tool} tried to use the network without declaring it.")
    elif name in ("os.kill", "os.killpg", "ctypes.dlsym/handle"):
        raise Refused(f"{fence.tool} tried {name}, which no tool needs.")


def _descriptor(args: tuple[Any, ...], at: int) -> int:
    return args[at] if at < len(args) and isinstance(args[at], int) else -1


def _place(path: str | bytes | os.PathLike[str], folder: int) -> str:
    """Where a path is, its last part not followed; a relative one lies in the descriptor's folder."""
    base = os.readlink(f"/proc/self/fd/{folder}") if folder >= 0 else os.getcwd()
    parent, last = os.path.split(os.path.join(base, os.fsdecode(path)))
    return os.path.join(os.path.realpath(parent), last)


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


@cache
def _machine() -> tuple[str, ...]:
    """The system's folders, Python's, and those that packages are imported from."""
    folders = (*_SYSTEM, sys.prefix, sys.base_prefix, *filter(None, sys.path))
    return tuple(dict.fromkeys(os.path.realpath(folder) for folder in folders if os.path.exists(folder)))
