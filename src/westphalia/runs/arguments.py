"""Read the description of a run from Python's arguments: worlds and theories may be objects."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np

from westphalia.cases import Case, load_case
from westphalia.cases.fields import Finding
from westphalia.cases.reading import list_findings, validate
from westphalia.runs.lines import line_of, theories_in
from westphalia.runs.parse import (
    Changes,
    Numbers,
    RandomFigures,
    attempt,
    build_spec,
    changes_in,
    draws_of,
    join_findings,
    value_findings,
)
from westphalia.runs.spec import Spec, labels_of
from westphalia.runs.switches import switches_of
from westphalia.simulation.begin import RandomWorld
from westphalia.world.parameters import ABOUT, DEFAULTS, Parameters
from westphalia.world.problems import UserError

#: What the fields of a scenario file are called in Python.
ARGUMENTS = {"parameters": "set", "modules": "off, on"}


def spec_from_arguments(
    world: Any,
    theories: Any,
    set: Any = None,
    off: Any = (),
    on: Any = (),
    forms: Any = None,
    draws: Any = None,
    **numbers: Any,
) -> Spec:
    """The run that a call from Python describes: worlds and theories may be objects.

    Raises:
        UserError: every problem, with its argument.
    """
    findings: list[Finding] = []
    numbers = {name: _plain(value) for name, value in numbers.items()}
    numbers["parameters"] = values_in(set)
    numbers["forms"] = {} if forms is None else _plain(forms)
    numbers["modules"] = _switches(findings, off, on)
    file, found = validate(numbers, Numbers)
    findings += found
    place = attempt(findings, "case", lambda: world_of(world))
    labels = None if place is None else labels_of(place)
    line = attempt(findings, "theories", lambda: line_of(theories, labels))
    lines = None if line is None else (line,)
    known = None if lines is None else theories_in(lines)
    findings += value_findings(numbers, known)
    table = None
    if draws is not None and known is not None:
        table = attempt(findings, "draws", lambda: draws_of(str(draws), Path(), numbers, known))
    spec = build_spec(findings, file, place, lines, known, table)
    if spec is None:
        raise UserError(join_findings(findings, _argument))
    return spec


def changes_from_arguments(spec: Spec, set: Any, off: Any, on: Any, forms: Any) -> Changes:
    """What changes a run, checked.

    Raises:
        UserError: every problem, with its argument.
    """
    findings: list[Finding] = []
    switches = _switches(findings, off, on)
    chosen = {} if forms is None else _plain(forms)
    found, more = changes_in(spec, values_in(set), chosen, switches)
    if findings or more:
        raise UserError(join_findings([*findings, *more], _argument))
    return found


def _switches(findings: list[Finding], off: Any, on: Any) -> dict[str, bool]:
    names = [
        attempt(findings, field, lambda f=field, v=value: names_in(f, v)) or ()
        for field, value in (("off", off), ("on", on))
    ]
    return attempt(findings, "modules", lambda: switches_of(*names)) or {}


def _argument(field: str) -> str:
    return ARGUMENTS.get(field, field)


def world_of(what: Any) -> Case | RandomWorld:
    """A world from a case, its name or file, or a random world, checked."""
    if isinstance(what, Case):
        return what
    if isinstance(what, RandomWorld):
        found, wrong = validate(what._asdict(), RandomFigures)
        if found is None:
            raise UserError(list_findings((("RandomWorld", *path), text) for path, text in wrong))
        return RandomWorld(found.n, found.side, found.spread)
    if isinstance(what, int) and not isinstance(what, bool):
        raise UserError(
            f"{what} is not a case; a world of {what} random states is RandomWorld({what})."
        )
    return load_case(cast("str | Path", what))  # which refuses what is neither


def values_in(given: Any) -> Any:
    """Parameters that are set, by name, from a mapping or from `Parameters`."""
    if given is None:
        return {}
    if isinstance(given, Parameters):
        values = {k: v for k, v in vars(given).items() if k in ABOUT}
        return {k: _plain(v) for k, v in values.items() if np.ndim(v) or v != DEFAULTS[k]}
    if isinstance(given, Mapping):
        return {name: _plain(value) for name, value in given.items()}
    return given


def names_in(field: str, given: Any) -> tuple[str, ...]:
    """Names from one name or several."""
    if given is None:
        return ()
    several = (given,) if isinstance(given, str) else given
    names = tuple(several) if isinstance(several, Iterable) else (several,)
    if not all(isinstance(name, str) for name in names):
        raise UserError(f'{str(given)[:60]} is not a list of names; write {field}=["hotlines"].')
    return names


def _plain(value: Any) -> Any:
    """A number of NumPy as Python's own, a sequence as a list."""
    if isinstance(value, np.generic):
        return value.item()
    return list(value) if isinstance(value, tuple | set | frozenset) else value
