"""The great powers' history in the form of a simulation's records, so that one code reads both.

A run of these records is a decade, cut where a period ends: states live in the years of the decade
in which they are great powers, so that what is counted of living states is counted once, in its
decade, while what happened before is remembered.
"""

from functools import lru_cache

import numpy as np

from westphalia.measures.codes import CONCEDED, LIMITED
from westphalia.measures.intervals import HALF
from westphalia.measures.moments import MOMENTS
from westphalia.measures.moments.leader import SIZES
from westphalia.measures.moments.moment import percent
from westphalia.measures.moments.occasions import disputes, pairs_before
from westphalia.measures.moments.recurrence import top_share
from westphalia.measures.quantities import Records
from westphalia.records.compile.grid import Frame, Grid, Source
from westphalia.records.compile.pacts import pacts
from westphalia.records.figures.spells import FIRST, LAST_MEANS, great_powers
from westphalia.records.moments.past import CHECK, DECADES, Past, Value, by_decades, drawn

#: The European great powers, and those of them that may lead the continent: Austria-Hungary,
#: France, Germany, Italy, Russia, and Britain beside them.
CONTINENT = (220, 255, 300, 325, 365)
EUROPE = (200, *CONTINENT)
#: Outcomes of a dispute (COW code) in which side A is granted some of what it asked.
_YIELDED, _COMPROMISE = 4, 6
WAR = 5


def dispute_pairs(tables: Source) -> Frame:
    """Disputes between those who began them: `year, ccode1, ccode2, war, conceded`.

    The first state is on side A, which began; a row for each pair of originators in the first year
    of their dispute. `war`: both come to war; `conceded`: not a war, and side B yields or agrees to
    a compromise.
    """
    table = tables.table("mid_gml")
    table = table[(table.midonset == 1) & (table.orig1 == 1) & (table.orig2 == 1)]
    table = table[table.sidea1 == 1]
    war = (table.hostlev1 == WAR) & (table.hostlev2 == WAR)
    conceded = table.outcome.isin([_YIELDED, _COMPROMISE]) & ~war
    return table[["year", "ccode1", "ccode2"]].assign(war=war, conceded=conceded)


def decades(years: np.ndarray) -> np.ndarray:
    """The decade of each year, counted from the first; the two periods share none. [T]"""
    name = 10 * (years // 10) + 5 * (years >= CHECK[0])
    return np.unique(name, return_inverse=True)[1]


@lru_cache(maxsize=4)
def records_of(tables: Source, europe: bool = False) -> Records:
    """Records of the great powers from 1816 to 2010, decades in the place of runs.

    `challenge` is 1 where a state began a dispute with another. `crisis` is a limited war or a
    demand conceded (the motives and aims of history are unknown). `resources`: CINC; of the
    European powers that of the continental ones alone, if `europe`.
    """
    codes = np.array(EUROPE) if europe else np.unique(great_powers(tables, LAST_MEANS).ccode)
    grid = Grid(np.sort(codes), np.arange(FIRST, LAST_MEANS + 1))
    great = np.zeros((len(grid.years), grid.n), bool)
    rows = great_powers(tables, LAST_MEANS)
    rows = rows[rows.ccode.isin(grid.codes)]
    great[rows.year - FIRST, grid.place(rows.ccode)] = True
    found = dispute_pairs(tables)
    kinds = (found, found[found.conceded], found[found.war])
    begun, conceded, war = (grid.counts(kind) > 0 for kind in kinds)
    crisis = np.where(war, LIMITED, np.where(conceded, CONCEDED, 0)).astype(np.uint8)
    held = pacts(tables, grid)
    both = great[:, :, None] & great[:, None]
    pact = ((held["defence"] > 0) | (held["offence"] > 0)) & both
    power = np.nan_to_num(grid.of_states(tables.table("nmc"), "cinc"))
    if europe:
        power[:, ~np.isin(grid.codes, CONTINENT)] = 0.0
    decade = decades(grid.years)
    now = np.arange(decade.max() + 1) == decade[:, None]  # [T, decades]
    spread = {"challenge": begun.astype(np.uint8), "crisis": crisis, "pact": pact}
    wide = {
        name: np.broadcast_to(record[..., None], (*record.shape, now.shape[1]))
        for name, record in {**spread, "resources": power}.items()
    }
    there = great[..., None] & now[:, None]
    return {"alive": there, "present": there, **wide}


def _of_decades(parts: np.ndarray, first: int, last: int) -> np.ndarray:
    """The sums over the decades of a period. [k, decades of the period]"""
    years = np.arange(FIRST, LAST_MEANS + 1)
    chosen = np.unique(decades(years)[(years >= first) & (years <= last)])
    return parts[:, chosen]


def of_records(name: str, tables: Source, first: int, last: int, europe: bool = False) -> Value:
    """A moment read off history's records."""
    moment = MOMENTS[name]
    parts = np.asarray(moment.parts(records_of(tables, europe)), float)
    return by_decades(moment, _of_decades(parts, first, last))


def concentrated(tables: Source, first: int, last: int) -> Value:
    """Disputes of the tenth of pairs that has most of them, in the whole period.

    Pairs that are both great powers in some year of it. Half the interval is 1.96 standard
    deviations of the share after drawing decades, whose middle lies above the share: drawing
    decades again and again concentrates disputes.
    """
    records = records_of(tables)
    there = pairs_before(records)
    counts = (disputes(records) & there).sum(0)
    ever = _of_decades(there.sum(0), first, last).any(1)
    counts = _of_decades(counts, first, last)[ever].astype(float)
    found = float(percent(top_share(counts.sum(1, keepdims=True)))[0])
    half = HALF * float(np.nanstd(drawn(lambda sums: percent(top_share(sums)), counts)))
    return Value(found, found - half, found + half, int(counts.sum()))


_PAIRS, _GREAT = "pairs of great powers", "great powers"
_MID, _PACTS = ("mid_gml", "major_powers"), ("atop", "major_powers")
_POWER = ("nmc", "major_powers")


def _read(
    name: str, who: str, needs: tuple[str, ...], note: str = "", europe: bool = False
) -> Past:
    def compute(tables: Source, first: int, last: int) -> Value:
        return of_records(name, tables, first, last, europe)

    return Past(name, who, DECADES, needs, compute, note)


def _leader(name: str) -> Past:
    return _read(
        name, "European great powers", (*_PACTS, "nmc"),
        "Leader: the continental great power (all but Britain) with most CINC; its share is that "
        "of the continental ones'. Pacts as in allies.", europe=True,
    )  # fmt: skip


GREAT_POWERS = (
    _read("disputes", _PAIRS, _MID,
          "Counts once, in its first year, between those of either side who began it; militarized "
          "disputes are threats, shows and uses of force, not demands alone."),
    _read("war given dispute", _PAIRS, _MID, "War: both come to hostility 5."),
    _read("conceded", _PAIRS, _MID,
          "Side B yields (outcome 4) or the two agree to a compromise (6), without a war. A demand "
          "of the model is granted whole or not at all."),
    Past("concentration of disputes", _PAIRS, DECADES, _MID, concentrated,
         "Pairs that are great powers in some year of the period; half the interval is 1.96 "
         "standard deviations of what drawn decades give."),
    _read("recurrence of disputes", _PAIRS, _MID,
          "Without a dispute before, years are counted from 1816."),
    _read("parity", _PAIRS, (*_MID, "nmc"), "Power: CINC of the year before."),
    _read("runaway years", _GREAT, _POWER, "Power: CINC."),
    _read("allies", _GREAT, _PACTS,
          "Pacts of defence or offence, of either towards the other, at the end of a year; without "
          "Locarno and Nyon, with the German Confederation."),
    _read("pacts kept a year", _PAIRS, _PACTS, "Pacts as in allies."),
    _read("pacts after 25 years", _PAIRS, _PACTS,
          "Pacts as in allies that begin after 1816; a pair has one pact as long as any is there."),
    *(
        _leader(f"allied {how} the leader ({size})")
        for how in ("without", "with")
        for size in SIZES
    ),
)  # fmt: skip
