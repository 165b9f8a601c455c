"""A screenplay as JSON: every element with its place in what it was read from, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hwaryong.errors import BadInput
from hwaryong.media.screenplay import Element, ElementType

_MORE = {
    "level": 0,
    "revision": None,
    "eighths": None,
    "alternatives": (),
    "why": "",
}  # told only where an element has them


class _Element(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    type: ElementType
    text: str
    source: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]] = (0, 0)
    scene_number: str | None = None
    dual: bool = False
    speaker: str | None = None
    level: Annotated[int, Field(ge=0, le=99)] = 0
    revision: str | None = None
    confidence: Annotated[float, Field(ge=0.0, le=1.0)] = 1.0
    eighths: Annotated[int, Field(ge=0)] | None = None
    alternatives: tuple[str, ...] = ()
    why: str = ""


class _Script(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    title_page: dict[str, str] = {}
    elements: tuple[_Element, ...]


def parse(text: str) -> tuple[dict[str, str], tuple[Element, ...]]:
    """The title page and the elements; their spans are those that were written. Raises BadInput."""
    try:
        read = _Script.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise BadInput(
            f"this is no script in JSON ({place}: {first['msg'].lower()})",
            mend='it needs {"title_page": {…}, "elements": [{"type": …, "text": …}]}',
        ) from None
    return dict(read.title_page), tuple(Element(**element.model_dump()) for element in read.elements)


def compose(title_page: Mapping[str, str], elements: Sequence[Element]) -> str:
    """JSON that is read back as just these elements; offsets count characters."""
    told = {"title_page": dict(title_page), "elements": [_told(element) for element in elements]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def edit(text: str, index: int, words: str) -> str:
    """The JSON with other words in element `index`."""
    title_page, elements = parse(text)
    changed = replace(elements[index], text=words)
    return compose(title_page, (*elements[:index], changed, *elements[index + 1 :]))


def unheld(elements: Sequence[Element]) -> tuple[str, ...]:
    """JSON holds everything."""
    return ()


def _told(element: Element) -> dict[str, Any]:
    more = {name: getattr(element, name) for name in _MORE}
    return {
        "type": element.type,
        "text": element.text,
        "scene_number": element.scene_number,
        "dual": element.dual,
        "speaker": element.speaker,
        "confidence": element.confidence,
        "source": list(element.source),
        **{name: value for name, value in more.items() if value != _MORE[name]},
    }


__all__ = ["compose", "edit", "parse", "unheld"]
