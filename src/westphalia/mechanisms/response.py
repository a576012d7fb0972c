"""Expected response: how others' answers to an act come back on the actor's survival.

One act makes others fear its author more, because it makes the author stronger or because it
makes it look greedy. Others answer a rise of their total threat by arming in proportion (arms
follow the sum of threats, a* ~ K), with the chance rho that the actor gives to being balanced,
and by at most half its rise. This is where expansion may defeat itself. First order in the
others' answer.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms.inference import bayes
from westphalia.mechanisms.threat import Assessment
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, flip


class Response(NamedTuple):
    """Change of ln survival of i through others' answers.

    `pressure`: fall of ln S_i per unit of ln arms of j, H l_ij eps_ij / (1 - l_ij). [i, j]
    `strength`: change of ln S_i per unit of ln of its own offence. [i]
    `belief`: the same per unit of j's belief that i is greedy. [i, j]
    `standing`: others' beliefs about i, weighted by what they cost i. [i]
    """

    pressure: PerDyad
    strength: PerState
    belief: PerDyad
    standing: PerState


def pressure(threat: PerDyad, by_attack: PerDyad, p: Parameters) -> PerDyad:
    """Psi_ij = H l_ij / (1 - l_ij) * d ln l_ij / d ln M_j: what j's relative power costs i."""
    return p.horizon * threat * by_attack / (1.0 - threat)


def respond(
    world: World, assessment: Assessment, rho: PerState, p: Parameters, mods: Modules
) -> Response:
    """Coefficients of the expected response; zero when it is switched off (depth 0)."""
    psi = pressure(assessment.threat, assessment.by_attack, p)
    total = jnp.maximum(assessment.threat.sum(1, keepdims=True), LEAST)
    answer = mods.response * rho[:, None] * psi
    stronger = flip(jnp.clip(assessment.threat * assessment.by_attack / total, -MATCH, MATCH))
    greedier = flip(jnp.clip(assessment.by_belief / total, -MATCH, MATCH))
    by_belief = -answer * greedier
    weight = jnp.minimum(by_belief, 0.0)
    standing = (weight * flip(world.belief)).sum(1) / jnp.minimum(weight.sum(1), -1e-12)
    return Response(psi, -(answer * stronger).sum(1), by_belief, standing)


def shift(belief: Float[Array, "..."], log_ratio: Float[Array, "..."]) -> Float[Array, "..."]:
    """How a belief moves with evidence, B' - B. See `inference.bayes`."""
    return bayes(belief, log_ratio) - belief


#: Least threat that others arm against, chance a year: once in a thousand years. Below it they keep
#: arms for other reasons, and a rise in proportion to next to nothing moves nobody.
LEAST = 1e-3
#: Others' arms rise at most by half as much, in log points, as one's own (or as one's greed seems
#: to): an answer takes years and is a step, not a leap (Richardson's k is well below 1).
MATCH = 0.5
