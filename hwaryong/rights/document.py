"""Documents from people: TOML or JSON into a strict model, and one sentence when they do not fit."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.base import read_text

MAX_BYTES = 1024 * 1024
M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """A model that takes no other field, no other type, and does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def read_document(path: Path, model: type[M]) -> M:
    """Read a `.toml` or `.json` file of at most 1 MiB; raises BadInput that names the field."""
    return fit(read_plain(path), model, path)


def read_plain(path: Path) -> Any:
    """The plain values of a `.toml` or `.json` file of at most 1 MiB, dates as text; raises BadInput."""
    text = read_text(path, MAX_BYTES)
    readers: dict[str, Callable[[str], Any]] = {".toml": tomllib.loads, ".json": _loads}
    if path.suffix not in readers:
        raise BadInput("this is no .toml or .json file", where=path)
    try:
        # Through JSON, whose strict reading knows arrays and dates; TOML's own dates become text on the way.
        return json.loads(json.dumps(readers[path.suffix](text), default=_iso, allow_nan=False))
    except RecursionError:
        raise BadInput("the file is nested too deeply", where=path) from None
    except (ValueError, TypeError) as error:
        kind = path.suffix[1:].upper()
        raise BadInput(f"this is not {kind} that can be used ({error})", where=path) from None


def fit(plain: Any, model: type[M], where: Path) -> M:
    """The model of plain values; raises BadInput that names the field."""
    try:
        return model.model_validate_json(json.dumps(plain))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(f"{field!r} is not usable ({first['msg'].lower()})", where=where) from None


def _loads(text: str) -> Any:
    return json.loads(text, object_pairs_hook=once)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a JSON object, as `object_pairs_hook`; raises ValueError for a name written twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        name = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"{name[:80]!r} is written twice")
    return found


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place here")
