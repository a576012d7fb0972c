"""How dangerous states will be: chances of attack over the issues that may arise in coming years.

Who wants little today may want more of the next quarrel: with few issues open, today's alone tell
little of what an ally's defeat, or a pact, is worth.
"""

import jax.numpy as jnp
from jaxtyping import Array

from westphalia.mechanisms import salience
from westphalia.mechanisms.contest import chance
from westphalia.mechanisms.flows import felt
from westphalia.mechanisms.propensity import Propensity, attention, judge, weight_of
from westphalia.mechanisms.prospects import Ground
from westphalia.world.once import once
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, World, living_pairs
from westphalia.world.terms import Weights

#: Share in an issue of a challenger who is dissatisfied with it, in the spread of `salience.share`
#: (the mean of the lower half of the log odds of U(0.1, 0.9)).
DISSATISFIED = -1.1


def over_coming_years(
    world: World,
    about: Ground,
    odds: PerDyad,
    now: tuple[Propensity, Propensity],
    types: Weights,
    p: Parameters,
    mods: Modules,
) -> tuple[PerDyad, PerDyad]:
    """Yearly chance that either type attacks and wins, not over today's issue alone. [i, j]

    (1 - w) wins + w / 4 wins(a large new issue, a dissatisfied challenger), w = n / (n + h_q +
    1 / Y_land) with n the hazard of a new issue: its size and share take two values each, and of
    the four only the large issue with the dissatisfied challenger is a danger (Jervis 1978: under
    anarchy today's intentions are no guarantee). Demands are those of a state with the mean cost of
    war; total wars are as likely as today. With salience off it is today's.
    """
    large = jnp.exp(p.salience_spread - 0.5 * p.salience_spread**2)
    size = jnp.maximum(world.salience, large)
    share = jnp.minimum(salience.share(world, DISSATISFIED, p), world.stake)
    larger = size / world.salience
    then = about._replace(
        pie=about.pie * larger, share=about.share * larger, target_top=about.target_top / larger
    )
    changed = world._replace(salience=size, stake=share)
    prior = attention(changed, p, mods)

    def demands() -> tuple[Array, Array]:
        found = judge(changed, then, odds, types, prior, p, costs=(1.0,)).types
        return found.demand, found.war

    demand, war = once(demands, world.alive.max())
    opens = salience.hazard(world, p)
    w = mods.salience * opens / (opens + p.issue_end + 1.0 / felt(p, mods).land)
    there, win = living_pairs(world), chance(odds)

    def of(kind: int) -> PerDyad:
        today = now[kind]
        e_demand = mods.limited_war * there * weight_of(demand[kind])
        e_total = mods.total_war * there * weight_of(today.total)
        weight = jnp.exp(-today.log_quiet)[:, None]
        others = jnp.maximum(weight * (1.0 - today.crisis) - e_total, 1.0)
        wins = win * (e_demand * war[kind] + e_total) / (others + e_demand + e_total)
        return (1.0 - w) * today.wins + 0.25 * w * wins

    return of(0), of(1)
