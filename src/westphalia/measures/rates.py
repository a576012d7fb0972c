"""Base rates of a simulated world: wars, burdens, pacts, deaths, concentration.

What they should be is known from the record of states (COW wars v4.0, ATOP, COW NMC v7.0); a
world without a history of its own must fall into these bands before it may test a theory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

INITIATOR = 1  # code in the record `war`: i began a war against j
#: Years before base rates are measured: a random world starts with everything settled, nobody
#: allied and nothing learned, and takes half a century to forget that (war rate by decade).
SETTLE = 50


@dataclass(frozen=True)
class Band:
    """A base rate: where it should lie, in which unit, and why."""

    name: str
    unit: str
    low: float
    high: float
    source: str


#: Bands for a random world of eight powers over a century.
BANDS = (
    Band("burden", "% of resources", 2.0, 6.0, "modelling choice: great powers in peace"),
    Band("wars", "per century", 2.0, 10.0, "COW wars v4.0: 6.7 per 1,000 state-years"),
    Band("pacts", "per state", 0.5, 2.0, "ATOP 5.1, great powers 1816-1945"),
    Band("pact life", "years, median", 5.0, 15.0, "ATOP 4.01: 10.5, Kaplan-Meier"),
    Band("deaths", "per 1,000 state-years", 0.0, 5.0, "COW system membership v2016"),
    Band("runaway", "% of runs", 0.0, 5.0, "no state has owned half of the system"),
    Band("drift", "last / first quarter", 1 / 1.5, 1.5, "COW: wars per state-year are flat"),
)


def spells(pact: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of pact spells begun within the record, and whether each was seen to end.

    Args:
        pact: [years, n, n, runs] bool.
    """
    n = pact.shape[1]
    rows, columns = np.triu_indices(n, 1)
    held = pact[:, rows, columns].reshape(len(pact), -1).astype(np.int8)
    change = np.diff(held, axis=0)
    lengths, ended = [], []
    for series in range(held.shape[1]):
        begins = np.flatnonzero(change[:, series] == 1)
        ends = np.flatnonzero(change[:, series] == -1)
        for start in begins:
            later = ends[ends > start]
            ended.append(bool(len(later)))
            lengths.append((later[0] if len(later) else len(change)) - start)
    return np.asarray(lengths, float), np.asarray(ended, bool)


def median_life(lengths: np.ndarray, ended: np.ndarray) -> float:
    """Kaplan-Meier median of spell lengths; NaN if fewer than half are seen to end."""
    alive = 1.0
    for length in np.unique(lengths[ended]):
        at_risk = (lengths >= length).sum()
        alive *= 1.0 - ((lengths == length) & ended).sum() / at_risk
        if alive <= 0.5:
            return float(length)
    return float("nan")


def base_rates(
    chunks: Iterable[Mapping[str, np.ndarray]], settle: int = SETTLE
) -> dict[str, np.ndarray]:
    """Base rates per run (pact life: over all runs), from the records of an ensemble.

    The first `settle` years of the records are left out.

    Returns arrays over runs: `burden` (%), `wars` (per century), `pacts` (per state), `deaths`
    (per 1,000 state-years), `runaway` (0 or 100), `early` and `late` (wars in the first and
    last quarter), `wars per state-year`, `most` (most wars in a year), and scalars `pact life`,
    `drift`.
    """
    columns: dict[str, list[np.ndarray]] = {}
    lengths, ended = [], []
    for whole in chunks:
        records = {name: values[settle:] for name, values in whole.items()}
        alive = records["alive"]
        years = len(alive)
        living = alive.sum((0, 1))
        begun = (records["war"] == INITIATOR).any(2).sum(1)  # a war each, however many oppose
        quarter = max(years // 4, 1)
        last = records["resources"][-1]
        row = {
            "burden": 100.0 * (records["burden"] * alive).sum((0, 1)) / living,
            "wars": 100.0 * begun.mean(0),
            "wars per state-year": begun.sum(0) / living,
            "pacts": records["pact"].sum((0, 1, 2)) / living,
            "deaths": 1000.0 * (alive[0].sum(0) - alive[-1].sum(0)) / living,
            "runaway": 100.0 * (last.max(0) > 0.5 * last.sum(0)),
            "early": begun[:quarter].mean(0),
            "late": begun[-quarter:].mean(0),
            "most": begun.max(0),
        }
        for name, values in row.items():
            columns.setdefault(name, []).append(values.astype(float))
        length, end = spells(records["pact"])
        lengths.append(length)
        ended.append(end)
    out = {name: np.concatenate(parts) for name, parts in columns.items()}
    out["pact life"] = np.asarray(median_life(np.concatenate(lengths), np.concatenate(ended)))
    out["drift"] = out["late"].mean() / max(out["early"].mean(), 1e-9)
    return out


def summary(rates: Mapping[str, np.ndarray]) -> dict[str, tuple[float, float, float]]:
    """Mean of every banded rate with its 95% interval over runs (NaN where there is none)."""
    out = {}
    for band in BANDS:
        values = np.atleast_1d(rates[band.name])
        mean = float(values.mean())
        half = 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5 if len(values) > 1 else np.nan
        out[band.name] = (mean, mean - half, mean + half)
    early, late = rates["early"], rates["late"]
    log_error = sum(v.var(ddof=1) / len(v) / max(v.mean(), 1e-9) ** 2 for v in (early, late))
    spread = float(np.exp(1.96 * log_error**0.5))
    drift = float(rates["drift"])
    out["drift"] = (drift, drift / spread, drift * spread)
    return out
