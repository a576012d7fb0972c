"""The state of the world: states, ordered pairs, and what theories give each state.

Shapes: every array carries the runs as its last axis. One value per state is [n, runs], one per
ordered pair is [n, n, runs] indexed [i, j], "i of, with or towards j".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.parameters import ABOUT, Parameters

PerRun = Float[Array, "#runs"] | Float[Array, ""]
PerState = Float[Array, "n #runs"]
PerDyad = Float[Array, "n n #runs"]


def _flatten(p: Parameters) -> tuple[list[tuple[Any, Any]], Any]:
    return [(jax.tree_util.GetAttrKey(k), getattr(p, k)) for k in ABOUT], p.forms


def _unflatten(forms: Any, values: Iterable[Any]) -> Parameters:
    made = object.__new__(Parameters)  # not checked: leaves may be tracers, slopes or anything else
    made.__dict__.update(zip(ABOUT, values, strict=True), forms=forms)
    return made


# The numbers are leaves; the forms are part of what is compiled.
jax.tree_util.register_pytree_with_keys(Parameters, _flatten, _unflatten)


class World(NamedTuple):
    """Everything that exists in a year. Flags are 0. or 1.

    States: `resources` R (mean 1 over living states), `growth` (log points a year, relative),
    `arms` M, `burden` a, `posture` o, `greedy` (true type, private), `openness` q, `capture`
    kappa, `perceived_defence` (perceived / true), `nuclear`, `alive`, `joined`/`abstained`
    (Beta counts behind rho: third parties seen joining or not joining the target), `evidence`
    (log likelihood ratio greedy : secure of this year's acts), `fear` (worst-case thinking
    after a non-state attack), `leader_heat`, `leader_confidence` (leader draws, ratios).

    Pairs: `delivery` lambda, `pact` (depth of the promise of help, 0 = none), `pact_age`
    (years), `belief` B, `identity` I, `trade` (share of normal), `transparency` V, `hotline`,
    `withdrawal`, `cap` (ceiling on i's burden agreed with j, 0 = none), `institutions` G,
    `stake` x, `peace_years`, `threat` (to i from j, as last assessed, 1/year).
    """

    resources: PerState
    growth: PerState
    arms: PerState
    burden: PerState
    posture: PerState
    greedy: PerState
    openness: PerState
    capture: PerState
    perceived_defence: PerState
    nuclear: PerState
    alive: PerState
    joined: PerState
    abstained: PerState
    evidence: PerState
    fear: PerState
    leader_heat: PerState
    leader_confidence: PerState
    delivery: PerDyad
    pact: PerDyad
    pact_age: PerDyad
    belief: PerDyad
    identity: PerDyad
    trade: PerDyad
    transparency: PerDyad
    hotline: PerDyad
    withdrawal: PerDyad
    cap: PerDyad
    institutions: PerDyad
    stake: PerDyad
    peace_years: PerDyad
    threat: PerDyad


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Chosen:
    """Which of some rival rules each state follows. The rules are part of what is compiled.

    `index`: the place in `rules` of each state's rule. [n, runs]
    """

    index: PerState
    rules: tuple[Callable[..., Any], ...] = field(metadata={"static": True})


class Mind(NamedTuple):
    """What a theory gives each state: wants, expectations, learning, habits. All [n, runs].

    Wants: `consumption`, `survival`, `power`, `identity` (weights of the terms of value).
    Expects: `worst_case` omega, `balancing`/`passing` (Beta prior of rho), `prior` (belief that
    another is greedy), `suspicion` (the rule that belief follows, see `mechanisms.suspicion`).
    Learns: `good_news` (weight of reassuring evidence, 0-1), `identity_learning` eta.
    Habits, for baselines: `habit` (1: choices ignore values and follow these chances) and
    `h_form`, `h_keep` (consent to a pact without / with one), `h_agree`, `h_raise`, `h_cut`,
    `h_posture` (each way), `h_claim`, `h_total` (all targets together), `h_target`, `h_attacker`.
    """

    consumption: PerState
    survival: PerState
    power: PerState
    identity: PerState
    worst_case: PerState
    balancing: PerState
    passing: PerState
    prior: PerState
    suspicion: Chosen
    good_news: PerState
    identity_learning: PerState
    habit: PerState
    h_form: PerState
    h_keep: PerState
    h_agree: PerState
    h_raise: PerState
    h_cut: PerState
    h_posture: PerState
    h_claim: PerState
    h_total: PerState
    h_target: PerState
    h_attacker: PerState


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Modules:
    """Which mechanisms are on (1.) or off (0.); off is the identity.

    The critiques of the theory (from `regime` on) are off by default. `response` is the depth
    of the expected response: 0 looks at one's own act alone, 1 at how others answer it.
    """

    response: float | Array = 1.0
    learning: float | Array = 1.0
    arming: float | Array = 1.0
    posture: float | Array = 1.0
    pacts: float | Array = 1.0
    limited_war: float | Array = 1.0
    total_war: float | Array = 1.0
    preventive_war: float | Array = 1.0
    joining: float | Array = 1.0
    annexation: float | Array = 1.0
    accidents: float | Array = 1.0
    deals: float | Array = 1.0
    inspections: float | Array = 1.0
    hotlines: float | Array = 1.0
    withdrawals: float | Array = 1.0
    caps: float | Array = 1.0
    institutions: float | Array = 1.0
    signals: float | Array = 1.0
    identities: float | Array = 1.0
    regime: float | Array = 0.0
    organisations: float | Array = 0.0
    capture: float | Array = 0.0
    goals: float | Array = 0.0
    nonstate: float | Array = 0.0
    leaders: float | Array = 0.0


#: What each module is, in a few words.
ABOUT_MODULES: dict[str, str] = {
    "response": "states ask how others will answer their acts",
    "learning": "beliefs follow what others do",
    "arming": "states change their burden",
    "posture": "states shift arms between offence and defence",
    "pacts": "states make and end pacts of help",
    "limited_war": "claims backed by the threat of a limited war",
    "total_war": "wars for the whole of the target",
    "preventive_war": "a fear of later decline enters the choice of war",
    "joining": "third states may join a war",
    "annexation": "a total victory may end a state",
    "accidents": "a settled crisis may still slip into war",
    "deals": "trade deals",
    "inspections": "mutual inspections",
    "hotlines": "hotlines between capitals",
    "withdrawals": "troops withdrawn from a common border",
    "caps": "agreed ceilings on arms",
    "institutions": "joint institutions deepen or loosen",
    "signals": "costly signals: offence given up to be believed",
    "identities": "identities follow how states treat each other",
    "regime": "critique: democracies trust each other and pay audience costs",
    "organisations": "critique: routines, ministries and mobilisation plans",
    "capture": "critique: those who gain from war steer policy",
    "goals": "critique: prestige, a goal beyond security",
    "nonstate": "critique: attacks by non-state actors spread fear",
    "leaders": "critique: leaders differ and change",
}


def off_diagonal(n: int) -> Float[Array, "n n 1"]:
    """1 for pairs of different states, 0 on the diagonal."""
    return (1.0 - jnp.eye(n))[:, :, None]


def flip(matrix: PerDyad) -> PerDyad:
    """The same pairs seen from the other side: [i, j] -> [j, i]."""
    return jnp.swapaxes(matrix, 0, 1)


def living_pairs(world: World) -> PerDyad:
    """1 for pairs of different living states."""
    alive = world.alive
    return alive[:, None] * alive[None, :] * off_diagonal(alive.shape[0])
