"""A run with something changed, as typed rows: which wars and pacts differ, when and why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from westphalia.decisions.alignment import ALIGNMENT
from westphalia.decisions.challenge import CHALLENGE, first_of
from westphalia.measures.differences import (
    Differences,
    FirstDifference,
    change_of,
    first_difference,
)
from westphalia.measures.intervals import Interval, share
from westphalia.measures.quantities import pairs
from westphalia.runs.as_json import as_data
from westphalia.runs.lines import Line
from westphalia.runs.spec import Spec
from westphalia.simulation.counterfactual import change_of_terms
from westphalia.simulation.ensemble import Program

if TYPE_CHECKING:
    import pandas as pd

#: How many pairs are shown, and for how many of them the reasons are looked up.
SHOWN, REASONED = 5, 1


class Reason(NamedTuple):
    """How the terms of an option of a state towards another changed in a year, mean over runs."""

    decision: str
    state: str
    other: str
    year: int
    runs: int
    value: float
    terms: dict[str, float]


class PairChange(NamedTuple):
    """How the chance changed that a pair fights, or has a pact in the last year."""

    states: tuple[str, str]
    before: Interval
    after: Interval
    difference: Interval
    runs_differing: int
    first_divergence: FirstDifference
    reason: Reason | None


class TheoryChange(NamedTuple):
    """What differs under one theory."""

    theory: str
    runs_changed: Interval
    first_divergence: FirstDifference
    wars: tuple[PairChange, ...]
    pacts: tuple[PairChange, ...]


@dataclass(frozen=True, repr=False)
class Contrast:
    """A counterfactual: the runs before and after, what was changed, what differs by theory."""

    before: Spec
    after: Spec
    changes: tuple[str, ...]
    theories: tuple[TheoryChange, ...]

    def __repr__(self) -> str:
        return f"<Contrast {self.before.name}: {', '.join(self.changes)}>"

    def __str__(self) -> str:
        return f"{self.before.title}: {', '.join(self.changes)}\n{self.to_dataframe()}"

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "case": self.before.name,
            "runs": self.before.runs,
            "seed": self.before.seed,
            "changes": list(self.changes),
            "theories": as_data(self.theories),
        }

    def to_dataframe(self) -> "pd.DataFrame":
        """A row for every theory and pair whose wars or pacts differ most."""
        import pandas as pd

        rows = [
            (
                row.theory, what, *pair.states, pair.before.value, pair.after.value,
                *pair.difference, pair.runs_differing,
            )
            for row in self.theories
            for what, found in (("war", row.wars), ("pact", row.pacts))
            for pair in found
        ]  # fmt: skip
        columns = ["theory", "what", "state1", "state2", "before", "after", "difference", "low",
                   "high", "runs_differing"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)


def theory_change(before: Spec, after: Spec, line: Line, found: Differences) -> TheoryChange:
    """What differs under a theory, from the comparison of its runs."""
    programs = Program(before.setting(line)), Program(after.setting(after.line(line.label)))
    changed = found.changed
    every = np.flatnonzero(changed)
    return TheoryChange(
        theory=line.label,
        runs_changed=share(int(changed.sum()), before.runs),
        first_divergence=first_difference(found.first, every, before.labels, before.calendar),
        wars=_pair_changes(before, found, "war", programs),
        pacts=_pair_changes(before, found, "pact", programs),
    )


def _pair_changes(
    spec: Spec, found: Differences, what: str, programs: tuple[Program, Program]
) -> tuple[PairChange, ...]:
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
        reasoned = rank < REASONED
        out.append(
            PairChange(
                (spec.labels[i], spec.labels[j]),
                *change_of(one[k], other[k], paired=True),
                runs_differing=int(differing[k]),
                first_divergence=first_difference(found.first, runs, spec.labels, spec.calendar),
                reason=_reason(spec, found, what, i, j, runs, programs) if reasoned else None,
            )
        )
    return tuple(out)


def _reason(
    spec: Spec,
    found: Differences,
    what: str,
    i: int,
    j: int,
    runs: np.ndarray,
    programs: tuple[Program, Program],
) -> Reason | None:
    """How the terms of the option behind a difference changed, in the runs that differ.

    For a war: the demand of the state that begins it more often. For a pact: the first state's
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
        decision, option = CHALLENGE.name, first_of("demand", len(spec.labels)) + other
    else:
        decision, option = ALIGNMENT.name, other
    change = change_of_terms(*programs, decision, decider, option, year + 1, runs)
    if change is None:
        return None
    terms, value, count = change
    return Reason(
        decision="demand" if what == "war" else "pact",
        state=spec.labels[decider],
        other=spec.labels[other],
        year=spec.calendar[year],
        runs=count,
        value=value,
        terms=terms,
    )
