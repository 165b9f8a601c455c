"""FDX, the XML of Final Draft: read, composed, and changed in one place with all else kept.

Final Draft publishes no specification; what is read and written follows files of its versions 8 to 13.
"""

from __future__ import annotations

from hwaryong.media.fdxeditor import edit
from hwaryong.media.fdxreader import parts, root_of, title_page
from hwaryong.media.fdxwriter import compose, unheld
from hwaryong.media.screenplay import Element


def parse(text: str) -> tuple[dict[str, str], tuple[Element, ...]]:
    """The title page and the elements of an FDX file; a span goes from the first to the last of its words.

    Summaries of scenes are synopses, script notes are notes behind the paragraph they are pinned to, omitted
    scenes boneyards. Raises BadInput for what is no FDX, holds a document type, or is nested beyond reason.
    """
    root = root_of(text)
    return title_page(root), tuple(part.element for part in parts(root))


__all__ = ["compose", "edit", "parse", "unheld"]
