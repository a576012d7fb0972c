"""Tables of draws: what a colleague may send, what is wrong with it, and runs that follow it."""

import numpy as np
import pandas as pd
import pytest
from experiments.sweeps.made import made

import westphalia as wp
from westphalia.measures.registry import MEASURES
from westphalia.runs.draws import Draws, read_draws, spelt_out, thinned
from westphalia.simulation.reasons import Path as Decided
from westphalia.theories import defensive, offensive
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="sweeps")

FRAME = pd.DataFrame({"draw": [0, 1], "war_cost": [0.03, 0.05], "defensive.survival": [1.0, 1.1]})


def test_csv_and_parquet_are_read_alike(tmp_path):
    FRAME.to_csv(tmp_path / "some.csv", index=False)
    FRAME.to_parquet(tmp_path / "some.parquet")
    one, other = (read_draws(tmp_path / f"some.{end}", (defensive,)) for end in ("csv", "parquet"))
    assert one.names == other.names == ("war_cost", "defensive.survival")
    np.testing.assert_array_equal(one.values, FRAME[list(one.names)])
    np.testing.assert_array_equal(one.values, other.values)


def test_names_of_an_exported_file_and_an_index_of_pandas_are_understood(tmp_path):
    text = ",defensive_survival,theory_prior,war_cost\n0,1,0.2,0.03\n"
    (tmp_path / "some.csv").write_text(text, encoding="utf-8-sig")
    found = read_draws(tmp_path / "some.csv", (defensive,))
    assert found.names == ("defensive.survival", "*.prior", "war_cost")
    assert found.values.tolist() == [[1.0, 0.2, 0.03]]


def test_a_folder_without_draws_is_told(tmp_path):
    with pytest.raises(UserError, match="has no draws: it is not the folder of a calibration"):
        read_draws(tmp_path)


def test_symbols_stand_for_their_numbers(tmp_path):
    (tmp_path / "some.csv").write_text("beta\n1.5\n")
    assert read_draws(tmp_path / "some.csv").names == ("defence_advantage",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("war_costs\n0.03\n", "Did you mean war_cost"),
        ("war_cost\n0.03\n9\n", r"row 2: war_cost = 9 is outside its limits, 0.002 to 0.5"),
        ("war_cost\n0.03\nmany\n", "row 2: war_cost is missing or not a number"),
        ("war_cost,beta\n0.03,\n", "row 1: defence_advantage is missing"),
        ("beta,defence_advantage\n1,1\n", "defence_advantage is given by two columns"),
        ("war_cost\n", "there is no draw"),
        ("draw\n1\n", "there is no draw"),
        ("", "is empty"),
        ("beta,chi\n1,0.5,0.9\n", r"some\.csv:2: 3 fields under 2 names"),
        ("beta;war_cost\n1;0,05\n", "parted by semicolons"),
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


ROWS = [[0.02, 0.8], [0.1, 1.1], [0.05, 1.0]]


def simulate(**settings):
    """Runs of a random world whose numbers are set, or from a table."""
    return wp.simulate(
        wp.RandomWorld(8), "defensive", runs=9, years=8, seed=3, **settings
    )  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Nine runs, three to a row of a table."""
    path = tmp_path_factory.mktemp("draws") / "mine.csv"
    frame = pd.DataFrame(ROWS, columns=["war_cost", "defensive.survival"])
    frame.to_csv(path, index=False)
    return simulate(draws=path)


def test_every_run_has_the_numbers_of_its_row(drawn, tmp_path):
    rows = {"war_cost": [0.02, 0.1, 0.05], "defensive.survival": [0.8, 1.1, 1.0]}
    sweep = made(runs=9, factors=rows)
    at = [sweep.points.tolist().index(row) for row in ROWS]
    every = sweep.make(0)["burden"].reshape(2, -1, 9)
    total, weight = MEASURES["burden"].sums(drawn.records)
    for run in range(9):
        expected = every[:, at[run % 3], run]
        np.testing.assert_allclose([total[run], weight[run]], expected, rtol=1e-6)
    assert len({round(float(t), 3) for t in total}) == 9


@pytest.mark.slow
def test_reasons_are_those_of_the_numbers_of_the_run(drawn):
    one = Decided(drawn.program, 7)

    def alike(row):
        """The least share of values that is the same, over decisions: a choice on the edge may fall
        otherwise where numbers are rounded otherwise, and the rest of the run with it."""
        numbers = dict(zip(("war_cost", "defensive.survival"), row, strict=True))
        other = Decided(simulate(set=numbers).program, 7)
        return min(
            np.isclose(reasons.value, other.decided[name].value, rtol=1e-4, atol=2e-4).mean()
            for name, reasons in one.decided.items()
        )

    assert alike(ROWS[1]) > 0.9
    assert alike(ROWS[0]) < 0.5


def test_a_run_that_is_saved_keeps_its_draws(drawn, tmp_path):
    wp.save(drawn, tmp_path / "out")
    drawn.spec.draws.file.rename(tmp_path / "elsewhere.csv")
    try:
        again = wp.load(tmp_path / "out")
    finally:
        (tmp_path / "elsewhere.csv").rename(drawn.spec.draws.file)
    assert again.spec.draws.file.parent == tmp_path / "out/draws"
    np.testing.assert_array_equal(again.spec.draws.values, ROWS)
    (again.spec.draws.file).write_text("war_cost\n0.03\n")
    with pytest.raises(UserError, match="was changed after the run"):
        wp.load(tmp_path / "out")


def test_a_number_is_set_or_drawn_but_not_both(drawn):
    with pytest.raises(UserError, match="war_cost is also set"):
        simulate(draws=drawn.spec.draws.file, set={"war_cost": 0.03})


def test_what_is_said_of_all_theories_is_said_of_each(tmp_path):
    draws = Draws(
        ("*.survival", "war_cost", "defensive.survival"), np.arange(6.0).reshape(2, 3), tmp_path
    )
    found = spelt_out(draws, (defensive, offensive))
    assert found.names == ("war_cost", "defensive.survival", "offensive.survival")
    assert found.values.tolist() == [[1, 2, 0], [4, 5, 3]]


def test_fewer_draws_are_taken_evenly(tmp_path):
    draws = Draws(("war_cost",), np.arange(9.0)[:, None], tmp_path)
    assert thinned(draws, 3).values[:, 0].tolist() == [0, 4, 8]
    assert thinned(draws, 50).values[:, 0].tolist() == list(range(9))
