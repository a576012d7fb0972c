"""What a study of history found, in words computed from its numbers."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from westphalia.forecast.blocks import ALIKE
from westphalia.forecast.tournament import TOGETHER

Row = Mapping[str, Any]

#: Marks of verdicts.
MARKS = {"better": "+", "worse": "-", ALIKE: "="}
LEGEND = "+ better, - worse, = cannot be told apart"


def contenders(found: Row, baseline: bool | None = None) -> list[str]:
    """Names of all contenders, or of the theories, or of the baselines."""
    listed = found.get("contenders") or ()
    return [c["name"] for c in listed if baseline is None or c["baseline"] == baseline]


def title(found: Row, name: str) -> str:
    """A contender's title."""
    return next((c["title"] for c in found["contenders"] if c["name"] == name), name)


def base(found: Row) -> str:
    """The contender beside which all stand."""
    return found.get("against") or "base rate"


def windows(found: Row) -> list[str]:
    """The windows, in order."""
    return list(dict.fromkeys(row["window"] for row in found.get("cells") or ()))


def kinds(found: Row, window: str) -> list[str]:
    """The kinds of decisions scored in a window, all together last."""
    return list(dict.fromkeys(r["kind"] for r in found["cells"] if r["window"] == window))


def cells(found: Row, window: str) -> dict[tuple[str, str], Row]:
    """The scores of a window by contender and kind."""
    return {(r["contender"], r["kind"]): r for r in found["cells"] if r["window"] == window}


def learnt(found: Row, window: str) -> str:
    """From which years a window learns, and which it forecasts."""
    parts = [w for w in found.get("windows") or () if w["name"] == window]
    if not parts:
        return ""
    if len(parts) > 1:
        first, last = parts[0]["test"][0], parts[-1]["test"][1]
        return f"{first}-{last}, {len(parts)} steps, each learning from all years before it"
    train = [_span(s) for s in parts[0]["train"]]
    return f"learning from {' and '.join(train)}, forecasting {_span(parts[0]['test'])}"


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}-{years[1]}"


def wider(row: Row) -> tuple[float | None, float | None]:
    """The wider of the two intervals of a difference; none if either is missing."""
    spans = [row["decades"], row["pairs"]]
    if any(end is None or end != end for span in spans for end in span):
        return None, None
    low, high = max(spans, key=lambda span: span[1] - span[0])
    return low, high


def standing(found: Row, window: str, kind: str, name: str) -> dict[str, list[str]]:
    """The other contenders by verdict: which one beats, is beaten by, and is like."""
    turned = {"better": "worse", "worse": "better", ALIKE: ALIKE}
    out: dict[str, list[str]] = {"better": [], "worse": [], ALIKE: []}
    for row in found.get("pairs") or ():
        if (row["window"], row["kind"]) != (window, kind):
            continue
        if row["one"] == name:
            out[row["verdict"]].append(row["other"])
        elif row["other"] == name:
            out[turned[row["verdict"]]].append(row["one"])
    return out


def compared(found: Row, window: str, name: str, kind: str = TOGETHER) -> str:
    """How a contender stands beside all others in a window, in a sentence."""
    stands = standing(found, window, kind, name)
    said = [
        f"{what} {listed(stands[verdict])}"
        for verdict, what in (
            ("better", "forecasts better than"),
            ("worse", "forecasts worse than"),
            (ALIKE, "cannot be told apart from"),
        )
        if stands[verdict]
    ]
    return f"{title(found, name)} {', and '.join(said)}." if said else ""


def listed(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def verdict(found: Row, window: str) -> str:
    """Which theories beat the base rate on all decisions of a window, and which others."""
    rows = cells(found, window)
    by: dict[str, list[str]] = {"better": [], "worse": [], ALIKE: []}
    for name in contenders(found, baseline=False):
        if (name, TOGETHER) in rows:
            by[rows[name, TOGETHER]["against_base"]["verdict"]].append(name)
    words = (
        ("better", "better than"),
        ("worse", "worse than"),
        (ALIKE, "not to be told apart from"),
    )
    said = [f"{listed(by[v])} {what} the {base(found)}" for v, what in words if by[v]]
    return f"All decisions together: {'; '.join(said)}." if said else ""


def apart(found: Row, window: str, kind: str = TOGETHER) -> str:
    """How many pairs of theories the window tells apart."""
    names = set(contenders(found, baseline=False))
    rows = [
        r
        for r in found.get("pairs") or ()
        if (r["window"], r["kind"]) == (window, kind) and {r["one"], r["other"]} <= names
    ]
    if not rows:
        return ""
    told = [r for r in rows if r["verdict"] != ALIKE]
    if not told:
        return "No two of the theories can be told apart."
    which = [
        f"{r['one']} over {r['other']}"
        if r["verdict"] == "better"
        else f"{r['other']} over {r['one']}"
        for r in told
    ]
    return f"Told apart among the theories, {len(told)} of {len(rows)} pairs: {listed(which)}."


def told_of_fits(found: Row) -> list[str]:
    """What must be known of the baselines' fits, each once with the kinds that it is true of."""
    said: dict[tuple[str, str], list[str]] = {}
    for contender, by_kind in (found.get("notes") or {}).items():
        for kind, note in by_kind.items():
            said.setdefault((contender, note), []).append(kind)
    return [f"{name} ({', '.join(k)}): {note}." for (name, note), k in said.items()]


def recoveries(found: Row) -> list[Row]:
    """The confusion matrices of a study, if it has any."""
    made = found.get("recovery") or []
    return [made] if isinstance(made, Mapping) else list(made)


def ranked(found: Row) -> list[Row]:
    """The rank statistics of a study, if it has any."""
    made = found.get("ranks") or []
    return [made] if isinstance(made, Mapping) else list(made)


def recognised(made: Row, kind: str = TOGETHER) -> dict[str, Row]:
    """By theory, how often the history that it made is scored best by itself."""
    return {
        r["made_by"]: r for r in made["rows"] if r["kind"] == kind and r["made_by"] == r["best"]
    }


def recovery_sentence(made: Row) -> str:
    """Whether a history of this size could tell the theories apart, in a sentence or two."""
    rows = recognised(made)
    if not rows:
        return ""
    how = (
        "parameters estimated on the first half, scored on the second"
        if made["estimated"]
        else "scored at the parameters that made them"
    )
    shares = ", ".join(
        f"{name} {percent(r['share'])} (told apart from every other: {percent(r['clear'])})"
        for name, r in rows.items()
    )
    return (
        f"Could a history of this size tell them apart? Of {made['histories']} histories simulated "
        f"under each theory ({how}), the theory that made a history scored best on it in: {shares}."
    )


def percent(share: Sequence[float | None]) -> str:
    """A share with its interval, in per cent."""
    value, low, high = share
    if value is None or low is None or high is None or isnan(value):
        return "-"
    return f"{value:.0%} [{low:.0%}-{high:.0%}]"
