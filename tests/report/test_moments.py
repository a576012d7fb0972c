"""The table of moments beside history."""

import numpy as np
import pandas as pd
import pytest

from westphalia.measures.intervals import Interval
from westphalia.measures.moments import MOMENTS
from westphalia.records.moments.history import of_moment
from westphalia.report.moments import MomentsTable, Row, moments_of, write
from westphalia.runs.options import spec_from_options
from westphalia.world.problems import UserError


def table(*rows):
    return MomentsTable("random-8", 2, 100, 50, "defensive", 1, rows)


def row(name, low=1.0, value=2.0, high=3.0):
    return Row(name, Interval(value, low, high), 7, of_moment(name))


def test_the_verdict_is_that_of_the_years_to_1945():
    known = of_moment("disputes")[0]
    assert row("disputes", known.low + 0.1, known.value, known.high - 0.1).verdict == "inside"
    assert row("disputes", 90, 95, 97).verdict == "outside"
    assert row("total wars").verdict == "unknown"


def test_a_row_for_each_period_and_one_where_history_has_none():
    frame = table(row("disputes"), row("total wars"), row("burden")).to_dataframe()
    assert frame.moment.tolist() == ["disputes", "disputes", "total wars", "burden"]
    assert frame["first"].tolist()[:2] == [1816, 1946]
    assert frame.verdict.tolist()[2:] == ["unknown", "unknown"]
    assert (frame.n == 7).all()
    assert "output" in frame.note.iloc[3]
    assert frame.unit_of_n[0] == "pair-years"
    assert frame.source[0].startswith("Gibler, Miller & Little")


def test_a_table_is_written_once(tmp_path):
    path = tmp_path / "moments.csv"
    write(table(row("disputes")), path)
    assert pd.read_csv(path).history_n.tolist() == [k.n for k in of_moment("disputes")]
    with pytest.raises(UserError, match="exists and is not overwritten"):
        write(table(), path)
    with pytest.raises(UserError, match="is not a folder"):
        write(table(), tmp_path / "none" / "moments.csv")


def spec(world, runs, **more):
    given = {"set_": None, "off": None, "on": None} | more
    return spec_from_options(
        world, ["defensive"], runs, 5, 1, given["set_"], given["off"], given["on"],
        serial=False, baselines=False,
    )  # fmt: skip


@pytest.mark.usefixtures("compiled_quickly")
def test_moments_of_a_case_count_its_great_powers():
    found = moments_of(spec("europe-1890", 3))
    by_name = {one.name: one for one in found.rows}
    assert set(by_name) == set(MOMENTS)
    assert (found.settled, found.years) == (0, 5)
    assert by_name["allies"].n == 3 * 5 * 6
    assert by_name["deaths"].n > by_name["deaths of great powers"].n == 3 * 5 * 6
    assert np.isfinite(by_name["burden"].simulated.value)
