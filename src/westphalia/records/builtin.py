"""The panel of the great powers 1816-2016 that comes with the package.

Its tables lie in `data/` in a compact form: pair-years as spells of constant figures, joint
memberships as one row a year. `tools/compile_panel.py` writes them from the raw data.
"""

from functools import cache
from io import StringIO
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from westphalia.records.compile.build_panel import USUAL, build_panel
from westphalia.records.compile.columns import DYADS, TABLES, WRITTEN, select_columns
from westphalia.records.compile.grid import Frame
from westphalia.records.panel import Coding, Panel
from westphalia.records.tables import Tables
from westphalia.world.yaml_text import read_yaml, write_yaml

DATA = Path(__file__).parent / "data"
#: The states that ever were great powers (Correlates of War, Majors v2016): United States, United
#: Kingdom, France, Germany, Austria-Hungary, Italy, Russia, China, Japan.
GREAT_POWERS = (2, 200, 220, 255, 300, 325, 365, 710, 740)
WORDS = {
    name for table in TABLES.values() for name, column in table.items() if column.unit in WRITTEN
}
#: Columns of a pair that stay the same for years on end.
STEADY = tuple(c for c in DYADS if c not in ("ccode1", "ccode2", "year", "institutions"))


def great_powers(coding: Coding = USUAL, first: int = 1816, last: int = 2016) -> Panel:
    """The panel of the nine states that ever were great powers, before and after that too.

    All pairs are politically relevant. Raises UserError for an unknown coding or years outside
    1816-2016.
    """
    return build_panel(great_power_tables(), coding, first, last, GREAT_POWERS, relevant_all=True)


@cache
def great_power_tables() -> Tables:
    """The tables behind `great_powers`."""
    return expand({path.name: path.read_text("utf-8") for path in DATA.iterdir() if path.is_file()})


def compact(tables: Tables) -> dict[str, str]:
    """The tables as small texts that can be read line by line, by file name; see `expand`."""
    texts = {
        "states.csv": _csv(tables.states),
        "dyads.csv": _csv(_spells(tables.dyads)),
        "institutions.csv": _csv(_by_year(tables.dyads)),
        **{f"{name}.csv": _csv(getattr(tables, name)) for name in ("disputes", "wars", "fights")},
    }
    covered = {source: list(years) for source, years in sorted(tables.covered.items())}
    about = write_yaml({"years": list(tables.years), "covered": covered})
    return {**texts, "coverage.yaml": about}


def expand(texts: dict[str, str]) -> Tables:
    """The tables from their compact form, exactly as they were."""
    about = read_yaml(texts["coverage.yaml"])
    tables = {
        name: select_columns(_read(texts[f"{name}.csv"]), columns)
        for name, columns in TABLES.items()
        if name != "dyads"
    }
    spells, joint = _read(texts["dyads.csv"]), _read(texts["institutions.csv"])
    return Tables(
        dyads=select_columns(_pair_years(spells, joint), DYADS),
        years=tuple(about["years"]),
        covered={source: tuple(years) for source, years in about["covered"].items()},
        **tables,
    )


def _csv(table: Frame) -> str:
    return table.to_csv(index=False, lineterminator="\n")


def _read(text: str) -> Frame:
    """The table in a text; numbers are read to the last digit."""
    table = pd.read_csv(StringIO(text), comment="#", dtype=object)
    return table.astype({name: float for name in table if name not in WORDS})


def _spells(dyads: Frame) -> Frame:
    """Consecutive years of a pair in which nothing steady changes, as one row."""
    steady = dyads[list(STEADY)].astype(float)
    same = (steady == steady.shift()) | (steady.isna() & steady.shift().isna())
    same = same.all(axis=1) & (dyads.year == dyads.year.shift() + 1)
    same &= (dyads.ccode1 == dyads.ccode1.shift()) & (dyads.ccode2 == dyads.ccode2.shift())
    grouped = dyads.groupby((~same.fillna(False).astype(bool)).cumsum())
    out = grouped.nth(0).reset_index(drop=True).rename(columns={"year": "first"})
    out.insert(3, "last", grouped.year.max().to_numpy())
    return out.drop(columns="institutions")


def _pair_years(spells: Frame, joint: Frame) -> Frame:
    """The pair-years of spells, with the joint memberships of each year."""
    spells = spells.astype(dict.fromkeys(("ccode1", "ccode2", "first", "last"), int))
    length = (spells["last"] - spells["first"] + 1).to_numpy()
    rows = spells.loc[spells.index.repeat(length)].reset_index(drop=True)
    rows["year"] = rows["first"] + rows.groupby(np.repeat(spells.index, length)).cumcount()
    counts = joint.set_index("year").stack().rename("institutions")
    counts.index = counts.index.set_names(["year", "pair"])
    rows["pair"] = [f"{a}-{b}" for a, b in zip(rows.ccode1, rows.ccode2, strict=True)]
    return rows.join(counts, on=["year", "pair"])


def _by_year(dyads: Frame) -> Frame:
    """Joint memberships with a row for each year and a column for each pair."""
    known = dyads.dropna(subset="institutions")
    codes = sorted({*dyads.ccode1, *dyads.ccode2})
    pair = known.ccode1.astype(str) + "-" + known.ccode2.astype(str)
    wide = known.assign(pair=pair).pivot(index="year", columns="pair", values="institutions")
    order = [f"{a}-{b}" for a, b in combinations(codes, 2) if f"{a}-{b}" in wide]
    return wide[order].reset_index()
