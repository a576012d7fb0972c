"""Studies of history as tables for the terminal."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from report.history import made_up as made
from westphalia.report.history import words
from westphalia.report.history.table import show


def shown(found) -> str:
    console = Console(width=100, record=True, file=io.StringIO())
    show(found, console)
    return console.export_text()


@pytest.mark.parametrize("found", [made.replay(), made.tournament(), made.recovered()])
def test_the_tables_are_legible_at_100_columns(found):
    text = shown(found)
    assert max(map(len, text.splitlines())) <= 100
    assert "nan" not in text
    assert "None" not in text


def test_the_replay_says_that_baselines_have_an_advantage():
    text = " ".join(shown(made.replay()).split())
    assert "an advantage to them; theories are estimated on the same years too" in text
    bare = replace(made.replay(), estimates=(), posterior=(), notes={})
    assert "theories stand at their defaults" in " ".join(shown(bare).split())


def test_the_tournament_shows_the_wider_interval_and_who_is_told_apart():
    text = " ".join(shown(made.tournament()).split())
    assert "12.3 +" in text
    assert "[8.3, 16.3]" in text  # over decades, the wider of the two
    assert "defensive and offensive" not in words.verdict(made.tournament(), "rolling")
    assert "Told apart among the theories, 1 of 1 pairs: defensive over offensive." in text
    assert "Could a history of this size tell them apart?" in text
    assert "not uniform" in shown(made.recovered())
