"""The words of a game: what may be done, what was done, what the staff advises."""

from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.simulation.explain import difference, for_and_against
from westphalia.world.terms import REST


def figure(value: Any) -> float:
    """A number to five significant digits."""
    return float(f"{float(value):.5g}")


def advice(options: Sequence[Any]) -> str:
    """What the staff would do and why, without figures."""
    best = max(options, key=lambda o: o.value)
    other = max((o for o in options if o is not best), key=lambda o: o.value)
    return f"Your staff would {best.act}{_because(difference(best.terms, other.terms))}."


def _because(terms: Mapping[str, float]) -> str:
    """The largest term for and the largest against."""
    (pro, gain), (con, loss) = for_and_against({k: v for k, v in terms.items() if k != REST})
    if gain > 0:
        return f": {pro} " + (f"outweighs {con}" if loss < 0 else "speaks for it")
    return ""
