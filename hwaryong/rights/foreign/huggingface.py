"""Hugging Face model cards and data cards: the YAML front matter of a README.

Fields: https://huggingface.co/docs/hub/model-cards and https://huggingface.co/docs/hub/datasets-cards.
The file does not name its repository, so the name is the first heading, and nobody is named as the maker.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hwaryong.errors import BadInput
from hwaryong.rights.card import Card, Relation
from hwaryong.rights.foreign.described import Described, Document, Edge, cards_of
from hwaryong.rights.foreign.plain import MAX_TEXT, Value, parse_yaml

_FIELDS: Final = re.compile(
    r"^(base_model|datasets|library_name|license|pipeline_tag|source_datasets|task_categories)[ \t]*:",
    re.MULTILINE,
)
_DATASET: Final = (
    "annotations_creators",
    "dataset_info",
    "size_categories",
    "source_datasets",
    "task_categories",
)
_RELATIONS: Final[dict[str, Relation]] = {
    "finetune": "fine-tuned-from",
    "adapter": "fine-tuned-from",  # trained against the base, and of no use without it
    "merge": "includes",
    "quantized": "includes",  # the base's own weights, coded more coarsely
}


def is_front_matter(text: str) -> bool:
    """Whether this looks like a README with front matter, or like the front matter alone."""
    return bool(_FIELDS.search(text[: 1 << 16]))


def read_front_matter(text: str, file: Path) -> tuple[Card, ...]:
    """The one card that a README's front matter gives; its licence is that of weights or of data."""
    front, body = _split(text, file)
    document = parse_yaml(front, file)
    if not document.is_object():
        raise document.wrong("must be a map of fields")
    if document.get("sdk"):
        raise BadInput("this is the README of a Space, which is a program and no model", where=file)
    dataset = any(document.get(field) for field in _DATASET)
    item = Described(_title(document, body, file), "dataset" if dataset else "model")
    item.licences = list(_licences(document))
    if dataset:
        for name in document.get("source_datasets").texts():
            if name != "original":
                item.add_parent(Edge(name.removeprefix("extended|"), "includes"))
    else:
        way = _relation(document, item)
        for name in document.get("base_model").texts():
            item.add_parent(Edge(name, way))
        for name in document.get("datasets").texts():
            item.add_parent(Edge(name, "trained-on"))
    return cards_of("", {"": item}, Document(file, "Hugging Face card"))


def _split(text: str, file: Path) -> tuple[str, str]:
    lines = text.splitlines()
    if not lines or lines[0].rstrip() != "---":
        return text, ""
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :])
    raise BadInput("the front matter has no end", where=file, mend="close it with a line of three hyphens")


def _title(document: Value, body: str, file: Path) -> str:
    for entry in document.get("model-index").each(lone=True):
        if name := entry.get("name").text():
            return name
    if name := document.get("pretty_name").text():
        return name
    heading = re.search(r"^#[ \t]+(\S.*)$", body[: 1 << 16], re.MULTILINE)
    named = Value(heading[1].strip()[:MAX_TEXT] if heading else None, file, "the first heading").text()
    return named or file.name.encode("utf-8", "replace").decode()


def _licences(document: Value) -> tuple[str, ...]:
    names = document.get("license").texts()
    if "other" not in names:
        return names
    own = document.get("license_name").text() or document.get("license_link").text() or "other"
    return tuple(own if name == "other" else name for name in names)


def _relation(document: Value, item: Described) -> Relation:
    stated = document.get("base_model_relation").text()
    if stated in _RELATIONS:
        return _RELATIONS[stated]
    if document.get("base_model"):
        what = f"is given as {stated[:80]!r}" if stated else "is not stated"
        item.notes.append(f"The relation to the base model {what}; taken as fine-tuned.")
    return "fine-tuned-from"
