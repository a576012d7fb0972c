"""Compile tables from raw data: all states of the system or some, over a span of years."""

from collections.abc import Sequence

import numpy as np

from westphalia.records.compile.columns import DISPUTES, DYADS, FIGHTS, STATES, WARS, select_columns
from westphalia.records.compile.disputes import CODINGS, disputes
from westphalia.records.compile.dyads import pair_years
from westphalia.records.compile.grid import Grid, Source, last_year_end
from westphalia.records.compile.states import membership, state_years
from westphalia.records.compile.wars import fights, parts
from westphalia.records.tables import Tables
from westphalia.world.problems import UserError, unknown

#: Years that version 4.0 of the Inter-State Wars covers, which its rows cannot tell.
WARS_COVER = (1816, 2007)
#: Key of each yearly data set, by the key of its source.
YEARLY = {"nmc": "nmc", "atop": "atop", "cow_trade": "trade", "cow_igo": "igo"}


def compile_tables(
    folder: Source, first: int = 1816, last: int = 2016, codes: Sequence[int] | None = None
) -> Tables:
    """Compile the tables of all states of the system, or of the given ones (COW numbers).

    Shares, land connections and who fought whom are measured over all states, so that the figures
    of some states are the same as among all. Raises UserError for a state that never was in the
    system and for years in which nobody knows who was.
    """
    states = folder.table("states")
    everybody = np.unique(states.ccode)
    _check(folder, everybody, first, last, codes)
    world = Grid(everybody, np.arange(first, last + 1))
    chosen = everybody if codes is None else np.unique(list(codes))
    begun = disputes(folder, first, last)
    wars, fought = parts(folder.table("wars"), last), fights(folder, last)
    member = ~np.isnan(membership(states, world))
    return Tables(
        states=select_columns(state_years(folder, world._replace(codes=chosen)), STATES),
        dyads=select_columns(pair_years(folder, world, member, chosen), DYADS),
        disputes=select_columns(
            begun[begun[["ccode1", "ccode2"]].isin(chosen).all(axis=1)], DISPUTES
        ),
        wars=select_columns(wars[wars.ccode.isin(chosen)], WARS),
        fights=select_columns(
            fought[fought[["ccode1", "ccode2"]].isin(chosen).all(axis=1)], FIGHTS
        ),
        years=(first, last),
        covered=_coverage(folder),
    )


def _check(
    folder: Source, everybody: np.ndarray, first: int, last: int, codes: Sequence[int] | None
) -> None:
    """Complain about states and years that are not in the system."""
    basic = [folder.table(key) for key in ("states", "major_powers", "contiguity")]
    begun = max(int(table.start.astype(str).str[:4].min()) for table in basic)
    known = min(int(last_year_end(table).max()) for table in basic)
    if not begun <= first < last <= known:
        raise UserError(
            f"No tables can be compiled from {first} to {last}: states, great powers and borders "
            f"are known for {begun}-{known}. Choose a first and a later last year "
            "in that range."
        )
    missing = [str(code) for code in codes or () if code not in everybody]
    if missing:
        raise unknown("state in the system", missing[0], map(str, everybody.tolist()))


def _coverage(folder: Source) -> dict[str, tuple[int, int]]:
    """First and last year of each source that is there."""
    keys = YEARLY | {coding: key for coding, (key, _) in CODINGS.items()}
    spans = {
        source: (int(folder.table(key).year.min()), int(folder.table(key).year.max()))
        for source, key in keys.items()
        if folder.has(key)
    }
    last = int(folder.table("wars").StartYear1.max())
    return spans | {"cow_wars": (WARS_COVER[0], max(WARS_COVER[1], last))}
