"""Sensitivity analysis of sweeps whose measure is a function that is known."""

import json

import numpy as np
import pandas as pd
import pytest

import westphalia as wp
from report.folders import sweep_of
from tests.experiments.sensitivity.functions import (
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    ishigami,
)
from westphalia.report.sensitivity.analysis import analyse
from westphalia.report.sensitivity.design import design_of
from westphalia.report.sensitivity.folder import write_sensitivity
from westphalia.report.sensitivity.phase import phase_figure, telling_pair
from westphalia.report.sensitivity.words import scattered_below_zero, sentences
from westphalia.report.sweeps.folder import read_found
from westphalia.world.problems import UserError

RANGES = {
    "war_cost": {"from": 0.02, "to": 0.1},
    "beta": {"from": 0.5, "to": 2, "scale": "log"},
    "reach": {"from": 1.2, "to": 2.0},
}
NAMES = ("war_cost", "defence_advantage", "reach")
LOW, HIGH = np.array([0.02, 0.5, 1.2]), np.array([0.1, 2.0, 2.0])


def positions(points):
    """Positions of the values of the three numbers in their ranges."""
    found = (points - LOW) / (HIGH - LOW)
    found[:, 1] = np.log(points[:, 1] / 0.5) / np.log(4)
    return found


def of_ishigami(points, levels):
    return ishigami(positions(points))


def stepped(points, levels):
    """The first number alone, up for defensive states and down for others; the third a little."""
    x = positions(points)
    sign = 1 if levels.get("theory", "defensive") == "defensive" else -1
    return sign * 4 * x[:, 0] + x[:, 2]


def found_of(place, function=of_ishigami, noise=0.0, beside=None, **data):
    data = {"runs": 4, "factors": RANGES, "measures": ["burden"], **data}
    folder = sweep_of(place / "sweep", data, function, noise, beside or place)
    return analyse(read_found(folder))


def sample(method, points):
    return {"method": method, "points": points}


def indices(part, kind):
    found = {i.factor: i.value for a in part.answers for i in a.indices if i.kind == kind}
    return [found[name] for name in NAMES]


def said(found, k=0):
    return " ".join(sentences(found, found.parts[k]))


def test_a_design_of_saltelli_gives_the_indices_of_ishigami(tmp_path):
    found = found_of(tmp_path, sample=sample("saltelli", 1024))
    (part,) = found.parts
    assert indices(part, "first-order") == pytest.approx(ISHIGAMI_FIRST, abs=0.05)
    assert indices(part, "total") == pytest.approx(ISHIGAMI_TOTAL, abs=0.05)
    assert [index.factor for index in part.telling] == list(NAMES)
    assert "war_cost and defence_advantage matter most and cannot be told apart (total 0.5" in said(
        found
    )
    assert "war_cost and reach act together with others" in said(found)
    assert "Noise of the runs makes less than 1%" in said(found)
    assert telling_pair(found, "burden") == [0, 1]


def test_points_of_any_kind_give_indices_through_a_surrogate(tmp_path):
    found = found_of(tmp_path, sample=sample("latin hypercube", 300))
    (part,) = found.parts
    assert [answer.analysis for answer in part.answers] == ["ranks", "surrogate"]
    assert indices(part, "total") == pytest.approx(ISHIGAMI_TOTAL, abs=0.05)
    assert indices(part, "first-order") == pytest.approx(ISHIGAMI_FIRST, abs=0.05)
    assert "Shares of variance are of a surrogate, which predicts 9" in said(found)


def test_a_surrogate_that_is_too_poor_is_not_used_and_says_why(tmp_path):
    found = found_of(tmp_path, sample=sample("sobol", 32))
    (part,) = found.parts
    assert part.surrogate is None
    assert {i.kind for a in part.answers for i in a.indices} == {"prcc"}
    assert "The surrogate predicts" in said(found)
    assert "simulate more points" in said(found)


def test_elementary_effects_are_of_the_whole_range(tmp_path):
    found = found_of(tmp_path, stepped, sample=sample("morris", 10))
    (part,) = found.parts
    assert indices(part, "mu*") == pytest.approx([4, 0, 1], abs=1e-6)
    assert indices(part, "sigma") == pytest.approx([0, 0, 0], abs=1e-6)
    assert "war_cost matters most (mu* 4 [4, 4]), then reach (1 [1, 1])." in said(found)
    assert "It rises with war_cost and reach." in said(found)


def test_noise_that_makes_effects_is_told(tmp_path):
    found = found_of(tmp_path, stepped, noise=6.0, sample=sample("morris", 10))
    assert 0 < found.parts[0].floor < 10
    assert "Noise alone gives a factor that does nothing a mu* of" in said(found)
    assert "runs of each point would bring it to 10%" in said(found)


def test_a_full_grid_has_theories_among_its_factors(tmp_path):
    steps = {name: {**span, "steps": 4} for name, span in RANGES.items()}
    factors = {"theory": ["defensive", "offensive"], **steps}
    found = found_of(tmp_path, stepped, factors=factors)
    (part,) = found.parts
    x = np.linspace(0, 1, 4)
    variance = 16 * (x**2).mean() + x.var()  # of +-4 x1 + x3
    assert part.levels == {}
    totals = {index.factor: index.value for index in part.telling}
    assert totals["war_cost"] == pytest.approx(16 * x.var() / variance, abs=1e-3)
    assert totals["theory"] == pytest.approx(16 * (x**2).mean() / variance, abs=1e-3)
    assert totals["reach"] == pytest.approx(x.var() / variance, abs=1e-3)
    assert totals["defence_advantage"] == pytest.approx(0, abs=1e-3)
    assert phase_figure(found, "burden") is not None


def test_groups_are_analysed_each_by_itself(tmp_path):
    factors = {"theory": ["defensive", "offensive"], **RANGES}
    found = found_of(tmp_path, stepped, factors=factors, sample=sample("latin hypercube", 40))
    assert [part.levels for part in found.parts] == [
        {"theory": "defensive"},
        {"theory": "offensive"},
    ]
    up, down = (indices(part, "prcc")[0] for part in found.parts)
    assert up > 0.9
    assert down < -0.9
    assert "It rises with war_cost and reach." in said(found, 0)
    assert "It falls with war_cost." in said(found, 1)


def test_factors_whose_intervals_overlap_cannot_be_told_apart(tmp_path):
    def alike(points, levels):
        return positions(points)[:, :2].sum(1)

    found = found_of(tmp_path, alike, sample=sample("saltelli", 64))
    assert "war_cost and defence_advantage" in said(found).replace(
        "defence_advantage and war_cost", "war_cost and defence_advantage"
    )
    assert "cannot be told apart" in said(found)
    assert "reach makes less than 5% and may be fixed." in said(found)


def test_noise_alone_tells_nothing_and_its_share_says_so(tmp_path):
    def flat(points, levels):
        return np.zeros(len(points))

    found = found_of(tmp_path, flat, noise=1.0, sample=sample("saltelli", 32))
    assert found.parts[0].noise > 0.8
    assert "No factor can be told from one that does nothing." in said(found)
    assert "makes most of the variance" in said(found)


def test_one_number_is_enough(tmp_path):
    one = {"war_cost": RANGES["war_cost"]}
    for method, points in (("saltelli", 32), ("morris", 6), ("sobol", 32)):
        found = found_of(
            tmp_path / method, lambda x, _: x[:, 0], factors=one, sample=sample(method, points)
        )
        assert "war_cost is the only factor" in said(found)
        assert phase_figure(found, "burden") is None


def test_draws_that_go_together_have_no_shares_of_their_own(tmp_path):
    rng = np.random.default_rng(3)
    one = rng.random(60)
    other = one + 0.1 * rng.random(60)
    rows = pd.DataFrame({"beta": 0.5 + one, "reach": 1.2 + 0.5 * other, "war_cost": 0.02})
    rows.to_csv(tmp_path / "draws.csv", index=False)
    found = found_of(tmp_path, lambda x, _: x[:, 0] - x[:, 1] ** 2, factors={}, draws="draws.csv")
    assert found.design.numbers == ("defence_advantage", "reach")
    assert "go together in the table of draws (rank correlation" in said(found)
    assert {i.kind for a in found.parts[0].answers for i in a.indices} == {"prcc"}
    independent = pd.DataFrame({"beta": 0.5 + one, "reach": 1.2 + rng.random(60)})
    independent.to_csv(tmp_path / "draws.csv", index=False)
    found = found_of(tmp_path / "b", lambda x, _: x[:, 0], factors={}, draws="draws.csv",
                     beside=tmp_path)  # fmt: skip
    assert found.parts[0].telling[0].kind == "total"


def test_points_without_a_value_are_left_out_and_told(tmp_path):
    def gaps(points, levels):
        return np.where(np.arange(len(points)) == 3, np.nan, stepped(points, levels))

    for method, told in (
        ("saltelli", "1 of 32 rows lack a value"),
        ("morris", "1 of 32 trajectories lack a value"),
        ("sobol", "1 of 32 points lack a value"),
    ):
        found = found_of(tmp_path / method, gaps, sample=sample(method, 32))
        assert told in said(found)
        assert found.parts[0].telling[0].factor == "war_cost"
    grid = {name: {**span, "steps": 2} for name, span in RANGES.items()}
    found = found_of(tmp_path / "grid", gaps, factors=grid)
    assert "1 of 8 combinations of the grid have no value" in said(found)
    assert not found.parts[0].telling


def test_a_measure_that_does_not_vary_has_nothing_to_explain(tmp_path):
    found = found_of(tmp_path, sample=sample("sobol", 16), measures=["burden", "wars"])
    (part,) = found.of("wars")
    assert sentences(found, part) == [
        "wars is 0 at every point: it does not vary, nothing to explain."
    ]
    assert phase_figure(found, "wars") is None


def test_shares_below_zero_are_explained(tmp_path):
    found = found_of(tmp_path, sample=sample("saltelli", 8))
    assert scattered_below_zero(found)


def test_one_run_of_each_point_leaves_the_noise_unknown(tmp_path):
    steps = {name: {**span, "steps": 2} for name, span in RANGES.items()}
    found = found_of(tmp_path, lambda x, _: x[:, 0] ** 2, factors=steps, runs=1)
    assert "war_cost comes first (total" in said(found)
    assert "simulate at least two runs of each point" in said(found)


@pytest.mark.parametrize("factors", [{}, {"war_cost": [0.05]}, {"theory": ["defensive"]}])
def test_a_sweep_in_which_nothing_differs_is_refused(tmp_path, factors):
    with pytest.raises(UserError, match="Nothing differs from point to point"):
        found_of(tmp_path, lambda x, _: np.ones(len(x)), factors=factors)


def test_what_is_no_complete_sweep_is_refused(tmp_path):
    with pytest.raises(UserError, match="There is no folder"):
        wp.sensitivity(tmp_path / "none")
    (tmp_path / "plan.json").write_text("{}")
    with pytest.raises(UserError, match="is not finished: run the same `westphalia sweep` again"):
        wp.sensitivity(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(UserError, match="is not the folder of a sweep"):
        wp.sensitivity(tmp_path)


def test_many_groups_are_averaged_in_the_phase_diagram(tmp_path):
    switches = {"theory": ["defensive", "offensive"], "hotlines": [True, False]}
    numbers = {"war_cost": [0.02, 0.1], "beta": RANGES["beta"]}

    def function(points, levels):
        return points[:, 0] * 20 + points[:, 1]

    factors = {**switches, "serial": [True, False], **numbers}
    found = found_of(tmp_path, function, factors=factors, sample=sample("sobol", 8))
    figure = phase_figure(found, "burden")
    assert "averaged over 8 combinations of theory, hotlines, serial" in figure.get_suptitle()
    assert design_of(read_found(tmp_path / "sweep").sweep).kind == "scattered"


def test_python_gives_the_table_and_the_sentences(tmp_path):
    found_of(tmp_path, sample=sample("saltelli", 16), measures=["burden", "wars"])
    found = wp.sensitivity(tmp_path / "sweep", ["burden"])
    table = found.to_dataframe()
    assert list(table) == [
        "measure", "unit", "analysis", "factor", "kind", "value", "low", "high", "noise", "note",
    ]  # fmt: skip
    assert len(table) == 3 * 2
    assert repr(found).startswith("burden: ")
    with pytest.raises(UserError, match=r"no measure called 'burdn' in this sweep\. Did you mean"):
        wp.sensitivity(tmp_path / "sweep", ["burdn"])


def test_the_folder_has_tables_figures_and_where_it_comes_from(tmp_path):
    found_of(tmp_path, sample=sample("saltelli", 16))
    out = tmp_path / "out"
    write_sensitivity(tmp_path / "sweep", out)
    assert {path.name for path in (out / "figures").iterdir()} == {
        "burden-indices.png",
        "burden-phase.png",
    }
    table = pd.read_parquet(out / "tables/sensitivity.parquet")
    text = pd.read_csv(out / "tables/sensitivity.csv")
    pd.testing.assert_frame_equal(text.drop(columns="note"), table.drop(columns="note"))
    assert table["note"].isna().all()
    about = json.loads((out / "manifest.json").read_text())
    assert about["sensitivity"]["measures"] == ["burden"]
    assert len(about["sensitivity"]["sweep_manifest"]) == 64
    with pytest.raises(UserError, match="exists and is not overwritten"):
        write_sensitivity(tmp_path / "sweep", out)
