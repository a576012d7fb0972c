"""Small invented records, and helpers to read a panel by name."""

import pandas as pd

from westphalia.records.panel import Panel


def war(panel: Panel, name: str) -> dict[str, object]:
    """Who did what in a war, in words."""
    found = next(w for w in panel.wars if w.name == name)
    names = dict(enumerate(panel.labels))
    joined = {*found.with_attacker, *found.with_target}
    return {
        "years": (int(panel.years[found.year]), int(panel.years[found.ended])),
        "attacker": names[found.attacker],
        "target": names[found.target],
        "with_attacker": {names[k] for k in found.with_attacker},
        "with_target": {names[k] for k in found.with_target},
        "out": {names[k] for k in found.third if k not in joined},
        "won": found.won,
    }


class Invented:
    """Four states from 1900 to 1906, as the raw files would tell of them."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        self.tables = {**invented_tables(), **tables}

    def has(self, key: str) -> bool:
        return key in self.tables

    def table(self, key: str) -> pd.DataFrame:
        return self.tables[key].copy()


def table_of(columns: str, *rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


def invented_tables() -> dict[str, pd.DataFrame]:
    always = ("1900-01-01", "1906-12-31")
    return {
        "states": table_of(
            "ccode stateabb start end",
            (1, "AAA", *always),
            (2, "BBB", *always),
            (3, "CCC", "1902-05-01", "1904-06-30"),
            (4, "DDD", *always),
        ),
        "major_powers": table_of("ccode stateabb start end", (1, "AAA", *always)),
        "capitals": table_of(
            "ccode start end lat lon", *[(code, *always, 0.0, 10.0 * code) for code in (1, 2, 3, 4)]
        ),
        "contiguity": table_of(
            "ccode1 ccode2 conttype start end",
            (1, 2, 1, "1900-01-01", "1906-12-01"),
            (2, 3, 1, "1902-05-01", "1904-06-01"),
            (3, 4, 1, "1902-05-01", "1903-12-01"),
            (1, 4, 0, "1900-01-01", "1906-12-01"),
        ),
        "nmc": table_of(
            "ccode year milex milper irst pec tpop upop",
            *[
                (code, year, 10.0, 5.0 * code, 1.0, 1.0, 100.0, 10.0)
                for code in (1, 2, 3, 4)
                for year in range(1900, 1907)
                if code != 3 or 1902 <= year <= 1904
            ],
        ),
        "atop": table_of(
            "ccode1 ccode2 year defense offense neutral nonagg consul",
            *[(1, 2, year, 1, 0, 0, 0, 0) for year in (1901, 1902, 1903)],
            (2, 4, 1905, 0, 1, 0, 0, 0),
            (4, 2, 1906, 0, 1, 0, 0, 0),
            (1, 4, 1904, 1, 1, 1, 1, 1),
        ),
        "mid_gml": table_of(
            "dispnum ccode1 ccode2 year midonset sidea1 sidea2 hostlev1 hostlev2 orig1 orig2",
            (7, 1, 2, 1901, 1, 1, 0, 3, 1, 1, 1),
            (7, 2, 1, 1901, 1, 0, 1, 1, 3, 1, 1),
            (7, 1, 2, 1902, 0, 1, 0, 3, 1, 1, 1),
            (8, 4, 1, 1903, 1, 1, 0, 2, 4, 1, 0),
        ),
        "wars": table_of(
            "WarNum WarName ccode Side StartYear1 StartMonth1 StartDay1 EndYear1 EndMonth1 EndDay1 "
            "StartYear2 StartMonth2 StartDay2 EndYear2 EndMonth2 EndDay2 Initiator Outcome",
            (5, "First", 1, 1, 1903, 2, 1, 1904, 3, 1, *[-8] * 6, 1, 1),
            (5, "First", 2, 2, 1903, 2, 1, 1904, 3, 1, *[-8] * 6, 2, 2),
            (5, "First", 4, 2, 1903, 3, 1, 1903, 9, 1, *[-8] * 6, 2, 8),
            (5, "First", 4, 1, 1903, 10, 1, 1904, 3, 1, *[-8] * 6, 2, 1),
        ),
    }


def of_pair(panel: Panel, name: str, a: int, b: int) -> list[float]:
    return getattr(panel, name)[:, panel.codes.index(a), panel.codes.index(b)].tolist()
