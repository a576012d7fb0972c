"""Balancing and bandwagoning of the European great powers, by how far one of them leads."""

from functools import lru_cache, partial

import numpy as np
import pandas as pd

from westphalia.records.compile.grid import Frame, Source
from westphalia.records.figures.estimators import block_error
from westphalia.records.figures.figure import Figure, Reading, Result
from westphalia.records.figures.spells import FIRST, great_powers

_LAST = 1945
_CONTINENT = {220, 255, 300, 325, 365}
_EUROPE = _CONTINENT | {200}
_BINS = {"25_33": (0.25, 1 / 3), "33_45": (1 / 3, 0.45), "gt45": (0.45, 1.0)}
_SAID = {"25_33": "25 to 33 1/3%", "33_45": "33 1/3 to 45%", "gt45": "over 45%"}


@lru_cache(maxsize=2)
def _alignments(tables: Source) -> Frame:
    """`year, share, against, beside` of every European great power but the leader, 1816-1945."""
    great = great_powers(tables, _LAST)
    great = great[great.ccode.isin(_EUROPE)]
    power = great[great.ccode.isin(_CONTINENT)].merge(
        tables.table("nmc")[["ccode", "year", "cinc"]], on=["ccode", "year"], how="left"
    )
    atop = tables.table("atop")
    pacts = atop[(atop.defense == 1) | (atop.offense == 1)]
    bound = {(a, b, y) for a, b, y in pacts[["ccode1", "ccode2", "year"]].to_numpy().tolist()}
    bound |= {(b, a, y) for a, b, y in bound}
    rows = []
    for year, powers in power.groupby("year"):
        if len(powers) < 2 or powers.cinc.isna().any():
            continue
        leader = powers.ccode.iloc[int(powers.cinc.argmax())]
        share = powers.cinc.max() / powers.cinc.sum()
        others = set(great.ccode[great.year == year])
        for state in sorted(others - {leader}):
            allies = {other for other in others if (state, other, year) in bound}
            beside = leader in allies
            rows.append((year, share, bool(allies) and not beside, beside))
    return pd.DataFrame(rows, columns=["year", "share", "against", "beside"])


def share_of(tables: Source, which: str, size: str) -> Result:
    """Share of great-power years aligned `which` way, "against" or "beside", in a class of size."""
    table = _alignments(tables)
    low, high = _BINS[size]
    chosen = ((table.share > low) & (table.share <= high)).to_numpy()
    hit = table[which].to_numpy(bool)
    error = block_error(table.year.to_numpy() // 10, hit, chosen)
    return Result(float(np.mean(hit[chosen])), int(chosen.sum()), {"error": error})


_DONE = {
    "bal": (
        "against",
        "with another European great power and none with the leader",
    ),
    "band": ("beside", "with the leader"),
}
_CHANCE = Reading(
    "The error is a bootstrap's, and draws differ: its own error is the error over the square root "
    "of twice the number of draws, 0.001 after 2,000 draws."
)


def _figure(kind: str, size: str) -> Figure:
    which, whom = _DONE[kind]
    return Figure(
        id=f"{kind}_cont_{size}",
        definition=(
            "Share of years in which a European great power (Britain, France, Germany, "
            "Austria-Hungary, Italy, Russia; on some day of the year) other than the leader has a "
            f"pact of defence or offence, of either towards the other, {whom}. Leader: the "
            "continental great power (all but Britain) with most capabilities (CINC); in years in "
            f"which it has {_SAID[size]} of those of the continental great powers. Years in which "
            "one of their CINC is missing are left out. Error: bootstrap of calendar decades."
        ),
        unit="great-power years",
        period=(FIRST, _LAST),
        needs=("nmc", "atop", "major_powers"),
        compute=partial(share_of, which=which, size=size),
        readings=(_CHANCE,) if (kind, size) == ("bal", "33_45") else (),
    )


BALANCING = tuple(_figure(kind, size) for kind in _DONE for size in _BINS)
