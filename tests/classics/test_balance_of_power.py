"""Essential states: Niou, Ordeshook & Rose (1989)."""

import pytest

from westphalia.classics import balance_of_power

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


@EXACT
@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ((120, 100, 80), (0, 1, 2)),
        ((160, 80, 60), (0,)),
        ((100, 100, 90, 10), (0, 1, 2)),
        ((40, 25, 20, 15), (0, 1, 2, 3)),
        ((50, 30, 15, 5), (0, 1, 2, 3)),
    ],
)
def test_niou_ordeshook_rose_essential_states(resources, expected):
    assert balance_of_power.essential_states(resources) == expected


@EXACT
def test_niou_ordeshook_rose_refuses_what_is_not_a_distribution():
    with pytest.raises(ValueError, match="not all zero"):
        balance_of_power.essential_states((0, 0))
    with pytest.raises(ValueError, match="zero or more"):
        balance_of_power.essential_states((3, -1))
