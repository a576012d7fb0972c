"""Errors a person can act on: the offender, the nearest valid names, the fix."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any


class UserError(Exception):
    """A problem in what the user asked for; the message says how to put it right."""


class Problems:
    """Problems of several parts of what was asked, reported together."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def add(self, *texts: str) -> None:
        """One more, or several."""
        self._texts += texts

    def attempt(self, make: Callable[[], Any]) -> Any:
        """What `make` gives; None, and its problem kept, where it cannot."""
        try:
            return make()
        except UserError as error:
            self.add(str(error))

    def refuse(self) -> None:
        """Raise them all as one error, if there are any.

        Raises:
            UserError: a line for each problem.
        """
        if self._texts:
            raise UserError("\n".join(self._texts))


def place_of(function: Any) -> str:
    """'path/to/file.py:12: ', where a user's function begins; empty if it is not known."""
    code = getattr(function, "__code__", None)
    return f"{code.co_filename}:{code.co_firstlineno}: " if code else ""


def unknown(kind: str, name: str, valid: Iterable[str], where: str = "") -> UserError:
    """The error for a name that is not there, with the nearest names that are.

    `kind` is what the name should be ("state", "parameter"), `where` an optional place.
    """
    names = sorted(valid)
    by_lower = {n.lower(): n for n in names}
    near = [by_lower[m] for m in get_close_matches(name.lower(), by_lower, n=3, cutoff=0.5)]
    valid_ones = f"Valid: {', '.join(names)}." if names else "None are available."
    hint = f"Did you mean {' or '.join(near)}?" if near else valid_ones
    place = f" in {where}" if where else ""
    return UserError(f"There is no {kind} called '{name}'{place}. {hint}")
