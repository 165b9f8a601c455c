"""The contract that every tool keeps: a typed function whose signature says all there is to know."""

from __future__ import annotations

import contextlib
import inspect
import tempfile
import typing
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Generic, ParamSpec, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.media.base import Media

P = ParamSpec("P")
R = TypeVar("R", bound=Media)

_scratch: ContextVar[Path | None] = ContextVar("scratch", default=None)


@dataclass(frozen=True)
class Input:
    """One positional parameter: a medium, or a mapping of names to media (`many`)."""

    media: type[Media]
    many: bool = False
    optional: bool = False


class Tool(Generic[P, R]):
    """A typed function and what it declares; call it like the function.

    `cards` name the lineage cards of the models and data that it uses, `models` the files of those models,
    `libraries` the distributions whose versions change its result, `network` the hosts it talks to.
    """

    def __init__(
        self,
        function: Callable[P, R],
        id: str,
        *,
        version: int,
        cards: tuple[str, ...],
        models: tuple[Path, ...],
        libraries: tuple[str, ...],
        network: tuple[str, ...],
        timeout_s: float,
    ) -> None:
        self.function, self.id, self.version = function, id, version
        self.cards, self.models, self.libraries, self.network = cards, models, libraries, network
        self.timeout_s = timeout_s
        self.inputs, self.settings, self.result = _signature(function, id)
        self.told_of_drafts = "draft" in self.settings.model_fields  # whether gates are open is its setting
        self.__doc__, self.__name__, self.__module__ = (
            function.__doc__,
            function.__name__,
            function.__module__,
        )

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        settings = {name: kwargs.pop(name) for name in list(kwargs) if name in self.settings.model_fields}
        return self.function(*args, **kwargs, **self.check(settings))

    def check(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """All settings, checked and with their defaults; raises BadInput that names the first wrong one."""
        try:
            model = self.settings(**settings)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise BadInput(
                f"{self.id}: the setting {name!r} is not usable ({first['msg'].lower()})",
                mend=f"it has {', '.join(self.settings.model_fields) or 'no settings'}",
            ) from None
        return {name: getattr(model, name) for name in self.settings.model_fields}

    def plain(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """The checked settings as JSON values, for the key and the record."""
        return self.settings(**self.check(settings)).model_dump(mode="json")


def tool(
    id: str,
    *,
    version: int,
    cards: tuple[str, ...] = (),
    models: tuple[Path, ...] = (),
    libraries: tuple[str, ...] = (),
    network: tuple[str, ...] = (),
    timeout_s: float = 600.0,
) -> Callable[[Callable[P, R]], Tool[P, R]]:
    """Declare a function as a tool; raises HwaryongError where the signature is no contract."""

    def declare(function: Callable[P, R]) -> Tool[P, R]:
        return Tool(
            function, id, version=version, cards=cards, models=models,
            libraries=libraries, network=network, timeout_s=timeout_s,
        )  # fmt: skip

    return declare


def scratch() -> Path:
    """The folder that a running tool may write to; outside a run, a new temporary one."""
    return _scratch.get() or Path(tempfile.mkdtemp(prefix="hwaryong-"))


@contextlib.contextmanager
def scratch_at(folder: Path) -> Iterator[None]:
    """Let `scratch()` answer `folder` inside the block."""
    token = _scratch.set(folder)
    try:
        yield
    finally:
        _scratch.reset(token)


def _signature(
    function: Callable[..., Any], id: str
) -> tuple[dict[str, Input], type[BaseModel], type[Media]]:
    hints = typing.get_type_hints(function, include_extras=True)
    inputs: dict[str, Input] = {}
    fields: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name not in hints:
            raise HwaryongError(
                f"{id}: the parameter {name!r} has no type; a tool's signature is its contract."
            )
        if parameter.kind is parameter.KEYWORD_ONLY:
            default = ... if parameter.default is parameter.empty else parameter.default
            fields[name] = (hints[name], default)
        elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
            inputs[name] = _input(hints[name], id, name)
        else:
            raise HwaryongError(f"{id}: *{name} is not allowed; name every parameter.")
    result = hints.get("return")
    if not (isinstance(result, type) and issubclass(result, Media)):
        raise HwaryongError(f"{id}: the return annotation must be one kind of media.")
    model = create_model(f"{id} settings", __config__=ConfigDict(extra="forbid", frozen=True), **fields)
    return inputs, model, result


def _input(hint: Any, id: str, name: str) -> Input:
    optional = False
    if typing.get_origin(hint) in (typing.Union, UnionType):
        options = [option for option in typing.get_args(hint) if option is not type(None)]
        optional = len(options) < len(typing.get_args(hint))
        hint = options[0] if len(options) == 1 else hint
    many = typing.get_origin(hint) is Mapping
    if many:
        _, hint = typing.get_args(hint)
    if not (isinstance(hint, type) and issubclass(hint, Media)):
        raise HwaryongError(f"{id}: the parameter {name!r} is no media; put settings behind the *.")
    return Input(hint, many, optional)


__all__ = ["Input", "Tool", "scratch", "scratch_at", "tool"]
