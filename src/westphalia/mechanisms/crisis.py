"""Crisis: whom to challenge, with limited or unlimited aims, and whether the target resists."""

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms.contest import chance
from westphalia.mechanisms.prospects import Prospects, Wants, prospects
from westphalia.mechanisms.response import Response, shift
from westphalia.mechanisms.terms import Options
from westphalia.mechanisms.threat import Assessment
from westphalia.world.parameters import Parameters
from westphalia.world.state import Mind, Modules, PerDyad, PerState, World, living_pairs


class Challenges(NamedTuple):
    """The options of a crisis year: claims and total wars on each target, against quiet."""

    claim: Options
    total: Options
    prospects: Prospects


class Opened(NamedTuple):
    """What came of this year's challenges. All [i, j], 0 or 1 except `stake`.

    `claimed`, `attacked`: what was chosen. `conceded`: claims granted without war. `war`: wars
    begun by i against j. `total`: those with unlimited aims. `accident`: wars that nobody chose,
    settled crises that slipped. `stake`: shares after concessions.
    """

    claimed: PerDyad
    attacked: PerDyad
    conceded: PerDyad
    war: PerDyad
    total: PerDyad
    accident: PerDyad
    stake: PerDyad


def options(
    world: World,
    seen: Assessment,
    answer: Response,
    mind: Mind,
    error: PerDyad,
    cost_draw: PerState,
    p: Parameters,
    mods: Modules,
) -> Challenges:
    """Terms of challenging each target, relative to a quiet year. [i, j]

    The challenger knows its own type and cost of war (`cost_draw`, mean 1) and misjudges the
    odds by `error` (logit). The response is what others will think of it.
    """
    wants = Wants(mind.consumption, mind.power, p.greed * world.greedy, mind.survival)
    judged = seen.odds + error
    mine = prospects(world, seen.ground, judged, wants, p, mods, cost_draw)
    standing, others = answer.standing[:, None], answer.belief.sum(1)[:, None]
    quiet = shift(answer.standing, p.tempering * seen.said_quiet)[:, None]

    def response(said: PerDyad) -> PerDyad:
        return others * (shift(standing, p.tempering * said) - quiet)

    pairs = living_pairs(world)
    return Challenges(
        Options(
            mine.claim_terms | {"response": response(seen.said_claim)},
            pairs * mods.limited_war,
            seen.said_claim,
        ),
        Options(
            mine.total_terms | {"response": response(seen.said_total)},
            pairs * mods.total_war,
            seen.said_total,
        ),
        mine,
    )


class Resistance(NamedTuple):
    """What the target j of a claim by i weighs, in pies. [i, j]

    `room`: the demand less W, what resisting saves on average. `cost`: j's private cost of war.
    `chance`: that the cost is below the room, to those who do not know it.
    """

    room: PerDyad
    cost: PerDyad
    chance: PerDyad


def resistance(
    seen: Assessment, offered: Challenges, resist: Float[Array, "n #n #runs"]
) -> Resistance:
    """What the targets of claims weigh. `resist`: uniform numbers behind the private cost."""
    top = seen.ground.target_top
    room = offered.prospects.claim.demand - chance(seen.odds - seen.bias[:, None])
    return Resistance(room, resist * top, jnp.clip(room / top, 0.0, 1.0))


def resolve(
    world: World,
    seen: Assessment,
    offered: Challenges,
    claimed: PerDyad,
    attacked: PerDyad,
    resist: Float[Array, "n #n #runs"],
    accident: Float[Array, "n #n #runs"],
    p: Parameters,
    mods: Modules,
    answer: Callable[[PerDyad], PerDyad] = lambda worth: worth,
) -> Opened:
    """Concession or war.

    A target whose private cost, U[0, c_bar], is below the demand less its own estimate of W
    resists, and there is war (Fearon 1995). A claim that is not credible gains nothing. Settled
    crises may slip into war: by accident unless there is a hotline, or because mobilisation
    plans run once triggered (organisations module).

    Args:
        claimed, attacked: what was chosen, 0 or 1. resist, accident: uniform numbers.
        answer: whether targets resist, given whether it is worth its cost to them.
    """
    demand = offered.prospects.claim
    weighed = resistance(seen, offered, resist)
    stands = answer((weighed.cost < weighed.room).astype(claimed.dtype))
    credible = claimed * demand.credible
    plans = mods.organisations * p.mobilisation
    slip = 1.0 - (1.0 - seen.ground.slip) * (1.0 - plans)
    resisted = credible * stands
    slipped = (credible - resisted) * (accident < slip)
    fought = resisted + slipped
    conceded = credible - fought
    won = conceded * (demand.demand - world.stake)
    moved = won - jnp.swapaxes(won, 0, 1)
    return Opened(
        claimed=claimed,
        attacked=attacked,
        conceded=conceded,
        war=jnp.maximum(fought, attacked),
        total=attacked,
        accident=slipped,
        stake=jnp.clip(world.stake + moved, 0.0, 1.0),
    )


def evidence(seen: Assessment, claimed: PerDyad, attacked: PerDyad) -> PerState:
    """What a state's crisis behaviour says of its type (log likelihood ratio). [n]

    A state may have challenged several in a year of history; then every challenge speaks.
    """
    acted = (claimed + attacked).sum(1)
    spoken = (claimed * seen.said_claim + attacked * seen.said_total).sum(1)
    return spoken + jnp.maximum(1.0 - acted, 0.0) * seen.said_quiet
