"""Records drawn at random, and what holds a measure to plain loops over them."""

import numpy as np
import pytest

from westphalia.decisions.motives import MOTIVES
from westphalia.mechanisms.crisis import OUTCOMES
from westphalia.mechanisms.war import ROLES

T, STATES, RUNS = 12, 5, 24

ROLE = {name: code for code, name in enumerate(ROLES)}


def some_records(seed=1):
    """A record drawn at random, with one war at most in a year, and the list of those wars.

    A war is (year, run, initiator, target, joined attacker, joined target).
    """
    rng = np.random.default_rng(seed)
    pair, state = (T, STATES, STATES, RUNS), (T, STATES, RUNS)
    alive = np.logical_and.accumulate(rng.random(state) < 0.97, axis=0)
    pact = np.triu(rng.random((T, RUNS, STATES, STATES)) < 0.3, 1)
    pact = np.moveaxis(pact | pact.swapaxes(2, 3), 1, 3)
    pact = pact & alive[:, :, None] & alive[:, None]
    roles, joining = np.zeros(pair, np.uint8), np.zeros(pair, np.uint8)
    listed = []
    for year in range(T):
        for k in range(RUNS):
            there = [s for s in range(STATES) if alive[year, s, k]]
            if rng.random() < 0.5 or len(there) < 2:
                continue
            a, t, *others = rng.permutation(there).tolist()
            side = {s: int(rng.integers(3)) for s in others}
            with_a = [s for s in others if side[s] == 2]
            with_t = [s for s in others if side[s] == 1]
            for i in (a, *with_a):
                for j in (t, *with_t):
                    roles[year, i, j, k] = ROLE["initiator" if i == a else "joined attacker"]
                    roles[year, j, i, k] = ROLE["target" if j == t else "joined target"]
            for s in others:
                joining[year, s, a, k] = rng.integers(1, len(MOTIVES))
            listed.append((year, k, a, t, with_a, with_t))
    records = {
        "alive": alive,
        "pact": pact,
        "war": roles,
        "joining": joining,
        "burden": rng.random(state),
        "threatened": rng.random(state),
        "suspected": rng.random(state),
        "resources": rng.random(state) * alive,
        "crisis": rng.integers(0, len(OUTCOMES), pair).astype(np.uint8),
        "agreements": rng.integers(0, 64, pair).astype(np.uint8),
        "volunteers": rng.random((T, 2, RUNS)),
    }
    assert 10 < len(listed) < T * RUNS
    return records, listed


RECORDS, WARS = some_records()

ALL = tuple(range(STATES))
WINDOWS = [(1, None), (3, 5)]


def agrees(measure, each):
    """Holds a measure to `each(run)`, which gives the total and the weight in plain Python."""
    total, weight = np.broadcast_arrays(*measure.sums(RECORDS))
    for k in range(RUNS):
        want_total, want_weight = each(k)
        if want_weight == 0:
            assert weight[k] == 0.0
        else:
            value = want_total / want_weight
            assert total[k] / weight[k] == pytest.approx(value), (measure.name, k)
            # runs count by their occasions, up to a factor that all share
            assert weight[k] > 0.0
    with_occasion = [k for k in range(RUNS) if each(k)[1]]
    scale = {round(weight[k] / each(k)[1], 9) for k in with_occasion}
    assert len(scale) == 1
    assert len({round(float(total[k]), 9) for k in with_occasion}) > 1  # it tells runs apart


def span(first, last):
    return range(first - 1, T if last is None else last)


def living(k, years, of):
    return [(y, s) for y in years for s in of if RECORDS["alive"][y, s, k]]


def tiny():
    """Two states, two years, two runs: in the first they are allied, then 0 beats and ends 1."""
    pair, state = (2, 2, 2, 2), (2, 2, 2)
    records = {
        name: np.zeros(pair, np.uint8) for name in ("war", "crisis", "agreements", "joining")
    }
    records |= {"pact": np.zeros(pair, bool), "alive": np.ones(state, bool)}
    filled = {"burden": 0.04, "threatened": 0.1, "suspected": 0.5, "resources": 1.0}
    records |= {name: np.full(state, value) for name, value in filled.items()}
    records["pact"][0, 0, 1, 0] = records["pact"][0, 1, 0, 0] = True
    records["agreements"][0, 0, 1, 0] = records["agreements"][0, 1, 0, 0] = 2  # a hotline
    records["crisis"][1, 0, 1, 0] = 2  # a limited war
    records["war"][1, 0, 1, 0], records["war"][1, 1, 0, 0] = ROLE["initiator"], ROLE["target"]
    records["alive"][1, 1, 0] = False
    records["resources"][1, :, 0] = (2.0, 0.0)
    return records
