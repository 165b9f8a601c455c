"""A tool's signature is its contract."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import Field

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.media.text import Text
from hwaryong.tool import Input, scratch, scratch_at, tool


@tool("test.full", version=3, libraries=("numpy",))
def full(
    first: Text,
    many: Mapping[str, Text],
    last: Text | None = None,
    *,
    count: int = Field(1, ge=1, le=23),
    at: list[float],
) -> Text:
    """Takes all that there is."""
    return Text(f"{first.text}{len(many)}{count}{at}")


def test_the_signature_is_read() -> None:
    assert full.inputs == {
        "first": Input(Text), "many": Input(Text, many=True), "last": Input(Text, optional=True),
    }  # fmt: skip
    assert full.result is Text
    assert list(full.settings.model_fields) == ["count", "at"]
    assert (full.id, full.version, full.libraries) == ("test.full", 3, ("numpy",))
    assert full.__doc__ == "Takes all that there is."


def test_it_is_called_like_the_function_with_checked_settings() -> None:
    assert full(Text("x"), {"a": Text("y")}, count=2, at=[0.5]).text == "x12[0.5]"
    assert full.plain({"at": [1]}) == {"count": 1, "at": [1.0]}


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"at": [0.5], "count": 0}, "'count' is not usable .*greater than or equal to 1"),
        ({"at": [0.5], "count": 24}, "'count' is not usable"),
        ({"count": 1}, r"'at' is not usable \(field required\)"),
        ({"at": ["x"]}, r"'at\.0' is not usable"),
        ({"at": [0.5], "colour": 1}, "'colour' is not usable .*it has count, at"),
    ],
)
def test_a_wrong_setting_is_one_sentence(settings: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=f"test.full: the setting {says}"):
        full.check(settings)


def test_signatures_that_are_no_contract() -> None:
    def untyped(text, *, n: int) -> Text: ...  # type: ignore[no-untyped-def,empty-body]

    def plain(number: int) -> Text: ...  # type: ignore[empty-body]

    def nothing(text: Text) -> None: ...

    def stars(*texts: Text) -> Text: ...  # type: ignore[empty-body]

    for function, says in (
        (untyped, "the parameter 'text' has no type"),
        (plain, "the parameter 'number' is no media"),
        (nothing, "the return annotation must be one kind of media"),
        (stars, r"\*texts is not allowed"),
    ):
        with pytest.raises(HwaryongError, match=says):
            tool("test.bad", version=1)(function)  # type: ignore[arg-type]


def test_scratch_is_where_the_house_says(tmp_path: object) -> None:
    from pathlib import Path

    with scratch_at(Path(str(tmp_path))):
        assert scratch() == Path(str(tmp_path))
    assert scratch() != scratch()
