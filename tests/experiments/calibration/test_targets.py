"""Targets."""

import pytest

from westphalia.experiments.calibration.targets import Target, target_between
from westphalia.world.problems import UserError


def test_an_interval_is_a_value_with_its_standard_deviation():
    target = target_between("burden", 0.02, 0.04, "SIPRI")
    assert target.value == pytest.approx(0.03)
    assert target.sd == pytest.approx(0.01 / 1.96, rel=1e-4)
    assert target.source == "SIPRI"


@pytest.mark.parametrize(("low", "high"), [(2.0, 1.0), (1.0, 1.0), (float("nan"), 1.0)])
def test_an_interval_out_of_order_is_refused(low, high):
    with pytest.raises(UserError, match=r"'burden' from .* give its low end and a higher one"):
        target_between("burden", low, high, "")


@pytest.mark.parametrize(("value", "sd"), [(1.0, 0.0), (1.0, -1.0), (1.0, float("inf"))])
def test_a_target_needs_an_error(value, sd):
    with pytest.raises(UserError, match="above 0"):
        Target("burden", value, sd, "")


def test_a_target_needs_a_value():
    with pytest.raises(UserError, match="give a number"):
        Target("burden", float("nan"), 1.0, "")
