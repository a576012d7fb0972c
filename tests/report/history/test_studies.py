"""What each study asks, and which functions answer."""

import json

import numpy as np
import pytest
from places import ROOT

from report.history import made_up as made
from westphalia.forecast import recovery
from westphalia.forecast.recovery import KINDS_AND_ALL, Recovery
from westphalia.records.builtin import great_power_tables
from westphalia.report.cite import cite
from westphalia.report.history import studies
from westphalia.report.history.folder import (
    begin,
    read_study,
    run_study,
    study_hash,
    study_of,
)
from westphalia.report.history.question import HistoryOptions, parse_question
from westphalia.report.records import source
from westphalia.runs.manifest import digest
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
        theory, some = self.blocks[number]
        size = len(some), len(KINDS_AND_ALL)
        best = np.full(size, list(self.theories.values()).index(theory))
        which = np.array(some)[:, None]
        return {"best": np.where(which % 2, -1, best), "clear": (which == 0) & (best >= 0)}

    monkeypatch.setattr(recovery, "BLOCK", 2)
    monkeypatch.setattr(Recovery, "make", make)
    return made


def test_a_recovery_is_made_in_pieces_and_goes_on_where_it_was(invented, asked, tmp_path):
    study = studies.recover(parse_question(HistoryOptions(("liberal", "defensive"))), 4, 2, 0)
    found = run_study(study, tmp_path / "r", Threads(1))
    assert invented == [*range(4), *range(4)]
    first, second = found.recovery
    assert (first.histories, first.estimated, second.histories) == (4, False, 2)
    shares = {(r.made_by, r.best): (r.share.value, r.clear.value) for r in first.rows}
    assert shares["liberal", "liberal"] == shares["defensive", "defensive"] == (0.5, 0.25)
    assert shares["liberal", "defensive"] == (0.0, 0.0)
    assert repr(read_study(tmp_path / "r")) == repr(found)
    plan = read_plan(tmp_path / "r")  # by whoever else works there
    assert [piece.key for piece in plan.job.pieces()] == [piece.key for piece in study.job.pieces()]
    (tmp_path / "r" / "manifest.json").unlink()
    with pytest.raises(UserError, match="is not finished"):
        cite(tmp_path / "r")
    (tmp_path / "r" / "parts.zip").rename(tmp_path / "parts.zip")
    again = run_study(study, tmp_path / "r", Threads(2))
    assert len(invented) == 16
    assert repr(again) == repr(found)
    assert (tmp_path / "r" / "parts.zip").read_bytes() == (tmp_path / "parts.zip").read_bytes()


def test_a_folder_with_another_recovery_is_left_as_it_is(invented, asked, tmp_path):
    run_study(studies.recover(question(), 2, 0, 0), tmp_path / "r", Threads(1))
    with pytest.raises(UserError, match="holds something else"):
        run_study(studies.recover(question(), 3, 0, 0), tmp_path / "r", Threads(1))


OWN = f"{ROOT / 'examples' / 'own_theory.py'}:anxious"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A folder of data: the built-in record, as long as its one file stays the same."""

    def tables_from(path, first, last, codes):
        return great_power_tables(), {"nmc": digest((path / "nmc.csv").read_bytes())}

    monkeypatch.setattr(source, "tables_from", tables_from)
    place = tmp_path / "data"
    place.mkdir()
    (place / "nmc.csv").write_text("1", encoding="utf-8")
    return place


def of_each_kind(data) -> list[studies.Study]:
    options = {"set_": ["beta=1.2", "*.survival=2.5"], "off": ["caps"], "seed": 3}
    asked = question(data=data, pacts="defence", resources="gdp", form=["contest=difference"],
                     **options)  # fmt: skip
    plain = parse_question(HistoryOptions(("liberal", OWN), data=data))
    return [
        studies.replay(asked, True, False, None, False, True),
        studies.tournament(plain, quick=True),
        studies.tournament(plain, quick=False),
        studies.recover(plain, 11, 2, 0),
    ]


def test_every_study_is_made_again_from_its_plan(data, tmp_path):
    for k, study in enumerate(of_each_kind(data)):
        folder = tmp_path / f"{k}"
        begin(study, folder)
        again = study_of(json.loads((folder / "plan.json").read_text())["about"], folder)
        pieces = study.job.pieces()
        assert again.job.pieces() == pieces
        assert len({piece.key for piece in pieces}) == len(pieces)
        keys = [piece.key for piece in pieces]
        assert all(need in keys[:at] for at, piece in enumerate(pieces) for need in piece.needs)
        assert again.describe() == study.describe()
        assert read_plan(folder).job.pieces() == pieces


def test_data_and_theories_that_were_changed_are_refused(data, tmp_path):
    begin(of_each_kind(data)[1], tmp_path / "t")
    (own,) = (tmp_path / "t" / "theories").iterdir()
    text = own.read_text(encoding="utf-8")
    own.write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"own_theory.py was changed since .* Put it back"):
        read_plan(tmp_path / "t")
    own.write_text(text, encoding="utf-8")
    (data / "nmc.csv").write_text("2", encoding="utf-8")
    with pytest.raises(UserError, match=r"data: nmc changed since .* Put the files back"):
        read_plan(tmp_path / "t")
