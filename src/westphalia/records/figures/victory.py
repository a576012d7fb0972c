"""Who wins interstate wars: those who began them, and the stronger side."""

from functools import partial

import pandas as pd

from westphalia.records.compile.grid import Frame, Source
from westphalia.records.figures.figure import Figure, Result
from westphalia.records.figures.spells import FIRST, LAST_WAR, war_spells

_PERIODS = ((FIRST, 1913), (1914, 1945), (1946, LAST_WAR))
_WON = 1


def outcomes(tables: Source) -> Frame:
    """A row for each war: `year` it began, if it was `decided`, if an initiator `won`."""
    wars = tables.table("wars")
    won = wars.Outcome == _WON
    by_war = {"decided": won, "won": won & (wars.Initiator == 1), "year": wars.StartYear1}
    table: Frame = pd.DataFrame({"war": wars.WarNum, **by_war})
    return table.groupby("war").agg(
        year=("year", "min"), decided=("decided", "any"), won=("won", "any")
    )


def initiators_won(tables: Source, decided_only: bool) -> Result:
    """Share of wars that an initiator won, and the same by period."""
    table = outcomes(tables)
    if decided_only:
        table = table[table.decided]
    spread = {
        f"{first}-{last}": float(table.won[table.year.between(first, last)].mean())
        for first, last in _PERIODS
    }
    return Result(float(table.won.mean()), len(table), spread)


def stronger_won(tables: Source) -> Result:
    """Share of decided wars that the side with more capabilities won, and in the outer classes."""
    wars = tables.table("wars")
    spells = war_spells(wars).sort_values("end").drop_duplicates(["war", "ccode"], keep="last")
    spells["year"] = spells.war.map(wars.groupby("WarNum").StartYear1.min())
    means = tables.table("nmc")[["ccode", "year", "cinc"]].dropna()
    spells = spells.merge(means, on=["ccode", "year"])
    sides = spells.groupby(["war", "side"]).cinc.sum().unstack().dropna()
    share = sides.max(axis=1) / sides.sum(axis=1)
    winners = wars[wars.Outcome == _WON].groupby("WarNum").Side.agg(set)
    decided = share.index.intersection(winners.index)
    stronger = sides.idxmax(axis=1)
    won = pd.Series([float(stronger[war] in winners[war]) for war in decided], index=decided)
    share = share[decided]
    outer = {"share up to 60%": share <= 0.6, "share over 90%": share > 0.9}
    return Result(
        float(won.mean()), len(won), {name: float(won[of].mean()) for name, of in outer.items()}
    )


_DECIDED = "A war is decided if a participant is coded as winner."
_BY_PERIOD = "Spread: wars begun in 1816-1913, 1914-1945 and 1946-2007."


def _initiator(name: str, wars: str, decided_only: bool) -> Figure:
    return Figure(
        id=name,
        definition=(
            f"Share of {wars} interstate wars in which a state coded as initiator is coded as "
            f"winner. {_DECIDED} {_BY_PERIOD}"
        ),
        unit="wars",
        period=(FIRST, LAST_WAR),
        needs=("wars",),
        compute=partial(initiators_won, decided_only=decided_only),
    )


VICTORY = (
    _initiator("initiator_win", "decided", True),
    _initiator("initiator_win_all", "all", False),
    Figure(
        id="stronger_win",
        definition=(
            "Share of decided interstate wars won by the side with the larger sum of capabilities "
            "(CINC) in the year in which the war began. All who took part count, on the side on "
            "which they were last; a state whose CINC is missing adds nothing, and a war with a "
            f"side of such states alone is left out. {_DECIDED} Spread: wars in which the stronger "
            "side had up to 60%, and over 90%."
        ),
        unit="wars",
        period=(FIRST, LAST_WAR),
        needs=("wars", "nmc"),
        compute=stronger_won,
    ),
)
