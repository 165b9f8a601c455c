"""The disclosure as a page that a producer can read, print and send: one file, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from hwaryong.errors import BadInput
from hwaryong.rights import words
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.label import Proposal


def page(
    disclosure: Disclosure, *, pictures: Mapping[str, str] | None = None, labels: Sequence[Proposal] = ()
) -> str:
    """HTML of a disclosure, in Korean and English; `pictures` are small `data:image/…` URLs by take id.

    The same disclosure and pictures give the same text. Raises BadInput for a picture that is no data URL.
    """
    pictures = pictures or {}
    for take, url in pictures.items():
        if not url.startswith("data:image/"):
            raise BadInput(f"the picture of take {take} is no data:image URL")
    environment = Environment(
        loader=PackageLoader("hwaryong.rights"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("disclosure.html.j2").render(
        d=disclosure,
        rows=disclosure.rows,
        sha256=disclosure.sha256,
        words=words,
        classes=words.CLASS_WORDS,
        bars=words.bars(disclosure.shares),
        groups=words.by_place(disclosure.rows),
        tools=words.tools_of(disclosure.rows),
        pictures=pictures,
        labels=labels,
    )
