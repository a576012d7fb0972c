"""A replay and a tournament for people: from their data to 100 columns of text."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from westphalia.report.history import words
from westphalia.report.history.recovered import matrices, rank_table
from westphalia.report.table import bare_grid, number

Row = Mapping[str, Any]
PER = 1000  # decisions that differences of log scores are told for

ADVANTAGE = (
    "Nothing is held out here: baselines are fitted to the very years on which they are scored, "
    "which is an advantage to them; theories "
)
AT_DEFAULTS = "stand at their defaults, or at what was set."
AT_MAXIMUM = "are estimated on the same years too."


def show(found: Row, console: Console) -> None:
    """Print a study of history, whichever it is."""
    console.print(rendered(found))


def rendered(found: Row) -> RenderableType:
    """A study of history: its scores, what was estimated, and what limits both."""
    parts: list[RenderableType] = [head(found), Text()]
    held_out = bool(found.get("pairs"))
    for window in words.windows(found):
        parts.append(differences(found, window) if held_out else scores(found, window))
    if found.get("stacking"):
        parts.append(weights(found))
    if found.get("robustness"):
        parts.append(robustness(found["robustness"]))
    if found.get("estimates") and not held_out:
        parts.append(estimates(found))
    if found.get("posterior"):
        parts += [posterior(row) for row in found["posterior"]]
    parts += [matrices(made) for made in words.recoveries(found)]
    parts += [rank_table(made) for made in words.ranked(found)]
    parts.append(Text("\n".join(notes(found, held_out)), style="dim"))
    return Group(*parts)


def head(found: Row) -> Text:
    """Which panel: years, states, coding."""
    panel = found["panel"]
    states = panel["states"]
    many = ", ".join(states) if len(states) <= 12 else f"{len(states)} states"
    text = Text(f"History {panel['first']}-{panel['last']}  ", style="bold")
    text.append(many, "not bold dim")
    coding = panel.get("coding")
    if coding:
        text.append(
            f"\npacts: {' or '.join(coding['obligations'])}; disputes: {coding['disputes']}; "
            f"resources: {coding['resources']}",
            "not bold dim",
        )
    return text


def titled(title: str, legend: str, *below: RenderableType) -> RenderableType:
    """A block with a bold title."""
    return Padding(Group(Text.assemble((title, "bold"), (legend, "dim")), *below), (0, 0, 1, 0))


def _grid(found: Row, window: str) -> tuple[Table, list[str]]:
    """An empty grid with a column for each kind, its decisions and events in the header."""
    rows, kinds = words.cells(found, window), words.kinds(found, window)
    some = words.contenders(found)[0]
    heads = []
    for kind in kinds:
        row = rows[some, kind]
        events = "" if row["events"] is None else f" / {row['events']:,}"
        heads.append(f"{kind}\n{row['decisions']:,}{events}")
    return bare_grid(["", *heads]), kinds


def _name(found: Row, name: str) -> Text:
    return Text(name, style="" if name in words.contenders(found, baseline=False) else "dim")


def scores(found: Row, window: str) -> RenderableType:
    """Log score with its verdict; below it Brier score and AUC, outcome by outcome."""
    grid, kinds = _grid(found, window)
    rows = words.cells(found, window)
    for name in words.contenders(found):
        grid.add_row(_name(found, name), *(_score(rows.get((name, k)), found) for k in kinds))
    legend = (
        f"   log score, {words.LEGEND}\n(beside the {words.base(found)}); below it Brier score, "
        "AUC; in the header decisions / events"
    )
    return titled(f"Forecasts one year ahead, {window}", legend, grid)


def _score(row: Row | None, found: Row) -> str:
    if row is None or row["log"] is None:
        return "-"
    mark = (
        "" if row["contender"] == words.base(found) else words.MARKS[row["against_base"]["verdict"]]
    )
    areas = " ".join(number(area[0], 2) for area in (row["auc"] or {}).values())
    return f"{number(row['log'])} {mark}\n{number(row['brier'])}  {areas}"


def differences(found: Row, window: str) -> RenderableType:
    """Difference of the log score from the base rate's, with the wider of its two intervals."""
    grid, kinds = _grid(found, window)
    rows, base = words.cells(found, window), words.base(found)
    for name in words.contenders(found):
        if name != base:
            grid.add_row(_name(found, name), *(_difference(rows.get((name, k))) for k in kinds))
    logs = [number(rows[base, k]["log"]) if (base, k) in rows else "-" for k in kinds]
    grid.add_section()
    grid.add_row(Text("(log score)", style="dim"), *logs)
    said = [
        words.verdict(found, window),
        words.apart(found, window),
        *(words.compared(found, window, t) for t in words.contenders(found, baseline=False)),
    ]
    learnt = words.learnt(found, window)
    return titled(
        f"Held out: {window}",
        f"   {learnt}\nmean log score less that of the {base}, x {PER:,}, [wider of the intervals "
        f"over decades and\nover pairs of states]; {words.LEGEND}; header: decisions / events;\n"
        f"(log score): that of the {base}",
        grid,
        Text("\n".join(s for s in said if s)),
    )


def _difference(row: Row | None) -> str:
    if row is None or row["log"] is None:
        return "-"
    against = row["against_base"]
    return f"{thousandths(against)} {words.MARKS[against['verdict']]}\n{thousandths_span(against)}"


def thousandths(row: Row) -> str:
    """A difference of log scores, in thousandths of a nat a decision."""
    return _per(row["value"])


def thousandths_span(row: Row) -> str:
    """The wider interval of a difference, in thousandths of a nat a decision."""
    low, high = words.wider(row)
    if low is None or high is None:
        return "[no interval]"
    return f"[{_per(low)}, {_per(high)}]"


def _per(value: float | None) -> str:
    if value is None:
        return "-"
    return number(PER * value, 1 if abs(PER * value) < 100 else 0)


def weights(found: Row) -> RenderableType:
    """Weights of the mixture of all contenders that would have scored best."""
    names = words.contenders(found)
    grid = bare_grid(["window", "kind", *names])
    for row in found["stacking"]:
        grid.add_row(
            row["window"], row["kind"], *(number(row["weights"].get(name), 2) for name in names)
        )
    return titled("Stacking", "   weights of the mixture that would have scored best", grid)


def robustness(rows: Sequence[Row]) -> RenderableType:
    """How often the order of the contenders stays the same under other choices."""
    grid = bare_grid(["under", "cases", "same order", "same best", "Kendall's tau"])
    for row in rows:
        grid.add_row(
            row["what"],
            str(row["cases"]),
            words.percent(row["same_order"]),
            words.percent(row["same_best"]),
            number(row["kendall"], 2),
        )
    legend = "   share of cases in which the order, and the best, stay the same"
    below = Text(f"The order: {rows[-1]['reference']}") if rows[-1].get("reference") else Text()
    return titled("Does the order of the theories depend on it?", legend, grid, below)


def estimates(found: Row) -> RenderableType:
    """Parameters at the maximum of the likelihood, with the log-likelihood they reach."""
    rows = found["estimates"]
    grid = bare_grid(["parameter", *(row["theory"] for row in rows)])
    for k, name in enumerate(rows[0]["names"]):
        grid.add_row(name, *(_estimate(row, k) for row in rows))
    grid.add_section()
    grid.add_row("log-likelihood", *(f"{row['log_likelihood']:.1f}" for row in rows))
    grid.add_row("at the defaults", *(f"{row['at_default']:.1f}" for row in rows))
    return titled("Estimates", "   [95%]; * at its limit; below: nats", grid)


def _estimate(row: Row, k: int) -> str:
    mark = " *" if row["at_limit"][k] else ""
    return f"{number(row['values'][k])}{mark}\n[{number(row['low'][k])}, {number(row['high'][k])}]"


def posterior(row: Row) -> RenderableType:
    """Draws from a theory's posterior, with what tells whether they can be trusted."""
    grid = bare_grid(["parameter", "mean", "95%", "R-hat", "effective draws"])
    for k, name in enumerate(row["names"]):
        grid.add_row(
            name, number(row["mean"][k]), f"[{number(row['low'][k])}, {number(row['high'][k])}]",
            number(row["rhat"][k]), f"{row['ess'][k]:.0f}",
        )  # fmt: skip
    return titled(
        f"Posterior, {row['theory']}", f"   {row['divergent']} divergent transitions", grid
    )


def notes(found: Row, held_out: bool) -> list[str]:
    """How the numbers were made, and how to read them."""
    lines = []
    if words.windows(found):
        lines.append(
            "Log score: ln of the chance given to what happened, 0 is perfect. Brier score: 0 is "
            "perfect. AUC: 1 is perfect, .5 is chance. Told apart: both intervals, over decades "
            "and over pairs of states, exclude zero."
        )
    if words.windows(found) and not held_out:
        lines.append(ADVANTAGE + (AT_MAXIMUM if found.get("estimates") else AT_DEFAULTS))
    lines += words.told_of_fits(found)
    if found.get("seed") is not None:
        lines.append(f"Seed {found['seed']}. Intervals are 95%.")
    return lines
