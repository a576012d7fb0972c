"""A war of others as a third state finds it: who fights, what would meet, and with what odds."""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from westphalia.mechanisms import contest, pledges
from westphalia.world.indexing import column, entry, one_hot, row
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World
from westphalia.world.terms import TypedTerms

#: What a third state does about a war, in the order of its options.
JOIN = ("out", "target", "attacker")


class Front(NamedTuple):
    """The two principals of one war per run. Indices are [runs]; flags 0 or 1."""

    attacker: Int[Array, "runs"]
    target: Int[Array, "runs"]
    total: Float[Array, "runs"]


#: Strength on the attacker's and on the target's side beside their own. [n, runs] each
Strengths = tuple[PerState, PerState]


class Sides(NamedTuple):
    """What a war looks like from each third state k, [n, runs], and the sides' own strength."""

    thirds: PerState
    with_target: PerState
    with_attacker: PerState
    as_attacker: PerState
    as_defender: PerState
    pledged: PerState
    attack: Float[Array, "runs"]
    defend: Float[Array, "runs"]


def sides(world: World, front: Front, p: Parameters, mods: Modules) -> Sides:
    """Strengths that meet at the target, and each third state's ties to the principals.

    An ally of the target arrives there with what `pledges.based` leaves of its strength.
    """
    a, t = front.attacker, front.target
    n = world.arms.shape[0]
    attack = contest.offence(world.arms, world.posture, p)
    defend = contest.defence(world.arms, world.posture, p)
    arrives = column(world.delivery, t)
    withdrawn = entry(row(world.withdrawal, a), t)
    edge = contest.striking_first(entry(arrives, a), withdrawn, p, mods)
    own = pledges.own_strength(world, defend, p)
    with_attacker = (row(world.pact, a) > 0).astype(attack.dtype)
    depth = row(world.pact, t)
    helps = pledges.based(arrives, depth, p)
    return Sides(
        thirds=world.alive * (1.0 - one_hot(a, n)) * (1.0 - one_hot(t, n)),
        with_target=(depth > 0).astype(attack.dtype),
        with_attacker=with_attacker,
        as_attacker=arrives * attack,
        as_defender=helps * defend,
        pledged=p.reliability * depth * helps * defend * (1.0 - with_attacker),
        attack=entry(arrives * attack, a) * edge,
        defend=entry(own, t),
    )


class Offered(NamedTuple):
    """What a third state may do about a war: as `terms.Options`. [n, 3, runs]

    `unaided`: what joining the target would do for survival if nobody else came, [n, runs]; None
    where joining is not weighed by the help of others.
    """

    terms: TypedTerms
    allowed: Float[Array, "n 3 #runs"]
    unaided: PerState | None = None


class Odds(NamedTuple):
    """The attacker's chance of victory as each third state judges it. [n, runs]

    `alone`: without it. `resisted`: by how much its help to the target lowers that, p0 - pT;
    `helped_on`: by how much its help to the attacker raises it, pA - p0.
    """

    alone: PerState
    resisted: PerState
    helped_on: PerState


def odds_of(
    side: Sides,
    attack: Float[Array, "..."],
    defend: Float[Array, "..."],
    bias: PerState,
    p: Parameters,
) -> Odds:
    """The odds of the two sides with and without each third state.

    Args:
        attack, defend: strength of the sides without it, in arms. bias: of its judgement, log odds.
    """

    def chance(with_x: PerState | float, with_y: PerState | float) -> PerState:
        truth = contest.log_odds(attack + with_x, defend + with_y, p)
        return contest.chance(truth + bias)

    alone = chance(0.0, 0.0)
    resisted = alone - chance(0.0, side.as_defender)
    return Odds(alone, resisted, chance(side.as_attacker, 0.0) - alone)


class Conquest(NamedTuple):
    """What victory brings the attacker, in mean resources. [runs]

    `land`: (1 - waste) annex R_t in a total war, else 0. `take`: that and the disputed share.
    """

    land: Float[Array, "runs"]
    take: Float[Array, "runs"]


def conquest(world: World, front: Front, p: Parameters, mods: Modules) -> Conquest:
    """What the attacker would have of its victory. See `Conquest`."""
    r_a, r_t = entry(world.resources, front.attacker), entry(world.resources, front.target)
    land = mods.annexation * p.annexation * (1.0 - p.waste) * r_t * front.total
    return Conquest(land, p.stake_size * jnp.minimum(r_a, r_t) + land)


def help_lost(helped: PerDyad, front: Front, side: Sides, p: Parameters, mods: Modules) -> PerState:
    """Of what an ally's pledge is worth, what goes with the ally's defeat. ln survival, [n, runs]

    The share of arms that losers lose, and all of it with the ally itself in a total war.
    """
    share = p.defeat_loss + (1.0 - p.defeat_loss) * front.total * mods.annexation
    return column(helped, front.target) * side.with_target * share


def kinship(world: World, front: Front, take: Float[Array, "runs"]) -> PerState:
    """What the attacker's victory does to those one identifies with: I_kt loss_t - I_ka gain_a.

    [n, runs]. loss_t: what it takes, as a share of the target's resources; gain_a: of its own.
    """
    a, t = front.attacker, front.target
    r_a, r_t = entry(world.resources, a), entry(world.resources, t)
    loss_t = jnp.minimum(take / jnp.maximum(r_t, 1e-6), 1.0)
    gain_a = take / jnp.maximum(r_a, 1e-6)
    return column(world.identity, t) * loss_t - column(world.identity, a) * gain_a


def by_option(out: PerState, target: PerState, attacker: PerState) -> Float[Array, "n 3 runs"]:
    """One term for each of `JOIN`. [n, 3, runs]"""
    return jnp.stack([out, target, attacker], axis=1)


def obligation(side: Sides, p: Parameters) -> Float[Array, "n 3 runs"]:
    """What each option breaks of a state's promises and of the law, utils. An ally of both
    principals owes neither its help. [n, 3, runs]"""
    owes = side.with_target * (1.0 - side.with_attacker)
    law = p.enforcement * p.sanction
    return -by_option(
        p.breach * owes,
        p.breach * side.with_attacker,
        2.0 * p.breach * side.with_target + law,
    )


def allowed(side: Sides, mods: Modules) -> Float[Array, "n 3 runs"]:
    """Staying out is there for all, joining for third states with the module on. [n, 3, runs]"""
    may = side.thirds * mods.joining
    return by_option(jnp.ones_like(may), may, may)


def protection(
    attacker: Float[Array, "..."], helper: Float[Array, "..."], p: Parameters
) -> Float[Array, "..."]:
    """Chance that an attacker takes under its wing who fought on its side: it spares whom it has
    no cause to fear, phi_w R_a^2 / (R_a^2 + R_k^2) (Walt 1987). Elementwise.

    Args:
        attacker, helper: resources of the two.
    """
    strong, weak = jnp.maximum(attacker, 1e-6) ** 2, jnp.maximum(helper, 1e-6) ** 2
    return p.appeasement * strong / (strong + weak)
