from __future__ import annotations

import re
from pathlib import Path

from hwaryong.media.layout import Layout

TEXT = (Path(__file__).parents[2] / "docs" / "edit.md").read_text("utf-8")


def test_the_layout_in_the_docs_is_a_layout() -> None:
    (code,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert Layout.parse(code).speaker == "narrator"


def test_the_code_in_the_docs_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(code, "docs/edit.md", "exec"), {})
