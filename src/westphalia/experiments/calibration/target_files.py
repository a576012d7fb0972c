"""The targets of a calibration's file: what each should be, and what it is read off."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from westphalia.cases import Case
from westphalia.cases.fields import Finding
from westphalia.cases.reading import validate
from westphalia.experiments.calibration.fields import (
    BASE_RATES,
    EVERY_MOMENT,
    MOST_TARGETS,
    MeasureFile,
    MomentFile,
    TargetFile,
)
from westphalia.experiments.calibration.job import Place
from westphalia.experiments.calibration.targets import Target, target_between
from westphalia.experiments.sweeps.group import Group
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.measures.measure import Measure, in_years
from westphalia.measures.moments import MOMENTS
from westphalia.measures.moments.moment import in_world, logarithm_of
from westphalia.measures.rates import SETTLE
from westphalia.measures.registry import MEASURES
from westphalia.records.moments.history import fitted
from westphalia.runs.history import great_indices
from westphalia.runs.parse import attempt
from westphalia.simulation.begin import RandomWorld
from westphalia.world.problems import unknown


def targets_in(given: Any, findings: list[Finding]) -> list[TargetFile]:
    """The targets, or those that stand for them."""
    if given == BASE_RATES:
        return _base_rates()
    if given == EVERY_MOMENT:
        names = [m.name for m in MOMENTS.values() if m.everywhere and fitted(m.name)]
        return [_with_history(MomentFile(moment=name, where={}), (), []) for name in names]
    if not isinstance(given, list) or not 0 < len(given) <= MOST_TARGETS:
        what = f"give a list of 1 to {MOST_TARGETS} targets, or '{BASE_RATES}', or '{EVERY_MOMENT}'"
        findings.append((("targets",), what))
        return []
    targets: list[TargetFile] = []
    for k, one in enumerate(given):
        path = ("targets", k)
        kind = MomentFile if isinstance(one, dict) and "moment" in one else MeasureFile
        found, wrong = validate(one, kind)
        findings += [((*path, *place), what) for place, what in wrong]
        if isinstance(found, MomentFile):
            found = _with_history(found, path, findings)
        targets += [] if found is None else [found]
    return targets


def _with_history(
    given: MomentFile, path: tuple[str | int, ...], findings: list[Finding]
) -> MomentFile:
    """A target with history's interval, where it has no numbers of its own, and with its source."""
    if given.moment not in MOMENTS:
        findings.append(((*path, "moment"), str(unknown("moment", given.moment, MOMENTS))))
        return given
    if any(number is not None for number in (given.low, given.high, given.value, given.sd)):
        if given.source is None:
            findings.append(((*path, "source"), "say how these numbers are known"))
        return given
    known = fitted(given.moment)
    if known is None:
        what = f"history has no interval of '{given.moment}': give low and high, or value and sd"
        findings.append((path, what))
        return given
    source = given.source or f"history, {known.first}-{known.last}: docs/moments.md"
    return given.model_copy(update={"low": known.low, "high": known.high, "source": source})


def _base_rates() -> list[TargetFile]:
    """The targets of the built-in measures, once random worlds have settled."""
    return [
        MeasureFile(
            measure=m.name, low=m.target.low, high=m.target.high, source=m.target.source, where={},
            first_year=SETTLE + 1,
        )
        for m in MEASURES.values()
        if m.target is not None
    ]  # fmt: skip


def target_of(given: TargetFile, k: int, sweep: Sweep, findings: list[Finding]) -> Target | None:
    """A target from its interval, or from its value and standard deviation."""
    name, source, path = _name(given, sweep), given.source or "", ("targets", k)
    low, high, value, sd = given.low, given.high, given.value, given.sd
    log = _is_log(given)
    least = min((number for number in (low, high, value) if number is not None), default=1.0)
    if log and least <= 0.0:
        what = f"{least:g} has no logarithm: give numbers above 0, or log: false"
        findings.append((path, what))
    elif low is not None and high is not None and (value, sd) == (None, None):
        low, high = (float(np.log(end)) if log else end for end in (low, high))
        return attempt(findings, path, lambda: target_between(name, low, high, source))
    elif value is not None and sd is not None and (low, high) == (None, None):
        at, error = (float(np.log(value)), sd / value) if log else (value, sd)
        return attempt(findings, path, lambda: Target(name, at, error, source))
    else:
        findings.append((path, "give low and high, a 95% interval, or value and sd"))
    return None


def _is_log(given: TargetFile) -> bool:
    """Whether a target lies on the scale of logarithms, where half is as far as twice."""
    if not isinstance(given, MomentFile):
        return False
    return MOMENTS[given.moment].unit == "ratio" if given.log is None else given.log


def _settled(given: TargetFile, world: Case | RandomWorld) -> int:
    """The first year that counts unless a target says otherwise."""
    is_moment = isinstance(given, MomentFile)
    return SETTLE + 1 if is_moment and not isinstance(world, Case) else 1


def _name(given: TargetFile, sweep: Sweep) -> str:
    """What a target is called: its measure or moment, its years, and its world."""
    what = given.measure.rpartition(":")[2] if isinstance(given, MeasureFile) else given.moment
    groups = _groups(given, sweep)
    usual = _settled(given, groups[0][1].spec.world) if groups else 1
    first, years = given.first_year or usual, ""
    if first != usual or given.last_year is not None:
        years = f" in years {first}-{given.last_year or 'end'}"
    where = "".join(f", {name} {value}" for name, value in given.where.items())
    return f"{'log ' if _is_log(given) else ''}{what}{years}{where}"


def _in_words(levels: Mapping[str, Any]) -> str:
    """Levels as a file has them: {case: europe-1890}."""
    return "{" + ", ".join(f"{name}: {value}" for name, value in levels.items()) + "}"


def _groups(given: TargetFile, sweep: Sweep) -> list[tuple[int, Group]]:
    """The worlds that a target may be in, with their numbers."""
    return [
        (g, group)
        for g, group in enumerate(sweep.groups)
        if all(
            name in group.levels and value in (group.levels[name], group.asked[name])
            for name, value in given.where.items()
        )
    ]


def place_of(
    given: TargetFile,
    k: int,
    measures: Mapping[str, Measure],
    sweep: Sweep,
    findings: list[Finding],
) -> Place | None:
    """What a target is read off. `measures`: in all years, by what the file calls them."""
    path = ("targets", k)
    fits = _groups(given, sweep)
    if len(fits) != 1:
        few = "no world is so" if not fits else f"{len(fits)} worlds are so"
        choices = "; ".join(_in_words(group.levels) for group in sweep.groups[:6])
        findings.append(((*path, "where"), f"{few}: name one, such as {choices}"))
        return None
    (number, group), world = fits[0], fits[0][1].spec.world
    years, first = group.spec.years, given.first_year or _settled(given, world)
    if not first <= (given.last_year or years) <= years:
        told = f"years {first} to {given.last_year or 'end'} are not 1 to {years}"
        if given.first_year is None and first > 1:
            told += f": a random world needs {SETTLE} years to settle; give more, or a first_year"
        findings.append((path, told))
        return None
    if isinstance(given, MomentFile):
        moment = MOMENTS[given.moment]
        great = great_indices(world) if isinstance(world, Case) else None
        scaled = logarithm_of(moment) if _is_log(given) else moment
        return Place(number, in_world(scaled, first, given.last_year, great))
    measure = measures[given.measure]
    if first > 1 or given.last_year is not None:
        measure = in_years(measure, first, given.last_year)
    return Place(number, measure)
