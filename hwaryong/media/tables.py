"""TOML files that people write: read with limits, checked, and every error with its place."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.base import read_text

MAX_BYTES = 2 * 1024 * 1024
_NAMES = ("name", "id", "to", "text")
M = TypeVar("M", bound=BaseModel)


def read_tables(path: Path, model: type[M]) -> M:
    """Read a TOML file (UTF-8, at most 2 MiB) as `model`; raises BadInput that names the first wrong key."""
    try:
        tables = tomllib.loads(read_text(path, MAX_BYTES))
    except (ValueError, RecursionError) as error:
        what = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadInput(f"this is no TOML ({what})", where=path) from None
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        first = error.errors()[0]
        wrong = str(first["msg"]).removeprefix("Value error, ")
        known = ""
        if first["type"] == "extra_forbidden":
            wrong = "there is no such key"
            known = f"its keys are {', '.join(_keys(model, first['loc']))}"
        raise BadInput(f"{_place(tables, first['loc'])}: {wrong[0].lower()}{wrong[1:]}", where=path,
                       mend=known) from None  # fmt: skip


def quoted(text: str) -> str:
    """A text as a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml(value: Any) -> str:
    """A value of a JSON document as TOML, tables inline; numbers in their shortest form."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {toml(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml(one) for one in value)}]"
    return f"{value:g}" if float(f"{value:g}") == value else repr(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def _place(tables: Any, loc: tuple[int | str, ...]) -> str:
    """`character "Anna", goal 2, weight`: the way to a key, with the names that stand on it."""
    words: list[str] = []
    for part in loc:
        inside = isinstance(tables, dict) and part in tables
        inside = inside or (isinstance(tables, list) and isinstance(part, int) and part < len(tables))
        tables = tables[part] if inside else None
        if isinstance(part, int):
            name = (
                next((tables[key] for key in _NAMES if key in tables), "") if isinstance(tables, dict) else ""
            )
            said = f" {quoted(name[:60])}" if isinstance(name, str) and name else ""
            words[-1:] = [f"{words[-1] if words else ''} {part + 1}{said}".strip()]
        elif part != "[key]":
            words.append(part)
    return ", ".join(words) or "the file"


def _keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the table of a forbidden one may have."""
    shape: Any = model.model_json_schema(by_alias=True)
    definitions = shape.get("$defs", {})
    for part in loc[:-1]:
        shape = shape.get("items", {}) if isinstance(part, int) else _inside(shape, part)
        shape = definitions.get(str(shape.get("$ref", "")).rpartition("/")[2], shape)
    return sorted(shape.get("properties", {})) or sorted(_enumerated(shape, definitions))


def _inside(shape: Any, part: str) -> Any:
    return shape.get("properties", {}).get(part) or shape.get("additionalProperties") or {}


def _enumerated(shape: Any, definitions: Any) -> list[str]:
    names = shape.get("propertyNames", {})
    return list(definitions.get(str(names.get("$ref", "")).rpartition("/")[2], names).get("enum", []))
