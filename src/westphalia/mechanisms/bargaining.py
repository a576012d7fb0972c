"""Limited demands, total wars and preventive wars: what a challenger can expect.

Utilities here are in units of the disputed share ("the pie"), as in Fearon (1995); the callers
turn them into consumption. All functions are elementwise.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

Value = Float[Array, "..."]


class Demand(NamedTuple):
    """A take-it-or-leave-it demand: the share asked for, the risk of war, the expected gain."""

    asked: Value
    war: Value
    gain: Value
    credible: Value


def best_demand(chance: Value, share: Value, cost: Value, top_cost: Value) -> Demand:
    """The best demand of a challenger against a target with private cost U[0, c_bar].

    x* = min(1, W + max(c_bar - c_A, 0) / 2), Pr(war) = (x* - W) / c_bar and the gain over the
    settled share x is (1 - Pr)(x* - x) + Pr (W - c_A - x) (Fearon 1995). A challenge is
    credible only if W - c_A > x (Powell 1996): otherwise nothing is conceded.

    Args:
        chance: W, the challenger's chance of winning.
        share: x, the challenger's settled share.
        cost: c_A, the challenger's cost of war, in pies.
        top_cost: c_bar, the largest cost the target may have, in pies.
    """
    asked = jnp.minimum(1.0, chance + 0.5 * jnp.maximum(top_cost - cost, 0.0))
    war = jnp.clip((asked - chance) / top_cost, 0.0, 1.0)
    credible = (chance - cost > share).astype(chance.dtype)
    gain = (1.0 - war) * (asked - share) + war * (chance - cost - share)
    return Demand(asked, war, gain, credible)


def expected_demand(
    chance: Value, share: Value, own_top: Value, top_cost: Value, error: Value
) -> Demand:
    """The same demand seen by others, who know neither the challenger's cost nor its error.

    The cost is drawn from U[0, own_top], the judged chance from U[W - s, W + s]. `credible` is
    then the chance that the demand pays, q = (W - x + s) / (own_top + 2 s) in [0, 1]; the demand
    is the one made at the mean cost and judgement given that; and the risk of war is what that
    demand meets in truth.

    Args:
        error: s, half the width of the challenger's error about W.
    """
    width = own_top + 2.0 * error
    q = jnp.clip((chance - share + error) / width, 0.0, 1.0)
    cost = 0.5 * q * own_top
    surplus = jnp.maximum(0.5 * q * width, chance - share - 0.5 * own_top)
    judged = jnp.minimum(share + cost + surplus, 1.0)
    found = best_demand(judged, share, cost, top_cost)
    war = jnp.clip((found.asked - chance) / top_cost, 0.0, 1.0)
    return found._replace(credible=q, war=war)


def preventive(now: Value, later: Value, cost: Value, patience: Value | float) -> Value:
    """What fighting now gains over the best peace, p1 - delta p2 - (1 - delta)(1 + c_A).

    A declining state fights iff this is positive: no concession made today binds the stronger
    partner of tomorrow (Fearon 1995, commitment problem). In pies.
    """
    return now - patience * later - (1.0 - patience) * (1.0 + cost)
