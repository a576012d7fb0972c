"""Are parameters found again in targets that they made? (Cook et al. 2006; Talts et al. 2018)"""

import numpy as np
import pytest
from scipy.stats import kstest

from experiments.calibration.toys import SD, rounds_of, schedule_of, simulate
from westphalia.experiments.calibration.posterior import draw
from westphalia.replay.calibration import count_ranks

REPETITIONS, DRAWS = 60, 99


def rank(k):
    """Ranks of parameters drawn from the prior among the draws from targets they made. [3]"""
    rng = np.random.default_rng([99, k])
    true = rng.uniform(size=(1, 3))
    made = simulate(true, rng)[0][0]
    schedule = schedule_of(made + SD * rng.normal(size=4), draws=DRAWS, seed=k)
    rounds = rounds_of(schedule, lambda points: simulate(points, rng))
    assert len(rounds) > schedule.waves, "nothing was left of targets that the model made"
    return (draw(rounds[schedule.waves :], schedule.aims, DRAWS, k).points < true).sum(0)


@pytest.mark.slow
def test_ranks_of_the_true_parameters_are_uniform():
    ranks = np.array([rank(k) for k in range(REPETITIONS)])
    found = count_ranks(("a", "b", "c"), ranks, DRAWS)
    by_distance = [kstest((r + 0.5) / (DRAWS + 1), "uniform").pvalue for r in ranks.T]
    within = ((ranks >= 5) & (ranks < 95)).mean(0)
    print(found.uniform_p, by_distance, within)
    assert (found.uniform_p > 0.01).all()
    assert min(by_distance) > 0.01
    assert ((within > 0.8) & (within < 0.98)).all()
    assert 0.84 < within.mean() < 0.96
