"""How often the order of theories stays the same."""

import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from hypothesis import given
from hypothesis import strategies as st

from westphalia.experiments.rank_robustness import compare_orders

pytestmark = pytest.mark.xdist_group(name="experiments")


def test_orders_are_compared_by_kendalls_tau():
    same = compare_orders("same", [["a", "b", "c"]] * 4, ["a", "b", "c"])
    assert (same.kendall, same.same_order[0], same.same_best[0]) == (1.0, 1.0, 1.0)
    assert same.orders == {"a > b > c": 4}
    back = compare_orders("back", [["c", "b", "a"]], ["a", "b", "c"])
    assert (back.kendall, back.same_order[0], back.same_best[0]) == (-1.0, 0.0, 0.0)
    mixed = compare_orders("mixed", [["b", "a", "c"], ["a", "c", "b"]], ["a", "b", "c"])
    assert mixed.kendall == pytest.approx(1.0 / 3.0)
    assert mixed.same_best[0] == 0.5
    assert mixed.cases == 2


@given(st.permutations("abcd"), st.permutations("abcd"))
def test_how_close_two_orders_are_does_not_depend_on_which_is_the_reference(one, other):
    there, back = compare_orders("", [one], other), compare_orders("", [other], one)
    assert there.kendall == pytest.approx(back.kendall)
    swaps = sum(
        (one.index(x) < one.index(y)) != (other.index(x) < other.index(y))
        for x, y in ("ab", "ac", "ad", "bc", "bd", "cd")
    )
    assert there.kendall == pytest.approx(1.0 - swaps / 3.0)
