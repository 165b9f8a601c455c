"""JSON documents of the house: a typed model in a file, read with the first wrong field named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.text import read_plain, write_plain

M = TypeVar("M", bound=BaseModel)


def read_document(path: Path, model: type[M], complaint: str, *, mend: str = "make it again") -> M:
    """The model in a JSON file; raises BadInput: "this is no shot list (rate: field required)"."""
    try:
        return model.model_validate_json(read_plain(path))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(f"{complaint} ({field}: {first['msg'].lower()})", where=path, mend=mend) from None


def write_document(stem: Path, document: BaseModel) -> Path:
    """Write `stem`.json: UTF-8, two spaces, fields in the model's order; answers the path."""
    value = document.model_dump(mode="json", by_alias=True)
    return write_plain(stem, ".json", json.dumps(value, ensure_ascii=False, indent=2) + "\n")


__all__ = ["read_document", "write_document"]
