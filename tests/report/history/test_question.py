"""A question of history from the texts of a command line."""

import pytest
from places import ROOT

from westphalia.records.panel import Coding
from westphalia.report.history.question import (
    HistoryOptions,
    coding_of,
    parse_question,
    parse_theories,
)
from westphalia.theories import THEORIES
from westphalia.world.problems import UserError

pytestmark = pytest.mark.usefixtures("own_place")


def test_the_four_theories_unless_some_are_named():
    assert [c.theory.name for c in parse_theories(())] == list(THEORIES)
    own = parse_theories([f"{ROOT / 'examples' / 'own_theory.py'}:anxious"])[0]
    assert (own.theory.name, own.file.path) == ("anxious", ROOT / "examples" / "own_theory.py")


def test_every_theory_that_cannot_be_asked_is_named():
    with pytest.raises(UserError) as error:
        parse_theories(["liberal", "liberal", "A=liberal,*=offensive", "libral"])
    text = str(error.value)
    assert "given twice" in text
    assert "is a mix" in text
    assert "Did you mean liberal" in text


def test_a_coding_from_texts():
    assert coding_of("defence, offence", "cow", "gdp") == Coding(
        ("defence", "offence"), "cow", "gdp"
    )
    with pytest.raises(UserError) as error:
        coding_of("defense", "gmll", "materiel")
    assert all(name in str(error.value) for name in ("'defense'", "'gmll'", "'materiel'"))


def test_a_question_describes_everything_that_decides_its_numbers():
    question = parse_question(HistoryOptions(("liberal",), 1900, 1914, set_=["beta=1.2"], seed=4))
    assert question.describe()["forms"] == {"contest": "ratio"}
    found = question.describe()
    assert found["panel"]["first"] == 1900
    assert found["panel"]["coding"]["obligations"] == ["defence", "offence"]
    assert found["parameters"]["defence_advantage"] == 1.2
    assert found["seed"] == 4
    other = question.panel_of(Coding(obligations=("defence",)))
    assert other.years.tolist() == question.panel.years.tolist()
