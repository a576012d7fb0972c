"""Tables: what is known of states, pairs, disputes and wars, with rival codings side by side.

The form between raw data and a `Panel`: a panel picks one coding of each thing, the tables keep
them all. What a data set does not cover is missing here, never zero.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from westphalia.records.compile.columns import DYADS, EVENTS, TABLES, select_columns
from westphalia.records.compile.grid import Frame, Grid
from westphalia.records.compile.peace import fought_and_peace
from westphalia.world.problems import UserError, unknown

FORMATS = ("parquet", "csv")


@dataclass(frozen=True, eq=False)
class Tables:
    """State-years, pair-years, disputes, parts in wars, and who fought whom.

    The columns are those of `STATES`, `DYADS`, `DISPUTES`, `WARS` and `FIGHTS` in
    `compile.columns`. `years`: first and last year of the state- and pair-years. `covered`: first
    and last year that a source says anything about, by the key of the source; a source that is
    not there is not among them.
    """

    states: Frame
    dyads: Frame
    disputes: Frame
    wars: Frame
    fights: Frame
    years: tuple[int, int]
    covered: dict[str, tuple[int, int]]

    @property
    def grid(self) -> Grid:
        """All states and years of the tables."""
        codes = np.unique(self.states.ccode.to_numpy(int))
        return Grid(codes, np.arange(self.years[0], self.years[1] + 1))


def dyad_years(tables: Tables) -> Frame:
    """The pair-years with the years of peace, who fought, and the disputes each began.

    A table that stands alone, by `ccode1, ccode2, year`; columns `DYADS` and `EVENTS`.
    """
    grid = tables.grid
    t = tables.dyads.year.to_numpy(int) - tables.years[0]
    i, j = grid.place(tables.dyads.ccode1), grid.place(tables.dyads.ccode2)
    since = grid.of_states(tables.states, "since")
    fought, peace = fought_and_peace(tables.fights, tables.covered["cow_wars"], grid, since)
    found = fought[t, i, j].astype(float)
    columns = {"peace_years": peace[t, i, j], "fought": np.where(found < 0, np.nan, found)}
    for coding in ("gml", "cow"):
        rows = tables.disputes[tables.disputes.coding == coding]
        begun = grid.counts(rows).astype(float)
        begun[~grid.within(tables.covered.get(coding, (0, 0)))] = np.nan
        columns |= {f"{coding}_12": begun[t, i, j], f"{coding}_21": begun[t, j, i]}
    return select_columns(tables.dyads.assign(**columns), DYADS | EVENTS)


def write_tables(tables: Tables, folder: Path, format: str = "parquet") -> list[Path]:
    """Write the tables into a folder, as "parquet" or "csv", and a list of their columns.

    The files: `state_years`, `dyad_years`, `disputes`, `wars`, `fights` and `columns` (what each
    column holds, its unit and its sources, as CSV). Returns their paths. Raises UserError for
    another format and where a file is there already: nothing is overwritten.
    """
    if format not in FORMATS:
        raise unknown("format of tables", format, FORMATS)
    content = {
        "state_years": tables.states,
        "dyad_years": dyad_years(tables),
        **{name: getattr(tables, name) for name in ("disputes", "wars", "fights")},
    }
    paths = {name: folder / f"{name}.{format}" for name in content}
    listed = folder / "columns.csv"
    there = [str(path) for path in (*paths.values(), listed) if path.exists()]
    if there:
        raise UserError(
            f"Files already exist: {', '.join(there)}. Nothing was written; name another folder, "
            "or move the files away first."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in content.items():
        if format == "csv":
            table.to_csv(paths[name], index=False, lineterminator="\n")
        else:
            table.to_parquet(paths[name], index=False)
    describe_columns().to_csv(listed, index=False, lineterminator="\n")
    return [*paths.values(), listed]


def describe_columns() -> Frame:
    """What every column of the written tables holds, with its unit and the keys of its sources."""
    files = {"states": "state_years", "dyads": "dyad_years"}
    written = {**TABLES, "dyads": DYADS | EVENTS}
    rows = [
        (files.get(table, table), name, column.meaning, column.unit, " ".join(column.sources))
        for table, columns in written.items()
        for name, column in columns.items()
    ]
    return pd.DataFrame(rows, columns=["table", "column", "meaning", "unit", "sources"])
