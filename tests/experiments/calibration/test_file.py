"""The file of a calibration: what it may say, and what is wrong with it."""

import pytest
from places import ROOT

from experiments.calibration.made import DATA, made
from westphalia.experiments.calibration.file import calibration_from_data, read_calibration
from westphalia.measures.registry import MEASURES
from westphalia.runs.write import text_of
from westphalia.world.problems import UserError


def test_ranges_and_targets_are_as_they_are_written():
    found = made()
    assert found.schedule.space.names == ("war_cost", "defence_advantage")
    assert [span.log for span in found.schedule.space.spans] == [True, False]
    burden, allies = found.schedule.targets
    assert (burden.value, burden.sd) == (4.0, 1.0)
    assert (allies.value, allies.sd) == pytest.approx((1.1, 1.8 / (2 * 1.959964)))
    assert allies.name == "allies in years 5-end"
    assert [place.reading.name for place in found.places] == ["burden", "allies in years 5-end"]


def test_base_rates_are_those_of_the_built_in_measures_once_worlds_have_settled():
    found = made(targets="base rates", years=80)
    with_targets = [m for m in MEASURES.values() if m.target is not None]
    assert len(found.schedule.targets) == len(with_targets)
    assert all("in years 51-end" in target.name for target in found.schedule.targets)
    with pytest.raises(UserError, match="years 51 to end are not 1 to 8"):
        made(targets="base rates")


def test_a_target_says_in_which_world_it_is():
    targets = [{**DATA["targets"][0], "where": {"random_world": n}} for n in (6, 8)]
    found = made(random_world=None, factors={"random_world": [6, 8]}, targets=targets)
    assert [place.group for place in found.places] == [0, 1]
    with pytest.raises(UserError, match=r"2 worlds are so: name one, such as \{random_world: 6\}"):
        made(random_world=None, factors={"random_world": [6, 8]})
    with pytest.raises(UserError, match="no world is so"):
        made(targets=[{**DATA["targets"][0], "where": {"theory": "liberal"}}])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ranges": {}}, "too few entries"),
        ({"ranges": {"war_costs": {"from": 0.01, "to": 0.1}}}, "Did you mean war_cost"),
        ({"ranges": {"beta": {"from": 2, "to": 1}}}, "2 is not below 1"),
        ({"ranges": {"beta": {"from": 1, "to": 9}}}, "defence_advantage = 9 is outside its range"),
        ({"ranges": {"beta": {"from": 1, "to": 2, "steps": 3}}}, "no field called 'steps'"),
        ({"parameters": {"beta": 1}}, "also set in the file"),
        ({"targets": []}, "give a list of 1 to 100 targets"),
        ({"targets": "base rate"}, "or 'base rates'"),
        ({"targets": [{"measure": "burden", "source": "x"}]}, "low and high, a 95% interval, or"),
        ({"targets": [{"measure": "burden", "low": 2, "high": 1, "source": "x"}]}, "from 2 to 1"),
        (
            {"targets": [{"measure": "burden", "value": 2, "sd": 0, "source": "x"}]},
            "give one above",
        ),
        ({"targets": [{"measure": "burdens", "value": 2, "sd": 1, "source": "x"}]}, "Did you mean"),
        ({"targets": [{"measure": "burden", "value": 2, "sd": 1}]}, "source: required field"),
        ({"points": 5}, "points = 5 is too few: give at least 20"),
        ({"factors": {"beta": [1, 2]}}, "Numbers have ranges instead"),
        ({"years": None}, "give a number of years"),
        ({"draw": 5}, "Did you mean draws"),
        ({"particles": 3}, "^particles: particles = 3 is too few"),
        ({"sweep": 1}, "this file is for another command: westphalia sweep FILE"),
    ],
)
def test_what_is_wrong_is_told(changes, told):
    with pytest.raises(UserError, match=told):
        made(**changes)


def test_every_problem_of_a_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "calibrate: 1\nrandom_world: 8\nyears: 5\nranges:\n  beta: {from: 1, to: 2}\ntargets:\n"
        "  - {measure: wars, value: 1, sd: 1, source: x}\n"
        "  - {measure: warz, value: 1, sd: 1, source: x}\n"
    )
    with pytest.raises(UserError, match=r"mine\.yaml:8: targets\[1\]\.measure: .*Did you mean"):
        read_calibration(path)


def test_a_calibration_is_the_same_from_its_own_folder(tmp_path):
    mine, there = tmp_path / "mine", tmp_path / "there"
    mine.mkdir()
    there.mkdir()
    (mine / "own.py").write_text((ROOT / "examples" / "own_measure.py").read_text())
    (mine / "case.yaml").write_text((ROOT / "examples" / "three-powers.yaml").read_text())
    where = {"case": "case.yaml", "theory": "own_theory.py"}
    (mine / "own_theory.py").write_text((ROOT / "examples" / "own_theory.py").read_text())
    own = {"measure": "own.py:LONG_WARS", "value": 1, "sd": 1, "source": "x", "where": where}
    factors = {"case": ["case.yaml", "europe-1890"], "theory": ["own_theory.py", "defensive"]}
    data = {**DATA, "random_world": None, "factors": factors, "targets": [own]}
    (mine / "mine.yaml").write_text(text_of({k: v for k, v in data.items() if v is not None}))
    found = read_calibration(mine / "mine.yaml")
    said = found.describe()
    for name, path in found.files.items():
        (there / name).parent.mkdir(exist_ok=True)
        (there / name).write_bytes(path.read_bytes())
        path.unlink()
    again = calibration_from_data(found.data, there)
    for key in ("groups", "ranges", "measures"):
        assert again.describe()[key] == said[key]
    assert again.places[0].group == found.places[0].group == 0
    assert again.pieces() == found.pieces()
