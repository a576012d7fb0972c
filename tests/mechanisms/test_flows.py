"""How long gains and losses are felt, against sums year by year."""

import numpy as np
import pytest
from conftest import numbers, switched
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close

from westphalia.mechanisms.flows import Felt, felt
from westphalia.world.parameters import Parameters, with_values

ON, OFF = switched(flows=1.0), switched(flows=0.0)


def year_by_year(discount, hazard):
    """What is had every year until it ends, in years of today: counted one by one."""
    total, left = 0.0, 1.0
    while left > 1e-13:
        total += left
        left *= discount * (1.0 - hazard)
    return total


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.floats(0.5, 0.99), *(st.floats(0.0, 1.0) for _ in range(3)), st.floats(0.02, 0.5))
def test_years_are_those_of_a_sum_over_the_years(discount, end, new, pull, wear):
    p = with_values(
        {
            "discount": discount,
            "issue_end": 0.5 * end,
            "new_issues": new,
            "convergence": 0.05 * pull,
            "depreciation": wear,
        }
    )
    found = felt(p, ON)
    # a settled issue ends, or half of those that open anew are lost
    assert found.share == close(year_by_year(discount, 0.5 * end + 0.5 * new), rel=1e-9)
    assert found.land == close(year_by_year(discount, 0.05 * pull), rel=1e-9)
    assert found.arms == close(year_by_year(discount, wear), rel=1e-9)


def test_off_everything_is_one_years_income():
    assert felt(Parameters(), OFF) == Felt(1.0, 1.0, 1.0)
    found = felt(numbers(Parameters()), numbers(OFF))
    assert all((np.asarray(years) == 1.0).all() for years in found)


def test_by_default_land_lasts_longest_and_arms_wear_out_first():
    share, land, arms = felt(Parameters(), ON)
    assert round(land) == 11
    assert round(share) == 9
    assert round(arms) == 6


@pytest.mark.parametrize(
    ("number", "kind"),
    [("issue_end", "share"), ("new_issues", "share"), ("convergence", "land"),
     ("depreciation", "arms")],
)  # fmt: skip
def test_a_larger_hazard_shortens_the_years_of_its_own_kind_alone(number, kind):
    usual = felt(Parameters(), ON)._asdict()
    more = felt(with_values({number: 1.5 * getattr(Parameters(), number)}), ON)._asdict()
    assert more[kind] < usual[kind]
    assert {k: v for k, v in more.items() if k != kind} == {
        k: v for k, v in usual.items() if k != kind
    }


def test_patience_lengthens_all_of_them():
    less, more = (felt(with_values({"discount": d}), ON) for d in (0.9, 0.95))
    assert all(b > a for a, b in zip(less, more, strict=True))
