"""The tools that are installed, found through one entry point, ours and anybody's the same way."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import re
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import Any

from hwaryong.canonical import sha256_file
from hwaryong.errors import HwaryongError
from hwaryong.tool import Tool

GROUP = "hwaryong.tools"
AnyTool = Tool[Any, Any]
_FILE_NAME = re.compile(r"\w[\w.-]{0,99}")


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

    What lies beside a module and is named in it, a template or a folder of fonts, counts as its source. The
    walk stays within the tool's own package and leaves the contract (`hwaryong.tool`) out.
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
    file = Path(spec.origin)
    source = file.read_bytes()
    tree, digest = ast.parse(source), hashlib.sha256(source)
    for data in _data(tree, file.parent, whole=bool(spec.parent)):
        digest.update(f"{data.relative_to(file.parent)} {sha256_file(data)}\n".encode())
    return digest.hexdigest(), tuple(_imports(tree, name))


def _data(tree: ast.Module, folder: Path, *, whole: bool) -> list[Path]:
    """The files beside a module, or in `templates`, that it names; with `whole` also all of a folder."""
    named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    found: set[Path] = set()
    for name in (name for name in named if isinstance(name, str) and _FILE_NAME.fullmatch(name)):
        for place in (folder / name, folder / "templates" / name):
            if place.is_file():
                found.add(place)
            elif whole and place.is_dir() and not (place / "__init__.py").exists():
                found |= {file for file in place.rglob("*") if file.is_file()}
    return sorted(file for file in found if file.suffix not in (".py", ".pyc"))


def _imports(tree: ast.Module, module: str) -> list[str]:
    found: list[str] = []
    for node in ast.walk(tree):
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
