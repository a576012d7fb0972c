"""What a theory is: what states want, what they expect and how they learn; never how things work.

A theory is a row of numbers over shared mechanisms, each with the range it is drawn from in
experiments, and optionally its own way of adding up the terms of an option.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from westphalia.world.problems import UserError
from westphalia.world.terms import weighted_sum


class Range(NamedTuple):
    """A number with the range it is drawn from in experiments."""

    value: float
    low: float
    high: float


def between(low: float, value: float, high: float) -> Range:
    """A number and its range, low <= value <= high."""
    if not low <= value <= high:
        raise UserError(f"The value {value:g} is not between {low:g} and {high:g}.")
    return Range(value, low, high)


def exactly(value: float) -> Range:
    """A number that the theory fixes."""
    return Range(value, value, value)


@dataclass(frozen=True)
class Wants:
    """Weights of the terms of value (1 = one unit of ln consumption)."""

    consumption: Range
    survival: Range
    power: Range = exactly(0.0)
    identity: Range = exactly(0.0)


@dataclass(frozen=True)
class Expects:
    """What a state expects of others before it has seen anything.

    `worst_case` omega: weight on the worst case, 0-1. `balancing`, `passing`: Beta prior that a
    threatened third party joins the target. `prior`: belief that another is greedy, 0-1.
    `liberal_prior`: 1 if suspicion falls with joint openness and institutions.
    """

    worst_case: Range
    balancing: Range
    passing: Range
    prior: Range
    liberal_prior: Range = exactly(0.0)


@dataclass(frozen=True)
class Learns:
    """How beliefs move. `good_news`: weight of reassuring evidence, 0-1. `identity_prior`: 1 if
    suspicion follows identity. `identity_learning` eta: speed at which identity follows acts,
    1/year.
    """

    good_news: Range = exactly(1.0)
    identity_prior: Range = exactly(0.0)
    identity_learning: Range = between(0.02, 0.05, 0.1)


@dataclass(frozen=True)
class Habits:
    """Chances of a state that chooses without regard to value (the baselines).

    `form`, `keep`: consent to a pact without and with one, per review. `agree`: consent to an
    agreement. `raise_`, `cut`: the burden; `posture`: each way. `claim`, `total`: a challenge of
    some other state, per year. `join_target`, `join_attacker`: per war of others.
    """

    form: float
    keep: float
    agree: float
    raise_: float
    cut: float
    posture: float
    claim: float
    total: float
    join_target: float
    join_attacker: float


Value = Callable[[Mapping[str, Any], Any], Any]

#: What a number of a theory may be.
LIMITS: dict[str, tuple[float, float]] = {
    "consumption": (0.0, 100.0),
    "survival": (0.0, 100.0),
    "power": (0.0, 100.0),
    "identity": (0.0, 100.0),
    "worst_case": (0.0, 1.0),
    "balancing": (0.01, 1000.0),
    "passing": (0.01, 1000.0),
    "prior": (0.001, 0.999),
    "liberal_prior": (0.0, 1.0),
    "good_news": (0.0, 1.0),
    "identity_prior": (0.0, 1.0),
    "identity_learning": (0.0, 1.0),
}


@dataclass(frozen=True)
class Theory:
    """A theory of international politics, as a row over the shared mechanisms.

    `value` adds up the named terms of an option given the state's `wants` (attributes
    consumption, survival, power, identity, greed); change it to weigh them in another way.
    `sources` are keys of the bibliography.
    """

    name: str
    title: str
    wants: Wants
    expects: Expects
    learns: Learns = field(default_factory=Learns)
    sources: tuple[str, ...] = ()
    habits: Habits | None = None
    value: Value = weighted_sum

    def numbers(self) -> dict[str, Range]:
        """Every number of the theory by name, with its range."""
        rows = (self.wants, self.expects, self.learns)
        return {f.name: getattr(row, f.name) for row in rows for f in fields(row)}

    def __post_init__(self) -> None:
        for name, number in self.numbers().items():
            if not isinstance(number, Range):
                raise UserError(
                    f"Theory '{self.name}': {name} must be between(low, value, high) or "
                    f"exactly(value), not {number!r}."
                )
            low, high = LIMITS[name]
            if not low <= number.low <= number.value <= number.high <= high:  # refuses NaN too
                raise UserError(
                    f"Theory '{self.name}': {name} = {number.value:g} ({number.low:g} to "
                    f"{number.high:g}) is outside its range, {low:g} to {high:g}."
                )
