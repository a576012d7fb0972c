"""The rows of the tables of a study."""

import pytest

from report.history import made_up as made
from westphalia.report.history.rows import tables as frames


def test_tables_have_a_row_for_each_line():
    found = frames(made.tournament())
    assert len(found["cells"]) == 2 * 6 * 4
    assert len(found["pairs"]) == 2 * 6 * 6
    assert len(found["auc"]) == 2 * (3 * 1 + 2 * 2) * 4
    assert found["posterior"].empty
    row = found["cells"].iloc[0]
    assert (row.against_base, row.decades_low) == pytest.approx((0.0123, 0.0083))
    assert {"decades", "pairs"}.isdisjoint(found["pairs"].columns)
    assert found["recovery"].share_high.max() == pytest.approx(0.98)
    assert len(frames(made.recovered())["ranks"]) == 2 * 20
