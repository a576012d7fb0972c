"""What history says a simulation should give: a value and how well it is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from westphalia.measures.intervals import HALF
from westphalia.world.problems import UserError


@dataclass(frozen=True)
class Target:
    """A moment of history that a simulation should meet.

    `value` and `sd` in the unit of the measure; `sd` holds all that may part the two if the
    parameters are right: what is not known of history, its chance, and what the model leaves out.

    Raises:
        UserError: `value` is not finite, or `sd` is not above zero.
    """

    name: str
    value: float
    sd: float
    source: str

    def __post_init__(self) -> None:
        if not np.isfinite(self.value):
            raise UserError(
                f"The target '{self.name}' has the value {self.value:g}: give a number."
            )
        if not (np.isfinite(self.sd) and self.sd > 0.0):
            raise UserError(
                f"The target '{self.name}' has the standard deviation {self.sd:g}: give one above "
                "0, which says how far off a right simulation may be."
            )


class Aims(NamedTuple):
    """Values and standard deviations of all targets, each [targets]."""

    value: np.ndarray
    sd: np.ndarray


def target_between(name: str, low: float, high: float, source: str) -> Target:
    """A target from its 95 % interval: value = (low + high)/2, sd = (high - low)/(2 x 1.96).

    Raises:
        UserError: the ends are not in order.
    """
    if not low < high:
        raise UserError(
            f"The target '{name}' from {low:g} to {high:g} is not an interval: give its low end "
            "and a higher one."
        )
    return Target(name, (low + high) / 2.0, (high - low) / (2.0 * HALF), source)


def aims_of(targets: Sequence[Target]) -> Aims:
    """The targets as arrays."""
    return Aims(np.array([t.value for t in targets]), np.array([t.sd for t in targets]))
