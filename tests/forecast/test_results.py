"""Results of studies: written as JSON and read back the same."""

import json
from math import nan

import pytest
from report.history import made_up as made

from westphalia.forecast.results import PanelSummary, TournamentResult, read_result, write_result
from westphalia.records.builtin import great_powers
from westphalia.world.problems import UserError


@pytest.mark.parametrize("result", [made.replay(), made.tournament(), made.recovered()])
def test_a_result_is_read_back_as_it_was_written(result):
    text = write_result(result)
    again = read_result(text, type(result))
    assert type(again) is type(result)
    assert repr(again) == repr(result)  # NaN is not equal to itself
    assert write_result(again) == text


def test_what_is_not_known_is_null_in_json():
    cell = json.loads(write_result(made.tournament()))["cells"][0]
    assert cell["auc"] == {"happened": {"value": 0.7, "low": 0.61, "high": None}}
    assert cell["against_base"]["verdict"] == "better"


def test_what_is_not_a_result_is_named_with_its_place():
    data = json.loads(write_result(made.tournament()))
    data["cells"][3]["decisions"] = "many"
    with pytest.raises(ValueError, match=r"cells\.3\.decisions"):
        read_result(json.dumps(data), TournamentResult)


def test_the_wider_interval_needs_both():
    assert made.comparison(0.1, 0.01, "better").wider == pytest.approx((0.09, 0.11))
    assert made.Comparison(0.1, (0.0, 0.2), (nan, nan), made.ALIKE).wider is None


def test_a_panel_in_short():
    panel = great_powers(first=1900, last=1914)
    short = PanelSummary.of(panel)
    assert (short.first, short.last, short.states) == (1901, 1914, panel.labels)


def test_a_table_by_its_name():
    found = made.tournament()
    assert len(found.to_dataframe()) == 2 * 6 * 4
    assert len(found.to_dataframe("pairs")) == 2 * 6 * 6
    with pytest.raises(UserError, match="Did you mean pairs"):
        found.to_dataframe("pair")
