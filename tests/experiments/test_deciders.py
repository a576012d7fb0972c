"""Which parameters decide: found on surfaces where it is known."""

import numpy as np
import pytest

from westphalia.experiments.deciders import SLICES, deciders, first_order

pytestmark = pytest.mark.xdist_group(name="experiments")

COLUMNS = tuple(f"x{k}" for k in range(20))


def sample(seed, draws=512):
    return np.random.default_rng(seed).random((draws, len(COLUMNS)))


@pytest.mark.parametrize(
    "surface",
    [
        lambda x: (x[:, 3] + 0.5) * (x[:, 7] + 0.5),
        lambda x: -(x[:, 3] + 0.5) * (x[:, 7] + 0.5),
        lambda x: np.exp(5.0 * x[:, 3] + 4.0 * x[:, 7]),  # only the order matters
    ],
    ids=["product", "negative", "steep"],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_two_parameters_that_decide_are_found(surface, seed):
    x = sample(seed)
    y = surface(x)
    noisy = y + 0.1 * y.std() * np.random.default_rng(seed).normal(size=len(y))
    found = deciders(COLUMNS, x, noisy, noisy > np.median(noisy))
    assert set(found.names) == {"x3", "x7"}
    assert min(found.indices) > 0.2
    assert found.second
    assert found.likely > 0.8
    assert found.unlikely < 0.2
    assert found.draws == 170


def test_a_threshold_in_two_parameters_is_found():
    x = sample(5)
    holds = (x[:, 3] > 0.6) & (x[:, 7] > 0.4)
    found = deciders(COLUMNS, x, holds.astype(float), holds)
    assert found.names == ("x3", "x7")
    assert found.likely > 0.6 > 0.3 > holds.mean()
    assert found.unlikely < 0.02


def test_the_larger_decider_comes_first():
    x = sample(3)
    y = 2.0 * x[:, 11] + x[:, 5]
    assert deciders(COLUMNS, x, y, y > 1.5).names == ("x11", "x5")
    assert deciders(COLUMNS, x, -y, y > 1.5).names == ("x11", "x5")


def test_an_index_is_the_share_of_variance_between_slices():
    x = sample(4, 600)
    y = 2.0 * x[:, 0] + x[:, 1] + 0.3 * x[:, 2]
    found = first_order(x, y)
    parts = np.array([4.0, 1.0, 0.09]) / 5.09
    # slices of a straight line hold 1 - 1/k^2 of its variance
    assert found[:3] == pytest.approx(parts * (1.0 - SLICES**-2.0), abs=0.06)
    assert found[3:].max() < 0.05
    order = np.argsort(x[:, 1])
    groups = [y[part] for part in np.split(order, SLICES)]
    between = sum(len(g) * (g.mean() - y.mean()) ** 2 for g in groups)
    inside = sum(((g - g.mean()) ** 2).sum() for g in groups) / (len(y) - SLICES)
    omega = (between - (SLICES - 1) * inside) / (between + inside * (len(y) - SLICES + 1))
    assert found[1] == pytest.approx(omega)


def test_noise_has_no_deciders():
    gaps, indices = [], []
    for seed in range(20):
        x, rng = sample(seed, 256), np.random.default_rng(100 + seed)
        y = rng.normal(size=256)
        found = deciders(COLUMNS, x, y, y > 0.0)
        gaps.append(found.likely - found.unlikely)
        indices.append(first_order(x, y).mean())
    # two shares of 85 draws differ by 0.08 (standard deviation) for nothing
    assert abs(np.mean(gaps)) < 0.07
    assert np.mean(np.abs(gaps) < 0.2) >= 0.8
    assert np.mean(indices) < 0.02


def test_what_never_changes_is_decided_by_nothing():
    found = deciders(COLUMNS, sample(1, 64), np.ones(64), np.ones(64, bool))
    assert found.indices == (0.0, 0.0)
    assert found.likely == found.unlikely == 1.0
