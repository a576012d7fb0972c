"""The numbers of a sweep that differ from point to point: listed, sampled, or from a table."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from westphalia.cases.fields import Finding
from westphalia.cases.reading import validate
from westphalia.experiments.sweeps.fields import LEVELS, RangeFile, SampleFile, StepsFile, SweepFile
from westphalia.experiments.sweeps.points import METHODS, MORRIS, SALTELLI, Span, crossed
from westphalia.runs.draws import Draws, read_draws
from westphalia.runs.parse import Numbers, attempt
from westphalia.runs.settings import ALL, full_name, numbers_of
from westphalia.theories import NUMBERS, Theory
from westphalia.theories.numbers import SYMBOLS as THEORY_SYMBOLS
from westphalia.world.parameters import ABOUT, SYMBOLS
from westphalia.world.problems import UserError, unknown

#: Numbers of a factor lie below it, whatever they are.
LARGEST = 1e300


class Values(NamedTuple):
    """Numbers by full name: values that are listed, ranges that are sampled, and ranges of both."""

    grid: dict[str, list[float]]
    sampled: dict[str, Span]
    spans: dict[str, Span]


def numbers_in(
    file: SweepFile,
    theories: tuple[Theory, ...],
    findings: list[Finding],
) -> Values:
    """The numbers that differ from point to point, checked."""
    values = Values({}, {}, {})
    for name, given in file.factors.items():
        if name in LEVELS:
            continue
        path = ("factors", name)
        before = len(findings)
        full = checked_name(name, path, file, (*values.grid, *values.sampled), theories, findings)
        listed, span = _values(given, path, findings)
        if full is None or span is None or len(findings) > before:
            continue
        for value in listed or [span.low, span.high]:
            attempt(findings, path, lambda f=full, v=value: numbers_of({f: v}, theories))
        values.spans[full] = span
        if listed:
            values.grid[full] = listed
        else:
            values.sampled[full] = span
    return values


def checked_name(
    name: str,
    path: tuple[str, ...],
    file: Numbers,
    before: Iterable[str],
    theories: tuple[Theory, ...],
    findings: list[Finding],
) -> str | None:
    """The full name of a number that differs from point to point, if it may.

    `file`: what sets numbers too. `before`: those that differ already.
    """
    full = attempt(findings, path, lambda: _full_name(name, theories))
    if full is None:
        return None
    if overlapping(full, before):
        findings.append((path, f"{full} is given twice; keep one"))
    if other := overlapping(full, _set_in(file)):
        findings.append((path, f"{other} is also set in the file; keep one of the two"))
    return full


def _set_in(file: Numbers) -> list[str]:
    """The full names of the numbers that a file sets, where they have one."""
    found: list[Finding] = []
    names = [attempt(found, "parameters", lambda n=name: full_name(n)) for name in file.parameters]
    return [name for name in names if name is not None]


def overlapping(name: str, others: Iterable[str]) -> str | None:
    """One of the other numbers that says the same: "*.survival" and "defensive.survival" do."""
    whose, _, number = name.rpartition(".")
    for other in others:
        of, _, same = other.rpartition(".")
        if other == name or (of and whose and same == number and ALL in (of, whose)):
            return other
    return None


def _full_name(name: str, theories: tuple[Theory, ...]) -> str:
    """The full name of a number; the error names everything else that a factor may be."""
    try:
        return full_name(name, theories)
    except UserError:
        if "." in name or name in NUMBERS or name in THEORY_SYMBOLS:
            raise
        raise unknown("factor", name[:100], (*LEVELS, *ABOUT, *SYMBOLS)) from None


def _values(
    given: Any, path: tuple[str, ...], findings: list[Finding]
) -> tuple[list[float], Span | None]:
    """Values that are listed, or at steps, none where it is sampled; and their range."""
    if isinstance(given, list):
        for k, value in enumerate(given):
            if isinstance(value, bool) or not isinstance(value, int | float):
                findings.append(((*path, k), f"'{value}' is not a number"))
            elif not abs(value) < LARGEST:
                findings.append(((*path, k), "not a finite number"))
        if not given:
            findings.append((path, "no value is given"))
        numbers = [float(v) for v in given if isinstance(v, int | float) and abs(v) < LARGEST]
        if len(set(numbers)) < len(numbers):
            findings.append((path, "a value is given twice; keep one"))
        return numbers, Span(min(numbers), max(numbers)) if numbers else None
    if not isinstance(given, dict):
        example = "[0.1, 0.2] or {from: 0.1, to: 0.4, steps: 4}"
        findings.append((path, f"{given!r} is neither a list nor a range; write {example}"))
        return [], None
    found, wrong = validate(given, StepsFile)
    findings += [((*path, *where), what) for where, what in wrong]
    if found is None:
        return [], None
    span = span_in(found, path, findings)
    if span is not None and found.steps is not None:
        return span.steps(found.steps), span
    return [], span


def span_in(given: RangeFile, path: tuple[str, ...], findings: list[Finding]) -> Span | None:
    """A range, if it is one."""
    if not given.low < given.high:
        what = f"'from' must be smaller than 'to', and {given.low:g} is not below {given.high:g}"
        findings.append((path, what))
    elif given.scale == "log" and given.low <= 0:
        findings.append((path, f"from {given.low:g} has no logarithm; begin above 0"))
    else:
        return given.span
    return None


def draws_in(
    file: SweepFile, theories: tuple[Theory, ...], folder: Path, findings: list[Finding]
) -> Draws | None:
    """The table of draws, if there is one."""
    if file.draws is None:
        return None
    path = folder / Path(file.draws).expanduser()
    return attempt(findings, "draws", lambda: read_draws(path, theories))


def points_in(
    file: SweepFile, numbers: Values, draws: Draws | None, findings: list[Finding]
) -> np.ndarray | None:
    """All points. [points, names]"""
    names = (*numbers.grid, *numbers.sampled)
    for name in draws.names if draws else ():
        if other := overlapping(name, (*names, *_set_in(file))):
            what = f"the table has {name}, and the file gives {other}; keep one of the two"
            findings.append((("draws",), what))
    sampled = np.empty((1, 0))
    if file.sample is not None and not numbers.sampled:
        what = "no factor is sampled: give one from and to, without steps"
        findings.append((("sample",), what))
    elif numbers.sampled and file.sample is None:
        what = (
            f"{', '.join(numbers.sampled)} has a range without steps: give it steps, or add to the "
            f"file a line such as sample: {{method: sobol, points: 256}}"
        )
        findings.append((("sample",), what))
    elif file.sample is not None:
        _refuse_crossed(file.sample, numbers.grid, draws, findings)
        sampled = _sample(file, file.sample, numbers.sampled, findings)
    if findings or sampled is None:
        return None
    tables = (sampled, draws.values) if draws else (sampled,)
    return attempt(findings, "factors", lambda: crossed(numbers.grid, *tables))


def _refuse_crossed(
    asked: SampleFile, grid: Mapping[str, Any], draws: Draws | None, findings: list[Finding]
) -> None:
    """Other numbers than the sample's, where it stands alone."""
    others = [*grid, *(draws.names if draws else ())]
    if asked.method in (SALTELLI, MORRIS) and others:
        what = (
            f"a sample by {asked.method} stands alone, and here are also {', '.join(others)}: give "
            f"each as a range, from and to without steps, set it under parameters, or sample by "
            f"sobol. Theories, cases, modules and forms may vary: each gets an analysis of its own"
        )
        findings.append((("sample", "method"), what))


def _sample(
    file: SweepFile, asked: SampleFile, spans: Mapping[str, Span], findings: list[Finding]
) -> np.ndarray | None:
    """The points of a sample. [points, spans]"""
    if asked.method not in METHODS:
        text = str(unknown("method", asked.method[:100], METHODS))
        findings.append((("sample", "method"), text))
        return None
    method = METHODS[asked.method]
    cube = attempt(
        findings, ("sample", "points"), lambda: method(asked.points, len(spans), file.seed)
    )
    if cube is None:
        return None
    return np.column_stack([s.at(cube[:, k]) for k, s in enumerate(spans.values())])
