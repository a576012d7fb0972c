"""How many men states keep under arms, and how fast their relative power moves."""

from functools import partial

import numpy as np
import pandas as pd

from westphalia.records.compile.grid import Frame, Source
from westphalia.records.figures.estimators import quartiles, robust_sd
from westphalia.records.figures.figure import Figure, Reading, Result
from westphalia.records.figures.spells import (
    FIRST,
    LAST_MEANS,
    at_war,
    great_powers,
    lacking_return,
)


def _means(tables: Source) -> Frame:
    table = tables.table("nmc")
    return table[(table.year >= FIRST) & (table.year <= LAST_MEANS)]


def _burdens(table: Frame) -> Result:
    burden = (100 * table.milper / table.tpop).dropna().to_numpy()
    return Result(float(np.median(burden)), len(burden), quartiles(burden))


def burden_of_all(tables: Source) -> Result:
    """Median burden of all state-years."""
    return _burdens(_means(tables))


def burden_of_great_powers(tables: Source, fighting: bool) -> Result:
    """Median burden of great powers in the years in which they fight, or do not."""
    great = _means(tables).merge(great_powers(tables, LAST_MEANS), on=["ccode", "year"])
    fought = great.merge(at_war(tables), on=["ccode", "year"], how="left", indicator="war")
    return _burdens(fought[(fought.war == "both") == fighting])


def changes(table: Frame, column: str) -> Frame:
    """`ccode, year, before, change`: logarithms of positive values from one year to the next.

    State-years without a positive value in both years are left out: missing is not zero.
    """
    known = table[table[column] > 0]
    log: Frame = pd.DataFrame(
        {"ccode": known.ccode, "year": known.year, "log": np.log(known[column].astype(float))}
    )
    pairs = log.merge(log.assign(year=log.year + 1), on=["ccode", "year"], suffixes=("", "_before"))
    return pairs.assign(before=pairs.log_before, change=pairs.log - pairs.log_before)


def sd_of_power(tables: Source) -> Result:
    """Robust standard deviation of the yearly change of log CINC."""
    change = changes(_means(tables), "cinc").change.to_numpy()
    return Result(robust_sd(change), len(change))


def _sd_by_state_years(tables: Source) -> Result:
    return sd_of_power(tables)._replace(n=int(_means(tables).cinc.notna().sum()))


_MILPER = "soldiers per 100 people (milper / tpop)"
_KNOWN = "Years in which either number is missing are left out; an army of 0 counts."


def _great(name: str, fighting: bool) -> Figure:
    compute = partial(burden_of_great_powers, fighting=fighting)
    when = "in which they take part" if fighting else "in which they take no part"
    return Figure(
        id=name,
        definition=(
            f"Median {_MILPER} of great powers (on some day of the year) in years {when} in an "
            f"interstate war on any day. {_KNOWN} Spread: the quartiles."
        ),
        unit="great-power years",
        period=(FIRST, LAST_MEANS),
        needs=("nmc", "major_powers", "wars"),
        compute=compute,
        readings=(lacking_return(compute),),
    )


BURDENS = (
    Figure(
        id="milper_burden_median",
        definition=f"Median {_MILPER} of all states. {_KNOWN} Spread: the quartiles.",
        unit="state-years",
        period=(FIRST, LAST_MEANS),
        needs=("nmc",),
        compute=burden_of_all,
    ),
    _great("milper_burden_major_peace", False),
    _great("milper_burden_major_war", True),
    Figure(
        id="dlog_cinc_sd",
        definition=(
            "Robust standard deviation, 1.4826 times the median distance from the median, of the "
            "change of log CINC from one year to the next, all states with both."
        ),
        unit="changes",
        period=(FIRST, LAST_MEANS),
        needs=("nmc",),
        compute=sd_of_power,
        readings=(
            Reading(
                "The number of cases there is that of the state-years, not of the changes between "
                "two years.",
                _sd_by_state_years,
            ),
        ),
    ),
)
