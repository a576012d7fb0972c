"""`westphalia counterfactual`: the same draws with something changed, war by war, pact by pact."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from westphalia.decisions.alignment import ALIGNMENT
from westphalia.decisions.challenge import CHALLENGE, first_of
from westphalia.measures.intervals import paired_share, share
from westphalia.measures.tallies import pairs
from westphalia.report.folder import RESULTS, existing_run, refuse_existing
from westphalia.report.manifest import plan_of, same_code
from westphalia.report.results import read_runs
from westphalia.report.run import study
from westphalia.report.table import percent
from westphalia.runs.plan import (
    Line,
    Plan,
    module_values,
    modules_of,
    parameter_values,
    theories_in,
)
from westphalia.runs.settings import settings_of
from westphalia.runs.summary import plain
from westphalia.simulation.counterfactual import (
    BITS,
    COMPARED,
    Differences,
    change_of_terms,
    compare,
    origins,
)
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.world.problems import UserError

#: How many pairs are shown, and for how many of them the reasons are looked up.
SHOWN, REASONED = 5, 1
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Contrast:
    """A counterfactual: the plans before and after, what was changed, what differs by theory."""

    before: Plan
    after: Plan
    changes: tuple[str, ...]
    theories: tuple[dict[str, Any], ...]

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "case": self.before.case.name,
            "runs": self.before.runs,
            "seed": self.before.seed,
            "changes": list(self.changes),
            "theories": list(self.theories),
        }


def contrast(
    folder: Path,
    theory: str | None,
    set_: Sequence[str],
    off: Sequence[str],
    on: Sequence[str],
    workers: int | None = None,
    progress: Progress = lambda what, runs: None,
    form: Sequence[str] = (),
) -> Contrast:
    """Run the plan of a folder again with something changed and compare run by run."""
    before = plan_of(existing_run(folder))
    settings = settings_of(set_, theories_in(before.lines), form, before.parameters)
    after = replace(
        before,
        lines=tuple(line.having(settings.numbers) for line in before.lines),
        parameters=settings.parameters,
        numbers={**before.numbers, **settings.numbers},
        modules=modules_of(off, on, before.modules),
    )
    changes = changes_between(before, after)
    if not changes:
        raise UserError("Nothing is changed by that: say what, with --off, --on, --set or --form.")
    if not same_code(folder):
        raise UserError(
            f"{folder} was written by another version of the code: run it again, so that only "
            f"what you change differs."
        )
    if theory is not None:
        lines = [before.line(theory)]
    else:
        lines = [line for line in before.lines if not line.baseline] or list(before.lines)
    found = []
    for line in lines:
        differences = _compared(folder, before, after, line, workers, progress)
        found.append(_told(before, after, line, differences))
    shown = tuple(after.line(line.label) for line in lines)
    return Contrast(before, replace(after, lines=shown), changes, tuple(found))


def save(found: Contrast, out: Path, workers: int | None, progress: Progress) -> None:
    """Write the changed simulations as a run folder, with `counterfactual.json` beside."""
    refuse_existing(out)
    study(found.after, out, workers, progress, extra={"counterfactual.json": found.data()})


def changes_between(before: Plan, after: Plan) -> tuple[str, ...]:
    """What differs between two plans, in words."""
    out = []
    for values, word in ((module_values, "modules"), (parameter_values, "parameters")):
        one, other = values(getattr(before, word)), values(getattr(after, word))
        for name in one:
            if one[name] != other[name] and word == "modules":
                out.append(f"{name} {'on' if other[name] else 'off'}")
            elif one[name] != other[name]:
                out.append(f"{name} {one[name]:g} -> {other[name]:g}")
    forms = (plan.parameters.forms._asdict() for plan in (before, after))
    out += [f"{k}: {one} -> {other}" for k, one, other in _differing(*forms)]
    numbers = (_theories_numbers(plan) for plan in (before, after))
    out += [f"{k} {one:g} -> {other:g}" for k, one, other in _differing(*numbers)]
    return tuple(out)


def _theories_numbers(plan: Plan) -> dict[str, float]:
    """The value of every number of every theory of a plan, by full name."""
    rows = [theory.parameters() for theory in theories_in(plan.lines) or ()]
    return {name: number.default for row in rows for name, number in row.items()}


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Name and both values of what is in both and differs."""
    return ((k, v, other[k]) for k, v in one.items() if k in other and other[k] != v)


def _compared(
    folder: Path,
    before: Plan,
    after: Plan,
    line: Line,
    workers: int | None,
    progress: Progress,
) -> Differences:
    k, width = before.lines.index(line), chunk_size(len(before.labels))

    def stored() -> Iterator[Mapping[str, np.ndarray]]:
        for first in range(0, before.runs, width):
            yield read_runs(folder / RESULTS, k, slice(first, first + width), COMPARED)
            progress(line.label, width)

    changed = Program(after.setting(after.line(line.label))).chunks(before.runs, workers)
    return compare(stored(), changed, switched(before, after))


def switched(before: Plan, after: Plan) -> int:
    """The bits of agreements that were themselves switched: not a consequence of the change."""
    one, other = module_values(before.modules), module_values(after.modules)
    return sum(bit for name, bit in BITS.items() if one[name] != other[name])


def _told(before: Plan, after: Plan, line: Line, found: Differences) -> dict[str, Any]:
    changed_line = after.line(line.label)
    programs = Program(before.setting(line)), Program(after.setting(changed_line))
    changed = np.array([d is not None for d in found.first])
    common, year = origins(found.first, np.flatnonzero(changed))
    return {
        "theory": line.label,
        "runs_changed": plain(share(int(changed.sum()), before.runs)),
        "first_divergence": _origins(before, common, year),
        "wars": _pairs(before, found, "war", programs),
        "pacts": _pairs(before, found, "pact", programs),
    }


def _pairs(
    plan: Plan, found: Differences, what: str, programs: tuple[Program, Program]
) -> list[dict[str, Any]]:
    """The pairs whose wars or pacts differ in most runs, with the reasons for the first."""
    rows, columns = pairs(len(plan.labels))
    one = found.whole(what)[rows, columns]
    other = found.whole(f"{what}_after")[rows, columns]
    differing = (one != other).sum(1)
    order = np.argsort(-differing, kind="stable")[:SHOWN]
    out = []
    for rank, k in enumerate(order):
        if differing[k] == 0:
            break
        i, j = int(rows[k]), int(columns[k])
        runs = np.flatnonzero(one[k] != other[k])
        common, year = origins(found.first, runs)
        gained = int((other[k] & ~one[k]).sum())
        lost = int((one[k] & ~other[k]).sum())
        out.append(
            {
                "states": [plan.labels[i], plan.labels[j]],
                "before": plain(share(int(one[k].sum()), plan.runs)),
                "after": plain(share(int(other[k].sum()), plan.runs)),
                "difference": plain(paired_share(gained, lost, plan.runs)),
                "runs_differing": int(differing[k]),
                "first_divergence": _origins(plan, common, year),
                "reason": _reason(plan, found, what, i, j, runs, programs)
                if rank < REASONED
                else None,
            }
        )
    return out


def _origins(
    plan: Plan, common: list[tuple[str, tuple[int, ...], int]], year: int | None
) -> dict[str, Any]:
    return {
        "median_year": None if year is None else plan.calendar[year],
        "decisions": [
            {"kind": kind, "states": [plan.labels[i] for i in states], "runs": count}
            for kind, states, count in common
        ],
    }


def _reason(
    plan: Plan,
    found: Differences,
    what: str,
    i: int,
    j: int,
    runs: np.ndarray,
    programs: tuple[Program, Program],
) -> dict[str, Any] | None:
    """How the terms of the option behind a difference changed, in the runs that differ.

    For a war: the claim of the state that begins it more often. For a pact: the first state's
    wanting it. In the median of the years in which the pair's wars or pacts first differ.
    """
    decider, other = i, j
    if what == "war":
        begun = found.whole("begun")
        if begun[j, i, runs].sum() > begun[i, j, runs].sum():
            decider, other = j, i
    when = found.whole(f"first_{what}")[i, j, runs]
    year = int(np.median(when[when >= 0]))
    if what == "war":
        decision, option = CHALLENGE.name, first_of("claim", len(plan.labels)) + other
    else:
        decision, option = ALIGNMENT.name, other
    change = change_of_terms(*programs, decision, decider, option, year + 1, runs)
    if change is None:
        return None
    terms, value, count = change
    return {
        "decision": "claim" if what == "war" else "pact",
        "state": plan.labels[decider],
        "other": plan.labels[other],
        "year": plan.calendar[year],
        "runs": count,
        "value": value,
        "terms": terms,
    }


def show(found: Contrast, console: Console) -> None:
    """Print a counterfactual."""
    head = Text(f"{found.before.case.title}: {', '.join(found.changes)}  ", style="bold")
    head.append(
        f"{found.before.runs} runs, the same draws, seed {found.before.seed}", "not bold dim"
    )
    console.print(head)
    last = found.before.calendar[-1]
    for row in found.theories:
        console.print()
        changed = percent(row["runs_changed"])
        switched = any(c.split()[0] in BITS for c in found.changes)
        aside = ", what was switched aside" * switched
        head = Text.assemble((row["theory"], "bold"), f"  differs in {changed} of runs{aside}")
        console.print(head)
        console.print(_sentence(row["first_divergence"], "The first difference"), style="dim")
        for kind, title in (("wars", f"wars by {last}"), ("pacts", f"pacts in {last}")):
            if not row[kind]:
                console.print(f"No {title} differ.")
                continue
            console.print(_grid(row[kind], title))
            for pair in row[kind]:
                if pair["reason"]:
                    console.print(_why(pair))
    console.print()
    notes = (
        "Intervals are 95% over runs; the difference is paired, run by run. Terms are means over "
        "the runs that differ, in utils."
    )
    console.print(notes, style="dim")


def _grid(rows: Sequence[Mapping[str, Any]], title: str) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name in (title, "before", "after", "difference", "runs that differ"):
        grid.add_column(name, overflow="fold")
    for row in rows:
        d = {k: 100 * v for k, v in row["difference"].items()}
        grid.add_row(
            "-".join(row["states"]),
            percent(row["before"]),
            percent(row["after"]),
            f"{d['value']:+.1f} [{d['low']:+.1f}, {d['high']:+.1f}] points",
            str(row["runs_differing"]),
        )
    return grid


def _sentence(origin: Mapping[str, Any], what: str) -> str:
    if not origin["decisions"]:
        return f"{what} was in none of the decisions."
    listed = [f"{_named(d)} ({d['runs']})" for d in origin["decisions"]]
    return f"{what}: median year {origin['median_year']}; most often {', '.join(listed)}."


def _named(decision: Mapping[str, Any]) -> str:
    return f"{decision['kind']} {'-'.join(decision['states'])}"


def _why(pair: Mapping[str, Any]) -> str:
    """Why the first pair differs: where runs part, and how the terms of the option moved."""
    reason = pair["reason"]
    terms = sorted(reason["terms"].items(), key=lambda kv: -abs(kv[1]))[:3]
    moved = ", ".join(f"{name} {value:+.4f}" for name, value in terms if abs(value) > 5e-7)
    act = "claim on" if reason["decision"] == "claim" else "pact with"
    begin = _sentence(pair["first_divergence"], f"{'-'.join(pair['states'])}, where runs part")
    change = f"moved by {reason['value']:+.4f} ({moved})" if moved else "did not move"
    return (
        f"{begin} In {reason['year']} the value to {reason['state']} of a {act} {reason['other']} "
        f"{change}, on average over {reason['runs']} of these runs."
    )
