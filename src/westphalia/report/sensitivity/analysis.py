"""Which factors of a sweep its measures depend on: every analysis that its design allows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from westphalia.experiments.sensitivity.answers import (
    DESIGN,
    FACTORIAL,
    FIRST,
    MU_STAR,
    PRCC,
    RANKS,
    SURROGATE,
    TOTAL,
    Answer,
    Index,
    by_ranks,
    by_rows,
    by_steps,
    by_surrogate,
    on_grid,
)
from westphalia.experiments.sensitivity.noise import noise_share
from westphalia.experiments.sensitivity.surrogate import Surrogate, fit_surrogate
from westphalia.experiments.sweeps.points import MORRIS, SALTELLI
from westphalia.measures.intervals import HALF
from westphalia.report.sensitivity.design import GRID, SCATTERED, Design, design_of, label_of
from westphalia.report.sweeps.folder import Found
from westphalia.world.problems import UserError, unknown

#: The analysis that each kind of design is made for.
USUAL = {SALTELLI: DESIGN, MORRIS: DESIGN, GRID: FACTORIAL, SCATTERED: RANKS}
#: Kinds of index by which factors are put in order, the better before the other.
TELLING = (TOTAL, MU_STAR, PRCC)


def size_of(index: Index) -> tuple[float, float]:
    """The ends of the interval of an index without its sign."""
    if index.kind == PRCC and index.value < 0:
        return -index.high, -index.low
    return index.low, index.high


class Part(NamedTuple):
    """What is said of a measure, in one group or over all.

    `levels`: what is particular to the group; `noise`: see `noise_share`; `surrogate`: one that
    can be used, if there is one.
    """

    measure: str
    unit: str
    levels: Mapping[str, Any]
    noise: float
    answers: tuple[Answer, ...]
    surrogate: Surrogate | None

    @property
    def telling(self) -> list[Index]:
        """The indices that put the factors in order, the largest first; none if there are none."""
        indices = [index for answer in self.answers for index in answer.indices]
        for kind in TELLING:
            if found := [index for index in indices if index.kind == kind]:
                return sorted(found, key=lambda index: -np.nan_to_num(abs(index.value), nan=-1.0))
        return []

    @property
    def told(self) -> set[str]:
        """The factors that can be told from one that does nothing.

        Their index is above what noise may give, or their first-order share, to which noise adds
        nothing, above 0.
        """
        first = {
            index.factor
            for answer in self.answers
            for index in answer.indices
            if index.kind == FIRST and index.low > 0
        }
        return first | {index.factor for index in self.telling if size_of(index)[0] > self.floor}

    @property
    def floor(self) -> float:
        """See `Answer`."""
        return max(answer.floor for answer in self.answers)


class Sensitivity(NamedTuple):
    """What was found. `values`: of every measure, [groups, points]; `runs`: of each point."""

    design: Design
    parts: tuple[Part, ...]
    values: Mapping[str, np.ndarray]
    runs: int

    def of(self, measure: str) -> list[Part]:
        """What is said of a measure."""
        return [part for part in self.parts if part.measure == measure]

    def label(self, part: Part) -> str:
        """What is particular to the group of a part, "" if it is over all groups."""
        return label_of(part.levels, self.design.levels) if part.levels else ""


def analyse(
    found: Found, measures: Sequence[str] = (), report: Callable[[str], None] = lambda what: None
) -> Sensitivity:
    """Analyse measures of a sweep, all if none is named. `report`: told what is being done.

    Raises:
        UserError: there is no such measure, or nothing differs from point to point.
    """
    names = [measure.name for measure in found.sweep.measures]
    for name in measures:
        if name not in names:
            raise unknown("measure", name, names, "this sweep")
    design = design_of(found.sweep)
    parts: list[Part] = []
    values: dict[str, np.ndarray] = {}
    table = found.table.sort_values(by="point")
    for name in dict.fromkeys(measures or names):
        rows: pd.DataFrame = table[table["measure"] == name]  # type: ignore[assignment]
        if len(rows) != found.sweep.size:
            raise UserError(
                f"{found.folder} has {len(rows):,} points of {name}, not {found.sweep.size:,}: its "
                f"table is damaged. Remove the folder and run the sweep again."
            )
        value, low, high = rows[["value", "low", "high"]].to_numpy(float, na_value=np.nan).T
        errors = (high - low) / (2 * HALF)
        values[name] = value.reshape(len(design.groups), -1)
        of = name, str(rows["unit"].iloc[0])
        if design.kind == GRID:
            report(name)
            parts.append(_part(*of, {}, design, value, errors))
            continue
        for levels, mine, error in zip(
            design.groups, values[name], errors.reshape(values[name].shape), strict=True
        ):
            report(f"{name} {label_of(levels, design.levels)}")
            parts.append(_part(*of, levels, design, mine, error))
    return Sensitivity(design, tuple(parts), values, found.sweep.runs)


def _part(
    measure: str,
    unit: str,
    levels: Mapping[str, Any],
    design: Design,
    values: np.ndarray,
    errors: np.ndarray,
) -> Part:
    if nothing := _nothing(measure, values):
        answer = Answer(USUAL[design.kind], (), nothing)
        return Part(measure, unit, levels, float("nan"), (answer,), None)
    noise = noise_share(values, errors)
    if design.kind == GRID:
        answer = on_grid(design.crossed_factors, design.crossed_levels, values, errors)
        return Part(measure, unit, levels, noise, (answer,), None)
    names, at = design.numbers, design.positions
    surrogate, weakness = _surrogate(at, values, errors)
    if design.kind == SALTELLI:
        answers = (by_rows(names, values, errors),)
    elif design.kind == MORRIS:
        answers = (by_steps(names, at, values, errors),)
    elif surrogate is None or design.together:
        why = Answer(SURROGATE, (), design.together or weakness)
        answers = (by_ranks(names, at, values), why)
    else:
        answers = (by_ranks(names, at, values), by_surrogate(names, surrogate))
    usable = surrogate if surrogate is not None and surrogate.usable else None
    return Part(measure, unit, levels, noise, answers, usable)


def _nothing(measure: str, values: np.ndarray) -> str:
    """Why there is nothing to explain, if there is not."""
    known = values[np.isfinite(values)]
    if not len(known):
        return f"{measure} has no value at any point."
    if np.ptp(known) == 0:
        return f"{measure} is {known[0]:.4g} at every point: it does not vary, nothing to explain."
    return ""


def _surrogate(
    at: np.ndarray, values: np.ndarray, errors: np.ndarray
) -> tuple[Surrogate | None, str]:
    try:
        return fit_surrogate(at, values, errors), ""
    except UserError as error:
        return None, str(error)
