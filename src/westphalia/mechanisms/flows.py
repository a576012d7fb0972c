"""How long what is won or lost in a war is felt: discounted years, derived from other numbers.

What a war wins is had every year until it is disputed anew, wears out or is pulled back to the
mean. With `flows` off everything is counted as one year's income.
"""

from typing import NamedTuple

from jaxtyping import Array

from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules


class Felt(NamedTuple):
    """Discounted years that something is felt, Y = 1 / (1 - delta (1 - hazard)).

    `share`: of a settled issue, which ends or is reopened, 1 / (1 - delta (1 - h_q - newx / 2)).
    `land`: of resources, which the pull to the mean repairs, 1 / (1 - delta (1 - conv)). `arms`:
    of a shift of arms, which wear out, 1 / (1 - delta (1 - delta_M)).
    """

    share: Array | float
    land: Array | float
    arms: Array | float


def felt(p: Parameters, mods: Modules) -> Felt:
    """The discounted years of each kind of gain; 1 with `flows` off."""

    def years(hazard: Array | float) -> Array | float:
        return 1.0 + mods.flows * (1.0 / (1.0 - p.discount * (1.0 - hazard)) - 1.0)

    return Felt(
        share=years(p.issue_end + 0.5 * p.new_issues),
        land=years(p.convergence),
        arms=years(p.depreciation),
    )
