"""Balancing or bandwagoning: which is commoner, and which is safer (Walt 1987)."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.balance_of_threat import ring
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.third_parties import Thirds, of_thirds
from westphalia.claims.worlds import EMPTY_PACTS, WAR, N, of_state, ordinary, with_leader
from westphalia.decisions.motives import MOTIVES
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.theories import constructivist, liberal, offensive

BALANCING, BANDWAGONING, PROFIT, OBLIGATION = (
    MOTIVES.index(name) for name in ("balancing", "bandwagoning", "profit", "obligation")
)


def _pacts(records: Records) -> Sums:
    why = records["alignment"]
    for_help, for_restraint = why == BALANCING, why == BANDWAGONING
    less = for_help.sum((0, 1, 2), dtype=float) - for_restraint.sum((0, 1, 2))
    return less, (why > 0).sum((0, 1, 2), dtype=float)


#: Every new pact counts twice, once with the motive of each partner.
PACTS = Measure("pacts made to balance less to bandwagon", "share of new pacts", _pacts)


def _with_danger(records: Records) -> Sums:
    threat, born = records["threat"], records["alignment"] > 0
    worst = (threat == threat.max(2, keepdims=True)) & born
    others = np.maximum(records["alive"].sum(1) - 1.0, 1.0)[:, None, None]
    return (worst - born / others).sum((0, 1, 2)), born.sum((0, 1, 2), dtype=float)


WITH_DANGER = Measure(
    "pacts with the state that threatens most, less those by chance", "share of new pacts",
    _with_danger,
)  # fmt: skip


def _both(t: Thirds, those: np.ndarray) -> np.ndarray:
    """Those on the target's side less those on the attacker's."""
    return (t.on_target & those).astype(float) - (t.on_attacker & those)


def _free(t: Thirds) -> np.ndarray:
    return ~t.target_ally & ~t.attacker_ally


JOINERS = of_thirds(
    "joiners of the target less of the attacker, without jackals",
    "per war",
    lambda t: _both(t, t.motive != PROFIT),
)
FREE_JOINERS = of_thirds(
    "unallied joiners of the target less of the attacker, without jackals",
    "per war",
    lambda t: _both(t, (t.motive != PROFIT) & _free(t)),
)
ALL_JOINERS = of_thirds(
    "joiners of the target less of the attacker",
    "per war",
    lambda t: _both(t, t.motive > 0),
)
FREE_AND_JACKALS = of_thirds(
    "unallied joiners of the target less of the attacker",
    "per war",
    lambda t: _both(t, _free(t)),
)
DECIDED = of_thirds(
    "joiners out of fear or duty, of the target less of the attacker",
    "per war",
    lambda t: _both(t, np.isin(t.motive, (BALANCING, BANDWAGONING, OBLIGATION))),
)
ONE = {"treatment": 1.0}
OTHER_THEORIES = ("offensive", "liberal", "constructivist")

FREQUENCY = Claim(
    id=12,
    title="Balancing beats bandwagoning",
    sentence="States balance more often than they bandwagon, by count of decisions and by what "
    "decided them.",
    source="Walt 1987",
    treatment="new pacts made for help against others, and third parties that join the target",
    control="new pacts made to restrain the partner itself, and third parties that join the "
    "attacker for other reasons than spoils",
    conditions={
        "treatment": ordinary(),
        "offensive": ordinary(theory=offensive),
        "liberal": ordinary(theory=liberal),
        "constructivist": ordinary(theory=constructivist),
    },
    parts=(
        Part("more pacts balance than bandwagon", PACTS, "+", ONE),
        Part("more join the target than the attacker", JOINERS, "+", ONE),
    ),
    reported=(
        Part("pacts with the greatest threat are rare", WITH_DANGER, "-", ONE),
        Part("counting fear and duty alone", DECIDED, "+", ONE),
        Part("counting jackals", ALL_JOINERS, "+", ONE),
        Part("unallied joiners, without jackals", FREE_JOINERS, "+", ONE),
        Part("unallied joiners, counting jackals", FREE_AND_JACKALS, "+", ONE),
        *(
            Part(f"{what}, {name} states", measure, "+", {name: 1.0})
            for name in OTHER_THEORIES
            for what, measure in (
                ("pacts", PACTS),
                ("joiners", JOINERS),
                ("unallied joiners", FREE_JOINERS),
            )
        ),
    ),
    without=Without(
        "pacts bring no help and restrain nobody, and nobody may join a war",
        {"set": EMPTY_PACTS, "off": ("joining",)},
    ),
    note="Defensive realists, the other theories being reported. In this model joining an "
    "attacker never makes a state safer and pacts oblige nobody to join one, so those on the "
    "attacker's side are there for spoils, for kinship or by chance: that side has no balancers "
    "and no frightened joiners by construction.",
)


def _allied(*groups: tuple[int, ...]) -> np.ndarray:
    """Full pacts within each group. [N, N]"""
    out = np.zeros((N, N))
    for group in groups:
        out[np.ix_(group, group)] = 1.0
    np.fill_diagonal(out, 0.0)
    return out


def _round(distance: np.ndarray, near: float) -> np.ndarray:
    """The same distances, with state 1 moved towards the leader, to `near` thousand km."""
    out = distance.copy()
    far = distance[0, 1]
    for k in range(2, N):
        # the law of cosines, with k and the old place of state 1 as far from the leader
        cosine = 1.0 - distance[1, k] ** 2 / (2.0 * far**2)
        out[1, k] = out[k, 1] = (near**2 + far**2 - 2.0 * near * far * cosine) ** 0.5
    out[0, 1] = out[1, 0] = near
    return out


#: The seven others on a circle of 2,000 km round the leader.
WIDE = np.where(np.eye(N) > 0, 0.0, 2.0 * ring(1.0))
THE_OTHERS = tuple(range(2, N))
#: A leader with 35% of all resources, a weak state 1 with 5%, and six others with 10% each.
SIZES = of_state({0: 2.8, 1: 0.4}, others=0.8)


#: Every total victory that can be held annexes: at the usual chance hardly any state dies.
DEADLY = {"type_turnover": 0.0, "annexation": 1.0}


def _bound(pacts: np.ndarray) -> Condition:
    given = {"resources": SIZES, "distance": ring(1.0), "pact": pacts}
    return with_leader(0.35, given=given, off=("learning", "pacts"), set=DEADLY)


def _yields(records: Records) -> Sums:
    """Claims against state 1 that it concedes, per century in which it lives."""
    yielded = (records["crisis"][:, :, 1] == m.CONCEDED).sum((0, 1), dtype=float)
    return m.CENTURY * yielded, records["alive"][:, 1].sum(0, dtype=float)


def _strongest_ally(records: Records) -> Sums:
    arms, with_one = records["arms"], records["pact"][:, 1]
    allied = with_one.any(1) & records["alive"][:, 1]
    own, ally = arms[:, 1], np.where(with_one, arms, 0.0).max(1)
    return (own / np.maximum(own + ally, 1e-9) * allied).sum(0), allied.sum(0, dtype=float)


def _own_part(records: Records) -> Sums:
    arms, with_one = records["arms"], records["pact"][:, 1]
    allied = with_one.any(1) & records["alive"][:, 1]
    own, allies = arms[:, 1], np.where(with_one, arms, 0.0).sum(1)
    return (own / np.maximum(own + allies, 1e-9) * allied).sum(0), allied.sum(0, dtype=float)


def _out_of_fear(records: Records) -> Sums:
    why = records["alignment"][:, 1, 0]
    return m.CENTURY / len(why) * (why == BANDWAGONING).sum(0), np.ones(why.shape[-1])


YIELDS = Measure("demands on state 1 that it concedes", "per century", _yields)
FREEDOM = Measure("arms of state 1 against its strongest ally's", "share of both", _strongest_ally)
OWN_PART = Measure("arms of state 1 in its alliance", "share of its own and allies'", _own_part)
OUT_OF_FEAR = Measure("pacts of state 1 to restrain the leader", "per century", _out_of_fear)
CHOICE = {"weak and near": 1.0, "strong and far": -1.0}

RISKY = Claim(
    id=13,
    title="Bandwagoning is risky",
    sentence="Those who join a greedy leader lose autonomy and survive less than those who "
    "balance; weak, near, friendless states do it all the same.",
    source="Walt 1987",
    treatment="a weak state (5% of resources) is allied with a greedy leader (35%) against six "
    "allied others (10% each); free to choose, it is weak and lies 500 km from the leader",
    control="it is allied with the six instead; free to choose, it is as strong as the others "
    "and lies 2,000 km from the leader, as they do",
    conditions={
        "treatment": _bound(_allied((0, 1), THE_OTHERS)),
        "control": _bound(_allied((1, *THE_OTHERS))),
        "weak and near": with_leader(
            0.35, given={"resources": SIZES, "distance": _round(WIDE, 0.5)}
        ),
        "strong and far": with_leader(0.35, given={"distance": WIDE}),
    },
    parts=(
        Part("who joins the leader survives less", m.survival((1,)), "-"),
        Part("who joins the leader yields more", YIELDS, "+"),
        Part("the weak and near ally with it", m.with_ally((1,), (0,)), "+", CHOICE),
    ),
    reported=(
        Part("its arms against its strongest ally's", FREEDOM, "-"),
        Part("its part of the alliance's arms", OWN_PART, "-"),
        Part("its burden", m.burden((1,)), "-"),
        Part("threat to it", m.threat((1,)), "+"),
        Part("its share of resources", m.resources((1,)), "-"),
        Part("the weak and near ally for fear of it", OUT_OF_FEAR, "+", CHOICE),
    ),
    without=Without(
        "pacts are empty: no help, no restraint, no cost of breaking them, nobody expected to "
        "volunteer; in the free comparison no war ends them either",
        {"set": {**EMPTY_PACTS, "breach": 0.0, "volunteers": 0.0}},
        {name: {"off": WAR} for name in CHOICE},
    ),
    note="Pacts are given and frozen in the first comparison and free in the second. Loss of "
    "autonomy is measured by the demands it concedes; that its leader is larger than any of the "
    "six is by construction, and their alliance is larger than the leader's. The leader is "
    "bound by its pact as anybody is. Annexation is as likely as it can be in the first "
    "comparison, for at the usual chance too few states die to compare.",
)

CLAIMS = (FREQUENCY, RISKY)
