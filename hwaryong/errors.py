"""The errors that people see: one clear sentence with the place and the mend."""

from __future__ import annotations

from pathlib import Path


class HwaryongError(Exception):
    """Something a person can mend; its text is shown as it is, without a traceback."""


class BadInput(HwaryongError):
    """A file or setting from outside cannot be used.

    `what` says what is wrong, `where` names the file (and the place in it), `mend` says what to do.
    """

    def __init__(self, what: str, *, where: str | Path = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, str(where), mend
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{what}" + (f"; {mend}" if mend else "") + ".")

    def __reduce__(self) -> tuple[object, ...]:
        return (_bad_input, (self.what, self.where, self.mend))


def _bad_input(what: str, where: str, mend: str) -> BadInput:
    return BadInput(what, where=where, mend=mend)


class Refused(HwaryongError):
    """The rights policy or the house does not allow this."""
