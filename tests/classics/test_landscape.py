"""Landscape theory: Axelrod & Bennett (1993)."""

import numpy as np
import pytest
from limits import close

from westphalia.classics import landscape

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


def random_land(n, seed):
    rng = np.random.default_rng(seed)
    p = rng.normal(size=(n, n))
    return landscape.landscape(rng.uniform(0.2, 3.0, n), p + p.T)


@EXACT
@pytest.mark.parametrize("n", [2, 3, 6])
def test_landscape_has_two_to_the_n_minus_one_configurations(n):
    found = list(landscape.configurations(n))
    assert len(found) == len(set(found)) == 2 ** (n - 1)
    every = {c if c[0] == 0 else tuple(1 - x for x in c) for c in np.ndindex(*[2] * n)}
    assert set(found) == every


@EXACT
@pytest.mark.parametrize("seed", range(5))
def test_landscape_every_improving_flip_lowers_the_energy(seed):
    land = random_land(6, seed)
    flips = 0
    for blocs in landscape.configurations(6):
        for state in landscape.improving(land, blocs):
            after = landscape.flipped(blocs, state)
            relief = landscape.frustration(land, blocs) - landscape.frustration(land, after)
            fall = landscape.energy(land, blocs) - landscape.energy(land, after)
            assert fall > 0
            assert fall == close(2.0 * land.size[state] * relief[state])
            flips += 1
    assert flips > 0


@EXACT
def test_landscape_descent_ends_in_a_local_minimum():
    land = random_land(7, 3)
    stable = [c for _, c in landscape.minima(land)]
    for blocs in landscape.configurations(7):
        last = landscape.descend(land, blocs)[-1]
        last = last if last[0] == 0 else tuple(1 - x for x in last)
        assert last in stable
    energies = [landscape.energy(land, c) for c in landscape.configurations(7)]
    assert landscape.minima(land)[0][0] == close(min(energies))


@EXACT
def test_landscape_friends_end_up_together_and_enemies_apart():
    # two pairs of friends, hostile across: one way to sort them has no frustration at all
    p = [[0, 1, -1, -1], [1, 0, -1, -1], [-1, -1, 0, 1], [-1, -1, 1, 0]]
    land = landscape.landscape([1, 2, 3, 4], p)
    energy, blocs = landscape.minima(land)[0]
    assert blocs == (0, 0, 1, 1)
    assert energy == close(-2.0 * (1 + 2) * (3 + 4))
    with pytest.raises(ValueError, match="symmetric"):
        landscape.landscape([1, 1], [[0, 1], [2, 0]])
    with pytest.raises(ValueError, match="above 0"):
        landscape.landscape([1, 0], [[0, 1], [1, 0]])
