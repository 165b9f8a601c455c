from __future__ import annotations

import re
from pathlib import Path

import pytest

from hwaryong.rights.card import Card
from hwaryong.rights.document import read_document
from hwaryong.rights.lineage import CLASSES
from hwaryong.rights.policy import packaged

TEXT = (Path(__file__).parents[2] / "docs" / "rights.md").read_text("utf-8")


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", TEXT, re.S))
def test_the_examples_run(code: str) -> None:
    exec(compile(code, "docs/rights.md", "exec"), {})


def test_the_example_card_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(format = \"hwaryong.card/1\".*?)```", TEXT, re.S)
    (tmp_path / "card.toml").write_text(example, "utf-8")
    assert read_document(tmp_path / "card.toml", Card).name == "house-colourist"


def test_every_class_and_policy_is_described() -> None:
    for name in (*CLASSES, *packaged()):
        assert f"`{name}`" in TEXT
