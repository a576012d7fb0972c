"""What states learn: beliefs about types, identities, and what third parties do."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms.critiques import regime
from westphalia.mechanisms.suspicion import Prior, belief_by_rule
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents, Modules, PerDyad, PerState, World, living_pairs


def bayes(belief: Float[Array, "..."], log_ratio: Float[Array, "..."]) -> Float[Array, "..."]:
    """Belief after evidence, B' = B gamma_g / (B gamma_g + (1 - B) gamma_s) (Kydd 1997, 2005).

    `log_ratio` is ln(gamma_g / gamma_s), tempered or not.
    """
    ratio = jnp.exp(jnp.clip(log_ratio, -20.0, 20.0))
    return belief * ratio / (belief * ratio + 1.0 - belief)


def first_belief(world: World, agents: Agents, p: Parameters, mods: Modules) -> PerDyad:
    """Belief before there is any evidence, by the rule of each state's theory. [i, j]

    The regime module lifts a share of suspicion between democracies (Russett 1993).
    """
    lifted = suspected_regimes(world, p, mods)
    return belief_by_rule(world, agents, lambda prior: prior * lifted)


def suspected_regimes(world: World, p: Parameters, mods: Modules) -> PerDyad:
    """Share of suspicion that the regimes of a pair leave. [i, j]"""
    return regime.suspected(world.openness[:, None] * world.openness[None, :], p, mods)


def evidence_weight(world: World, p: Parameters) -> PerDyad:
    """Weight of evidence, chi (1 + V + G) up to 1: inspection and institutions make acts tell
    more (Keohane 1984). [i, j]
    """
    return jnp.minimum(p.tempering * (1.0 + world.transparency + world.institutions), 1.0)


def weigh_evidence(evidence: PerState, agents: Agents, p: Parameters) -> PerDyad:
    """A year's net evidence about j as i weighs it: psi times bad, good_news times good news."""
    bad = p.bad_news * jnp.maximum(evidence, 0.0)[None, :]
    return bad + agents.good_news[:, None] * jnp.minimum(evidence, 0.0)[None, :]


def observe(world: World, agents: Agents, p: Parameters, mods: Modules) -> World:
    """Beliefs after a year: types may have turned over, then the year's acts are weighed.

    A hidden-Markov filter: B <- (1 - nu) B + nu B_prior, then Bayes with tempered evidence,
    where the rule of a state's theory lets belief follow evidence (see `suspicion`).
    """
    lifted = suspected_regimes(world, p, mods)
    evidence = evidence_weight(world, p) * weigh_evidence(world.evidence, agents, p)

    def learn(prior: Prior) -> PerDyad:
        drifted = world.belief + p.type_turnover * (prior * lifted - world.belief)
        return bayes(drifted, evidence)

    belief = belief_by_rule(world, agents, learn)
    belief = jnp.clip(belief, 1e-4, 1.0 - 1e-4)
    kept = mods.learning * belief + (1.0 - mods.learning) * world.belief
    return world._replace(belief=kept, evidence=jnp.zeros_like(world.evidence))


def identify(world: World, fought: PerDyad, agents: Agents, p: Parameters, mods: Modules) -> World:
    """Identity follows acts, I' = (1 - eta) I + eta act (Wendt 1999).

    The act is -1 for fighting each other; alliance, agreements and trade pull towards 1 with
    weight k_I; nothing shared leaves identity where it is.
    """
    shared = ((world.pact > 0).astype(fought.dtype) + world.institutions + world.trade) / 3.0
    speed = mods.identities * agents.identity_learning[:, None]
    towards = p.identity_act * shared * (1.0 - world.identity)
    against = -(1.0 + world.identity)
    change = jnp.where(fought > 0, against, towards) * living_pairs(world)
    return world._replace(identity=world.identity + speed * change)


def expect(
    world: World, joined: PerState, abstained: PerState, p: Parameters, mods: Modules
) -> World:
    """What third parties did, remembered: Beta counts with forgetting. Counts per observer. [n]

    u <- mem u + joiners of the target, v <- mem v + abstainers, each weighted by how much the
    attacker threatened it.
    """
    then = p.memory * world.joined + joined, p.memory * world.abstained + abstained
    return world._replace(
        joined=jnp.where(mods.learning > 0, then[0], world.joined),
        abstained=jnp.where(mods.learning > 0, then[1], world.abstained),
    )
