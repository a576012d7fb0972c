"""The state of the world: states, ordered pairs, and what theories give each state.

Shapes: every array carries the runs as its last axis. One value per state is [n, runs], one per
ordered pair is [n, n, runs] indexed [i, j], "i of, with or towards j".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple

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


class Variable(NamedTuple):
    """A variable of the world: its value where a start does not give it, its unit, its meaning.

    `given`: whether a start may give it.
    """

    start: float
    unit: str
    meaning: str
    given: bool = True


class World(NamedTuple):
    """Everything that exists in a year. Flags are 0. or 1. Declared here and nowhere else."""

    # states, [n, runs]
    resources: Annotated[PerState, Variable(1.0, "mean of living states", "resources R")]
    growth: Annotated[
        PerState,
        Variable(
            0.0, "log points a year", "growth of resources relative to the others", given=False
        ),
    ]
    arms: Annotated[
        PerState,
        Variable(0.0, "mean resources", "stock of arms M; unknown: the steady state of the burden"),
    ]
    burden: Annotated[
        PerState,
        Variable(
            0.03, "share of resources a year", "military burden a; unknown: peacetime, great powers"
        ),
    ]
    posture: Annotated[
        PerState, Variable(0.3, "share of arms", "offensive share o; unknown: mostly for defence")
    ]
    greedy: Annotated[PerState, Variable(0.0, "0 or 1", "true type, private; unknown: drawn")]
    openness: Annotated[PerState, Variable(0.3, "0 - 1", "regime q, autocracy to democracy")]
    capture: Annotated[
        PerState,
        Variable(
            0.0, "0 - 1", "capture of policy kappa; unknown: no coalition known to profit from war"
        ),
    ]
    perceived_defence: Annotated[
        PerState, Variable(1.0, "ratio", "perceived over true defence advantage; unknown: as it is")
    ]
    nuclear: Annotated[PerState, Variable(0.0, "0 or 1", "whether nuclear-armed")]
    alive: Annotated[PerState, Variable(1.0, "0 or 1", "whether the state exists", given=False)]
    joined: Annotated[
        PerState,
        Variable(0.0, "Beta count", "third parties seen to join a target, behind rho", given=False),
    ]
    abstained: Annotated[
        PerState, Variable(0.0, "Beta count", "third parties seen not to join", given=False)
    ]
    evidence: Annotated[
        PerState,
        Variable(
            0.0,
            "log likelihood ratio",
            "what this year's acts tell of the type, greedy : secure",
            given=False,
        ),
    ]
    fear: Annotated[
        PerState,
        Variable(0.0, "0 - 1", "worst-case thinking after a non-state attack", given=False),
    ]
    leader_temperature: Annotated[
        PerState, Variable(1.0, "ratio", "the leader's factor on the noise of choices", given=False)
    ]
    leader_confidence: Annotated[
        PerState, Variable(1.0, "ratio", "the leader's factor on judged odds", given=False)
    ]
    # pairs, [n, n, runs], "i of, with or towards j"
    delivery: Annotated[
        PerDyad,
        Variable(1.0, "share", "strength that arrives, lambda = e^(-distance/reach)", given=False),
    ]
    distance: Annotated[PerDyad, Variable(0.0, "thousand km", "effective distance", given=False)]
    pact: Annotated[PerDyad, Variable(0.0, "0 - 1", "depth of the promise of help, 0 = none")]
    pact_age: Annotated[PerDyad, Variable(0.0, "years", "age of the pact")]
    belief: Annotated[
        PerDyad, Variable(0.5, "probability", "B, that j is greedy; unknown: the theory's prior")
    ]
    identity: Annotated[
        PerDyad,
        Variable(0.5, "-1 - 1", "I; unknown: suspicion (1 - I)/2 of a quarter, the common prior"),
    ]
    trade: Annotated[
        PerDyad, Variable(0.5, "share of normal", "trade; unknown: they may or may not trade")
    ]
    transparency: Annotated[PerDyad, Variable(0.0, "0 or 1", "mutual inspections V")]
    hotline: Annotated[PerDyad, Variable(0.0, "0 or 1", "a hotline")]
    withdrawal: Annotated[
        PerDyad, Variable(0.0, "0 or 1", "troops withdrawn from the common border")
    ]
    cap: Annotated[
        PerDyad,
        Variable(0.0, "share of resources", "ceiling on i's burden agreed with j, 0 = none"),
    ]
    institutions: Annotated[PerDyad, Variable(0.1, "0 - 1", "joint institutions G")]
    stake: Annotated[
        PerDyad,
        Variable(0.5, "share", "i's share x of what they dispute; unknown: the balance of power"),
    ]
    salience: Annotated[
        PerDyad,
        Variable(1.0, "ratio", "size q of what they dispute, of the usual one", given=False),
    ]
    begun: Annotated[
        PerDyad, Variable(0.0, "disputes", "those i began with j, discounted", given=False)
    ]
    foreseen: Annotated[
        PerDyad, Variable(0.0, "disputes", "those that were to be expected of it", given=False)
    ]
    peace_years: Annotated[PerDyad, Variable(30.0, "years", "since the pair's last war")]
    threat: Annotated[
        PerDyad,
        Variable(
            0.001, "1/year", "chance that j attacks i and wins, as last assessed", given=False
        ),
    ]


#: Every variable of the world, by name.
VARIABLES: dict[str, Variable] = {
    name: hint.__metadata__[0] for name, hint in World.__annotations__.items()
}
#: Those that a pair of states has.
PAIR_VARIABLES = tuple(
    name for name, hint in World.__annotations__.items() if hint.__origin__ is PerDyad
)


def blank_world(state: PerState, pair: PerDyad) -> World:
    """A world in which every variable has its value at a start. `state`, `pair`: zeros."""
    values: dict[str, Array] = {
        name: (pair if name in PAIR_VARIABLES else state) + variable.start
        for name, variable in VARIABLES.items()
    }
    return World(**values)


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Chosen:
    """Which of some rival rules each state follows. The rules are part of what is compiled.

    `index`: the place in `rules` of each state's rule. [n, runs]
    """

    index: PerState
    rules: tuple[Callable[..., Any], ...] = field(metadata={"static": True})


class Agents(NamedTuple):
    """What a theory gives each state: wants, expectations, learning, habits. All [n, runs].

    Wants: `consumption`, `survival`, `power`, `identity` (weights of the terms of value).
    Expects: `worst_case` omega, `balancing`/`passing` (Beta prior of rho), `prior` (belief that
    another is greedy), `suspicion` (the rule that belief follows, see `mechanisms.suspicion`) and
    the numbers of rules, `assurance` and `identification`.
    Learns: `good_news` (weight of reassuring evidence, 0-1), `identity_learning` eta.
    Habits, for baselines: `habit` (1: choices ignore values and follow these chances) and
    `h_form`, `h_keep` (consent to a pact without / with one), `h_agree`, `h_raise`, `h_cut`,
    `h_posture` (each way), `h_demand`, `h_total` (all targets together), `h_target`, `h_attacker`.
    """

    consumption: PerState
    survival: PerState
    power: PerState
    identity: PerState
    worst_case: PerState
    balancing: PerState
    passing: PerState
    prior: PerState
    assurance: PerState
    suspicion: Chosen
    good_news: PerState
    identification: PerState
    identity_learning: PerState
    habit: PerState
    h_form: PerState
    h_keep: PerState
    h_agree: PerState
    h_raise: PerState
    h_cut: PerState
    h_posture: PerState
    h_demand: PerState
    h_total: PerState
    h_target: PerState
    h_attacker: PerState


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Modules:
    """Which mechanisms are on (1.) or off (0.); off is the identity.

    The critiques of the theory (from `regime` on) are off by default, and so is
    `record`. `response` is the depth
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
    flows: float | Array = 1.0
    salience: float | Array = 1.0
    record: float | Array = 0.0
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
    "limited_war": "demands backed by the threat of a limited war",
    "total_war": "wars for the whole of the target",
    "preventive_war": "a fear of later decline enters the choice of war",
    "flows": "what a war wins or costs is counted over the years it is felt",
    "salience": "quarrels differ in size, come and go, and grow when nothing settles them",
    "record": "a pair's past disputes make the next one likelier",
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
