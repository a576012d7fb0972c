"""Richardson (1960): equilibrium and stability of an arms race."""

import numpy as np
import pytest
from limits import close

from westphalia.classics import richardson

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


# Richardson (1960)

RACE = richardson.Race(k=0.9, l=0.8, a=1.2, b=1.1, g=0.5, h=0.4)


@EXACT
def test_richardson_equilibrium_is_where_the_stocks_of_arms_come_to_rest():
    assert richardson.equilibrium(RACE) == pytest.approx((1.516667, 1.466667), abs=5e-7)
    path = richardson.run(0.0, 3.0, RACE, steps=200, years=0.5)
    assert path[-1] == pytest.approx((1.516667, 1.466667), abs=5e-7)


@EXACT
def test_richardson_is_stable_iff_fatigue_outweighs_reaction():
    assert richardson.stable(RACE)
    runaway = RACE._replace(k=2.5)  # 1.2 * 1.1 < 2.5 * 0.8
    assert not richardson.stable(runaway)
    start = np.add(richardson.equilibrium(runaway), 0.1)
    path = richardson.run(*start, runaway, steps=200, years=0.5)
    assert path[-1].min() > 10.0
    with pytest.raises(ValueError, match="no single equilibrium"):
        richardson.equilibrium(RACE._replace(k=1.65))


@EXACT
@pytest.mark.parametrize(("years", "settles"), [(0.5, True), (0.9, True), (1.1, False)])
def test_richardson_in_steps_settles_iff_the_spectral_radius_is_below_one(years, settles):
    radius = richardson.spectral_radius(RACE, years)
    matrix = np.eye(2) + years * np.array([[-RACE.a, RACE.k], [RACE.l, -RACE.b]])
    assert radius == close(np.abs(np.linalg.eigvals(matrix)).max())
    assert (radius < 1.0) == settles
    path = richardson.run(0.0, 3.0, RACE, steps=400, years=years)
    distance = np.abs(path[-1] - richardson.equilibrium(RACE)).max()
    assert (distance < 1e-3) == settles


@EXACT
def test_richardson_year_by_year_is_on_the_edge_at_the_printed_numbers():
    assert richardson.spectral_radius(RACE, 1.0) == close(1.0)
