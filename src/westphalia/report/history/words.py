"""What a study of history found, in words computed from its numbers."""

from collections.abc import Sequence
from math import isnan

from westphalia.forecast.blocks import ALIKE
from westphalia.forecast.results import (
    TOGETHER,
    Cell,
    RecoveryMatrix,
    RecoveryRow,
    Scores,
    TournamentResult,
)
from westphalia.measures.intervals import Interval
from westphalia.world.text import join_names

#: Marks of verdicts.
MARKS = {"better": "+", "worse": "-", ALIKE: "="}
LEGEND = "+ better, - worse, = cannot be told apart"
#: The verdict on the other of a pair.
REVERSED = {"better": "worse", "worse": "better", ALIKE: ALIKE}


def contenders(found: Scores, baseline: bool | None = None) -> list[str]:
    """Names of all contenders, or of the theories, or of the baselines."""
    return [c.name for c in found.contenders if baseline is None or c.baseline == baseline]


def title(found: Scores, name: str) -> str:
    """A contender's title."""
    return next((c.title for c in found.contenders if c.name == name), name)


def windows(found: Scores) -> list[str]:
    """The windows, in order."""
    return list(dict.fromkeys(row.window for row in found.cells))


def kinds(found: Scores, window: str) -> list[str]:
    """The kinds of decisions scored in a window, all together last."""
    return list(dict.fromkeys(r.kind for r in found.cells if r.window == window))


def cells(found: Scores, window: str) -> dict[tuple[str, str], Cell]:
    """The scores of a window by contender and kind."""
    return {(r.contender, r.kind): r for r in found.cells if r.window == window}


def describe_window(found: TournamentResult, window: str) -> str:
    """From which years a window learns, and which it forecasts."""
    parts = [w for w in found.windows if w.name == window]
    if not parts:
        return ""
    if len(parts) > 1:
        first, last = parts[0].test[0], parts[-1].test[1]
        return f"{first}-{last}, {len(parts)} steps, each learning from all years before it"
    train = [_span(years) for years in parts[0].train]
    return f"learning from {' and '.join(train)}, forecasting {_span(parts[0].test)}"


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}-{years[1]}"


def standing(found: TournamentResult, window: str, kind: str, name: str) -> dict[str, list[str]]:
    """The other contenders by verdict: which one beats, is beaten by, and is like."""
    out: dict[str, list[str]] = {"better": [], "worse": [], ALIKE: []}
    for row in found.pairs:
        if (row.window, row.kind) != (window, kind):
            continue
        if row.one == name:
            out[row.difference.verdict].append(row.other)
        elif row.other == name:
            out[REVERSED[row.difference.verdict]].append(row.one)
    return out


def describe_standing(found: TournamentResult, window: str, name: str, kind: str = TOGETHER) -> str:
    """How a contender stands beside all others in a window, in a sentence."""
    stands = standing(found, window, kind, name)
    parts = [
        f"{what} {join_names(stands[verdict])}"
        for verdict, what in (
            ("better", "forecasts better than"),
            ("worse", "forecasts worse than"),
            (ALIKE, "cannot be told apart from"),
        )
        if stands[verdict]
    ]
    return f"{title(found, name)} {', and '.join(parts)}." if parts else ""


def verdict(found: Scores, window: str) -> str:
    """Which theories beat the base rate on all decisions of a window, and which others."""
    rows = cells(found, window)
    by: dict[str, list[str]] = {"better": [], "worse": [], ALIKE: []}
    for name in contenders(found, baseline=False):
        if (name, TOGETHER) in rows:
            by[rows[name, TOGETHER].against_base.verdict].append(name)
    words = (
        ("better", "better than"),
        ("worse", "worse than"),
        (ALIKE, "not distinguishable from"),
    )
    parts = [f"{join_names(by[v])} {what} the {found.against}" for v, what in words if by[v]]
    return f"All decisions together: {'; '.join(parts)}." if parts else ""


def describe_pairs(found: TournamentResult, window: str, kind: str = TOGETHER) -> str:
    """How many pairs of theories the window tells apart."""
    names = set(contenders(found, baseline=False))
    rows = [
        r for r in found.pairs if (r.window, r.kind) == (window, kind) and {r.one, r.other} <= names
    ]
    if not rows:
        return ""
    apart = [r for r in rows if r.difference.verdict != ALIKE]
    if not apart:
        return "No two of the theories can be told apart."
    which = [
        f"{r.one} over {r.other}" if r.difference.verdict == "better" else f"{r.other} over {r.one}"
        for r in apart
    ]
    return f"Told apart among the theories, {len(apart)} of {len(rows)} pairs: {join_names(which)}."


def describe_fits(found: Scores) -> list[str]:
    """What must be known of the baselines' fits, each once with the kinds that it is true of."""
    notes: dict[tuple[str, str], list[str]] = {}
    for contender, by_kind in found.notes.items():
        for kind, note in by_kind.items():
            notes.setdefault((contender, note), []).append(kind)
    return [f"{name} ({', '.join(k)}): {note}." for (name, note), k in notes.items()]


def recognition(matrix: RecoveryMatrix, kind: str = TOGETHER) -> dict[str, RecoveryRow]:
    """By theory, how often the history that it made is scored best by itself."""
    return {r.made_by: r for r in matrix.rows if r.kind == kind and r.made_by == r.best}


def describe_recovery(matrix: RecoveryMatrix) -> str:
    """Whether a history of this size could tell the theories apart, in a sentence or two."""
    rows = recognition(matrix)
    if not rows:
        return ""
    how = (
        "parameters estimated on the first half, scored on the second"
        if matrix.estimated
        else "scored at the parameters that made them"
    )
    shares = ", ".join(
        f"{name} {percent(r.share)} (told apart from every other: {percent(r.clear)})"
        for name, r in rows.items()
    )
    return (
        f"Could a history of this size tell them apart? Of {matrix.histories} histories simulated "
        f"under each theory ({how}), the theory that made a history scored best on it in: {shares}."
    )


def percent(share: Interval) -> str:
    """A share with its interval, in per cent."""
    if any(isnan(number) for number in share):
        return "-"
    return f"{share.value:.0%} [{share.low:.0%}-{share.high:.0%}]"
