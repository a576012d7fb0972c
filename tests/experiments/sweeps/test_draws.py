"""Tables of draws: what a colleague may send, and what is wrong with it."""

import numpy as np
import pandas as pd
import pytest

from westphalia.experiments.sweeps.draws import read_draws
from westphalia.theories import defensive
from westphalia.world.problems import UserError

FRAME = pd.DataFrame({"draw": [0, 1], "war_cost": [0.03, 0.05], "defensive.survival": [1.0, 1.1]})


def test_csv_and_parquet_are_read_alike(tmp_path):
    FRAME.to_csv(tmp_path / "some.csv", index=False)
    FRAME.to_parquet(tmp_path / "some.parquet")
    one, other = (read_draws(tmp_path / f"some.{end}", (defensive,)) for end in ("csv", "parquet"))
    assert one.names == other.names == ("war_cost", "defensive.survival")
    np.testing.assert_array_equal(one.values, FRAME[list(one.names)])
    np.testing.assert_array_equal(one.values, other.values)


def test_symbols_stand_for_their_numbers(tmp_path):
    (tmp_path / "some.csv").write_text("beta\n1.5\n")
    assert read_draws(tmp_path / "some.csv").names == ("defence_advantage",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("war_costs\n0.03\n", "Did you mean war_cost"),
        ("war_cost\n0.03\n9\n", r"row 2: war_cost = 9 is outside its limits, 0.0095 to 0.152"),
        ("war_cost\n0.03\nmany\n", "row 2: war_cost is missing or not a number"),
        ("war_cost,beta\n0.03,\n", "row 1: defence_advantage is missing"),
        ("beta,defence_advantage\n1,1\n", "defence_advantage is given by two columns"),
        ("war_cost\n", "there is no draw"),
        ("draw\n1\n", "there is no draw"),
        ("", "cannot be read as a table"),
        ("war_cost\n" + "9\n" * 15, "and 5 more values are missing or outside"),
        ("offensive.survival\n1\n", "no theory called 'offensive'"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(tmp_path, text, told):
    (tmp_path / "some.csv").write_text(text)
    with pytest.raises(UserError, match=told):
        read_draws(tmp_path / "some.csv", (defensive,))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError, match="There is no file"):
        read_draws(tmp_path / "none.csv")
