"""What a theory is: what states want, what they expect and how they learn; never how things work.

A theory is a row of numbers over shared mechanisms, each with the range it is drawn from in
experiments and the reason for it; a rule that suspicion follows; and optionally its own way of
adding up the terms of an option.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from westphalia.mechanisms.suspicion import Suspicion, constant_prior
from westphalia.theories.numbers import NUMBERS, Range, between, exactly
from westphalia.world.parameters import Parameter
from westphalia.world.problems import UserError
from westphalia.world.terms import weighted_sum


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
    `assurance`: share of it that joint openness and institutions lift, 0-1, under the rule
    `assured_prior`. `suspicion`: the rule that this belief follows, one of `mechanisms.suspicion`
    or the user's.
    """

    worst_case: Range
    balancing: Range
    passing: Range
    prior: Range
    assurance: Range = exactly(0.0, "not used by its suspicion rule")
    suspicion: Suspicion = constant_prior


@dataclass(frozen=True)
class Learns:
    """How beliefs move. `good_news`: weight of reassuring evidence, 0-1. `identification`: how far
    suspicion follows identity and not evidence, 0-1, under the rule `identity`.
    `identity_learning` eta: speed at which identity follows acts, 1/year.
    """

    good_news: Range = exactly(1.0)
    identification: Range = exactly(0.0, "not used by its suspicion rule")
    identity_learning: Range = between(0.02, 0.05, 0.1)


@dataclass(frozen=True)
class Habits:
    """Chances of a state that chooses without regard to value (the baselines).

    `form`, `keep`: consent to a pact without and with one, per review. `agree`: consent to an
    agreement. `raise_`, `cut`: the burden; `posture`: each way. `demand`, `total`: a challenge of
    some other state, per year. `join_target`, `join_attacker`: per war of others.
    """

    form: float
    keep: float
    agree: float
    raise_: float
    cut: float
    posture: float
    demand: float
    total: float
    join_target: float
    join_attacker: float


Value = Callable[[Mapping[str, Any], Any], Any]


@dataclass(frozen=True)
class Theory:
    """A theory of international politics, as a row over the shared mechanisms.

    `value` adds up the named terms of an option given the state's `wants` (attributes
    consumption, survival, power, identity, greed); change it to weigh them in another way.
    `about` says in a sentence what sets it apart, `follower` what one who thinks so is called ("a
    liberal"); `sources` are keys of the bibliography.
    """

    name: str
    title: str
    wants: Wants
    expects: Expects
    learns: Learns = field(default_factory=Learns)
    sources: tuple[str, ...] = ()
    habits: Habits | None = None
    value: Value = weighted_sum
    about: str = ""
    follower: str = ""

    def numbers(self) -> dict[str, Range]:
        """Every number of the theory by name, with its range and reason."""
        rows = {**vars(self.wants), **vars(self.expects), **vars(self.learns)}
        return {name: rows[name] for name in NUMBERS}

    def parameters(self) -> dict[str, Parameter]:
        """Every number of the theory by its full name, such as "defensive.survival"."""
        found = {}
        for name, own in self.numbers().items():
            whole = f"{self.name}.{name}"
            found[whole] = replace(
                NUMBERS[name], name=whole, default=own.value, low=own.low, high=own.high,
                reason=own.reason, source=own.source,
            )  # fmt: skip
        return found

    def having(self, **values: float) -> "Theory":
        """The theory with some of its numbers held at other values.

        Raises:
            UserError: a value is outside its limits.
        """

        def changed(row: Any) -> Any:
            names = [f.name for f in fields(row) if f.name in values]
            return replace(row, **{n: exactly(values[n], "set by the user") for n in names})

        return replace(
            self,
            wants=changed(self.wants),
            expects=changed(self.expects),
            learns=changed(self.learns),
        )

    def __post_init__(self) -> None:
        if not self.follower:
            object.__setattr__(self, "follower", f"a follower of {self.name}")
        problems = []
        for name, number in self.numbers().items():
            if not isinstance(number, Range):
                problems.append(
                    f"Theory '{self.name}': {name} must be between(low, value, high) or "
                    f"exactly(value), not {number!r}."
                )
                continue
            least, most = NUMBERS[name].least, NUMBERS[name].most
            if not least <= number.low <= number.value <= number.high <= most:  # refuses NaN too
                problems.append(
                    f"Theory '{self.name}': {name} = {number.value:g} ({number.low:g} to "
                    f"{number.high:g}) is outside its range, {least:g} to {most:g}."
                )
        if not callable(self.expects.suspicion):
            problems.append(
                f"Theory '{self.name}': suspicion must be a rule such as those of "
                f"westphalia.mechanisms.suspicion, not {self.expects.suspicion!r}."
            )
        if problems:
            raise UserError("\n".join(problems))
