"""Holds a running tool to its contract: reads its inputs, writes to its scratch folder, no network.

Two fences. The kernel's (Landlock, Linux 5.13 and newer) also stops C code and child processes; Python's
audit hook answers with a clear sentence and knows model files. Neither makes Python a jail for hostile
code: they catch tools that break their word.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from hwaryong.errors import Refused

T = TypeVar("T")

MODEL_SUFFIXES = (
    ".onnx", ".pt", ".pth", ".safetensors", ".ckpt", ".gguf", ".ggml", ".tflite", ".pkl", ".pickle",
    ".joblib", ".h5", ".keras", ".pb", ".mlmodel", ".engine", ".caffemodel",
)  # fmt: skip


class Fence:
    """What one run may do: the folders it may write, the model files it declared, whether it may connect."""

    def __init__(self, tool: str, scratch: Path, models: Iterable[Path], network: bool) -> None:
        self.tool, self.network = tool, network
        self.scratch = os.path.realpath(scratch)
        self.models = {os.path.realpath(model) for model in models}


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
            _landlock(fence)
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
        path, flags = os.path.realpath(os.fsdecode(args[0])), args[2]
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) and not _may_write(path, fence):
            raise Refused(f"{fence.tool} tried to write {path}, outside its scratch folder.")
        if (
            path.lower().endswith(MODEL_SUFFIXES)
            and path not in fence.models
            and not _inside(path, fence.scratch)
        ):
            raise Refused(
                f"{fence.tool} tried to read the model {path} without a card; declare it in the tool."
            )
    elif name in ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.symlink", "os.link", "os.truncate"):
        for path in args[:2]:
            if isinstance(path, (str, bytes, os.PathLike)) and not _may_write(_place(path), fence):
                raise Refused(
                    f"{fence.tool} tried to change {os.fsdecode(path)}, outside its scratch folder."
                )
    elif (
        name in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo") and not fence.network
    ):
        raise Refused(f"{fence.tool} tried to use the network without declaring it.")
    elif name in ("os.kill", "os.killpg", "ctypes.dlsym/handle"):
        raise Refused(f"{fence.tool} tried {name}, which no tool needs.")


def _place(path: str | bytes | os.PathLike[str]) -> str:
    parent, last = os.path.split(os.path.abspath(os.fsdecode(path)))
    return os.path.join(os.path.realpath(parent), last)


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def _may_write(path: str, fence: Fence) -> bool:
    return (
        _inside(path, fence.scratch) or path == os.devnull or path.startswith(("/dev/shm/", "/proc/self/fd/"))  # noqa: S108
    )


# Landlock, by its three system calls (Linux, Documentation/userspace-api/landlock.rst).

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_READS = 1 << 0 | 1 << 2 | 1 << 3  # execute, read file, read folder
_ALL_WRITES = 0b1_1111_1111_0010  # write file … make symlink (ABI 1)
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15  # ABI 2, 3, 5
_TCP = 0b11  # bind and connect, ABI 4
_PR_SET_NO_NEW_PRIVS = 38


def landlock_version() -> int:
    """The kernel's Landlock ABI, 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_libc().syscall(_CREATE, None, 0, 1)))


def _landlock(fence: Fence) -> None:
    abi = landlock_version()
    if abi < 1:
        return
    libc = _libc()
    writes = _ALL_WRITES | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0)
    tcp = 0 if abi < 4 or fence.network else _TCP
    attributes = struct.pack("QQ", writes, tcp)
    rules = libc.syscall(_CREATE, attributes, 16 if abi >= 4 else 8, 0)
    if rules < 0:
        return
    try:
        for folder in (fence.scratch, "/dev/shm", "/dev/null"):  # noqa: S108
            _allow(libc, rules, folder, writes)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.syscall(_RESTRICT, rules, 0)
    finally:
        os.close(rules)


def _allow(libc: Any, rules: int, path: str, access: int) -> None:
    if not os.path.exists(path):
        return
    if not os.path.isdir(path):
        access &= 1 << 1 | _TRUNCATE  # a file can only be written and cut
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        libc.syscall(_ADD, rules, 1, struct.pack("=Qi", access, place), 0)
    finally:
        os.close(place)


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)
