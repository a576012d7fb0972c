"""Limited claims, total wars and preventive wars: what a challenger can expect.

Utilities here are in units of the disputed share ("the pie"), as in Fearon (1995); the callers
turn them into consumption. All functions are elementwise.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

Value = Float[Array, "..."]


class Claim(NamedTuple):
    """A take-it-or-leave-it demand: the share asked for, the risk of war, the expected gain."""

    demand: Value
    war: Value
    gain: Value
    credible: Value


def claim(chance: Value, share: Value, cost: Value, top_cost: Value) -> Claim:
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
    demand = jnp.minimum(1.0, chance + 0.5 * jnp.maximum(top_cost - cost, 0.0))
    war = jnp.clip((demand - chance) / top_cost, 0.0, 1.0)
    credible = (chance - cost > share).astype(chance.dtype)
    gain = (1.0 - war) * (demand - share) + war * (chance - cost - share)
    return Claim(demand, war, gain, credible)


def expected_claim(chance: Value, share: Value, own_top: Value, top_cost: Value) -> Claim:
    """The same claim seen by others, who know only that c_A is drawn from U[0, own_top].

    `credible` becomes the chance that the cost is low enough, q = (W - x) / own_top in [0, 1],
    and the cost its mean given that, q own_top / 2.
    """
    q = jnp.clip((chance - share) / own_top, 0.0, 1.0)
    seen = claim(chance, share, 0.5 * q * own_top, top_cost)
    return seen._replace(credible=q)


def preventive(now: Value, later: Value, cost: Value, patience: Value) -> Value:
    """What fighting now gains over the best peace, p1 - delta p2 - (1 - delta)(1 + c_A).

    A declining state fights iff this is positive: no concession made today binds the stronger
    partner of tomorrow (Fearon 1995, commitment problem). In pies.
    """
    return now - patience * later - (1.0 - patience) * (1.0 + cost)
