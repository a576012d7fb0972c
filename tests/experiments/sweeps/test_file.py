"""The file of a sweep: what it may say, and what is wrong with it."""

import numpy as np
import pytest
from places import ROOT

from experiments.sweeps.made import DATA, made
from westphalia.experiments.sweeps.file import read_sweep, sweep_from_data
from westphalia.runs.write import text_of
from westphalia.world.problems import UserError


def test_groups_are_all_combinations_and_points_are_the_same_in_each():
    found = made()
    assert [tuple(group.levels.values()) for group in found.groups] == [
        (theory, on) for theory in ("defensive", "offensive") for on in (True, False)
    ]
    assert found.names == ("war_cost", "defence_advantage")
    assert found.points.shape == (8, 2)
    np.testing.assert_array_equal(found.points[:4, 1], found.points[4:, 1])
    assert [group.spec.modules.hotlines for group in found.groups] == [1.0, 0.0, 1.0, 0.0]


def test_worlds_may_differ_in_size():
    found = made(random_world=None, factors={"random_world": [4, 8]})
    assert [group.n for group in found.groups] == [4, 8]
    found = made(random_world=None, years=None, factors={"case": ["europe-1890", "cold-war-1947"]})
    assert [group.spec.name for group in found.groups] == ["europe-1890", "cold-war-1947"]


def test_forms_and_order_are_factors():
    found = made(factors={"contest": ["ratio", "difference"], "serial": [False, True]})
    assert [(g.spec.parameters.forms.contest, g.spec.serial) for g in found.groups] == [
        ("ratio", False),
        ("ratio", True),
        ("difference", False),
        ("difference", True),
    ]


def test_a_table_of_draws_is_crossed_with_the_grid(tmp_path):
    (tmp_path / "draws.csv").write_text("draw,beta,reach\n0,1,1.4\n1,1.1,1.5\n")
    data = {**DATA, "factors": {"war_cost": [0.02, 0.1]}, "sample": None, "draws": "draws.csv"}
    found = sweep_from_data(data, tmp_path)
    assert found.names == ("war_cost", "defence_advantage", "reach")
    assert found.points.tolist() == [
        [0.02, 1, 1.4],
        [0.02, 1.1, 1.5],
        [0.1, 1, 1.4],
        [0.1, 1.1, 1.5],
    ]


def test_draws_may_be_named_beside_a_file_that_names_none(tmp_path):
    (tmp_path / "draws.csv").write_text("beta\n1\n1.1\n")
    path, data = tmp_path / "mine.yaml", {**DATA, "factors": {}, "sample": None}
    path.write_text(text_of(data))
    assert read_sweep(path, tmp_path / "draws.csv").points.tolist() == [[1.0], [1.1]]
    path.write_text(text_of({**data, "draws": "draws.csv"}))
    with pytest.raises(UserError, match="names a table of draws too"):
        read_sweep(path, tmp_path / "draws.csv")


@pytest.mark.parametrize(("method", "asked", "there"), [("saltelli", 4, 16), ("morris", 3, 9)])
def test_a_sample_that_stands_alone_is_the_same_for_every_group(method, asked, there):
    war_cost = {"from": 0.01, "to": 0.15, "scale": "log"}
    ranges = {"beta": {"from": 0.5, "to": 2}, "war_cost": war_cost}
    factors = {"theory": ["defensive", "offensive"], **ranges}
    found = made(factors=factors, sample={"method": method, "points": asked})
    assert (found.method, len(found.groups), len(found.points)) == (method, 2, there)
    assert found.spans["war_cost"] == (0.01, 0.15, True)
    assert found.points.min(0).tolist() >= [0.5, 0.01]
    assert found.points.max(0).tolist() <= [2.0, 0.15]


def test_a_number_that_is_listed_or_at_steps_has_a_range_too():
    steps = {"from": 0.5, "to": 2, "steps": 3, "scale": "log"}
    found = made(factors={"war_cost": [0.1, 0.02], "beta": steps})
    assert found.spans == {"war_cost": (0.02, 0.1, False), "defence_advantage": (0.5, 2.0, True)}
    assert found.method is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"factors": {"war_costs": [1]}}, "Did you mean war_cost"),
        ({"factors": {"hotline": [True]}}, "Did you mean hotlines"),
        ({"factors": {"survival": [1]}}, "write THEORY.survival, with defensive for THEORY"),
        ({"factors": {"offensive.survival": [1]}}, "no theory called 'offensive'"),
        ({"factors": {"beta": []}}, "no value is given"),
        ({"factors": {"beta": 1}}, "neither a list nor a range"),
        ({"factors": {"beta": ["many"]}}, "'many' is not a number"),
        ({"factors": {"beta": [1, 1.0]}}, "given twice"),
        ({"factors": {"beta": [10**400]}}, "not a finite number"),
        ({"factors": {"case": [1]}, "random_world": None}, "not the name or file of a case"),
        ({"factors": {"contest": "ratio"}}, r"write contest: \[ratio, difference\]"),
        (
            {"parameters": {"beta": 1}, "factors": {"defence_advantage": [1]}},
            "also set in the file",
        ),
        (
            {"parameters": {"defensive.survival": 1}, "factors": {"*.survival": [1]}},
            "defensive.survival is also set",
        ),
        ({"factors": {"*.survival": [1], "defensive.survival": [1]}}, "given twice"),
        ({"theory": "liberal", "factors": {"theory": ["liberal", "defensive"]}}, "also set"),
        ({"serial": True, "factors": {"serial": [True, False]}}, "also set"),
        ({"calibrate": 1}, "this file is for another command: westphalia calibrate FILE"),
        ({"factors": {"beta": [1, 9]}}, r"defence_advantage = 9 is outside its range"),
        ({"factors": {"beta": {"from": 2, "to": 1}}}, "2 is not below 1"),
        ({"factors": {"beta": {"from": 1, "till": 2}}}, "Valid: from, scale, steps, to"),
        ({"factors": {"beta": {"from": 1, "to": 2, "steps": 1}}}, "1 is outside its range"),
        ({"factors": {"beta": [1], "defence_advantage": [1]}}, "given twice"),
        ({"parameters": {"beta": 1.1}}, "also set in the file"),
        ({"modules": {"hotlines": True}}, "also set in the file"),
        ({"factors": {"hotlines": ["on"]}}, "'on' is not true or false"),
        ({"factors": {"hotlines": True}}, r"write hotlines: \[true, false\]"),
        ({"factors": {"theory": ["defensve"]}}, "Did you mean defensive"),
        ({"factors": {"case": ["europe-1890"]}}, "random_world is given too"),
        ({"factors": {"contest": ["sum"]}}, "no form of the contest called 'sum'"),
        ({"sample": {"method": "sobl", "points": 4}}, "Did you mean sobol"),
        ({"sample": {"method": "sobol", "points": 5}}, "a power of two of points: 8, not 5"),
        ({"sample": {"method": "saltelli", "points": 4}}, "stands alone, and .* also war_cost"),
        ({"sample": {"method": "morris", "points": 4}}, "stands alone, and .* also war_cost"),
        ({"sample": None}, "has a range without steps"),
        (
            {"factors": {"beta": [1]}, "sample": DATA["sample"]},
            "no factor is sampled",
        ),
        ({"measures": []}, "too few entries"),
        ({"measures": ["war"]}, "Did you mean"),
        ({"draws": "none.csv"}, "There is no file"),
        ({"record": ["alive"]}, "measures alone are kept"),
        ({"years": None}, "give a number of years"),
        ({"nonsense": 1}, "no field called 'nonsense'"),
    ],
)
def test_what_is_wrong_is_told(changes, told):
    with pytest.raises(UserError, match=told):
        made(**changes)


def test_every_problem_of_a_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "sweep: 1\nrandom_world: 8\nyears: 5\nfactors:\n  war_costs: [0.1]\n"
        "  hotlines: [maybe]\nmeasures: [wars, warz]\n"
    )
    with pytest.raises(UserError) as error:
        read_sweep(path)
    for part in ("3 problems", "mine.yaml:5: factors.war_costs", "mine.yaml:6", "mine.yaml:7"):
        assert part in str(error.value)


def test_a_sweep_is_the_same_from_its_own_folder(tmp_path):
    """All that is the user's is beside it there, whatever became of the first files."""
    mine, there = tmp_path / "mine", tmp_path / "there"
    mine.mkdir()
    there.mkdir()
    for name in ("own_theory.py", "own_measure.py"):
        (mine / name).write_text((ROOT / "examples" / name).read_text())
    (mine / "draws.csv").write_text("war_cost\n0.03\n0.05\n")
    data = {
        "sweep": 1, "random_world": 8, "years": 5, "draws": "draws.csv",
        "factors": {"theory": ["defensive", "own_theory.py"], "beta": [1, 1.1]},
        "measures": ["own_measure.py:LONG_WARS", "wars"],
    }  # fmt: skip
    (mine / "mine.yaml").write_text(text_of(data))
    found = read_sweep(mine / "mine.yaml")
    said = found.describe()
    for name, path in found.files.items():
        (there / name).parent.mkdir(exist_ok=True)
        (there / name).write_bytes(path.read_bytes())
        path.unlink()
    again = sweep_from_data(found.data, there)
    assert again.describe() == said
    assert [piece.key for piece in again.pieces()] == [piece.key for piece in found.pieces()]
