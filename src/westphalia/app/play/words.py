"""The words of a game: what may be done, what was done, what the staff advises."""

from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.world.terms import REST

#: A theory's follower.
FOLLOWER = {
    "defensive": "a defensive realist",
    "offensive": "an offensive realist",
    "liberal": "a liberal",
    "constructivist": "a constructivist",
}


def figure(value: Any) -> float:
    """A number to five significant digits."""
    return float(f"{float(value):.5g}")


def join_names(names: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def advice(options: Sequence[Any]) -> str:
    """What the staff would do and why, without figures."""
    best = max(options, key=lambda o: o.value)
    other = max((o for o in options if o is not best), key=lambda o: o.value)
    names = dict.fromkeys([*best.terms, *other.terms])
    terms = {k: best.terms.get(k, 0.0) - other.terms.get(k, 0.0) for k in names}
    return f"Your staff would {best.act}{_because(terms)}."


def _because(terms: Mapping[str, float]) -> str:
    """The largest term for and the largest against."""
    named = {k: v for k, v in terms.items() if k != REST}
    gain = max(named.items(), key=lambda kv: kv[1], default=("", 0.0))
    loss = min(named.items(), key=lambda kv: kv[1], default=("", 0.0))
    if gain[1] > 0:
        return f": {gain[0]} " + (f"outweighs {loss[0]}" if loss[1] < 0 else "speaks for it")
    return ""


def spans(years: Sequence[int]) -> str:
    """Years in words: '1891-1899, 1905', or ''."""
    out: list[list[int]] = []
    for year in years:
        if out and out[-1][1] == year - 1:
            out[-1][1] = year
        else:
            out.append([year, year])
    return ", ".join(f"{a}-{b}" if a < b else f"{a}" for a, b in out)
