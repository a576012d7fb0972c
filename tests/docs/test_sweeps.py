"""The page on sweeps shows the examples, which can be read, and its Python runs."""

import re

import numpy as np
import pytest
from places import ROOT

import westphalia as wp
from westphalia.experiments.calibration.file import read_calibration
from westphalia.experiments.sweeps.file import read_sweep, sweep_from_data
from westphalia.world.parameters import ABOUT

pytestmark = pytest.mark.xdist_group(name="sweeps")

PAGE = (ROOT / "docs" / "sweeps.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_files_of_the_page_are_the_examples_and_can_be_read(tmp_path):
    sweep, _, matters, calibration = blocks("yaml")
    for text, name in ((sweep, "sweep.yaml"), (calibration, "calibration.yaml")):
        assert text == (ROOT / "examples" / name).read_text(encoding="utf-8")
    assert read_sweep(ROOT / "examples" / "sweep.yaml").size == 2 * 2 * 5
    (tmp_path / "mine.yaml").write_text(matters)
    assert read_sweep(tmp_path / "mine.yaml").size == 2 * 32 * (3 + 2)
    assert len(read_calibration(ROOT / "examples" / "calibration.yaml").schedule.targets) == 3


def test_the_calibration_to_moments_searches_a_quarter_to_four_times_the_usual_numbers():
    found = read_calibration(ROOT / "examples" / "moments.yaml").schedule
    assert len(found.targets) == 19  # as the page says
    for name, span in zip(found.space.names, found.space.spans, strict=True):
        about = ABOUT[name]
        ends = about.least, about.most
        if span.log:
            ends = max(about.default / 4, ends[0]), min(about.default * 4, ends[1])
        assert (span.low, span.high) == pytest.approx(ends, rel=0.01)


def test_what_is_sampled_may_be_so_in_every_way_that_the_page_names(tmp_path):
    data = {
        "random_world": 8, "years": 5, "factors": {"beta": {"from": 1, "to": 2}},
        "measures": ["wars"],
    }  # fmt: skip
    for method in re.findall(r"method: ([a-z ]+)", PAGE):
        sample = {"method": method.strip(), "points": 4}
        many = {"saltelli": 4 * 3, "morris": 4 * 2}.get(method.strip(), 4)
        assert sweep_from_data({**data, "sample": sample}).size == many


def test_the_python_of_the_page_runs():
    (code,) = blocks("python")
    scope: dict = {}
    exec(code, scope)
    assert len(scope["found"].to_dataframe()) == 6


def test_values_of_python_are_taken_as_a_file_has_them():
    data = {
        "random_world": np.int64(8), "years": 5, "runs": 2, "measures": ("burden",),
        "factors": {"beta": np.array([0.5, 1.0]), "theory": ("defensive",)},
    }  # fmt: skip
    found = wp.sweep(data)
    assert found.to_dataframe()["defence_advantage"].tolist() == [0.5, 1.0]
    assert repr(found).startswith("<SweepTable 2 points of theory, defence_advantage: burden")
    with pytest.raises(wp.UserError, match="None is neither the file of a sweep nor a mapping"):
        wp.sweep(None)
    with pytest.raises(wp.UserError, match="3 is neither the file of a calibration nor a mapping"):
        wp.calibrate(3)
