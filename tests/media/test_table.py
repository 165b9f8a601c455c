from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwaryong.errors import BadInput
from hwaryong.media.table import Table

cell = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12).filter(
    lambda text: not text.startswith(("=", "+", "-", "@"))
)


@given(st.lists(st.tuples(cell, cell), max_size=5))
def test_a_table_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    table = Table(("scene", "소품"), tuple(rows))
    assert Table.read(table.write(tmp_path_factory.mktemp("t") / "t")) == table


def test_a_cell_is_no_formula(tmp_path: Path) -> None:
    path = Table(("a",), (("=HYPERLINK(1)",), ("plain, with a comma",))).write(tmp_path / "t")
    assert path.read_bytes() == b'\xef\xbb\xbfa\r\n\'=HYPERLINK(1)\r\n"plain, with a comma"\r\n'


@pytest.mark.parametrize(
    ("text", "says"), [("a,b\n1\n", "row 2 has 1"), ('a\n"b', "no CSV"), ("\ufeff", "no header")]
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "t.csv").write_text(text, "utf-8")
    with pytest.raises(BadInput, match=says):
        Table.read(tmp_path / "t.csv")
