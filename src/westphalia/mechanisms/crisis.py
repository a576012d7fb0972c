"""Crisis: whom to challenge, with limited or unlimited aims, and whether the target resists."""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms import brinkmanship
from westphalia.mechanisms.bargaining import Demand
from westphalia.mechanisms.prospects import most_own_cost, prospects, total_war
from westphalia.mechanisms.response import Response, shift
from westphalia.mechanisms.threat import Assessment
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, living_pairs
from westphalia.world.terms import Options, Terms, Weights

#: What a challenge may come to: the codes of the record `crisis`, by position.
OUTCOMES = (
    "none",
    "demand conceded",
    "limited war",
    "total war",
    "accidental war",
    "challenger backed down",
)


class Opened(NamedTuple):
    """What came of this year's challenges. All [i, j], 0 or 1 except `stake`.

    `demanded`, `attacked`: what was chosen. `conceded`: demands granted without war. `war`: wars
    begun by i against j. `total`: those with unlimited aims. `accident`: wars that nobody chose,
    settled crises that slipped. `resisted`: demands that the target did not grant; `backed`:
    those of them that were withdrawn without war. `stake`: shares after concessions.
    """

    demanded: PerDyad
    attacked: PerDyad
    conceded: PerDyad
    war: PerDyad
    total: PerDyad
    accident: PerDyad
    backed: PerDyad
    resisted: PerDyad
    stake: PerDyad

    @property
    def outcome(self) -> PerDyad:
        """What i's challenge of j came to, a position in `OUTCOMES`; 0 also of none. [i, j]"""
        came_to = {
            "demand conceded": self.conceded,
            "limited war": self.war - self.total - self.accident,
            "total war": self.total,
            "accidental war": self.accident,
            "challenger backed down": self.backed,
        }
        return sum(
            (OUTCOMES.index(name) * flag for name, flag in came_to.items()),
            jnp.zeros_like(self.war),
        )


def options(
    world: World,
    assessment: Assessment,
    answer: Response,
    wants: Weights,
    error: PerDyad,
    cost_draw: PerState,
    firm: PerDyad,
    p: Parameters,
    mods: Modules,
) -> tuple[Options, Demand]:
    """A quiet year, a demand on each state, a total war on each: [n, 1 + 2 n, runs].

    Terms are relative to the quiet year. The challenger knows its own cost of war (`cost_draw`,
    mean 1) and misjudges the odds by `error` (logit). The response is what others will think. Also
    returns what its demands promise.

    Args:
        wants: of the challengers, by their own types. firm: their chances of standing firm if they
            are resisted (1 where demands are taken or left).
    """
    judged = assessment.odds + error
    demanded, demand_terms, total_terms = promised(
        world, assessment, judged, wants, cost_draw, firm, p
    )
    standing, others = answer.standing[:, None], answer.belief.sum(1)[:, None]
    quiet = shift(answer.standing, p.tempering * assessment.evidence_quiet)[:, None]

    def response(log_ratio: PerDyad) -> PerDyad:
        return others * (shift(standing, p.tempering * log_ratio) - quiet)

    demand: Terms = {**demand_terms, "response": response(assessment.evidence_demand)}
    total: Terms = {**total_terms, "response": response(assessment.evidence_total)}
    pairs = living_pairs(world)
    allowed = [
        jnp.ones_like(world.threat[:, :1]),
        pairs * mods.limited_war + jnp.zeros_like(world.threat),
        pairs * mods.total_war + jnp.zeros_like(world.threat),
    ]
    terms = side_by_side(demand, total, world.threat)
    return Options(terms, jnp.concatenate(allowed, 1)), demanded


def promised(
    world: World,
    assessment: Assessment,
    odds: PerDyad,
    wants: Weights,
    cost_draw: PerState,
    firm: PerDyad,
    p: Parameters,
) -> tuple[Demand, Terms, Terms]:
    """What demands promise, and the terms of demands and of total wars. `odds`: as judged."""
    about, made = assessment.ground, assessment.made
    if made is None:
        return prospects(world, about, odds, wants, p, cost_draw)
    drawn = cost_draw[:, None]
    terms, war = brinkmanship.demand_terms(world, about, odds, made, firm, drawn, p)
    own_top = most_own_cost(world, about, wants)
    total = total_war(world, about, odds, own_top, drawn, p)
    asked = world.stake + made.more
    gain = (1.0 - made.resisted) * made.more
    return Demand(asked, war, gain, jnp.ones_like(war)), terms, total


def side_by_side(demand: Terms, total: Terms, like: PerDyad) -> dict[str, Array]:
    """Terms of a quiet year (0), demands and total wars as the options of one choice."""
    each, quiet = jnp.zeros_like(like), jnp.zeros_like(like[:, :1])
    names = dict.fromkeys([*total, *demand])
    return {
        k: jnp.concatenate([quiet, demand.get(k, each) + each, total.get(k, each) + each], 1)
        for k in names
    }


class Resistance(NamedTuple):
    """What the target j of a demand by i weighs, in pies. [i, j]

    `room`: the largest cost of war with which it resists. `cost`: j's private cost of war. `firm`:
    the chance that i goes to war if it is resisted. `conceding`: j's audience cost of conceding.
    """

    room: PerDyad
    cost: PerDyad
    firm: PerDyad
    conceding: PerDyad


def resistance(
    world: World,
    assessment: Assessment,
    demands: Demand,
    seen: PerDyad,
    resist: Float[Array, "n #n #runs"],
) -> Resistance:
    """What the targets of demands weigh.

    Args:
        seen: i's chance of victory as j judges it. resist: uniform numbers behind the private cost.
    """
    cost, made = resist * assessment.ground.target_top, assessment.made
    if made is None:
        one = jnp.ones_like(seen)
        return Resistance(demands.asked - seen, cost, one, 0.0 * one)
    room = brinkmanship.room(made.more, seen - world.stake, made.firm, made.conceding)
    return Resistance(room, cost, made.firm, made.conceding)


def resolve(
    world: World,
    assessment: Assessment,
    demands: Demand,
    demanded: PerDyad,
    attacked: PerDyad,
    resists: PerDyad,
    firm: PerDyad,
    accident: Float[Array, "n #n #runs"],
    p: Parameters,
    mods: Modules,
) -> Opened:
    """Concession, war, or a challenger that backs down.

    A demand that is resisted ends in war if the challenger stands firm (Fearon 1994). One that is
    not credible gains nothing. Settled crises may slip into war: by accident unless there is a
    hotline, or because mobilisation plans run once triggered (organisations module).

    Args:
        demanded, attacked: what was chosen, 0 or 1. resists: 1 where j would resist i's demand.
            firm: 1 where challengers stand firm if they are resisted. accident: uniform numbers.
    """
    credible = demanded * demands.credible
    plans = mods.organisations * p.mobilisation
    slip = 1.0 - (1.0 - assessment.ground.slip) * (1.0 - plans)
    resisted = credible * resists
    fights = resisted * firm
    slipped = (credible - fights) * (accident < slip)
    fought = fights + slipped
    backed = (resisted - fights) * (1.0 - slipped)
    conceded = credible - fought - backed
    won = conceded * (demands.asked - world.stake)
    moved = won - jnp.swapaxes(won, 0, 1)
    return Opened(
        demanded=demanded,
        attacked=attacked,
        conceded=conceded,
        war=jnp.maximum(fought, attacked),
        total=attacked,
        accident=slipped,
        backed=backed,
        resisted=resisted,
        stake=jnp.clip(world.stake + moved, 0.0, 1.0),
    )


def evidence(
    assessment: Assessment, demanded: PerDyad, attacked: PerDyad, opened: Opened | None = None
) -> PerState:
    """What a state's crisis behaviour says of its type (log likelihood ratio). [n]

    A state may have challenged several in a year of history; then every challenge tells. So does
    standing firm or backing down, where it is known how a crisis ended (`opened`).
    """
    acted = (demanded + attacked).sum(1)
    shown = (demanded * assessment.evidence_demand + attacked * assessment.evidence_total).sum(1)
    firm, backed = assessment.evidence_firm, assessment.evidence_backed
    if opened is not None and firm is not None and backed is not None:
        fought = demanded * (opened.war - opened.accident)
        shown = shown + (fought * firm + opened.backed * backed).sum(1)
    return shown + jnp.maximum(1.0 - acted, 0.0) * assessment.evidence_quiet
