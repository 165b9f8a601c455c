"""The kernel's fence around a thread and its children: Landlock for files and signals, seccomp for sockets.

Both only take away (Linux, Documentation/userspace-api/landlock.rst and seccomp_filter.rst); where the
kernel has neither, nothing happens.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable
from typing import Any

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READS = _EXECUTE | _READ_FILE | _READ_FOLDER
_WRITES = 0b1_1111_1111_0010  # write file … make symlink (ABI 1)
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # ABI 2, 3
_TCP = 0b11  # bind and connect, ABI 4
_SCOPED = 0b11  # abstract sockets and signals, ABI 6

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER = 22, 38, 2
_SOCKET = {"x86_64": (0xC000_003E, 41), "aarch64": (0xC000_00B7, 198)}  # audit architecture, call number
_IO_URING_SETUP = 425  # it would open sockets past the filter
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06


def landlock_version() -> int:
    """The kernel's Landlock ABI, 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_libc().syscall(_CREATE, None, 0, 1)))


def restrict(*, reads: Iterable[str], writes: Iterable[str], network: bool) -> None:
    """Hold the calling thread, and all that it starts, to these folders and files; it cannot be undone."""
    if not sys.platform.startswith("linux"):
        return
    _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _landlock(tuple(reads), tuple(writes), network)
    if not network:
        _no_sockets()


def _landlock(reads: Iterable[str], writes: Iterable[str], network: bool) -> None:
    abi, libc = landlock_version(), _libc()
    if abi < 1:
        return
    change = _WRITES | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0)
    tcp = _TCP if abi >= 4 and not network else 0
    attributes = struct.pack("QQQ", _READS | change, tcp, _SCOPED if abi >= 6 else 0)
    rules = libc.syscall(_CREATE, attributes, 24 if abi >= 6 else 16 if abi >= 4 else 8, 0)
    if rules < 0:
        return
    try:
        for path in reads:
            _allow(libc, rules, path, _READS)
        for path in writes:
            _allow(libc, rules, path, _READS | change)
        libc.syscall(_RESTRICT, rules, 0)
    finally:
        os.close(rules)


def _allow(libc: Any, rules: int, path: str, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no leave
    try:
        if not os.path.isdir(path):
            access &= _EXECUTE | _READ_FILE | _WRITE_FILE | _TRUNCATE
        libc.syscall(_ADD, rules, 1, struct.pack("=Qi", access, place), 0)
    finally:
        os.close(place)


def _no_sockets() -> None:
    """Refuse `socket` with EACCES: no UDP, no name server, no daemon; pipes and pairs go on."""
    if platform.machine() not in _SOCKET:
        return
    architecture, socket = _SOCKET[platform.machine()]
    program = b"".join(struct.pack("HBBI", *step) for step in (
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, 4, architecture),
        (_LOAD, 0, 0, 0),
        (_EQUAL, 1, 0, socket),
        (_EQUAL, 0, 1, _IO_URING_SETUP),
        (_RETURN, 0, 0, 0x0005_0000 | errno.EACCES),
        (_RETURN, 0, 0, 0x7FFF_0000),
    ))  # fmt: skip
    held = ctypes.create_string_buffer(program)
    _libc().prctl(
        _PR_SET_SECCOMP, _FILTER, struct.pack("@HP", len(program) // 8, ctypes.addressof(held)), 0, 0
    )


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)
