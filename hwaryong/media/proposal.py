"""Proposal: what a language model proposed, with all that it was asked and answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.base import Media, read_text

MAX_PROPOSAL_BYTES = 1024 * 1024
Want = Literal["options", "wording", "action"]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: Literal["hwaryong.proposal/1"] = "hwaryong.proposal/1"
    want: Want
    texts: Annotated[list[str], Field(max_length=32)]
    endpoint: str
    model: str
    request: dict[str, Any]
    answer: str


@dataclass
class Proposal(Media):
    """Proposed `texts`, for a person to take from; they carry no weights, and nothing here scores them.

    `request` is the body that was sent to `endpoint`, `answer` what came back, both to the letter.
    """

    kind: ClassVar[str] = "proposal"

    want: Want
    texts: tuple[str, ...]
    endpoint: str
    model: str
    request: dict[str, Any]
    answer: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the JSON that `write` wrote; raises BadInput that names the first wrong field."""
        try:
            found = _Document.model_validate_json(read_text(path, MAX_PROPOSAL_BYTES))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the file"
            raise BadInput(
                f"{place}: {first['msg']}", where=path, mend="let the tool write it anew"
            ) from None
        return cls(found.want, tuple(found.texts), found.endpoint, found.model, found.request, found.answer)

    def write(self, stem: Path) -> Path:
        """Write beside `stem` as .json."""
        document = _Document(
            want=self.want, texts=list(self.texts), endpoint=self.endpoint, model=self.model,
            request=self.request, answer=self.answer,
        )  # fmt: skip
        path = stem.with_name(stem.name + ".json")
        path.write_text(
            json.dumps(document.model_dump(), ensure_ascii=False, indent=1, sort_keys=True), "utf-8"
        )
        return path


__all__ = ["Proposal", "Want"]
