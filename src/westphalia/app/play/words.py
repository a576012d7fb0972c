"""The words of a game: what may be done, what was done, what the staff advises."""

from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.simulation.explain import difference
from westphalia.simulation.sentences import listed, weigh


def figure(value: Any) -> float:
    """A number to five significant digits."""
    return float(f"{float(value):.5g}")


def advice(options: Sequence[Any]) -> str:
    """What the staff would do and why, without figures."""
    best = max(options, key=lambda o: o.value)
    other = max((o for o in options if o is not best), key=lambda o: o.value)
    return f"Your staff would {best.act}{_because(difference(best.terms, other.terms))}."


def _because(terms: Mapping[str, float]) -> str:
    """The terms that speak for it, and the largest against."""
    weighed = weigh(terms)
    if weighed is None or not weighed.speaks_for:
        return ""
    if not weighed.less:
        return f": {weighed.more[0][0]} speaks for it"
    verb = "outweighs" if len(weighed.more) == 1 else "outweigh"
    return f": {listed(weighed.more)} {verb} {weighed.less[0][0]}"
