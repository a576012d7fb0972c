"""A run with something changed, and what differs between two runs, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from westphalia.runs.lines import Line, line_of, theories_in
from westphalia.runs.parse import Changes, world_values
from westphalia.runs.settings import settings_of
from westphalia.runs.spec import Spec
from westphalia.runs.switches import module_values, parameter_values
from westphalia.theories import BASELINES, THEORIES
from westphalia.world.agreements import MODULE_BITS
from westphalia.world.problems import Problems, UserError, unknown


def change_spec(spec: Spec, changes: Changes) -> Spec:
    """The same run with other values, forms and modules.

    Raises:
        UserError: nothing is changed.
    """
    after = with_changes(spec, changes)
    if not changes_between(spec, after):
        raise UserError(
            "That changes nothing: name a module to switch, another form, or a number with another "
            "value."
        )
    return after


def with_changes(spec: Spec, changes: Changes) -> Spec:
    """The same run with other values, forms and modules, or the same ones."""
    settings = settings_of(changes.values, theories_in(spec.lines), changes.forms, spec.parameters)
    return replace(
        spec,
        lines=tuple(line.having(settings.numbers) for line in spec.lines),
        values={**spec.values, **world_values(changes.values), **settings.numbers},
        forms={**spec.forms, **changes.forms},
        switches={**spec.switches, **changes.switches},
    )


def changes_between(before: Spec, after: Spec) -> tuple[str, ...]:
    """What differs between the modules, values and forms of two runs, in words."""
    modules = (module_values(spec.modules) for spec in (before, after))
    out = [f"{name} {'on' if on else 'off'}" for name, _, on in _differing(*modules)]
    values = (parameter_values(spec.parameters) for spec in (before, after))
    out += [f"{k} {one:g} -> {other:g}" for k, one, other in _differing(*values)]
    forms = (spec.parameters.forms._asdict() for spec in (before, after))
    out += [f"{k}: {one} -> {other}" for k, one, other in _differing(*forms)]
    own, others = (_theories_numbers(spec) for spec in (before, after))
    out += [f"{k} {one:g} -> {other:g}" for k, one, other in _differing(own, others)]
    # of theories that no state followed before
    out += [f"{k} = {value:g}" for k, value in after.numbers.items() if k not in own]
    return tuple(out)


def _theories_numbers(spec: Spec) -> dict[str, float]:
    """The value of every number of every theory of a run, by full name."""
    rows = [theory.parameters() for theory in theories_in(spec.lines)]
    return {name: number.default for row in rows for name, number in row.items()}


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Name and both values of what is in both and differs."""
    return ((k, v, other[k]) for k, v in one.items() if k in other and other[k] != v)


def changes_from_defaults(resolved: Mapping[str, Any], usual: Mapping[str, Any]) -> list[str]:
    """What a run folder's numbers and switches change from the usual ones, in words.

    `resolved` as `manifest.resolve`, `usual` as `manifest.usual_numbers` gives it.
    """
    out = [
        f"{k} = {v:g}" for k, v in resolved["parameters"].items() if v != usual["parameters"].get(k)
    ]
    out += [
        f"{k} {'on' if v else 'off'}"
        for k, v in resolved["modules"].items()
        if v != usual["modules"].get(k)
    ]
    out += [f"{k} = {v:g}" for k, v in resolved["numbers"].items()]
    out += [f"{k}: {v}" for k, v in resolved["forms"].items() if v != usual["forms"].get(k)]
    return out + ["serial"] * bool(resolved["serial"])


def switched_bits(before: Spec, after: Spec) -> int:
    """The bits of agreements that were themselves switched: not a consequence of the change."""
    one, other = module_values(before.modules), module_values(after.modules)
    return sum(bit for name, bit in MODULE_BITS.items() if one[name] != other[name])


def with_theories(
    line: Line, theories: Mapping[str, str], labels: tuple[str, ...], folder: Path | None
) -> Line:
    """A line with the theories of some states replaced.

    `folder`: where relative paths of the theories that are there start; no others are read.
    """
    if not theories:
        return line
    parts = dict(part.split("=", 1) for part in line.text.split(",") if "=" in part)
    there = parts or {"*": line.text}
    known = {*THEORIES, *BASELINES, *there.values()}  # no file but those that are there already
    problems = Problems()
    for state, theory in theories.items():
        if state not in labels:
            problems.add(str(unknown("state", state, labels)))
        if theory not in known:
            problems.add(str(unknown("theory", theory, known)))
    problems.refuse()
    given = {k.strip(): v.strip() for k, v in {**there, **theories}.items()}
    usual = given.pop("*", None)
    named = {k: v for k, v in given.items() if v != usual}
    if not named and usual is not None:
        return line_of(usual, labels, folder)
    everyone = {} if usual is None else {"*": usual}
    return line_of(named | everyone, labels, folder)
