"""A calibration round by round, and what it says where targets cannot be met."""

import numpy as np
import pytest

from experiments.calibration.toys import SD, mean, rounds_of, schedule_of, simulate
from westphalia.experiments.calibration.schedule import finish, next_points
from westphalia.experiments.calibration.verdict import in_words
from westphalia.experiments.calibration.waves import CUT, Round
from westphalia.world.problems import UserError

TRUE = np.array([[0.4, 0.6, 0.5]])


def noisy(of=mean, sd=SD, seed=0):
    rng = np.random.default_rng(seed)
    return lambda points: simulate(points, rng, of, sd)


@pytest.fixture(scope="module")
def schedule():
    return schedule_of(mean(TRUE)[0])


@pytest.fixture(scope="module")
def rounds(schedule):
    return rounds_of(schedule, noisy())


def test_rounds_are_as_planned(schedule, rounds):
    assert [len(r.points) for r in rounds] == [30, 30, 200, 200]
    assert all(((r.points >= 0.0) & (r.points <= 1.0)).all() for r in rounds)
    assert len(next_points(schedule, rounds).points) == 0


def test_a_round_follows_from_the_stored_rounds_before_it(schedule, rounds, tmp_path):
    for k, made in enumerate(rounds):
        np.savez(tmp_path / f"{k}.npz", **made._asdict())
    read = [Round(**np.load(tmp_path / f"{k}.npz")) for k in range(len(rounds))]
    for k in range(len(rounds)):
        again = next_points(schedule, read[:k])
        assert (again.points == rounds[k].points).all()
        assert (again.log_density == rounds[k].log_density).all()


def test_the_result_says_what_is_left_and_draws_from_it(schedule, rounds):
    found = finish(schedule, rounds)
    first, second = found.left
    assert 0.0 < second.share.value <= first.share.value < 0.5
    assert (first.alone > 0.0).all()
    assert (second.alone < first.alone).all()
    assert found.verdict.met
    assert found.verdict.there.max() <= CUT
    assert found.verdict.unattainable == found.verdict.conflicts == ()
    assert np.abs(found.draws.points.mean(0) - TRUE[0]).max() < 0.2
    assert found.draws.points.shape == (99, 3)
    assert found.draws.values.shape == (99, 4)
    share = second.share.value
    words = in_words(found.verdict, schedule.space, schedule.targets, share)
    assert words == f"{share:.0%} of the ranges is still plausible."


def test_a_target_outside_what_the_model_can_give_is_named():
    values = mean(TRUE)[0] + [0.0, 0.0, 20.0 * SD[2], 0.0]
    schedule = schedule_of(values)
    rounds = rounds_of(schedule, noisy())
    assert len(rounds) == 1
    found = finish(schedule, rounds)
    assert found.draws is None
    assert not found.verdict.met
    assert found.verdict.unattainable == (2,)
    assert found.verdict.conflicts == ()
    words = in_words(found.verdict, schedule.space, schedule.targets, 0.0)
    assert "No point of the ranges meets all targets. The nearest is a = " in words
    assert "'target 2' (2.548, sd 0.1) is met nowhere" in words


def twice(points):
    return np.concatenate([mean(points), mean(points)[:, :1]], 1)


def test_two_targets_on_one_measure_that_differ_are_a_conflict():
    values = np.append(mean(TRUE)[0], mean(TRUE)[0, 0] + 8.0 * SD[0])
    sd = np.append(SD, SD[0])
    schedule = schedule_of(values, sd)
    rounds = rounds_of(schedule, noisy(twice, sd))
    found = finish(schedule, rounds)
    assert found.draws is None
    assert found.verdict.unattainable == ()
    assert (0, 4) in found.verdict.conflicts
    assert found.verdict.together[0, 4] == pytest.approx(4.0, abs=0.4)
    words = in_words(found.verdict, schedule.space, schedule.targets, 0.0)
    assert "sd 0.15) are each met somewhere, but never both" in words


def test_a_target_without_values_rules_nothing_out_and_is_named(schedule, rounds):
    blind = [r._replace(values=np.where(np.arange(4) == 1, np.nan, r.values)) for r in rounds[:2]]
    found = finish(schedule, blind)
    assert found.verdict.met
    assert np.isnan(found.verdict.alone[1])
    assert np.isnan([w.alone[1] for w in found.left]).all()
    words = in_words(found.verdict, schedule.space, schedule.targets, 0.1)
    assert "'target 1' could not be predicted well enough to rule anything out" in words


def test_too_little_of_anything_is_refused_at_once():
    with pytest.raises(UserError, match=r"waves = 0 is too few(.|\n)*points = 5 is too few"):
        schedule_of(mean(TRUE)[0], waves=0, points=5)
    with pytest.raises(UserError, match="give at least one target"):
        schedule_of([], [])
