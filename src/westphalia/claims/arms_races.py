"""Arms races and war: how closely they go together between pairs of states."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import ordinary
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.theories import Habits, Theory, defensive
from westphalia.theories.baselines import FORCE_BEGUN, JOINED_ATTACKER, JOINED_TARGET, WAR_BEGUN

#: A race: military spending of both grows by 8% a year or more over five years.
SPAN = 5
GROWTH = 1.08**SPAN
#: The first years are left out: in them all adjust from a burden that is given.
SETTLED = 11

#: States that arm up and down at random and fight as often as states did in 1816-1889.
BY_CHANCE = Theory(
    name="by chance",
    title="Arms and fights by chance",
    wants=defensive.wants,
    expects=defensive.expects,
    habits=Habits(
        form=0.0,
        keep=0.0,
        agree=0.0,
        raise_=0.35,
        cut=0.35,
        posture=0.0,
        demand=FORCE_BEGUN,
        total=WAR_BEGUN,
        join_target=JOINED_TARGET,
        join_attacker=JOINED_ATTACKER,
    ),
)


def races(records: Records) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whether a pair is in an arms race, whether war between them as principals begins within
    five years, and which pair-years count: both alive, and at peace with each other during the
    race. Each [years, pairs, runs]."""
    rows, columns = np.triu_indices(records["alive"].shape[1], 1)
    spent = records["burden"] * records["resources"]
    fast = spent[SPAN:] > GROWTH * np.maximum(spent[:-SPAN], 1e-9)
    alive = records["alive"][SPAN:]
    war = records["war"]
    begun = m.wars_begun(war)
    begun = begun[:, rows, columns] | begun[:, columns, rows]
    fighting = war[:, rows, columns] > 0
    years = len(fast) - SPAN  # the last years have no years after them to look at
    soon = np.any([begun[SPAN + k : SPAN + k + years] for k in range(1, SPAN + 1)], axis=0)
    before = np.any([fighting[SPAN - k : SPAN - k + years] for k in range(SPAN)], axis=0)
    race = (fast[:, rows] & fast[:, columns])[:years]
    counts = (alive[:, rows] & alive[:, columns])[:years] & ~before
    first = SETTLED - 1
    return race[first:], soon[first:], counts[first:]


def _moments(race: np.ndarray, war: np.ndarray, counts: np.ndarray, over: tuple[int, ...]) -> Sums:
    """Sums of (race - mean) war and (race - mean)^2, with means over some axes."""
    size = np.maximum(counts.sum(over, keepdims=True), 1)
    mean = (race & counts).sum(over, keepdims=True) / size
    away = (race - mean) * counts
    return (away * war).sum((0, 1)), (away**2).sum((0, 1))


def _excess(records: Records) -> Sums:
    covariance, variance = _moments(*races(records), over=(0, 1))
    return 100.0 * covariance, variance


def _excess_of_year(records: Records) -> Sums:
    covariance, variance = _moments(*races(records), over=(1,))
    return 100.0 * covariance, variance


def _correlation(records: Records) -> Sums:
    race, war, counts = races(records)
    covariance, of_races = _moments(race, war, counts, (0, 1))
    _, of_wars = _moments(war, race, counts, (0, 1))
    known = (of_races > 0) & (of_wars > 0)
    spread = np.sqrt(np.where(known, of_races * of_wars, 1.0))
    return np.where(known, covariance / spread, 0.0), known.astype(float)


def _after(racing: bool) -> Measure:
    def sums(records: Records) -> Sums:
        race, war, counts = races(records)
        there = counts & (race == racing)
        return 100.0 * (war & there).sum((0, 1)), there.sum((0, 1)).astype(float)

    name = "after an arms race" if racing else "without an arms race"
    return Measure("war between a pair in five years " + name, "% of pairs", sums)


EXCESS = Measure(
    "war in five years after an arms race less that of other pair-years", "% points", _excess
)
SAME_YEAR = Measure(
    "war in five years after an arms race less that of other pairs in the year",
    "% points",
    _excess_of_year,
)
CORRELATION = Measure("correlation of arms races with war in five years", "phi", _correlation)

ARMS_RACES = Claim(
    id=34,
    title="Arms races and war",
    sentence="Arms races and war go together: positively, moderately and depending on context.",
    source="Sample 1997",
    treatment="pairs in an arms race: military spending of both has grown by 8% a year or more "
    "for five years",
    control="other pair-years of the same worlds",
    conditions={"world": ordinary(), "defence": ordinary(set={"defence_advantage": 1.5})},
    parts=(
        Part("war follows more often", EXCESS, "+", {"world": 1.0}),
        Part("the correlation is moderate", CORRELATION, "0", {"world": 1.0}, margin=0.5),
    ),
    reported=(
        Part("more often than to other pairs in the same year", SAME_YEAR, "+", {"world": 1.0}),
        Part("war after an arms race", _after(True), "+", {"world": 1.0}),
        Part("war otherwise", _after(False), "+", {"world": 1.0}),
        Part(
            "the tie is weaker where the defence has the advantage (beta = 1.5)",
            EXCESS,
            "-",
            {"defence": 1.0, "world": -1.0},
        ),
    ),
    without=Without(
        "all arm and fight by chance, whatever the danger: arms up or down with chance 0.35 each, "
        "wars as often as in 1816-1889",
        {"theory": BY_CHANCE},
    ),
    note="An association within worlds, as in the studies of history: it does not say that races "
    "cause wars. War is rare, and the correlation of rare events is small by construction, even "
    "where the risk of war is many times higher. "
    "Spending is relative to that of the world.",
)

CLAIMS = (ARMS_RACES,)
