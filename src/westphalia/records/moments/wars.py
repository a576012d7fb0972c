"""Wars, races and the ends of states, from lists of them."""

import numpy as np
import pandas as pd

from westphalia.measures.intervals import HALF
from westphalia.measures.moments import MOMENTS
from westphalia.measures.moments.wars import sizes, tail
from westphalia.measures.war import CENTURY
from westphalia.records.compile.grid import Frame, Source
from westphalia.records.figures.spells import (
    LAST_MEANS,
    LAST_WAR,
    great_powers,
    members,
    war_spells,
)
from westphalia.records.moments.past import (
    JEFFREYS,
    POISSON,
    Past,
    Value,
    by_decades,
    of_rate,
    of_share,
    of_two_rates,
)

#: Years after it was last one in which the end of a state is that of a great power: some lost the
#: rank by the defeat that ended them.
_FALLEN = 5


def parts_in_wars(tables: Source) -> Frame:
    """Who took part in which interstate war: `war, ccode, side, year, attacks, began, great`.

    `year`: in which the war began. `attacks`: on the side of those who began it. `began`: coded as
    initiator, or in the war on its first day; the others joined. `great`: a great power in the
    year in which it entered. A state that changes sides is on the one on which it was first.
    """
    wars = tables.table("wars")
    spells = war_spells(wars).sort_values("start").drop_duplicates(["war", "ccode"])
    initiators = wars[wars.Initiator == 1]
    begun = set(zip(initiators.WarNum, initiators.ccode, strict=True))
    sides = set(zip(initiators.WarNum, initiators.Side, strict=True))
    first = spells.groupby("war").start.transform("min")
    entered = spells.start // 10000
    ranked = set(map(tuple, great_powers(tables, LAST_WAR)[["ccode", "year"]].to_numpy().tolist()))
    rows = zip(spells.war, spells.ccode, spells.side, strict=True)
    pairs = [((war, ccode) in begun, (war, side) in sides) for war, ccode, side in rows]
    who = zip(spells.ccode, entered, strict=True)
    found: Frame = pd.DataFrame(
        {
            "war": spells.war,
            "ccode": spells.ccode,
            "side": spells.side,
            "year": first // 10000,
            "attacks": [attacks for _, attacks in pairs],
            "began": np.array([began for began, _ in pairs]) | (spells.start == first).to_numpy(),
            "great": [key in ranked for key in who],
        }
    )
    return found.reset_index(drop=True)


def _between_great(tables: Source, first: int, last: int) -> Frame:
    """The rows of wars with a great power on either side, begun in a period."""
    rows = parts_in_wars(tables)
    rows = rows[rows.year.between(first, last)]
    sides = rows[rows.great].groupby("war").side.nunique()
    return rows[rows.war.isin(sides.index[sides == 2])]


def _until(last: int) -> int:
    """The last year of a period that the list of wars covers."""
    return min(last, LAST_WAR)


def great_power_wars(tables: Source, first: int, last: int) -> Value:
    """Wars with a great power on either side, per century."""
    wars = _between_great(tables, first, last).war.nunique()
    return of_rate(wars, (_until(last) - first + 1) / CENTURY, wars)


def joiners_per_war(tables: Source, first: int, last: int) -> Value:
    """Great powers that joined wars of great powers, for each war; the interval draws wars."""
    rows = _between_great(tables, first, last)
    joined = (rows.great & ~rows.began).groupby(rows.war).sum().to_numpy(float)
    parts = np.stack([joined, np.ones(len(joined))])
    return by_decades(MOMENTS["joiners"], parts)


def on_targets_side(tables: Source, first: int, last: int) -> Value:
    """Share of the great powers that join a war which join the target; the interval draws wars."""
    rows = parts_in_wars(tables)
    rows = rows[rows.year.between(first, last) & rows.great & ~rows.began]
    by_war = rows.groupby("war").attacks.agg(["sum", "size"])
    joined = by_war["size"].to_numpy(float)
    parts = np.stack([joined - by_war["sum"].to_numpy(float), joined])
    return by_decades(MOMENTS["joiners on the target's side"], parts)


def drift(tables: Source, first: int, last: int) -> Value:
    """Wars begun per state-year in the last quarter of the years : in the first."""
    last = _until(last)
    begun = tables.table("wars").groupby("WarNum").StartYear1.min()
    years = members(tables, last).year
    quarter = (last - first + 1) // 4
    ends = ((last - quarter + 1, last), (first, first + quarter - 1))
    counts = [int(found.between(*when).sum()) for when in ends for found in (begun, years)]
    return of_two_rates(*counts)


def tail_of_deaths(tables: Source, first: int, last: int) -> Value:
    """Exponent of battle deaths above their median, with error (exponent - 1) / sqrt(wars above).

    Deaths: the sum of those of the participants that are known.
    """
    wars = tables.table("wars")
    known = wars.BatDeath.where(wars.BatDeath > 0).groupby(wars.WarNum).sum(min_count=1).dropna()
    began = wars.groupby("WarNum").StartYear1.min()
    deaths = known[began[known.index].between(first, last)].to_numpy(float)
    value = float(tail(sizes({"size": deaths[:, None, None]}))[0])
    half = HALF * (value - 1) / np.sqrt(len(deaths) / 2)
    return Value(value, value - half, value + half, len(deaths))


def ends_of_states(tables: Source, first: int, last: int, great: bool) -> Value:
    """Spells in the system that end, per thousand state-years."""
    states, rank = tables.table("states"), great_powers(tables, LAST_MEANS)
    ended = states.end.astype(str)
    year = ended.str[:4].astype(int)
    over = (ended < ended.max()) & year.between(first, last)
    lived = rank if great else members(tables, LAST_MEANS)
    if great:
        until = states.ccode.map(lambda code: rank.year[rank.ccode == code].to_numpy())
        fell = [bool(((y - years >= 0) & (y - years <= _FALLEN)).any())
                for y, years in zip(year, until, strict=True)]  # fmt: skip
        over &= np.array(fell)
    years = int(lived.year.between(first, last).sum())
    return of_rate(int(over.sum()), years / 1000, years)


def races_to_war(tables: Source, first: int, last: int) -> Value:
    """Share of arms races with an interstate war of the two in them or a year later."""
    spells = war_spells(tables.table("wars"))
    pairs = spells.merge(spells, on="war", suffixes=("1", "2"))
    pairs = pairs[(pairs.ccode1 < pairs.ccode2) & (pairs.side1 != pairs.side2)]
    began = np.maximum(pairs.start1, pairs.start2)
    pairs = pairs.assign(year=began // 10000)[began <= np.minimum(pairs.end1, pairs.end2)]
    races = tables.table("arms_races")
    races = races[races.styear.between(first, last)]
    fought = [
        bool(
            (
                (pairs.ccode1 == min(a, b))
                & (pairs.ccode2 == max(a, b))
                & pairs.year.between(start, end + 1)
            ).any()
        )
        for a, b, start, end in races[["ccode1", "ccode2", "styear", "endyear"]].to_numpy()
    ]
    return of_share(sum(fought), len(fought))


_JOINED = "Who did not join: initiators, and who fought on the first day. A World War is one war."
_WARS = "bootstrap of wars"
WARS = (
    Past("great-power wars", "wars with a great power on either side", POISSON,
         ("wars", "major_powers"), great_power_wars, "The list of wars ends in 2007."),
    Past("joiners", "great powers in wars with a great power on either side", _WARS,
         ("wars", "major_powers"), joiners_per_war, _JOINED),
    Past("joiners on the target's side", "great powers in any war", _WARS,
         ("wars", "major_powers"), on_targets_side, _JOINED),
    Past("drift of wars", "all states", "Poisson, log ratio", ("wars", "states"), drift),
    Past("tail of war sizes", "interstate wars", "standard error", ("wars",),
         tail_of_deaths, "Sizes: battle deaths."),
    Past("deaths", "all states", POISSON, ("states", "major_powers"),
         lambda tables, first, last: ends_of_states(tables, first, last, False),
         "Unions and occupations are ends, after which some states came back."),
    Past("deaths of great powers", "great powers, until five years after they were one",
         POISSON, ("states", "major_powers"),
         lambda tables, first, last: ends_of_states(tables, first, last, True),
         "France 1942, Germany 1945 and Japan 1945 came back."),
    Past("arms races that end in war", "pairs of rivals", JEFFREYS,
         ("arms_races", "wars"), races_to_war,
         "Of rivals whose spending or personnel both grew by 8% or more in each of three years; in "
         "the simulation it is spending, without rivalry."),
)  # fmt: skip
