"""History as a replay is fed with it: a year's figures, and what was then done.

Entry s holds what stood at the end of `panel.years[s]` and what was decided in the year after.
Arrays are [S, n] or [S, n, n] with S = T - 1. Missing figures are filled in as a simulation's
start fills them in (`world.state.World`).
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Array, Float

from westphalia.mechanisms.arming import OPTIONS
from westphalia.records.panel import Panel
from westphalia.world.problems import UserError
from westphalia.world.state import VARIABLES

#: Identity of strategic rivals when they first meet, as in the cases; its size is our choice.
RIVAL_IDENTITY = -0.5


class Feed(NamedTuple):
    """What stood, and what was done. Flags are 0. or 1., pairs [s, i, j].

    What stood: `alive`, `entered` (member since this year, so that nothing is known of it yet),
    `resources` (mean 1 over members), `growth`, `arms`, `burden`, `openness`, `nuclear`, `pact`,
    `distance`, `first_identity` (of a pair that meets), `trade`, `institutions`,
    `peace_years`, `posture`, `stake` (NaN where not known).

    What was done in the year after: `allied`, `armed` (what is known of the choice among the
    options of arming: 1 for each that it may have been, 0 for the others; all 0 if unknown),
    `watched` (1 where disputes are known), `demanded`, `attacked` (disputes begun, wars of
    unlimited aims begun), `fought`, `won` (1 where i won all that the pair disputed), `joined`,
    `third` ([k, a]: k joined the target, or could have, in a war that a began).
    """

    alive: Float[Array, "years n"]
    entered: Float[Array, "years n"]
    resources: Float[Array, "years n"]
    growth: Float[Array, "years n"]
    arms: Float[Array, "years n"]
    burden: Float[Array, "years n"]
    openness: Float[Array, "years n"]
    nuclear: Float[Array, "years n"]
    posture: Float[Array, "years n"]
    pact: Float[Array, "years n n"]
    distance: Float[Array, "years n n"]
    first_identity: Float[Array, "years n n"]
    trade: Float[Array, "years n n"]
    institutions: Float[Array, "years n n"]
    peace_years: Float[Array, "years n n"]
    stake: Float[Array, "years n n"]
    allied: Float[Array, "years n n"]
    armed: Float[Array, "years n options"]
    watched: Float[Array, "years n"]
    demanded: Float[Array, "years n n"]
    attacked: Float[Array, "years n n"]
    fought: Float[Array, "years n n"]
    won: Float[Array, "years n n"]
    joined: Float[Array, "years n n"]
    third: Float[Array, "years n n"]


def feed(panel: Panel) -> Feed:
    """The panel as a replay is fed with it, as 32-bit floats (its figures are no finer)."""
    member = panel.member.astype(bool)
    before = np.concatenate([np.zeros_like(member[:1]), member[:-1]])
    alive = member[:-1]
    resources = np.where(alive, panel.resources[:-1], 0.0)
    scale = alive.sum(1) / np.maximum(resources.sum(1), 1e-12)
    disputes = np.maximum(panel.dispute[1:], 0)
    attacked = panel.attack[1:] > 0
    pact = _last_known(panel.pact)
    _require_distances(panel)
    won, joined, third = _wars(panel)
    shape = member.shape
    nothing = np.full((*shape, shape[1]), np.nan)
    stood = {
        "alive": alive,
        "entered": (member & ~before)[:-1],
        "resources": resources * scale[:, None],
        "growth": np.nan_to_num(panel.growth[:-1]),
        "arms": np.where(alive, panel.arms[:-1], 0.0) * scale[:, None],
        "burden": _known(panel.burden[:-1], "burden"),
        "openness": _known(panel.openness[:-1], "openness"),
        "nuclear": panel.nuclear[:-1],
        "posture": np.full(shape, np.nan)[:-1] if panel.posture is None else panel.posture[:-1],
        "pact": pact[:-1] > 0,
        "distance": np.nan_to_num(panel.distance[:-1]),
        "first_identity": np.where(
            panel.rival[:-1] > 0, RIVAL_IDENTITY, VARIABLES["identity"].start
        ),
        "trade": _known(panel.trade[:-1], "trade"),
        "institutions": _known(panel.institutions[:-1], "institutions"),
        "peace_years": _known(panel.peace_years[:-1], "peace_years"),
        "stake": (nothing if panel.stake is None else panel.stake)[:-1],
    }
    done = {
        "allied": pact[1:] > 0,
        "armed": _armed(panel),
        "watched": ((panel.dispute[1:] >= 0) & ~np.eye(panel.n, dtype=bool)).any(2),
        "demanded": (disputes > 0) & ~attacked,
        "attacked": attacked,
        "fought": panel.fought[1:] > 0,
        "won": won,
        "joined": joined,
        "third": third,
    }
    made: Any = {k: np.asarray(v, np.float32) for k, v in {**stood, **done}.items()}
    return Feed(**made)


def _last_known(pact: np.ndarray) -> np.ndarray:
    """Pacts as last known, where a year does not tell; none before anything is known."""
    carried = pact.copy()
    for t in range(1, len(pact)):
        carried[t] = np.where(carried[t] < 0, carried[t - 1], carried[t])
    return carried


def _require_distances(panel: Panel) -> None:
    both = panel.member[:, :, None] & panel.member[:, None, :]
    lacking = np.argwhere(both & ~np.isfinite(panel.distance))
    if len(lacking):
        t, i, j = lacking[0]
        raise UserError(
            f"The distance between {panel.labels[i]} and {panel.labels[j]} in {panel.years[t]} is "
            f"unknown ({len(lacking) // 2} pair-years in all). Add the capitals of both states to "
            "the data, or leave these states out."
        )


def _known(values: np.ndarray, name: str) -> np.ndarray:
    return np.where(np.isfinite(values), values, VARIABLES[name].start)


def _armed(panel: Panel) -> np.ndarray:
    """Which options of arming the year's choice may have been. [S, n, options]"""
    done = panel.arming[1:]
    may = np.zeros((*done.shape, len(OPTIONS)))
    may[done > 0, OPTIONS.index("raise")] = 1.0
    may[done < 0, OPTIONS.index("cut")] = 1.0
    turned = np.full(done.shape, np.nan)
    if panel.posture is not None:
        turned = np.sign(np.round(panel.posture[1:] - panel.posture[:-1], 4))
    for name, way in (("hold", 0.0), ("offence", 1.0), ("defence", -1.0)):
        may[..., OPTIONS.index(name)] = (done == 0) & (np.isnan(turned) | (turned == way))
    return may


def _wars(panel: Panel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who won all that a pair disputed, who joined a target, and who could have. [S, n, n]

    Entered in the year in which the war ended: not before was it known.
    """
    shape = (len(panel.years) - 1, panel.n, panel.n)
    won, joined, third = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for war in panel.wars:
        s = war.ended - 1
        if s < 0:
            continue
        if war.won > 0:
            won[s, [war.attacker, *war.with_attacker], war.target] = 1.0
        elif war.won < 0:
            won[s, war.target, war.attacker] = 1.0
        third[s, list(war.third), war.attacker] = 1.0
        joined[s, list(war.with_target), war.attacker] = 1.0
    return won, joined, third
