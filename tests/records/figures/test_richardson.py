"""Richardson's equation: its numbers are found again."""

import numpy as np
import pandas as pd
import pytest

from records.figures.wars_by_hand import WARS, Tables
from westphalia.records.figures.richardson import Model, estimate, reaction, reactions


def richardson(k: float, a: float, years: int = 30) -> Tables:
    """Two pairs of rivals whose arms follow the equation exactly."""
    logs = {10: [1.0], 20: [3.0], 30: [2.0], 40: [0.5]}
    other = {10: 20, 20: 10, 30: 40, 40: 30}
    for t in range(years - 1):
        now = {c: k * logs[other[c]][t] + (1 - a) * logs[c][t] + 0.1 * c / 10 for c in logs}
        for c, value in now.items():
            logs[c].append(value + 0.05 * np.sin(t))
    rows = [(c, 1900 + t, np.exp(v)) for c, series in logs.items() for t, v in enumerate(series)]
    spells = pd.DataFrame({"ccode1": [10, 30], "ccode2": [20, 40], "start": 1890, "end": 1990})
    return Tables(
        nmc=pd.DataFrame(rows, columns=["ccode", "year", "milex"]),
        rivalries=spells,
        states=pd.DataFrame({"ccode": list(logs), "start": "1850-01-01", "end": "2016-12-31"}),
        wars=WARS[WARS.WarNum == 1],
    )


def test_a_world_that_follows_richardsons_equation_gives_its_numbers_back():
    slopes, n = estimate(richardson(0.2, 0.3), Model("milex", True, True), 0.0)
    assert slopes.slope == pytest.approx([0.2, -0.3], abs=1e-6)
    # 29 changes in each of 4 directed pairs; 10 and 20 fight in 1900, so not in 1901.
    assert n == 4 * 29 - 2


def test_pair_years_of_peace_only():
    rows = reactions(richardson(0.2, 0.3), "milex", True)
    assert set(rows.year[rows.i == 0]) == set(range(1902 - 1816, 1930 - 1816))
    assert reaction(richardson(0.2, 0.3), Model("milex", True, True)).n == 114
