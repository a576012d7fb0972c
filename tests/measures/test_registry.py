"""Every built-in measure against a record small enough to count by hand."""

import numpy as np
import pytest

from measures.made_up import tiny
from westphalia import measures
from westphalia.measures.measure import sums_of
from westphalia.measures.registry import MEASURES, measure_of, measures_of
from westphalia.world.problems import UserError

#: Total and weight of the run with a war, and of the run without; three and four state-years.
BY_HAND = {
    "wars": ((100 / 2, 1), (0, 1)),
    "wars per state-year": ((1, 3), (0, 4)),
    "pairs at war": ((100, 1), (0, 2)),
    "years at war": ((100 / 2 + 100 / 2, 2), (0, 2)),
    "no war at all": ((0, 1), (1, 1)),
    "belligerents": ((2, 1), (0, 0)),
    "demands conceded": ((0, 1), (0, 1)),
    "demands withdrawn": ((0, 1), (0, 1)),
    "limited wars": ((100 / 2, 1), (0, 1)),
    "total wars": ((0, 1), (0, 1)),
    "accidental wars": ((0, 1), (0, 1)),
    "allies": ((2, 3), (0, 4)),
    "with an ally": ((2, 3), (0, 4)),
    "burden": ((3 * 4.0, 3), (4 * 4.0, 4)),
    "threat": ((3 * 10.0, 3), (4 * 10.0, 4)),
    "suspicion": ((3 * 0.5, 3), (4 * 0.5, 4)),
    "inspection in force": ((0, 2), (0, 4)),
    "hotline in force": ((2, 2), (0, 4)),
    "withdrawal in force": ((0, 2), (0, 4)),
    "cap in force": ((0, 2), (0, 4)),
    "trade in force": ((0, 2), (0, 4)),
    "kept in force": ((0, 2), (0, 4)),
    "survival": ((1, 2), (2, 2)),
    "deaths": ((1000, 3), (0, 4)),
    "power": ((0.5 + 0.5 + 1, 3), (4 * 0.5, 4)),
    "concentration": (((0.5 + 1.0) / 2, 1), (0.5, 1)),
    "runaway": ((100, 1), (0, 1)),
}
NO_THIRD_PARTIES = ((0, 0), (0, 0))


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_of_the_tiny_record_is_what_one_counts(name):
    known = NO_THIRD_PARTIES if "third parties" in name else BY_HAND[name]
    assert pytest.approx(np.array(known, float)) == sums_of(MEASURES[name], tiny()).T


def test_every_measure_says_what_it_is_and_targets_have_sources():
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.unit
        assert measure.meaning.endswith(".")
        assert measure.target is None or measure.target.source
    with_target = {name for name, measure in MEASURES.items() if measure.target}
    table = measures.to_dataframe().set_index("name")
    assert set(table.index[table.source != ""]) == with_target
    assert table.loc["burden", "target_high"] == 6.0
    assert with_target == {"wars", "allies", "burden", "deaths", "runaway"}


def test_a_measure_is_found_by_name_and_an_unknown_name_is_told_with_the_nearest():
    assert measure_of("burden") is MEASURES["burden"]
    assert measure_of(measures.wars((0,))).name == "wars of 0"
    with pytest.raises(UserError, match="Did you mean burden"):
        measure_of("burdens")
    with pytest.raises(UserError, match=r"(?s)'burdens'.*'sieges'"):
        measures_of(["burdens", "sieges"])


def test_an_unknown_agreement_is_refused():
    with pytest.raises(UserError, match="Did you mean hotline"):
        measures.agreement("hotlines")
