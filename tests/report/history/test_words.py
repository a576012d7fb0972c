"""Sentences computed from a study."""

from report.history import made_up as made
from westphalia.report.history import words


def test_standings_are_reversed_for_the_other_of_a_pair():
    found = made.tournament()
    assert words.standing(found, "rolling", "all", "offensive")["worse"] == ["defensive", "dyadic"]
    assert words.standing(found, "rolling", "all", "dyadic")["better"] == list(made.NAMES[:3])


def test_a_sentence_says_how_a_contender_stands_beside_all_others():
    assert words.describe_standing(made.tournament(), "rolling", "offensive") == (
        "Offensive realism forecasts worse than defensive and dyadic, and cannot be told apart "
        "from base rate."
    )


def test_a_window_says_what_it_learns_from():
    found = made.tournament()
    expected = "learning from 1816-1913, forecasting 1914-1945"
    assert words.describe_window(found, "1914-1945") == expected
    rolling = "1860-1879, 2 steps, each learning from all years before it"
    assert words.describe_window(found, "rolling") == rolling
