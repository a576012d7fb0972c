"""How often interstate wars come, and how long and deadly they are."""

import numpy as np
import pandas as pd

from westphalia.records.compile.grid import Source
from westphalia.records.figures.estimators import power_law, quartiles
from westphalia.records.figures.figure import Figure, Result
from westphalia.records.figures.spells import (
    FIRST,
    LAST_WAR,
    at_war,
    lacking_return,
    members,
    opposed_pairs,
    war_spells,
)

_SPAN = (FIRST, LAST_WAR)
_STATE_YEARS = "State-years: a state in the system on some day of the year."


def wars_per_year(tables: Source) -> Result:
    """Wars begun per year, and the ratio of variance to mean of their yearly number."""
    begun = tables.table("wars").groupby("WarNum").StartYear1.min()
    counts = begun.value_counts().reindex(range(FIRST, LAST_WAR + 1), fill_value=0)
    return Result(
        float(counts.mean()),
        len(begun),
        {"variance over mean": float(counts.var() / counts.mean())},
    )


def wars_per_state_year(tables: Source) -> Result:
    """Wars begun per 1,000 state-years."""
    years = len(members(tables, LAST_WAR))
    return Result(1000 * tables.table("wars").WarNum.nunique() / years, years)


def entries_per_state_year(tables: Source) -> Result:
    """Entries of states into wars per 1,000 state-years."""
    entries = len(tables.table("wars").drop_duplicates(["WarNum", "ccode"]))
    return Result(1000 * entries / len(members(tables, LAST_WAR)), entries)


def share_at_war(tables: Source) -> Result:
    """Share of state-years with war."""
    years = members(tables, LAST_WAR)
    fought = len(years.merge(at_war(tables), on=["ccode", "year"]))
    return Result(fought / len(years), fought)


def onsets_per_pair(tables: Source) -> Result:
    """Pairs that came to fight each other per 10,000 pair-years."""
    states = members(tables, LAST_WAR).groupby("year").size()
    pairs = int((states * (states - 1) // 2).sum())
    return Result(1e4 * len(opposed_pairs(tables)) / pairs, pairs)


def deaths(tables: Source) -> np.ndarray:
    """Battle deaths of each war of which some are known: the sum of those known. [N]"""
    wars = tables.table("wars")
    known = wars.BatDeath.where(wars.BatDeath >= 0)
    return known.groupby(wars.WarNum).sum(min_count=1).dropna().to_numpy(float)


def exponent_of_deaths(tables: Source) -> Result:
    """Exponent of the power law of battle deaths."""
    tail = power_law(deaths(tables))
    return Result(tail.exponent, tail.n, {"error": tail.error, "least": tail.least})


def median_deaths(tables: Source) -> Result:
    """Median of battle deaths per war."""
    of_wars = deaths(tables)
    return Result(float(np.median(of_wars)), len(of_wars), quartiles(of_wars))


def median_days(tables: Source) -> Result:
    """Median days of a war, the first and the last counted, where they are days of a calendar."""
    spells = war_spells(tables.table("wars")).groupby("war")
    first, last = (
        pd.to_datetime(day.astype(str), format="%Y%m%d", errors="coerce")
        for day in (spells.start.min(), spells.end.max())
    )
    days = (last - first).dt.days.dropna().to_numpy() + 1
    return Result(float(np.median(days)), len(days), quartiles(days))


WARS = (
    Figure(
        id="war_per_year",
        definition=(
            "Interstate wars begun per year. Spread: variance over mean of the yearly number, 1 "
            "for a Poisson process."
        ),
        unit="wars",
        period=_SPAN,
        needs=("wars",),
        compute=wars_per_year,
    ),
    Figure(
        id="war_per_1000_sy",
        definition=f"Interstate wars begun per 1,000 state-years. {_STATE_YEARS}",
        unit="state-years",
        period=_SPAN,
        needs=("wars", "states"),
        compute=wars_per_state_year,
    ),
    Figure(
        id="warentry_per_1000_sy",
        definition=(
            "Entries of states into interstate wars per 1,000 state-years; a state that returns "
            f"or changes sides enters a war once. {_STATE_YEARS}"
        ),
        unit="states in a war",
        period=_SPAN,
        needs=("wars", "states"),
        compute=entries_per_state_year,
    ),
    Figure(
        id="atwar_share",
        definition=(
            "Share of state-years in which the state took part in an interstate war on some day. "
            f"{_STATE_YEARS}"
        ),
        unit="state-years at war",
        period=_SPAN,
        needs=("wars", "states"),
        compute=share_at_war,
        readings=(lacking_return(share_at_war),),
    ),
    Figure(
        id="war_onset_dyad_1e4",
        definition=(
            "Pairs of states on opposite sides of an interstate war on the same day, those of who "
            "joined among them, once for each war, per 10,000 pair-years. Pair-years: two states "
            "in the system on some day of the year."
        ),
        unit="pair-years",
        period=_SPAN,
        needs=("wars", "states"),
        compute=onsets_per_pair,
        readings=(lacking_return(onsets_per_pair),),
    ),
    Figure(
        id="war_alpha",
        definition=(
            "Exponent of the density of battle deaths per interstate war, a power law above the "
            "least value at which it lies nearest to the data (Clauset, Shalizi & Newman 2009). "
            "Deaths: the sum of those of the participants that are known. Spread: the standard "
            "error, and the least value."
        ),
        unit="wars in the tail",
        period=_SPAN,
        needs=("wars",),
        compute=exponent_of_deaths,
    ),
    Figure(
        id="war_deaths_median",
        definition=(
            "Median battle deaths per interstate war: the sum of those of the participants that "
            "are known. Spread: the quartiles."
        ),
        unit="wars",
        period=_SPAN,
        needs=("wars",),
        compute=median_deaths,
    ),
    Figure(
        id="war_duration_median_days",
        definition=(
            "Median days from the first day of an interstate war to the last on which anybody "
            "fights it, truces and both ends counted. Spread: the quartiles."
        ),
        unit="wars",
        period=_SPAN,
        needs=("wars",),
        compute=median_days,
    ),
)
