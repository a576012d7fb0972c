"""Who is next: how dangerous an attacker is to others after the war that it has begun.

What the attack tells of its author, how much stronger and nearer victory would make it, and how
much weaker defeat would.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms import pledges
from westphalia.mechanisms.contest import TINY, chance, contest_of, striking_first
from westphalia.mechanisms.flows import felt
from westphalia.mechanisms.joining.fronts import Front, conquest
from westphalia.mechanisms.response import shift
from westphalia.mechanisms.threat import Assessment
from westphalia.world.indexing import column, entry, row
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerState, World


class Danger(NamedTuple):
    """How dangerous the attacker is to each third state. [n, runs]

    `known`: chance a year that it attacks and wins, l', as the attack has shown it. `grown`,
    `beaten`: the factors of that after its victory and after its defeat.
    """

    known: PerState
    grown: PerState
    beaten: PerState


def known_after(world: World, assessment: Assessment, front: Front, p: Parameters) -> PerState:
    """The threat from an attacker once it has attacked, l' = l* + dl*/dB (B' - B). [n, runs]

    l* is the danger over the issues that may arise. B' follows from B by Bayes on what a challenge
    with these aims tells of its author, tempered (`inference.bayes`; Kydd 2005).
    """
    a, t = front.attacker, front.target
    demand = entry(row(assessment.evidence_demand, a), t)
    total = entry(row(assessment.evidence_total, a), t)
    told = p.tempering * jnp.where(front.total > 0, total, demand)
    moved = column(assessment.looming_by_belief, a) * shift(column(world.belief, a), told)
    return jnp.clip(column(assessment.looming, a) + moved, 0.0, KNOWN_MAX)


def own_slopes(
    world: World, assessment: Assessment, front: Front, p: Parameters, mods: Modules
) -> tuple[PerState, PerState]:
    """How the attacker's chance of victory alone moves with what meets, (1 - W) dz / d ln x. [n]

    With the attacker's strength, and with what it meets (sign turned): the least that a threat
    moves by, for whether it attacks may fall as it grows, what it can do does not.
    """
    a, form = front.attacker, contest_of(p)
    reach = row(world.delivery, a)
    edge = striking_first(reach, row(world.withdrawal, a), p, mods)
    arriving, met = reach * entry(assessment.attack, a) * edge, row(assessment.met, a)
    fails = 1.0 - chance(row(assessment.odds, a))
    return fails * form.by_attack(arriving, met, p), fails * form.by_defence(arriving, met, p)


def nearer(reach: PerState, reach_of_t: PerState, firm: PerState) -> PerState:
    """Factor of the threat from an attacker that holds the target's land, (l_tk / l_ak)^eps_d.

    Where the target lies nearer. [n, runs]

    Args:
        reach, reach_of_t: delivery of attacker and target at k. firm: elasticity in what is met.
    """
    closer = jnp.maximum(reach_of_t / jnp.maximum(reach, 1e-6), 1.0)
    return jnp.minimum(closer**firm, FACTOR_MAX)


def uncovered(
    world: World, assessment: Assessment, front: Front, lost: PerState, firm: PerState,
    p: Parameters, mods: Modules,
) -> PerState:  # fmt: skip
    """Factor of the threat to k once the target cannot help it, (D / (D - lost help))^eps_d. [n]

    The help of a target that has been attacked is what it pledged or, unallied, its strength with
    the chance of a volunteer rho_a; D_k(a) counts no more of it than `pledges.defended` says.

    Args:
        lost: share of the target's strength that the attacker's victory destroys.
    """
    a, t = front.attacker, front.target
    rho = entry(pledges.balancing_expected(world), a)
    free = entry(column(pledges.others(world), a), t)
    fear = entry(column(pledges.fear_shares(world.threat), a), t)
    arriving = row(world.delivery, t) * entry(assessment.defend, t)
    allied = row(world.pact, t) > 0
    pledged = row(pledges.pledge(world, assessment.defend, p), t)
    hoped = mods.response * p.volunteers * rho * fear * arriving
    counted = free * jnp.where(allied, pledged, hoped)
    willing = jnp.maximum(jnp.where(allied, pledged, rho * arriving), counted)
    met = jnp.maximum(row(assessment.met, a) + willing - counted, TINY)
    without = jnp.maximum(met - lost * willing, BARE * met)
    return jnp.minimum((met / without) ** firm, FACTOR_MAX)


def danger(
    world: World, assessment: Assessment, front: Front, duel: PerState,
    p: Parameters, mods: Modules,
) -> Danger:  # fmt: skip
    """How dangerous the attacker is to each third state after victory and after defeat. [n, runs]

    grown = (1 + take / R_a)^eps [1 + h ((l_tk / l_ak)^eps_d - 1)] (D / (D - lost help))^eps_d, with
    h = annex W^2 the chance that it holds the target's land after a total war: it is stronger, may
    be nearer, and no longer meets the target among those who would help k (Jervis & Snyder
    1991). beaten = e^(-eps loss).

    Args:
        duel: W, the attacker's chance of victory if nobody joins.
    """
    a, t = front.attacker, front.target
    by_attack, by_defence = own_slopes(world, assessment, front, p, mods)
    steep = jnp.clip(column(assessment.by_attack, a), by_attack, STEEP_MAX)
    firm = jnp.clip(-column(assessment.by_defence, a), by_defence, STEEP_MAX)
    take = conquest(world, front, p, mods).take
    held = front.total * mods.annexation * p.annexation * duel**2
    lost = held + (1.0 - held) * p.defeat_loss
    position = nearer(row(world.delivery, a), row(world.delivery, t), firm)
    stronger = jnp.exp(steep * jnp.log1p(take / jnp.maximum(entry(world.resources, a), 1e-6)))
    return Danger(
        known=known_after(world, assessment, front, p),
        grown=stronger
        * (1.0 + held * (position - 1.0))
        * uncovered(world, assessment, front, lost, firm, p, mods),
        beaten=jnp.exp(-steep * p.defeat_loss),
    )


def survival_at_issue(found: Danger, p: Parameters, mods: Modules) -> PerState:
    """What a third state's survival loses by the attacker's victory against its defeat. [n, runs]

    H l' [Y_land (grown - 1) + Y_arms (1 - beaten)]: land is held for years, arms wear out sooner.
    """
    years = felt(p, mods)
    shifted = years.land * (found.grown - 1.0) + years.arms * (1.0 - found.beaten)
    return p.horizon * found.known * shifted


def goodwill(
    found: Danger, win: PerState, spares: Float[Array, "n runs"], p: Parameters, mods: Modules
) -> PerState:
    """What it is worth to be spared, spares H Y_arms l' [pA grown + (1 - pA) beaten]. [n, runs]

    Args:
        win: pA. spares: how much less likely the attacker is to attack k for its help.
    """
    after = win * found.grown + (1.0 - win) * found.beaten
    return spares * p.horizon * felt(p, mods).arms * found.known * after


#: Largest chance a year of an attack that wins, as an attack may show it.
KNOWN_MAX = 0.5
#: Largest elasticity of a threat in a strength.
STEEP_MAX = 4.0
#: Largest factor by which position, or a balancer lost, multiplies a threat.
FACTOR_MAX = 5.0
#: Least share of what an attacker meets at k that is left when others are lost.
BARE = 0.05
