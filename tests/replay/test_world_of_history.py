"""The world in which history is scored: its numbers keep the limits that go with them."""

import pytest

from westphalia.replay.world_of_history import NUMBERS, PARAMETERS, RANGES, WIDE, about
from westphalia.world.parameters import ABOUT


@pytest.mark.parametrize("name", RANGES)
def test_a_number_here_has_a_value_range_and_limits_of_its_own(name):
    row, usual = about(name), ABOUT[name]
    assert (row.default, row.low, row.high) == RANGES[name]
    assert getattr(PARAMETERS, name) == NUMBERS[name] == row.default
    # a replay can be given whatever an estimate may try, for the world allows it too
    assert usual.least <= row.least <= row.low <= row.high <= row.most <= usual.most
    if name in WIDE:
        assert (row.least, row.most) == (row.default / 4.0, row.default * 4.0)


def test_the_noise_of_pacts_is_sought_where_it_always_was():
    row = about("temperature_pact")
    assert (row.least, row.most) == pytest.approx((0.0006, 0.0096))
    assert about("reliability") == ABOUT["reliability"]
