"""Lines: what a simulation of one theory, or of a mix of several, is called."""

import pytest

from westphalia.runs.lines import line_of

STATES = ("GMY", "FRN", "RUS")


@pytest.mark.parametrize("same", ["defensive", "*=defensive", ["defensive"] * 3])
def test_a_line_of_one_theory_has_its_title(same):
    assert line_of(same, STATES).title == "Defensive realism"


def test_two_mixes_have_different_titles():
    one, other = (line_of(f"GMY={name},*=defensive", STATES) for name in ("offensive", "liberal"))
    assert one.title == one.label == "GMY=offensive,*=defensive"
    assert other.title != one.title
