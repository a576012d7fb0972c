"""Sections of the page about history, below those of the tournament's windows."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from westphalia.forecast.results import (
    Cell,
    EstimateRow,
    RankRow,
    RecoveryMatrix,
    ReplayResult,
    TournamentResult,
)
from westphalia.report.history import words
from westphalia.report.history.page_text import REPLAY_TEXT
from westphalia.report.history.recovered import p_value
from westphalia.report.table import number
from westphalia.world.parameters import ABOUT

Row = Mapping[str, Any]


def image(name: str) -> str:
    """Where the page has a figure."""
    return f"images/history-{name}.png"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def figure(name: str, caption: str, drawn: Sequence[str]) -> str:
    """A figure with its caption, if it is there."""
    return f"![{caption}]({image(name)})\n" if name in drawn else ""


def stacking(found: TournamentResult) -> str:
    """Weights of mixtures."""
    if not found.stacking:
        return ""
    names = words.contenders(found)
    lines = [
        [row.window, row.kind, *(number(row.weights.get(name), 2) for name in names)]
        for row in found.stacking
    ]
    return (
        "### Stacking\n\nWeights of the mixture of all forecasts that would have scored best.\n\n"
        + table(["window", "kind", *names], lines)
    )


def robustness(found: TournamentResult) -> str:
    """How far the order of the theories depends on choices of ours."""
    lines = [
        [
            row.what, str(row.cases), row.reference, words.percent(row.same_order),
            words.percent(row.same_best), number(row.kendall, 2), next(iter(row.orders), "-"),
        ]
        for row in found.robustness
    ]  # fmt: skip
    head = ["under", "cases", "reference order", "same order", "same best", "Kendall's tau"]
    return "### Robustness of the ranking\n\n" + table([*head, "most frequent order"], lines)


def recovery(matrices: Sequence[RecoveryMatrix], more: str, drawn: Sequence[str]) -> str:
    """Which theory wins on histories that each made. `more`: of the title."""
    parts = []
    for matrix in matrices:
        shares = {(r.kind, r.made_by, r.best): r for r in matrix.rows}
        lines = [
            [kind if k == 0 else "", made_by]
            + [words.percent(shares[kind, made_by, name].share) for name in matrix.names]
            + [words.percent(shares[kind, made_by, made_by].clear)]
            for kind in matrix.kinds
            for k, made_by in enumerate(matrix.names)
        ]
        best = [f"{name} best" for name in matrix.names]
        head = ["decisions", "made by", *best, "true theory distinguished"]
        mark = "-estimated" if matrix.estimated else ""
        parts += [
            f"{words.describe_recovery(matrix)}\n",
            table(head, lines),
            figure(f"recovery{mark}", "Recovery of theories from simulated histories", drawn),
        ]
    return "\n".join([f"### Recovery{more}\n", *parts]) if parts else ""


def estimates(found: TournamentResult) -> str:
    """Parameters at the maximum of the likelihood."""
    if not found.estimates:
        return ""
    # Of a rolling origin, the last one.
    last = {(row.theory, row.window): row for row in found.estimates}
    names = found.estimates[0].names
    about = [
        f"- `{n}`: {ABOUT[n].meaning} ({ABOUT[n].unit})" if n in ABOUT else f"- `{n}`: weight of "
        "ln survival, a number of the theory"
        for n in names
    ]  # fmt: skip
    lines = [
        [row.theory, row.window, *(_estimate(row, k) for k in range(len(names))),
         f"{row.at_default:.1f} / {row.log_likelihood:.1f}"]
        for row in last.values()
    ]  # fmt: skip
    return "\n".join(
        [
            "### Estimates\n",
            "At the maximum of the likelihood, with 95% intervals from its curvature; * at its "
            "limit, where there is no interval; d: the default. The last column: log-likelihood "
            "at the defaults and at the maximum, nats. Of the rolling window its last step.\n",
            "\n".join(about) + "\n",
            table(["theory", "window", *(f"`{n}`" for n in names), "log-likelihood"], lines),
        ]
    )


def _estimate(row: EstimateRow, k: int) -> str:
    mark = " *" if row.at_limit[k] else ""
    span = f"[{number(row.low[k])}, {number(row.high[k])}]"
    return f"{number(row.values[k])}{mark} {span} d {number(row.default[k])}"


def replay(found: ReplayResult) -> str:
    """All years at once, nothing held out."""
    window = words.windows(found)[0]
    rows, kinds = words.cells(found, window), words.kinds(found, window)
    lines = [
        [name, *(_score(rows.get((name, kind)), found.against) for kind in kinds)]
        for name in words.contenders(found)
    ]
    return REPLAY_TEXT.format(
        how="estimated on the same years" if found.estimates else "at their defaults",
        table=table(["", *kinds], lines),
        verdict=words.verdict(found, window),
    )


def _score(row: Cell | None, base: str) -> str:
    if row is None or isnan(row.log):
        return "-"
    mark = "" if row.contender == base else words.MARKS[row.against_base.verdict]
    return f"{number(row.log)} {mark}".rstrip()


def ranks(rows: Sequence[RankRow], drawn: Sequence[str]) -> str:
    """Ranks of true parameters among posterior draws."""
    parts = []
    for row in rows:
        lines = [
            [f"`{name}`", " ".join(map(str, row.bins[k])), p_value(row.uniform_p[k])]
            for k, name in enumerate(row.names)
        ]
        parts += [
            f"Ranks of the true value among {row.draws} posterior draws, of {row.histories}"
            f" histories simulated at parameters drawn from the prior, {row.theory}.\n",
            table(["parameter", "histories by rank, low to high", "p if uniform"], lines),
            f"The smallest of the {len(lines)} p-values times their number (Bonferroni): "
            f"{p_value(min(1.0, len(lines) * min(row.uniform_p)))}. A misfit too "
            "small to show in this many histories remains possible.\n",
            figure(f"ranks-{row.theory}", "Ranks of true parameters", drawn),
        ]
    return "\n".join(["### Recovery of parameters\n", *parts]) if parts else ""


def targets(found: Row) -> str:
    """Empirical figures recomputed from the data, next to those in the folder's list."""
    head = ["figure", "definition", "unit", "years", "data sets", "here", "n", "in the list", ""]
    counts = ", ".join(f"{verdict}: {count}" for verdict, count in found["counts"].items())
    return (
        "## Calibration targets\n\nEmpirical figures recomputed from the data by `westphalia data "
        f"figures`, next to a list of them. {counts}.\n\n"
        + table(head, [_target(row) for row in found["figures"]])
    )


def _target(row: Row) -> list[str]:
    there = row["there"]
    return [
        f"`{row['id']}`",
        row.get("definition", "only in the list").replace("|", "\\|"),
        row.get("unit", "-"),
        "-".join(str(year) for year in row.get("period") or ()),
        ", ".join(row.get("sources") or ()),
        "-" if row["value"] is None else f"{row['value']:.4g}",
        str(row.get("n", "-")),
        there["value"] if there else "-",
        row["verdict"],
    ]
