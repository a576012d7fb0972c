"""What can be chosen on the page."""

from westphalia.app.server.options import MATTERS, choosable
from westphalia.world.parameters import ABOUT


def test_the_parameters_that_are_shown_first_exist_and_come_first():
    assert set(MATTERS) <= set(ABOUT)
    shown = choosable()["parameters"]
    assert tuple(p["name"] for p in shown[: len(MATTERS)]) == MATTERS
    assert [p["matters"] for p in shown] == [True] * len(MATTERS) + [False] * (
        len(ABOUT) - len(MATTERS)
    )
