"""State-years: shares of the world."""

import numpy as np
import pytest

from records.panels import Invented, invented_tables
from westphalia.records.compile.build_panel import build_panel
from westphalia.records.compile.compile_tables import compile_tables


def test_a_missing_component_is_not_zero():
    nmc = invented_tables()["nmc"]
    nmc.loc[nmc.ccode == 4, ["milex", "irst"]] = np.nan
    states = compile_tables(Invented(nmc=nmc), 1900, 1906).states
    row = states[(states.ccode == 4) & (states.year == 1900)].iloc[0]
    assert row.arms == pytest.approx(20 / 35, rel=1e-4)  # of the soldiers of three states
    assert row.material == pytest.approx(1 / 3, rel=1e-4)
    nmc.loc[nmc.ccode == 4, "milper"] = np.nan
    panel = build_panel(compile_tables(Invented(nmc=nmc), 1900, 1906))
    assert not panel.member[:, 3].any()
    assert np.isnan(panel.resources[:, 3]).all()
