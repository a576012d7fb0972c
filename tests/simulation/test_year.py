"""The year has an order that can be printed."""

from westphalia.simulation.year import YEAR


def test_a_year_has_a_printable_order():
    order = [name for name, _ in YEAR]
    assert order == [
        "shocks",
        "observe and learn",
        "agreements",
        "compliance",
        "signals",
        "align",
        "arm and posture",
        "crisis",
        "war and joining",
        "consequences",
    ]
    assert all(callable(stage) and stage.__doc__ for _, stage in YEAR)
