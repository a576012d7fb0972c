"""Where two runs part, and in which order of the year."""

import numpy as np

from westphalia.measures.differences import Differences, divergences


def blank(runs: int = 2) -> dict[str, np.ndarray]:
    pair, state = (3, 2, 2, runs), (3, 2, runs)
    out = {k: np.zeros(pair, np.uint8) for k in ("agreements", "crisis", "war")}
    return out | {"pact": np.zeros(pair, bool)} | {k: np.ones(state) for k in ("burden", "posture")}


def test_the_first_divergence_is_found_and_its_order_is_that_of_the_year():
    before, after = blank(), blank()
    after["war"][2, 0, 1, 0] = 1
    after["burden"][1, 1, 0] = 1.2
    after["crisis"][1, 0, 1, 0] = 2
    first, second = divergences(before, after)
    assert (first.year, first.kind, first.states) == (1, "burden", (1,))
    assert second is None
    found = Differences()
    found.add(before, after)
    assert found.whole("first_war")[0, 1].tolist() == [2, -1]
    assert found.whole("begun")[0, 1].tolist() == [True, False]


def test_what_was_switched_is_no_consequence():
    before, after = blank(), blank()
    before["agreements"][0, 0, 1] = 2
    assert divergences(before, after)[0] is not None
    assert divergences(before, after, ignored=2) == [None, None]
