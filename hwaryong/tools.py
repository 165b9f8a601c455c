"""The tools that are installed, found through one entry point, ours and anybody's the same way."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import Any

from hwaryong.errors import HwaryongError
from hwaryong.tool import Tool

GROUP = "hwaryong.tools"
AnyTool = Tool[Any, Any]


@cache
def installed() -> dict[str, EntryPoint]:
    """The entry points by tool id; raises HwaryongError where two packages claim one id."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        rival = found.get(point.name)
        if rival and rival.value != point.value:
            raise HwaryongError(
                f"Two packages bring a tool named {point.name!r}: {_owner(rival)} ({rival.value}) and "
                f"{_owner(point)} ({point.value}); uninstall one of them."
            )
        found[point.name] = point
    return found


@cache
def find(id: str) -> AnyTool:
    """The tool of this id; raises HwaryongError where there is none or it calls itself otherwise."""
    point = installed().get(id)
    if point is None:
        raise HwaryongError(f"There is no tool {id!r}; installed are {', '.join(sorted(installed()))}.")
    found = point.load()
    if not isinstance(found, Tool) or found.id != id:
        named = found.id if isinstance(found, Tool) else "no tool at all"
        raise HwaryongError(
            f"{_owner(point)} registers {id!r}, but {point.value} is {named}; correct its entry point."
        )
    return found


@cache
def code_digest(id: str) -> str:
    """SHA-256 over the sources of the tool's module and of every module of its package that it imports.

    The walk stays within the tool's own distribution folder and leaves the contract (`hwaryong.tool`) out.
    """
    module = find(id).__module__
    seen: dict[str, str] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in seen or name == "hwaryong.tool":
            continue
        seen[name], imported = _module(name)
        waiting += [found for found in imported if found.split(".")[0] == module.split(".")[0]]
    seen = {name: digest for name, digest in seen.items() if digest}
    return hashlib.sha256("\n".join(f"{name} {seen[name]}" for name in sorted(seen)).encode()).hexdigest()


def library_versions(tool: AnyTool) -> dict[str, str]:
    """The versions of the distributions that the tool names; raises HwaryongError for a missing one."""
    try:
        return {name: _version(name) for name in tool.libraries}
    except PackageNotFoundError as error:
        raise HwaryongError(f"{tool.id} needs the package {error.name!r}; install it.") from None


_version = cache(version)


@cache
def _module(name: str) -> tuple[str, tuple[str, ...]]:
    """The digest of a module's source and the names that it imports; nothing where it is no Python file."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return "", ()
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return "", ()
    source = Path(spec.origin).read_bytes()
    return hashlib.sha256(source).hexdigest(), tuple(_imports(source, name))


def _imports(source: bytes, module: str) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            base = "." * node.level + node.module
            full = importlib.util.resolve_name(base, module.rpartition(".")[0]) if node.level else base
            found += [full, *(f"{full}.{alias.name}" for alias in node.names)]
    return found


def _owner(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "an unknown package"


def forget() -> None:
    """Look at the installed packages and sources again."""
    for cached in (installed, find, code_digest, _module):
        cached.cache_clear()


__all__ = ["AnyTool", "code_digest", "find", "forget", "installed", "library_versions"]
