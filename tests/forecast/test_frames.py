"""Results as tables."""

import pytest
from report.history import made_up as made

from westphalia.forecast.frames import tables_of


def test_tables_have_a_row_for_each_line():
    found = tables_of(made.tournament())
    assert len(found["cells"]) == 2 * 6 * 4
    assert len(found["pairs"]) == 2 * 6 * 6
    assert len(found["auc"]) == 2 * (3 * 1 + 2 * 2) * 4
    row = found["cells"].iloc[0]
    assert (row.against_base, row.decades_low) == pytest.approx((0.0123, 0.0083))
    assert row.verdict == "better"
    assert found["recovery"].share_high.max() == pytest.approx(0.98)
    assert len(found["orders"]) == 2


def test_what_a_study_has_not_is_no_table():
    assert "pairs" not in tables_of(made.replay())
    assert set(tables_of(made.recovered())) == {"recovery", "ranks"}
    assert len(tables_of(made.recovered())["ranks"]) == 2 * 20


def test_a_row_for_each_parameter():
    posterior = tables_of(made.replay())["posterior"]
    assert posterior.parameter.tolist() == ["consideration", "survival"]
    assert posterior["mean"].tolist() == [0.3, 1.9]
    assert posterior.chains.tolist() == [4, 4]
    estimates = tables_of(made.replay())["estimates"]
    assert estimates.at_limit.tolist() == [False, True] * 2
