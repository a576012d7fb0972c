"""Fixtures of the tests of studies of history: commands that answer at once."""

from types import SimpleNamespace

import pytest

from report.history import made_up as made
from westphalia.experiments import tournament_study
from westphalia.forecast import replay_study as replayed
from westphalia.report.history import figures as history_figures
from westphalia.work.job import Together

DRAW = history_figures.write_figures


@pytest.fixture
def own_place(tmp_path, monkeypatch):
    """No remembered folder of the user's, and a place of its own for `runs/`."""
    monkeypatch.setenv("WESTPHALIA_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("WESTPHALIA_DATA", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def asked(monkeypatch):
    """Studies that answer at once with numbers made up; what they were asked."""
    calls = {}

    def answering(name, found):
        def study(*args, **options):
            def gather(store):
                calls[name] = (args, options)
                return found

            return SimpleNamespace(job=Together([]), gather=gather)

        return study

    monkeypatch.setattr(history_figures, "write_figures", lambda found, folder: None)
    monkeypatch.setattr(replayed, "ReplayStudy", answering("replay", made.replay()))
    monkeypatch.setattr(tournament_study, "Tournament", answering("tournament", made.tournament()))
    return calls


@pytest.fixture
def drawn(asked, monkeypatch):
    """Figures are drawn, which takes longer than all the rest."""
    monkeypatch.setattr(history_figures, "write_figures", DRAW)
    return asked
