"""Who wins when arms meet: offensive and defensive strength and the odds between two sides.

There are two forms of the contest, `RATIO` and `DIFFERENCE` (Hirshleifer 1989 compares them). A
form gives the log odds of the attackers from what arrives at the place of battle, and how the log
odds move with it; all that computes odds goes through the form that the parameters name.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters
from westphalia.world.problems import unknown
from westphalia.world.state import Modules, PerState


def fit_for(role: Float[Array, "..."], p: Parameters) -> Float[Array, "..."]:
    """Share of arms that serves a role, (1 - d) + d o, for the offensive share o (or 1 - o).

    Not below 1%: even weapons that are wholly of the other kind are good for something.
    """
    return jnp.maximum((1.0 - p.distinguishability) + p.distinguishability * role, 0.01)


def offence(arms: PerState, posture: PerState, p: Parameters) -> PerState:
    """Offensive strength, E^A = M [(1 - d) + d o] (Jervis 1978). In units of arms."""
    return arms * fit_for(posture, p)


def defence(arms: PerState, posture: PerState, p: Parameters) -> PerState:
    """Defensive strength, E^D = M [(1 - d) + d (1 - o)] (Jervis 1978). In units of arms."""
    return arms * fit_for(1.0 - posture, p)


def striking_first(
    delivery: Float[Array, "..."],
    withdrawal: Float[Array, "..."],
    p: Parameters,
    mods: Modules,
) -> Float[Array, "..."]:
    """Factor of the attacker's strength, 1 + f lambda (1 - withdrawn): surprise at the border.

    `delivery`: lambda. `withdrawal`: 1 where forces are withdrawn, which the module of that name
    lets count. Elementwise.
    """
    return 1.0 + p.surprise * delivery * (1.0 - mods.withdrawals * withdrawal)


#: Strengths of one side in any number of contests.
Strength = Float[Array, "..."]


@dataclass(frozen=True)
class Contest(ABC):
    """A form of the contest. `x`, `y`: strengths of the attackers and defenders that meet, in arms.

    `source`: author and year, as in the bibliography. `about`: what counts, in a sentence.
    """

    name: str
    source: str
    about: str

    @abstractmethod
    def log_odds(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """Log odds z that the attackers win."""

    @abstractmethod
    def by_attack(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """dz / d ln x, in the shape of x and y together."""

    @abstractmethod
    def by_defence(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """-dz / d ln y, in the shape of x and y together."""

    @abstractmethod
    def shift(
        self, x: Strength, y: Strength, growth_x: Strength, growth_y: Strength, years: Any,
        p: Parameters,
    ) -> Strength:  # fmt: skip
        """Change of z when the two sides grow for some years. `growth_x`: log points a year."""

    @abstractmethod
    def shift_slopes(
        self, x: Strength, y: Strength, growth_x: Strength, growth_y: Strength, years: Any,
        p: Parameters,
    ) -> tuple[Strength, Strength] | None:  # fmt: skip
        """d shift / d ln x and -d shift / d ln y; None where the shift depends on neither."""


class Ratio(Contest):
    """z = m ln(x / y) - ln beta, so that W = x^m / (x^m + beta y^m) (Tullock 1980).

    What counts is the ratio of strengths: a side with nothing has no chance, and twofold arms all
    round change nothing.
    """

    def log_odds(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """Log odds, with either side at least `TINY`."""
        ratio = jnp.log(jnp.maximum(x, TINY)) - jnp.log(jnp.maximum(y, TINY))
        return p.decisiveness * ratio - jnp.log(p.defence_advantage)

    def by_attack(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """m."""
        return jnp.broadcast_to(p.decisiveness, jnp.broadcast_shapes(x.shape, y.shape))

    def by_defence(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """m."""
        return self.by_attack(x, y, p)

    def shift(
        self, x: Strength, y: Strength, growth_x: Strength, growth_y: Strength, years: Any,
        p: Parameters,
    ) -> Strength:  # fmt: skip
        """m T (g_x - g_y)."""
        return p.decisiveness * years * (growth_x - growth_y)

    def shift_slopes(
        self, x: Strength, y: Strength, growth_x: Strength, growth_y: Strength, years: Any,
        p: Parameters,
    ) -> None:  # fmt: skip
        """Growth moves the ratio by the same factor whatever it is."""


class Difference(Contest):
    """z = m (x - y) / E_0 - ln beta, so that W is logistic in the difference (Hirshleifer 1989).

    What counts is the difference of strengths: a side with nothing still has a chance, for no
    victory is sure, and twofold arms all round help the stronger. At the strength E_0 an equal
    change of either side moves the odds as in the ratio form.
    """

    def log_odds(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """Log odds."""
        return p.decisiveness * (x - y) / p.contest_scale - jnp.log(p.defence_advantage)

    def by_attack(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """m x / E_0."""
        return jnp.broadcast_to(
            p.decisiveness * x / p.contest_scale, jnp.broadcast_shapes(x.shape, y.shape)
        )

    def by_defence(self, x: Strength, y: Strength, p: Parameters) -> Strength:
        """m y / E_0."""
        return self.by_attack(y, x, p)

    def shift(
        self, x: Strength, y: Strength, growth_x: Strength, growth_y: Strength, years: Any,
        p: Parameters,
    ) -> Strength:  # fmt: skip
        """m [x (e^(T g_x) - 1) - y (e^(T g_y) - 1)] / E_0."""
        rise, fall = self.shift_slopes(x, y, growth_x, growth_y, years, p)
        return rise - fall

    def shift_slopes(
        self, x: Strength, y: Strength, growth_x: Strength, growth_y: Strength, years: Any,
        p: Parameters,
    ) -> tuple[Strength, Strength]:  # fmt: skip
        """m x (e^(T g_x) - 1) / E_0 and the same of y: the shift is their difference."""
        scale = p.decisiveness / p.contest_scale
        return scale * x * jnp.expm1(years * growth_x), scale * y * jnp.expm1(years * growth_y)


RATIO = Ratio(
    "ratio",
    "Tullock 1980",
    "The ratio of strengths counts: a side with nothing has no chance.",
)
DIFFERENCE = Difference(
    "difference",
    "Hirshleifer 1989",
    "The difference of strengths counts: a side with nothing still has a chance.",
)
#: The forms of the contest by name.
CONTESTS: dict[str, Contest] = {form.name: form for form in (RATIO, DIFFERENCE)}


def contest_of(p: Parameters) -> Contest:
    """The form of the contest that the parameters name.

    Raises:
        UserError: there is no such form.
    """
    name = p.forms.contest
    if name not in CONTESTS:
        raise unknown("form of the contest", name, CONTESTS)
    return CONTESTS[name]


def log_odds(attackers: Strength, defenders: Strength, p: Parameters) -> Strength:
    """Log odds that the attackers win, by the form that the parameters name.

    The two are the strengths that arrive at the place of battle, in arms.
    """
    return contest_of(p).log_odds(attackers, defenders, p)


def chance(odds: Float[Array, "..."]) -> Float[Array, "..."]:
    """The attackers' chance of victory, W = 1 / (1 + e^-z)."""
    return jax.nn.sigmoid(odds)


#: Strength below which a side counts as having none (units of arms), so that logs stay finite.
TINY = 1e-6
