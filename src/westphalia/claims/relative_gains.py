"""Relative gains: a deal that gives a rival more."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from scipy.optimize import root_scalar

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.shifts import OUT_OF_REACH
from westphalia.claims.worlds import WAR, N, of_state, ordinary, towards
from westphalia.decisions.valuation import worth, yes
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.mechanisms import cooperation
from westphalia.theories import defensive
from westphalia.world.parameters import DEFAULTS
from westphalia.world.terms import Weights, weighted_sum

#: The deal of the example: 5 for oneself and 15 for the rival (billions of dollars).
OWN, THEIRS = 5.0, 15.0
#: The smaller gain as a share of one's own resources.
SMALL = 0.005
ONE, RIVAL = 0, 1


class Curves(NamedTuple):
    """How likely the deal is to be accepted, by fear of the rival.

    `k`: weight of relative gains, (Psi / w_C)(R_i / R_j). [points] `ratios`: R_i / R_j. [lines]
    `accepted`: chance of accepting. [lines, points] `flips`: k at which the deal is worth nothing.
    """

    k: np.ndarray
    ratios: np.ndarray
    accepted: np.ndarray
    flips: np.ndarray


def deal_value(k: np.ndarray | float, ratio: float) -> np.ndarray:
    """What the deal is worth to i against its one rival j, utils. [points]

    The model's own terms and weights, without the fixed cost of an agreement. `ratio`: R_i / R_j.
    """
    wants = defensive.wants
    weight = {name: np.full((1, 1, 1), getattr(wants, name).value, np.float32)
              for name in ("consumption", "survival", "power", "identity")}  # fmt: skip
    weights = Weights(**weight, greed=np.zeros((1, 1, 1), np.float32))  # type: ignore[arg-type]
    fear = np.atleast_1d(np.asarray(k, np.float32))
    psi = (fear / ratio * wants.consumption.value / wants.survival.value)[None, None]
    own = np.full_like(psi, SMALL)
    theirs = own * (THEIRS / OWN) * ratio
    own, theirs, psi = (jnp.asarray(v) for v in (own, theirs, psi))
    terms = cooperation.deal(own, theirs, psi, psi[0], jnp.zeros_like(psi))
    owner = np.zeros(1, np.float32)
    value = worth(terms, weights, (defensive.value,), owner)  # type: ignore[arg-type]
    return np.asarray(value)[0, 0]


def flip(ratio: float) -> float:
    """The weight k of relative gains at which the deal turns from worth having to worth refusing.

    Between equals 1/2. In general it is where V = k (W - V R_j / R_i).
    """
    found = root_scalar(lambda k: deal_value(k, ratio).item(), bracket=(0.0, 10.0))
    return float(found.root)


def curves(points: int = 151, ratios: tuple[float, ...] = (0.5, 1.0, 2.0)) -> Curves:
    """Acceptance of the deal against fear, with a larger, an equal and a smaller rival."""
    k = np.linspace(0.0, 1.5, points)
    temperature = np.asarray(DEFAULTS["temperature_deal"], np.float32)
    worth = [deal_value(k, ratio)[None] for ratio in ratios]
    accepted = np.concatenate([np.asarray(yes(w, temperature)) for w in worth])  # type: ignore[arg-type]
    return Curves(k, np.asarray(ratios), accepted, np.asarray([flip(r) for r in ratios]))


def two_powers(
    belief: float, posture: float, near: float = 0.1, sizes: tuple[float, float] = (1.0, 1.0)
) -> Condition:
    """Two powers `near` thousand km from each other, and six that nobody can reach.

    The first believes the second greedy with probability `belief`; a share `posture` of the
    second's arms is made for offence. Nobody is greedy in truth; beliefs and postures are held.
    """
    distance = np.full((N, N), OUT_OF_REACH)
    np.fill_diagonal(distance, 0.0)
    distance[ONE, RIVAL] = distance[RIVAL, ONE] = near
    return ordinary(
        given={
            "distance": distance,
            "resources": of_state({ONE: sizes[0], RIVAL: sizes[1]}, others=1.0),
            "belief": np.where(np.arange(N)[:, None] == ONE, towards(RIVAL, belief, N, 0.2), 0.2),
            "posture": of_state({RIVAL: posture}, others=0.3),
        },
        set={"greedy_share": 0.0},
        off=("learning", "posture"),
    )


def _k(records: Records) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Psi / w_C of one against its rival, R_i / R_j, and whether both live. [years, runs]"""
    size, alive = records["resources"], records["alive"]
    both = alive[:, ONE] & alive[:, RIVAL]
    ratio = size[:, ONE] / np.where(both, size[:, RIVAL], 1.0)
    return records["caution"][:, ONE, RIVAL], ratio, both


def _weight_of_gains(records: Records) -> Sums:
    caution, ratio, both = _k(records)
    return np.where(both, caution * ratio, 0.0).sum(0), both.sum(0).astype(float)


def _worth(records: Records) -> tuple[np.ndarray, np.ndarray]:
    """What the deal is worth, in own gains, and where there is one to offer. [years, runs]"""
    caution, ratio, both = _k(records)
    return 1.0 + caution * (1.0 - THEIRS / OWN * ratio), both


def _net_value(records: Records) -> Sums:
    worth, both = _worth(records)
    return np.where(both, worth, 0.0).sum(0), both.sum(0).astype(float)


def _decided(last: int | None) -> Measure:
    """Years in which the deal is worth having less those in which it is worth refusing."""

    def sums(records: Records) -> Sums:
        worth, both = (m.window(record, 1, last) for record in _worth(records))
        return np.where(both, np.sign(worth), 0.0).sum(0), both.sum(0).astype(float)

    name = m.measure_name("5 : 15 deal worth having less worth refusing", None, 1, last)
    return Measure(name, "share of years", sums)


WEIGHT = Measure("weight of relative gains k", "own gain per rival's gain", _weight_of_gains)
NET = Measure("net value of the 5 : 15 deal", "own gains", _net_value)
DECIDED, AT_FIRST = _decided(None), _decided(5)

FEARED, HARMLESS = {"feared": 1.0}, {"harmless": 1.0}

FIVE_FIFTEEN = Claim(
    id=7,
    title="Relative gains",
    sentence="A deal worth $5bn to a state and $15bn to its rival is refused when the state fears "
    "the rival enough, and accepted when it does not.",
    source="Grieco 1988",
    treatment="an equal 100 km away, believed greedy with probability 0.99, with 90% of its arms "
    "made for offence (feared)",
    control="the same, believed greedy with probability 0.01, with 10% (harmless)",
    conditions={"feared": two_powers(0.99, 0.9), "harmless": two_powers(0.01, 0.1)},
    parts=(
        Part("worth having in most years where the rival is harmless", DECIDED, "+", HARMLESS),
        Part("worth refusing in most years where the rival is feared", DECIDED, "-", FEARED),
        Part("fear makes relative gains weigh more", WEIGHT, "+", {**FEARED, "harmless": -1.0}),
    ),
    reported=(
        Part("feared, the first five years", AT_FIRST, "-", FEARED),
        Part("k, feared", WEIGHT, "+", FEARED),
        Part("k, harmless", WEIGHT, "+", HARMLESS),
        Part("mean value, feared", NET, "-", FEARED),
        Part("mean value, harmless", NET, "+", HARMLESS),
    ),
    without=Without(
        "the rival is out of reach like the rest, so that its gains cannot be turned on one",
        {"given": {"distance": np.where(np.eye(N) > 0, 0.0, OUT_OF_REACH)}},
    ),
    note="The weight of relative gains is not set but follows from the threat; the deal is not on "
    "offer in these worlds, its value is computed for every year. Two powers alone is where "
    "relative gains weigh most (Snidal 1991). Means of k and of the value are ruled by worlds in "
    "which the state has let its arms go.",
)


def absolute_gains(terms: Mapping[str, Any], wants: Any) -> Any:
    """Value where deals, and nothing else, are judged without what they do to survival."""
    if set(terms) == {"consumption", "survival", "identity", "effort"}:  # the terms of a deal
        terms = {name: term for name, term in terms.items() if name != "survival"}
    return weighted_sum(terms, wants)


ABSOLUTE = replace(
    defensive, name="absolute gains", title="Deals by absolute gains", value=absolute_gains
)


def believing(belief: float) -> Condition:
    """Eight powers who hold this belief about each other."""
    return ordinary(given={"belief": belief}, off=("learning",))


#: A power four times as large as its feared neighbour: it gains a quarter of what that gains.
PAIR = two_powers(0.99, 0.9, sizes=(2.0, 0.5))
TRADE = m.agreement("trade")
PAIR_TRADE = m.agreement("trade", (ONE, RIVAL))
UNDER_THREAT = {"threat": 1.0, "threat, absolute": -1.0}
CALM = {"calm": 1.0, "calm, absolute": -1.0}

LIMITED = Claim(
    id=26,
    title="Relative gains limit cooperation",
    sentence="Deals with a positive gain are refused because others gain more, and more so under "
    "threat.",
    source="Grieco 1988",
    treatment="eight powers weigh what a deal does to relative power (threat: each believes each "
    "other greedy with probability 0.6; calm: 0.05)",
    control="the same powers judge deals, and nothing else, by absolute gains alone",
    conditions={
        "threat": believing(0.6),
        "threat, absolute": believing(0.6).having(theory=ABSOLUTE),
        "calm": believing(0.05),
        "calm, absolute": believing(0.05).having(theory=ABSOLUTE),
        "pair": PAIR,
        "pair, absolute": PAIR.having(theory=ABSOLUTE),
    },
    parts=(
        Part("fewer pairs trade", TRADE, "-", UNDER_THREAT),
        Part(
            "the loss is larger under threat",
            TRADE,
            "-",
            {**UNDER_THREAT, "calm": -1.0, "calm, absolute": 1.0},
        ),
    ),
    reported=(
        Part("fewer pairs trade where it is calm", TRADE, "-", CALM),
        Part(
            "two powers alone, a large one and a feared small one: they trade less",
            PAIR_TRADE,
            "-",
            {"pair": 1.0, "pair, absolute": -1.0},
        ),
    ),
    without=Without(
        "war is impossible, so that nobody's gain endangers anybody",
        {"off": WAR},
    ),
    note="Deals are the model's own, gains from trade, which favour the smaller partner. With "
    "several rivals a gain is also a gain on all the others, so relative gains may speak for a "
    "deal (Snidal 1991); the pair has one rival each.",
)

CLAIMS = (FIVE_FIFTEEN, LIMITED)
