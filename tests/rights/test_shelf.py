from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hwaryong.errors import BadInput, Refused
from hwaryong.rights.shelf import Shelf


def test_cards_are_found_by_digest_and_name(tmp_path: Path, card: Any) -> None:
    one = card(name="one")
    (tmp_path / "one.json").write_text(one.model_dump_json(), "utf-8")
    (tmp_path / "notes.txt").write_text("no card", "utf-8")
    shelf = Shelf.read(tmp_path, tmp_path / "missing")
    assert shelf[one.digest] == one
    assert shelf.named("one") == one
    assert shelf.named("two") is None


def test_a_tool_gets_its_cards(card: Any) -> None:
    one = card(name="one")
    assert Shelf([one]).for_tool("voice.speak", ("one",), ["a" * 64]) == (one,)


def test_a_name_without_a_card_is_refused(card: Any) -> None:
    with pytest.raises(Refused, match="no card of that name"):
        Shelf([card(name="one")]).for_tool("voice.speak", ("two",), [])


def test_a_renamed_model_is_refused(card: Any) -> None:
    with pytest.raises(Refused, match="none of its cards lists"):
        Shelf([card(name="one")]).for_tool("voice.speak", ("one",), ["0" * 64])


def test_two_cards_of_one_name_are_not_guessed(card: Any) -> None:
    with pytest.raises(BadInput, match="2 cards"):
        Shelf([card(name="one"), card(name="one", version="2")]).named("one")
