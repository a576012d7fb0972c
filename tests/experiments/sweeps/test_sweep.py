"""What a sweep gives: worlds like those of a run, alike whoever makes them."""

from dataclasses import replace

import numpy as np
import pytest

import westphalia as wp
from experiments.sweeps.made import fails_at, made
from westphalia.experiments.sweeps import group
from westphalia.experiments.sweeps.file import sweep_from_data
from westphalia.experiments.sweeps.plan import SWEEPS, keep
from westphalia.measures.registry import MEASURES
from westphalia.runs.draws import agent_numbers, world_numbers
from westphalia.work.executors import Processes, Threads, carry_out
from westphalia.work.plan import Plan, begin_plan, read_plan
from westphalia.work.store import Store

pytestmark = pytest.mark.xdist_group(name="sweeps")


def run(sweep, folder, workers=Threads(2)):  # noqa: B008
    """The blocks of a sweep that was run in a folder."""
    plan = Plan(folder, sweep)
    begin_plan(plan, SWEEPS, sweep.describe(), lambda: keep(sweep.files, folder))
    carry_out(plan, workers)
    return list(sweep.blocks(plan.store))


def values(blocks, measure):
    """Total and weight at all points. [2, points, runs]"""
    return np.concatenate([block.sums[measure] for block in blocks], axis=1)


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """The small sweep, run by threads."""
    folder = tmp_path_factory.mktemp("sweep") / "made"
    return made(), run(made(), folder), folder


def test_a_point_is_the_world_that_a_run_with_its_numbers_is(ordinary):
    sweep, blocks, _ = ordinary
    found = values(blocks, "burden")
    for point in (0, 13, 31):
        at = sweep.groups[point // 8]
        experiment = wp.simulate(
            wp.RandomWorld(8), at.levels["theory"], runs=10, years=8, seed=3,
            set=dict(zip(sweep.names, sweep.points[point % 8].tolist(), strict=True)),
            off=() if at.levels["hotlines"] else ("hotlines",),
        )  # fmt: skip
        total, weight = MEASURES["burden"].sums(experiment.records)
        np.testing.assert_allclose(found[:, point], [total, weight], rtol=1e-3)


def test_blocks_have_every_point_once_in_order(ordinary):
    sweep, blocks, _ = ordinary
    numbers = [b.first + k for b in blocks for k in range(len(b.points))]
    assert numbers == list(range(sweep.size)) == list(range(32))
    for block in blocks:
        np.testing.assert_array_equal(block.points, sweep.points[block.first % 8 :][:8])


def test_random_numbers_are_common_to_all_points(ordinary):
    """Where a factor does nothing to a world, its runs are the same to the bit."""
    sweep, _, _ = ordinary
    one = sweep.groups[0]
    points = np.array([[0.03, 1.0], [0.03, 1.0]])
    found = one.evaluate(sweep.names, points, 10, [MEASURES["burden"]], 0, 20)["burden"]
    np.testing.assert_array_equal(found[:, :10], found[:, 10:])


def test_the_numbers_of_one_theory_go_before_those_of_all():
    mix = made(
        theory={"S1": "offensive", "*": "defensive"},
        factors={},
    )
    names, values = ("*.survival", "defensive.survival"), np.array([[0.8, 1.1]])
    agents = agent_numbers(mix.groups[0].spec.lines[0].theories, names, values)
    assert agents.survival[:, 0].tolist() == pytest.approx([0.8] + [1.1] * 7)
    world = made(factors={"beta": [0.5, 2.0]})
    own = world.groups[0].spec.parameters
    p = world_numbers(own, world.names, world.points)
    assert p.defence_advantage.tolist() == [0.5, 2.0]
    assert p.war_cost.tolist() == pytest.approx([own.war_cost] * 2)


def test_the_same_numbers_in_whatever_pieces(ordinary, tmp_path, monkeypatch):
    monkeypatch.setattr(group, "MOST_PLACES", 1)  # a chunk is the least
    sweep = made(runs=50)
    assert len(sweep.pieces()) == 4 * 4
    many = run(sweep, tmp_path / "many")
    monkeypatch.undo()
    whole = made(runs=50)
    assert len(whole.pieces()) == 4
    few = run(whole, tmp_path / "few")
    for name in ("burden", "wars"):
        np.testing.assert_array_equal(values(many, name), values(few, name))
        np.testing.assert_array_equal(values(few, name)[..., :10], values(ordinary[1], name))


@pytest.mark.slow
def test_processes_and_a_plan_that_is_read_again_give_the_same_bytes(ordinary, tmp_path):
    _, blocks, folder = ordinary
    again = read_plan(folder).job
    assert [piece.key for piece in again.pieces()] == [piece.key for piece in made().pieces()]
    other = run(made(), tmp_path / "other", Processes(2))
    files = {p.name: p.read_bytes() for p in (folder / "parts").rglob("*.npz")}
    assert files == {p.name: p.read_bytes() for p in (tmp_path / "other/parts").rglob("*.npz")}
    np.testing.assert_array_equal(values(other, "wars"), values(blocks, "wars"))


def test_a_measure_that_fails_in_some_runs_takes_no_others_with_it(ordinary):
    sweep, _, _ = ordinary
    first = replace(sweep, measures=(fails_at(np.inf),)).make(0)["arms of one"]
    threshold = np.median(first[0])

    def guarded(records):
        try:
            return fails_at(threshold).sums(records)
        except ZeroDivisionError as error:
            raise wp.UserError(f"mine.py:3: {error}") from error

    measure = fails_at(threshold)._replace(sums=guarded)
    found = replace(sweep, measures=(measure,)).make(0)
    failed = first[0] > threshold
    assert 0 < failed.sum() < failed.size
    np.testing.assert_array_equal(np.isnan(found["arms of one"]).all(0), failed)
    np.testing.assert_array_equal(found["arms of one"][:, ~failed], first[:, ~failed])
    assert str(found["why arms of one"]) == "mine.py:3: no peace"


def test_runs_that_are_not_finite_are_missing():
    records = {
        "alive": np.ones((2, 1, 3), bool),
        "arms": np.array([[[1.0, 1.0, 1.0]], [[1.0, np.nan, 1.0]]]),
    }
    assert group.not_finite(records).tolist() == [False, True, False]
    plain = wp.Measure("plain", "", lambda r: (np.ones(3), np.ones(3)))
    sums, why = group.measured(plain, records, group.not_finite(records))
    assert np.isnan(sums).tolist() == [[False, True, False]] * 2
    assert "not finite" in why


def test_a_number_that_is_too_large_to_keep_is_missing():
    records = {"alive": np.ones((2, 1, 2), bool)}
    huge = wp.Measure("huge", "", lambda r: (np.array([1e39, 1.0]), np.ones(2)))
    sums, why = group.measured(huge, records, np.zeros(2, bool))
    assert np.isnan(sums).tolist() == [[True, False]] * 2
    assert "too large" in why


def test_a_copy_that_was_changed_is_refused_and_put_back(tmp_path):
    (tmp_path / "draws.csv").write_text("beta\n1\n1.1\n")
    data = {"random_world": 8, "years": 8, "runs": 2, "measures": ["wars"], "draws": "draws.csv"}
    sweep, folder = sweep_from_data(data, tmp_path), tmp_path / "out"
    plan = Plan(folder, sweep)
    begin_plan(plan, SWEEPS, sweep.describe(), lambda: keep(sweep.files, folder))
    (copy,) = folder.glob("draws/*.csv")
    copy.write_text("beta\n1\n1.2\n")
    with pytest.raises(wp.UserError, match="changed or damaged since"):
        read_plan(folder)
    begin_plan(plan, SWEEPS, sweep.describe(), lambda: keep(sweep.files, folder))
    assert read_plan(folder).job.points.tolist() == [[1.0], [1.1]]


def test_a_damaged_piece_is_told(ordinary, tmp_path):
    sweep, _, _ = ordinary
    store = Store(tmp_path / "parts")
    for piece in sweep.pieces():
        store.put(piece.key, {"burden": np.zeros((2, 3))})
    with pytest.raises(wp.UserError, match=r"0000000000\.npz is damaged or of another version"):
        list(sweep.blocks(store))
