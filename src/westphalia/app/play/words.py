"""The words of a game: what may be done, what was done, what the staff advises."""

from collections.abc import Sequence
from typing import Any

from westphalia.decisions import DECISIONS
from westphalia.simulation.sentences import because, difference, reference, weighed

#: Options that change nothing, with which others are compared.
_NOTHING = {d.words.nothing for d in DECISIONS}


def figure(value: Any) -> float:
    """A number to five significant digits."""
    return float(f"{float(value):.5g}")


def advice(options: Sequence[Any]) -> str:
    """What the staff would do and why, without figures."""
    best = max(options, key=lambda o: o.value)
    nothing = next((o.name for o in options if o.name in _NOTHING), "")
    found = weighed(difference(best.terms, reference(options, best, nothing).terms))
    why = because(found, figures=False, now=True) if found.pro else ""
    return f"Your staff would {best.act}{': ' if why else ''}{why}."
