"""Pages from the desk's templates."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from hwaryong.media.page import Page


def rendered(template: str, **told: Any) -> Page:
    """A template of `story/templates` filled in; what it asks for and is not told raises."""
    environment = Environment(
        loader=PackageLoader("hwaryong.story"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return Page(environment.get_template(template).render(**told))


__all__ = ["rendered"]
