"""What each study asks, and which functions answer."""

import numpy as np
import pytest

from report.history import made_up as made
from westphalia.forecast import recovery
from westphalia.forecast.recovery import KINDS_AND_ALL, Recovery
from westphalia.report.cite import cite
from westphalia.report.history import studies
from westphalia.report.history.folder import read_study, run_in_pieces, run_study, study_hash
from westphalia.report.history.question import HistoryOptions, parse_question
from westphalia.work.executors import Threads
from westphalia.work.plan import read_plan
from westphalia.world.problems import UserError

pytestmark = pytest.mark.usefixtures("own_place")


def question(**options):
    return parse_question(HistoryOptions(("liberal",), first=1900, last=1914, **options))


def test_what_decides_the_numbers_decides_the_hash(asked):
    plain = studies.replay(question(), False, False, 1000, True, False)
    again = studies.replay(question(), False, False, 500, True, False)  # no draws are made
    assert study_hash(plain) == study_hash(again)
    for other in (
        studies.replay(question(seed=2), False, False, 1000, True, False),
        studies.replay(question(set_=["beta=1.2"]), False, False, 1000, True, False),
        studies.replay(question(), False, False, 1000, True, serial=True),
        studies.tournament(question(), True),
    ):
        assert study_hash(other) != study_hash(plain)


def test_a_study_is_read_back_as_what_it_found(asked, tmp_path):
    study = studies.tournament(question(), quick=False)
    found = run_study(study, tmp_path / "t")
    assert repr(read_study(tmp_path / "t")) == repr(found) == repr(made.tournament())


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "manifest.json").write_text('{"hash": "x"}', encoding="utf-8")
    with pytest.raises(UserError, match="not the run folder of a replay, tournament or recovery"):
        read_study(tmp_path)


def test_recovery_of_nothing_is_refused():
    with pytest.raises(UserError, match="are all 0"):
        studies.recover(question(), 0, 0, 0)


@pytest.fixture
def invented(monkeypatch):
    """Histories that are scored at once: every theory's own wins the even ones; what was made."""
    made = []

    def make(self, number, store=None):
        made.append(number)
        theory, block = divmod(number, self.number // 2)
        size = 2, len(KINDS_AND_ALL)
        best, clear = np.full(size, theory), np.zeros(size, bool)
        best[1], clear[0] = -1, block == 0
        return {"best": best, "clear": clear}

    monkeypatch.setattr(recovery, "BLOCK", 2)
    monkeypatch.setattr(Recovery, "make", make)
    return made


def test_a_recovery_is_made_in_pieces_and_goes_on_where_it_was(invented, asked, tmp_path):
    study = studies.recover(parse_question(HistoryOptions(("liberal", "defensive"))), 4, 2, 0)
    found = run_in_pieces(study, tmp_path / "r", Threads(1))
    assert invented == [*range(4), *range(2)]
    first, second = found.recovery
    assert (first.histories, first.estimated, second.histories) == (4, False, 2)
    shares = {(r.made_by, r.best): (r.share.value, r.clear.value) for r in first.rows}
    assert shares["liberal", "liberal"] == shares["defensive", "defensive"] == (0.5, 0.25)
    assert shares["liberal", "defensive"] == (0.0, 0.0)
    assert repr(read_study(tmp_path / "r")) == repr(found)
    plan = read_plan(tmp_path / "r")  # by whoever else works there
    assert [piece.key for piece in plan.job.pieces()] == [
        piece.key for piece in study.run.job.pieces()
    ]
    (tmp_path / "r" / "manifest.json").unlink()
    with pytest.raises(UserError, match="is not finished"):
        cite(tmp_path / "r")
    (tmp_path / "r" / "parts.zip").rename(tmp_path / "parts.zip")
    again = run_in_pieces(study, tmp_path / "r", Threads(2))
    assert len(invented) == 12
    assert repr(again) == repr(found)
    assert (tmp_path / "r" / "parts.zip").read_bytes() == (tmp_path / "parts.zip").read_bytes()


def test_a_folder_with_another_recovery_is_left_as_it_is(invented, asked, tmp_path):
    run_in_pieces(studies.recover(question(), 2, 0, 0), tmp_path / "r", Threads(1))
    with pytest.raises(UserError, match="holds something else"):
        run_in_pieces(studies.recover(question(), 3, 0, 0), tmp_path / "r", Threads(1))
