"""The year has an order that can be printed, cut into parts and gone through."""

from conftest import equals, streams_of
from decisions.years import RULES, given_by

from westphalia.decisions.context import Year
from westphalia.simulation.year import YEAR, go_through, parts


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


def adds(name):
    """A step that writes its name on record."""

    def step(year, given, rules):
        """A step."""
        return year.recording(order=(*year.record.get("order", ()), name))

    return step


def test_a_year_is_cut_before_the_steps_that_are_named():
    assert parts() == (YEAR,)
    one, two, three = parts("align", "crisis")
    assert (*one, *two, *three) == YEAR
    assert [two[0][0], three[0][0]] == ["align", "crisis"]
    assert one[-1][0] == "signals"


def test_steps_are_gone_through_in_their_order():
    part = tuple((name, adds(name)) for name in ("first", "second", "last"))
    scene = equals(3)
    known = given_by(*scene[1:], streams_of(1, 1))
    after = go_through(part, Year(scene.world, {}), known, RULES)
    assert after.record["order"] == ("first", "second", "last")
