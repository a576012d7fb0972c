"""Tallies are those of brute force, however the runs are cut."""

import numpy as np

from westphalia.measures.quantities import pairs
from westphalia.measures.tallies import Tally


def records(runs: int, n: int = 4, years: int = 5) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)
    upper = rng.random((years, n, n, runs)) < 0.2
    pact = upper | np.swapaxes(upper, 1, 2)
    attack = np.triu(np.ones((n, n)), 1)[None, :, :, None] * (rng.random((years, n, n, runs)) < 0.1)
    war = (attack + 3 * np.swapaxes(attack, 1, 2)).astype(np.uint8)
    alive = rng.random((years, n, runs)) < 0.95
    arms = rng.random((years, n, runs)).astype(np.float32) * alive
    return {
        "pact": pact,
        "war": war,
        "alive": alive,
        "arms": arms,
        "burden": arms,
        "resources": arms,
    }


def tally_in_chunks(data: dict[str, np.ndarray], width: int) -> Tally:
    tally = Tally(4, 5, [0, 1, 2], np.eye(4, dtype=bool))
    runs = data["alive"].shape[-1]
    for first in range(0, runs, width):
        tally.add({k: v[..., first : first + width] for k, v in data.items()}, first)
    return tally


def test_tallies_are_those_of_brute_force():
    data = records(130)
    tally = tally_in_chunks(data, 64)
    rows, columns = pairs(4)
    pact = data["pact"][:, rows, columns]
    fought = data["war"][:, rows, columns] > 0
    assert tally.count == 130
    assert (tally["runs"] == [3] * 30 + [2] * 20).all()
    assert (tally["pact"].sum(0) == pact.sum(-1)).all()
    assert (tally["pact"][7] == pact[..., 7::50].sum(-1)).all()
    assert (tally["fought"].sum((0, 1)) == fought.any(0).sum(-1)).all()
    great = fought[:, [0, 1, 3]].any(1)  # pairs 0-1, 0-2, 1-2
    assert tally["great_war"].sum() == great.any(0).sum()
    first = great.argmax(0)
    assert tally["great_war"].sum(0)[2] == (great.any(0) & (first == 2)).sum()
    began = [
        any(data["war"][first[r], 0, j, r] == 1 for j in range(1, 4)) and great[:, r].any()
        for r in range(130)
    ]
    assert tally["starters"].sum(0)[0] <= sum(began)


def test_tallies_do_not_depend_on_the_chunks():
    data = records(130)
    one, other = tally_in_chunks(data, 64), tally_in_chunks(data, 37)
    for name in one.sums:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-6)
