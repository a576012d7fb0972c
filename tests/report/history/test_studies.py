"""What each study asks, and which functions answer."""

import pytest

from report.history import made_up as made
from westphalia.report.history import studies
from westphalia.report.history.folder import read_study, run_study, study_hash
from westphalia.report.history.question import HistoryOptions, parse_question
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
