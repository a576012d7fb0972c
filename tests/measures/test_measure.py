"""What makes a measure: names, shapes, years and target ranges."""

import numpy as np
import pytest

from measures.made_up import RECORDS, RUNS
from westphalia import measures
from westphalia.measures.intervals import Interval
from westphalia.measures.measure import Measure, TargetRange, in_years, sums_of, unique, years_of
from westphalia.world.problems import UserError


def test_measures_of_different_things_have_different_names():
    made = [
        measures.burden(), measures.burden((1,)), measures.burden((2,)),
        measures.burden(None, 2), measures.burden(None, 2, 5), measures.burden((1,), 2, 5),
        measures.threat(), measures.suspicion(),
        measures.allies(), measures.allies((1,)), measures.allies(None, (1,)),
        measures.allies((2,), (1,)), measures.with_ally((1,), (2,)),
        measures.with_ally((1,), (2,), (3,)), measures.with_ally((1,), (2,), (3,), 2),
        measures.wars(), measures.wars((1,)), measures.wars(None, (1,)),
        measures.wars((2,), (1,)), measures.pairs_at_war(), measures.pairs_at_war((1, 2)),
        measures.years_at_war(), measures.years_at_war((1,)), measures.years_at_war((1,), 2),
        measures.no_war(), measures.no_war(2), measures.survival(), measures.survival((1,)),
        measures.resources((1,)), measures.resources((1, 2)), measures.concentration(),
        measures.agreement("cap"), measures.agreement("kept"), measures.agreement("cap", (1, 2)),
        measures.third_parties("profit"), measures.third_parties("balancing"),
        measures.third_parties("profit", None, 2), measures.not_joining_target(),
        measures.joining_target(), measures.belligerents(), measures.balancers(),
        measures.balancers(2),
    ]  # fmt: skip
    names = [m.name for m in made]
    assert len(set(names)) == len(names)
    again = measures.burden((1,), 2, 5)
    assert again.name in names


def test_years_are_cut_out_of_every_record():
    records = {"alive": np.arange(10)[:, None] * np.ones(3), "war": np.arange(10)}
    assert years_of(records, 3, 5)["war"].tolist() == [2, 3, 4]
    assert years_of(records, 3, 5)["alive"].shape == (3, 3)


def burden_without_years(records):
    """What a user may write: no states, no years."""
    return (100.0 * records["burden"] * records["alive"]).sum((0, 1)), records["alive"].sum((0, 1))


@pytest.mark.parametrize(("first", "last"), [(1, None), (3, 5), (7, None)])
def test_any_measure_can_be_narrowed_to_some_years(first, last):
    own = in_years(Measure("burden", "%", burden_without_years), first, last)
    built_in = measures.burden(None, first, last)
    assert own.name == built_in.name
    assert sums_of(own, RECORDS) == pytest.approx(sums_of(built_in, RECORDS))


@pytest.mark.parametrize(
    ("gives", "said"),
    [
        (lambda r: r["burden"].sum((0, 1)), f"gave a ndarray for {RUNS} runs"),
        (lambda r: (r["burden"].sum(0), np.ones(RUNS)), r"gave shape \(5, 24\)"),
        (lambda r: (np.ones(3), np.ones(RUNS)), r"gave shapes \(3,\) and \(24,\)"),
        (lambda r: ("many", np.ones(RUNS)), "gave shapes"),
    ],
)
def test_a_function_that_gives_something_else_is_told_the_shape(gives, said):
    with pytest.raises(UserError, match=said) as told:
        sums_of(Measure("wrong", "", gives), RECORDS)
    assert "test_measure.py:" in str(told.value)
    assert "gives (total, weight), each [runs]" in str(told.value)


def test_one_weight_stands_for_all_runs():
    one = Measure("one", "", lambda r: (r["burden"].sum((0, 1)), 1.0))
    assert sums_of(one, RECORDS)[1].tolist() == [1.0] * RUNS


def test_a_name_stands_for_one_measure():
    burden, wars = measures.burden(), measures.wars()
    assert unique([burden, wars, burden]) == (burden, wars)
    with pytest.raises(UserError, match="Two measures are called 'burden'"):
        unique([burden, wars._replace(name="burden")])


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (3.0, 2.5, 3.5, "inside"),
        (1.0, 0.5, 1.5, "outside"),
        (2.1, 1.9, 2.3, "at the edge"),
        (5.0, 4.0, 7.0, "at the edge"),
        (3.0, np.nan, np.nan, "inside"),
        (np.nan, np.nan, np.nan, "unknown"),
    ],
)
def test_a_value_is_inside_its_target_range_outside_or_at_the_edge(value, low, high, verdict):
    assert TargetRange(2.0, 6.0, "a source").verdict(Interval(value, low, high)) == verdict


def test_an_end_at_zero_cannot_be_crossed():
    assert TargetRange(0.0, 5.0, "a source").verdict(Interval(0.1, -0.1, 0.3)) == "inside"
