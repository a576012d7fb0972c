"""`westphalia counterfactual`: the same draws with something changed, war by war, pact by pact."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from westphalia.decisions.alignment import ALIGNMENT
from westphalia.decisions.challenge import CHALLENGE, first_of
from westphalia.measures.intervals import paired_share, share
from westphalia.measures.tallies import pairs
from westphalia.report.run import run_into
from westphalia.report.table import percent
from westphalia.runs.arguments import changes_from_arguments
from westphalia.runs.change import changed, changes_between, switched
from westphalia.runs.experiment import Experiment, check_workers
from westphalia.runs.folder import RunFolder
from westphalia.runs.lines import Line
from westphalia.runs.parse import Changes
from westphalia.runs.results import read_runs
from westphalia.runs.simulate import Progress, Records, no_progress
from westphalia.runs.spec import Spec
from westphalia.runs.summary import plain
from westphalia.runs.writing import refuse_existing
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

if TYPE_CHECKING:
    import pandas as pd

#: How many pairs are shown, and for how many of them the reasons are looked up.
SHOWN, REASONED = 5, 1


@dataclass(frozen=True, repr=False)
class Contrast:
    """A counterfactual: the runs before and after, what was changed, what differs by theory."""

    before: Spec
    after: Spec
    changes: tuple[str, ...]
    theories: tuple[dict[str, Any], ...]

    def __repr__(self) -> str:
        return f"<Contrast {self.before.name}: {', '.join(self.changes)}>"

    def __str__(self) -> str:
        console = Console(width=100, record=True, file=StringIO())
        show(self, console)
        return console.export_text()

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "case": self.before.name,
            "runs": self.before.runs,
            "seed": self.before.seed,
            "changes": list(self.changes),
            "theories": list(self.theories),
        }

    def to_dataframe(self) -> "pd.DataFrame":
        """The pairs whose wars or pacts differ in most runs, a row each."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "theory": row["theory"],
                    "what": what,
                    "state1": pair["states"][0],
                    "state2": pair["states"][1],
                    "before": pair["before"]["value"],
                    "after": pair["after"]["value"],
                    **{f"difference{_END[k]}": v for k, v in pair["difference"].items()},
                    "runs_differing": pair["runs_differing"],
                }
                for row in self.theories
                for what in ("wars", "pacts")
                for pair in row[what]
            ]
        )


_END = {"value": "", "low": "_low", "high": "_high"}


def contrast(
    folder: RunFolder,
    theory: str | None,
    changes: Changes,
    workers: int | None = None,
    progress: Progress = no_progress,
) -> Contrast:
    """A run folder against the same draws with something changed.

    Raises:
        UserError: nothing is changed, or the folder is not one that can be compared with.
    """
    before = folder.spec
    after = changed(before, changes)
    missing = [n for n in COMPARED if before.record is not None and n not in before.record]
    if missing:
        raise UserError(
            f"{folder.path} does not record {', '.join(missing)}: run it again with everything."
        )
    if not folder.same_code:
        raise UserError(
            f"{folder.path} was written by another version of the code: run it again, so that "
            f"only what you change differs."
        )
    if theory is not None:
        lines = [before.line(theory)]
    else:
        lines = [line for line in before.lines if not line.baseline] or list(before.lines)

    def stored(line: Line) -> Iterator[Records]:
        k, width = before.lines.index(line), chunk_size(len(before.labels))
        for first in range(0, before.runs, width):
            yield read_runs(folder.results, k, slice(first, first + width), COMPARED)

    return compare_lines(before, after, lines, stored, workers, progress)


def counterfactual(
    experiment: Experiment,
    set: Mapping[str, float] | None = None,
    off: Iterable[str] = (),
    on: Iterable[str] = (),
    forms: Mapping[str, str] | None = None,
    workers: int | None = None,
) -> Contrast:
    """An experiment against the same draws with something changed.

    Args:
        set: numbers of the world or of a theory with another value, by name or symbol.
        off, on: modules to switch.
        forms: the form of a process that has several.
        workers: threads; one per core if None.

    Raises:
        UserError: every argument that is wrong; nothing is changed.
    """
    if not isinstance(experiment, Experiment):
        raise UserError(
            f"{str(experiment)[:60]} is not an experiment: give what `simulate` or `load` returns."
        )
    check_workers(workers)
    before, line = experiment.spec, experiment.line
    after = changed(before, changes_from_arguments(before, set, off, on, forms))
    return compare_lines(
        before, after, [line], lambda line: experiment.chunks(workers), workers, no_progress
    )


def compare_lines(
    before: Spec,
    after: Spec,
    lines: Sequence[Line],
    stored: Callable[[Line], Iterator[Records]],
    workers: int | None,
    progress: Progress,
) -> Contrast:
    """Lines as they are, chunk by chunk from `stored`, against their changed simulations."""
    found = []
    for line in lines:
        program = Program(after.setting(after.line(line.label)))
        differences = compare(
            _telling(stored(line), line.label, progress),
            program.chunks(before.runs, workers),
            switched(before, after),
        )
        found.append(_told(before, after, line, differences))
    changes = changes_between(before, after)
    shown = tuple(after.line(line.label) for line in lines)
    return Contrast(before, after.only(*shown), changes, tuple(found))


def _telling(chunks: Iterator[Records], label: str, progress: Progress) -> Iterator[Records]:
    for chunk in chunks:
        yield chunk
        progress(label, next(iter(chunk.values())).shape[-1])


def save(found: Contrast, out: Path, workers: int | None, progress: Progress) -> None:
    """Write the changed simulations as a run folder, with `counterfactual.json` beside."""
    refuse_existing(out)
    run_into(found.after, out, workers, progress, extra={"counterfactual.json": found.data()})


def _told(before: Spec, after: Spec, line: Line, found: Differences) -> dict[str, Any]:
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
    spec: Spec, found: Differences, what: str, programs: tuple[Program, Program]
) -> list[dict[str, Any]]:
    """The pairs whose wars or pacts differ in most runs, with the reasons for the first."""
    rows, columns = pairs(len(spec.labels))
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
                "states": [spec.labels[i], spec.labels[j]],
                "before": plain(share(int(one[k].sum()), spec.runs)),
                "after": plain(share(int(other[k].sum()), spec.runs)),
                "difference": plain(paired_share(gained, lost, spec.runs)),
                "runs_differing": int(differing[k]),
                "first_divergence": _origins(spec, common, year),
                "reason": _reason(spec, found, what, i, j, runs, programs)
                if rank < REASONED
                else None,
            }
        )
    return out


def _origins(
    spec: Spec, common: list[tuple[str, tuple[int, ...], int]], year: int | None
) -> dict[str, Any]:
    return {
        "median_year": None if year is None else spec.calendar[year],
        "decisions": [
            {"kind": kind, "states": [spec.labels[i] for i in states], "runs": count}
            for kind, states, count in common
        ],
    }


def _reason(
    spec: Spec,
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
        decision, option = CHALLENGE.name, first_of("claim", len(spec.labels)) + other
    else:
        decision, option = ALIGNMENT.name, other
    change = change_of_terms(*programs, decision, decider, option, year + 1, runs)
    if change is None:
        return None
    terms, value, count = change
    return {
        "decision": "claim" if what == "war" else "pact",
        "state": spec.labels[decider],
        "other": spec.labels[other],
        "year": spec.calendar[year],
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
        aside = " (the switched modules not counted)" * switched
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
