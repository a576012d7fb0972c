"""How long alliances that promise help in war last."""

from functools import partial

import numpy as np

from westphalia.measures.lives import life
from westphalia.records.compile.grid import Frame, Source
from westphalia.records.figures.estimators import hazard, weibull_shape
from westphalia.records.figures.figure import Figure, Reading, Result

#: The treaties are followed to the end of 2016.
_SEEN_UNTIL = 2017.0
_DAY = 1 / 365
_AGES = ((0, 1), (1, 5), (5, 50))


def helping_pacts(tables: Source) -> Frame:
    """Treaties with an obligation of defence or offence, `years` they lasted, and if they `ended`.

    A treaty in force lasts to the end of observation; one that was replaced counts as ended. An
    unknown month or day counts as the middle. None lasts less than a day.
    """
    table = tables.table("atop_treaties")
    table = table[(table.defense == 1) | (table.offense == 1)].copy()
    table["ended"] = table.ineffect == 0
    last = np.where(table.ended, _date(table, "end"), _SEEN_UNTIL)
    table["years"] = np.maximum(last - _date(table, "beg"), _DAY)
    return table


def _date(table: Frame, which: str) -> np.ndarray:
    """Dates as decimal years."""
    month = table[f"{which}mo"].where(table[f"{which}mo"] > 0, 6.5)
    day = table[f"{which}day"].where(table[f"{which}day"] > 0, 15)
    return (table[f"{which}yr"] + (month - 1) / 12 + (day - 1) / 365).to_numpy(float)


def median_life(tables: Source, first: int, last: int, peace_only: bool) -> Result:
    """Median life of treaties formed in the years from first to last, with its quartiles."""
    table = helping_pacts(tables)
    table = table[(table.begyr >= first) & (table.begyr <= last)]
    if peace_only:
        table = table[table.wartime == 0]
    low, median, high = life(table.years.to_numpy(), table.ended.to_numpy(bool), (0.25, 0.5, 0.75))
    return Result(median, len(table), {"lower quartile": low, "upper quartile": high})


def ends_per_year(tables: Source) -> Result:
    """Ends per treaty-year, by age, and the shape of a Weibull law of the lives."""
    table = helping_pacts(tables)
    years, ended = table.years.to_numpy(), table.ended.to_numpy(bool)
    spread = {f"{a}-{b} years": hazard(years, ended, a, b) for a, b in _AGES}
    spread["Weibull shape"] = weibull_shape(years, ended)
    return Result(float(ended.sum() / years.sum()), len(table), spread)


_TREATIES = "treaties with an obligation of defence or offence"
_LIFE = (
    "in years, Kaplan & Meier (1958): a treaty in force at the end of 2016 is censored there, one "
    "replaced by another counts as ended; an unknown day counts as the middle. Spread: the "
    "quartiles."
)


def _median(name: str, which: str, first: int, last: int, peace_only: bool) -> Figure:
    return Figure(
        id=name,
        definition=f"Median life of {_TREATIES} {which}, {_LIFE}",
        unit="treaties",
        period=(first, last),
        needs=("atop_treaties",),
        compute=partial(median_life, first=first, last=last, peace_only=peace_only),
    )


_SHAPE = Reading(
    "The Weibull shape alone differs, and it is not known why: neither whole years, nor treaties "
    "of peace alone, nor those that lasted a year, nor counting some kinds of end alone gives the "
    "shape there for these treaties. A hazard that falls with age as the three rates do belongs "
    "to a shape well below 1."
)
ALLIANCES = (
    _median("alliance_median_defoff", "formed in war or not", 1815, 2016, False),
    _median("alliance_median_peace_pre45", "formed outside war before 1945", 1815, 1944, True),
    _median("alliance_median_1945_91", "formed 1945-1991, in war or not", 1945, 1991, False),
    Figure(
        id="alliance_hazard",
        definition=(
            f"Ends per year of {_TREATIES}, formed in war or not. Spread: the same at ages up to "
            "1, over 1 to 5 and over 5 to 50 years, and the shape of a Weibull law with right "
            "censoring, by maximum likelihood (Cohen 1965). Dates as in the medians."
        ),
        unit="treaties",
        period=(1815, 2016),
        needs=("atop_treaties",),
        compute=ends_per_year,
        readings=(_SHAPE,),
    ),
)
