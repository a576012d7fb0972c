"""How long things last of which some have not ended: of pacts in runs, and in the record."""

import numpy as np


def life(years: np.ndarray, ended: np.ndarray, shares: tuple[float, ...]) -> tuple[float, ...]:
    """Lives by which given shares have ended, from the product-limit estimate. In the given unit.

    S(t) = prod over u <= t of (1 - ended at u / at risk just before u) (Kaplan & Meier 1958); the
    life of a share q is the first t with S(t) <= 1 - q, infinite if there is none.

    Args:
        years: length of each life, up to its end or the end of observation. [N]
        ended: which ended. [N] bool
    """
    if not ended.any():
        return (float("inf"),) * len(shares)
    from scipy import stats  # takes half a second

    data = stats.CensoredData(uncensored=years[ended], right=years[~ended])
    survival = stats.ecdf(data).sf
    # the tolerance counts a share as reached that is missed by rounding alone, (3/4) (2/3) > 1/2
    below = [survival.probabilities <= 1 - share + 1e-12 for share in shares]
    return tuple(
        float(survival.quantiles[reached.argmax()]) if reached.any() else float("inf")
        for reached in below
    )
