"""A question of history from the texts of a command line."""

import pytest
from places import ROOT

from westphalia.records.panel import Coding
from westphalia.replay.world_of_history import FORMS
from westphalia.report.history.question import (
    HistoryOptions,
    coding_of,
    parse_again,
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
    assert question.describe()["forms"] == FORMS._asdict()
    found = question.describe()
    assert found["panel"]["first"] == 1900
    assert found["panel"]["coding"]["obligations"] == ["defence", "offence"]
    assert found["parameters"]["defence_advantage"] == 1.2
    assert found["seed"] == 4
    other = question.panel_of(Coding(obligations=("defence",)))
    assert other.years.tolist() == question.panel.years.tolist()


def test_a_table_of_draws_is_part_of_what_is_asked(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("war_cost,*.survival\n0.03,1\n0.05,0.9\n")
    asked = parse_question(HistoryOptions(["defensive"], draws=path))
    assert asked.draws.names == ("war_cost", "defensive.survival")
    said = asked.describe()
    kept = said["draws"]
    assert kept.startswith("draws/")
    (tmp_path / "draws").mkdir()
    path.rename(tmp_path / kept)
    assert parse_again(said, tmp_path, None).describe() == said
    path.write_text("war_cost\n0.03\n")
    with pytest.raises(UserError, match="has one draw: give at least 2"):
        parse_question(HistoryOptions(["defensive"], draws=path))
