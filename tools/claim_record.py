"""The record of states in the form that descriptive facts need, and the figures of them."""

import warnings
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from raw_data import Raw
from scipy import stats

FIRST, LAST = 1816, 2007  # the window of the list of interstate wars
LAST_MID = 2010
DRAWS, SEED = 2000, 1


# Statistics


def share(cases: int, of: int) -> str:
    """A share in per cent with its Jeffreys interval."""
    low, high = stats.beta.ppf([0.025, 0.975], cases + 0.5, of - cases + 0.5)
    low, high = (0.0 if cases == 0 else low), (1.0 if cases == of else high)
    digits = 0 if cases / of >= 0.1 else 1
    ends = f"{100 * low:.{digits}f}-{100 * high:.{digits}f}"
    return f"{100 * cases / of:.{digits}f}% [{ends}]"


def rate(events: int, exposure: float, per: int, digits: int = 1) -> str:
    """Events per so much exposure with the exact Poisson interval."""
    low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    high = stats.chi2.ppf(0.975, 2 * events + 2) / 2
    value, low, high = (per * x / exposure for x in (events, low, high))
    return f"{value:.{digits}f} [{low:.{digits}f}-{high:.{digits}f}]"


def median_life(years: np.ndarray, ended: np.ndarray) -> str:
    """Kaplan-Meier median with the interval from the log-log band."""
    data = stats.CensoredData(uncensored=years[ended], right=years[~ended])
    survival = stats.ecdf(data).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no band where nobody or all have ended
        band = survival.confidence_interval(method="log-log")

    def crossing(function: Any) -> float:
        below = np.nonzero(function.probabilities <= 0.5)[0]
        return float(function.quantiles[below[0]]) if len(below) else np.inf

    value, low, high = (crossing(f) for f in (survival, band.low, band.high))
    if np.isinf(high):
        return f"{value:.1f} [{low:.1f} or more]"
    return f"{value:.1f} [{low:.1f}-{high:.1f}]"


def resampled(
    clusters: np.ndarray, statistic: Callable[[np.ndarray], float]
) -> tuple[float, float, float]:
    """A statistic of case weights, and its percentile interval over draws of whole clusters."""
    _, code = np.unique(clusters, return_inverse=True)
    count = int(code.max()) + 1
    rng = np.random.default_rng(SEED)
    draws = [
        statistic(rng.multinomial(count, np.full(count, 1 / count))[code].astype(float))
        for _ in range(DRAWS)
    ]
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return statistic(np.ones(len(code))), float(low), float(high)


def correlation(x: np.ndarray, y: np.ndarray, clusters: np.ndarray) -> str:
    """Pearson correlation with an interval from resampled clusters."""
    codes, code = np.unique(clusters, return_inverse=True)
    columns = np.column_stack([np.ones(len(x)), x, y, x * x, y * y, x * y])
    sums = np.zeros((len(codes), columns.shape[1]))
    np.add.at(sums, code, columns)

    def of(weights: np.ndarray) -> float:
        n, sx, sy, sxx, syy, sxy = weights @ sums
        return (n * sxy - sx * sy) / np.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy))

    value, low, high = resampled(np.arange(len(codes)), of)
    value, low, high = (round(x, 2) + 0.0 for x in (value, low, high))
    return f"{value:+.2f} [{low:+.2f} to {high:+.2f}]"


def percentile_in_year(table: pd.DataFrame, column: str) -> pd.Series:
    """Rank of a case among those of its year, 0-1."""
    return table.groupby("year")[column].rank(pct=True)


# The record


def years_of(start: object, end: object) -> range:
    """Calendar years that a spell of dates or years touches."""
    return range(int(str(start)[:4]), int(str(end)[:4]) + 1)


def key(a: object, b: object, year: object) -> np.ndarray:
    """One number for a pair of states in a year, whichever state is named first."""
    a, b, year = (np.asarray(x, dtype=np.int64) for x in (a, b, year))
    return (np.minimum(a, b) * 1000 + np.maximum(a, b)) * 10000 + year


class War(NamedTuple):
    """An interstate war: who began it, who joined, on which side."""

    number: int
    year: int
    initiating: int  # the side of the initiator
    side: dict[int, int]  # the first side of every state that took part
    outcome: dict[int, int]
    original: frozenset[int]  # there from the first day, and the initiators
    initiators: frozenset[int]

    @property
    def joiners(self) -> list[int]:
        """States that entered after the first day."""
        return sorted(set(self.side) - self.original)

    def won(self, state: int) -> bool:
        """Whether the state's side is coded as the winner."""
        return self.outcome[state] == 1

    def decided(self, state: int) -> bool:
        """Whether the state is coded as winner or loser."""
        return self.outcome[state] in (1, 2)


class Record:
    """The raw tables, and what several facts derive from them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.raw = Raw(folder)

    def table(self, name: str) -> pd.DataFrame:
        """A raw file that only one fact needs."""
        return self.raw._read(name)

    @cached_property
    def members(self) -> dict[int, set[int]]:
        """{year: states in the system on some day of it}."""
        return _by_year(self.raw.states)

    @cached_property
    def majors(self) -> dict[int, set[int]]:
        """{year: great powers on some day of it}."""
        return _by_year(self.raw.majors)

    @cached_property
    def exits(self) -> dict[int, list[int]]:
        """{state: years in which it left the system}."""
        out: dict[int, list[int]] = {}
        ended = self.raw.states[self.raw.states.end < "2016-12-31"]
        for code, end in zip(ended.ccode, ended.end, strict=True):
            out.setdefault(int(code), []).append(int(end[:4]))
        return out

    @cached_property
    def treaties(self) -> pd.DataFrame:
        """ATOP treaties with `years`, how long they were in force, and `ended`."""
        table = self.table("atop401_treaties.csv.gz")
        table["ended"] = table.ineffect == 0
        last = np.where(table.ended, _decimal(table, "end"), 2017.0)
        table["years"] = np.maximum(last - _decimal(table, "beg"), 1 / 12)
        return table

    @cached_property
    def parties(self) -> dict[int, set[int]]:
        """{treaty: its founding members}."""
        rows = self.raw.members
        first = rows.groupby("atopid").yrent.transform("min")
        founding = rows[rows.yrent == first]
        return {int(t): set(g.astype(int)) for t, g in founding.groupby("atopid").member}

    @cached_property
    def wars(self) -> list[War]:
        """Every interstate war of the list."""
        order = ["StartYear1", "StartMonth1", "StartDay1"]
        table = self.raw.wars.sort_values([*order, "ccode"])
        return [_war(int(n), rows, order) for n, rows in table.groupby("WarNum")]

    @cached_property
    def mids(self) -> pd.DataFrame:
        """First year of every dispute between two originators, a row for each pair."""
        table = self.table("mid_gml221_directed_dyadyear.csv.gz")
        begun = (table.midonset == 1) & (table.orig1 == 1) & (table.orig2 == 1)
        table = table[begun & (table.ccode1 < table.ccode2)].copy()
        table["key"] = key(table.ccode1, table.ccode2, table.year)
        return table

    @cached_property
    def neighbours(self) -> np.ndarray:
        """Keys of pair-years by land or less than 400 miles of water."""
        return self.spells(self.raw.contiguity[self.raw.contiguity.conttype > 0])

    @cached_property
    def neighbours_in(self) -> dict[int, list[tuple[int, int]]]:
        """{year: its pairs of neighbours}."""
        out: dict[int, list[tuple[int, int]]] = {}
        for code in self.neighbours.tolist():
            pair, year = divmod(code, 10000)
            out.setdefault(year, []).append(divmod(pair, 1000))
        return out

    @cached_property
    def borders(self) -> np.ndarray:
        """Keys of pair-years with a land border."""
        return self.spells(self.raw.contiguity[self.raw.contiguity.conttype == 1])

    @cached_property
    def rivals(self) -> np.ndarray:
        """Keys of pair-years of strategic rivals."""
        return self.spells(self.raw.rivalries)

    @cached_property
    def rivals_of(self) -> dict[tuple[int, int], set[int]]:
        """{(state, year): its strategic rivals}."""
        out: dict[tuple[int, int], set[int]] = {}
        for a, b, start, end in self.raw.rivalries[["ccode1", "ccode2", "start", "end"]].to_numpy():
            for year in years_of(max(start, FIRST), end):
                out.setdefault((int(a), year), set()).add(int(b))
                out.setdefault((int(b), year), set()).add(int(a))
        return out

    @cached_property
    def defended(self) -> dict[int, dict[int, set[int]]]:
        """{year: {state: those with a defence pact that binds one of the two}}."""
        rows = self.raw.atop[self.raw.atop.defense == 1]
        out: dict[int, dict[int, set[int]]] = {}
        for a, b, year in rows[["ccode1", "ccode2", "year"]].to_numpy():
            for x, y in ((a, b), (b, a)):
                out.setdefault(int(year), {}).setdefault(int(x), set()).add(int(y))
        return out

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Every pair of states in every year, 1816-2010."""
        parts = []
        for year in range(FIRST, LAST_MID + 1):
            codes = np.array(sorted(self.members[year]))
            i, j = np.triu_indices(len(codes), 1)
            parts.append(np.column_stack([codes[i], codes[j], np.full(len(i), year)]))
        table = pd.DataFrame(np.concatenate(parts), columns=["a", "b", "year"])
        table["key"] = key(table.a, table.b, table.year)
        return table

    @cached_property
    def near(self) -> pd.DataFrame:
        """Pair-years of neighbours, by land or across less than 400 miles of water."""
        return self.pairs[np.isin(self.pairs.key, self.neighbours)].copy()

    def value(self, table: pd.DataFrame, column: str) -> dict[tuple[int, int], float]:
        """{(state, year): value} of what is known."""
        known = table[["ccode", "year", column]].dropna()
        return {(int(c), int(y)): float(v) for c, y, v in known.itertuples(index=False)}

    @cached_property
    def cinc(self) -> dict[tuple[int, int], float]:
        """{(state, year): share of the world's capabilities}."""
        return self.value(self.raw.nmc, "cinc")

    @cached_property
    def soldiers(self) -> pd.DataFrame:
        """State-years with known armed forces and population, and soldiers per head."""
        table = self.raw.nmc[(self.raw.nmc.milper > 0) & (self.raw.nmc.tpop > 0)].copy()
        table["burden"] = table.milper / table.tpop
        return table

    @cached_property
    def polyarchy(self) -> dict[tuple[int, int], float]:
        """{(state, year): V-Dem's index of electoral democracy}."""
        return self.value(self.raw.regime, "v2x_polyarchy")

    @cached_property
    def at_war(self) -> set[tuple[int, int]]:
        """(state, year) of every participation in an interstate war."""
        rows = self.raw.wars
        spells = [*rows[["ccode", "StartYear1", "EndYear1"]].to_numpy()]
        spells += [*rows.loc[rows.StartYear2 > 0, ["ccode", "StartYear2", "EndYear2"]].to_numpy()]
        return {(int(c), y) for c, start, end in spells for y in range(start, max(end, start) + 1)}

    @cached_property
    def named(self) -> list[tuple[int, int, set[int]]]:
        """(threat, year, members) of every defence pact outside war that names a state."""
        out = []
        table = self.treaties[(self.treaties.defense == 1) & (self.treaties.wartime == 0)]
        for row in table.itertuples():
            for threat in (row.statthr1, row.statthr2):
                if threat in self.members.get(row.begyr, set()):
                    out.append((int(threat), int(row.begyr), self.parties[row.atopid]))
        return out

    def spells(self, table: pd.DataFrame) -> np.ndarray:
        rows = table[["ccode1", "ccode2", "start", "end"]].itertuples(index=False)
        return np.unique([key(a, b, y) for a, b, s, e in rows for y in years_of(s, e) if y > 1815])


def _by_year(table: pd.DataFrame) -> dict[int, set[int]]:
    out: dict[int, set[int]] = {}
    for code, start, end in table[["ccode", "start", "end"]].itertuples(index=False):
        for year in years_of(start, end):
            out.setdefault(year, set()).add(int(code))
    return out


def _decimal(table: pd.DataFrame, end: str) -> np.ndarray:
    """A date as a decimal year; an unknown month or day counts as the middle."""
    month = table[f"{end}mo"].where(lambda m: m > 0, 6.5)
    day = table[f"{end}day"].where(lambda d: d > 0, 15)
    return (table[f"{end}yr"] + (month - 1) / 12 + (day - 1) / 365).to_numpy(dtype=float)


def _war(number: int, rows: pd.DataFrame, order: list[str]) -> War:
    first = rows.drop_duplicates("ccode")
    dates = [tuple(row) for row in first[order].to_numpy()]
    on_day_one = {int(c) for c, d in zip(first.ccode, dates, strict=True) if d == min(dates)}
    begun = first[first.Initiator == 1]
    return War(
        number=number,
        year=int(first.StartYear1.min()),
        initiating=int(begun.Side.iloc[0]),
        side=dict(zip(first.ccode.astype(int), first.Side.astype(int), strict=True)),
        outcome=dict(zip(first.ccode.astype(int), first.Outcome.astype(int), strict=True)),
        original=frozenset(on_day_one | set(begun.ccode.astype(int))),
        initiators=frozenset(begun.ccode.astype(int)),
    )
