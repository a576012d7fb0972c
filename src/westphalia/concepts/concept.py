"""What a concept is: a mechanism, the worlds with and without it, and what is looked at, as data.

The smallest effect of interest is written down before anything is run; the verdict is computed
(`verdict`).
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure
from westphalia.mechanisms.forms import forms_of
from westphalia.runs.switches import module_values
from westphalia.world.parameters import DEFAULTS

#: Where a mechanism is switched with everything else as usual.
ORDINARY = "ordinary worlds"
#: After the name of a figure of the start.
AT_START = " at the start"
#: The parts of the list of concepts.
PARTS = {
    "A": "Structure",
    "B": "Strategies for survival",
    "C": "Cooperation and its limits",
    "D": "The security dilemma",
    "E": "Critiques and hard cases",
    "F": "Other theories",
    "G": "What carries the others",
}


class Look(NamedTuple):
    """A measure, the smallest effect on it that would matter to a reader, and why that much.

    `least`: in the unit of the measure, above 0.
    """

    measure: Measure
    least: float
    why: str


@dataclass(frozen=True)
class Trial:
    """Two worlds that differ in the mechanism alone, and what is looked at in both.

    `where`: which world it is, in words; ORDINARY, or one where the mechanism should matter.
    """

    where: str
    on: Condition
    off: Condition
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class Concept:
    """A concept of the theory.

    `number`: in the list of concepts, and of its claim in the ledger; None for what the list does
    not name. `mechanism`: what is on and what is off, in words. `source`: who made it. `no_trial`:
    why the concept is no mechanism; then there are no trials.
    """

    name: str
    part: str
    number: int | None
    mechanism: str
    source: str
    trials: tuple[Trial, ...] = ()
    no_trial: str = ""


def without(where: str, world: Condition, *looks: Look, **changes: Any) -> Trial:
    """A world as it is against the same with changes (arguments of `Condition.having`)."""
    return Trial(where, world, world.having(**changes), looks)


def with_(where: str, world: Condition, *looks: Look, **changes: Any) -> Trial:
    """A world with changes against the same as it is."""
    return Trial(where, world.having(**changes), world, looks)


def switched(on: Condition, off: Condition) -> tuple[str, ...]:
    """What the second of two worlds has instead, a text each; none if they are the same world.

    For example 'module joining off', or 'hope 0 not 1.7'.
    """
    ours, theirs = _parts(on), _parts(off)
    both = dict.fromkeys((*ours, *theirs))
    names = [n for n in both if (n in ours and n in theirs) or n.endswith(AT_START)]
    apart = {n: (ours.get(n), theirs.get(n)) for n in names if ours.get(n) != theirs.get(n)}
    if {"states", "who"} & set(apart):  # then who holds which theory says no more
        apart.pop("states_of", None)
    return tuple(_text(name, *values) for name, values in apart.items())


def _parts(condition: Condition) -> dict[str, Any]:
    """Everything that may differ between two worlds, by what it is called."""
    data, spec = condition.describe(), condition.spec
    known = {t.name: t for t in condition.theories}
    return {
        **{f"module {name}": value for name, value in module_values(spec.modules).items()},
        **{f"form {name}": value for name, value in forms_of(condition.forms)._asdict().items()},
        **DEFAULTS,
        **{f"{t.name}.{k}": v.value for t in known.values() for k, v in t.numbers().items()},
        **condition.set,
        **{name + AT_START: value for name, value in data["given"].items()},
        "who": " and ".join(known),
        **{name: data[name] for name in ("states", "states_of", "growth", "later")},
    }


def _text(name: str, on: Any, off: Any) -> str:
    """One difference, as it is in the world that is named second."""
    if name.startswith("module "):
        return f"{name} {'on' if off else 'off'}"
    if name in ("states", "who"):
        return f"{off} {'' if name == 'who' else 'states '}not {on}"
    if isinstance(on, str | float) and isinstance(off, str | float):
        return f"{name} {_short(off)} not {_short(on)}"
    return {"later": "what changes later", "states_of": "who is who"}.get(name, name)


def _short(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.3g}"
