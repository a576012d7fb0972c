"""The verb `work`."""

import pytest
from work.ledgers import begun

from westphalia.cli import dispatch
from westphalia.programs import running

pytestmark = pytest.mark.xdist_group(name="experiments")


@pytest.fixture(autouse=True)
def usual_number_of_programs(monkeypatch):
    """The command keeps fewer programs in its process, which here is that of other tests too."""
    monkeypatch.setattr(running, "MOST_PROGRAMS", running.MOST_PROGRAMS)


@pytest.mark.slow
def test_shares_and_helpers_do_what_a_command_began(tmp_path, capsys):
    plan = begun(tmp_path / "ledger")
    many = len(plan.job.pieces())
    assert dispatch(["work", str(plan.folder), "--share", "1/2"]) == 0
    first = (many + 1) // 2
    left = f"{many - first} are left" if many > first else "all are there"
    assert f"{first} of {many} pieces were made here; {left}." in capsys.readouterr().err
    assert dispatch(["work", str(plan.folder), "--workers", "1", "--until", "10m"]) == 0
    assert f"{many - first} of {many} pieces were made here; all are there." in (
        capsys.readouterr().err
    )
    command = ["claims", "29", "--draws", "4", "--runs", "32", "--seed", "5"]
    assert dispatch([*command, "--out", str(plan.folder)]) == 2  # another ledger: it has defaults
    assert "holds something else" in capsys.readouterr().err


def test_everything_that_is_wrong_is_told_at_once(tmp_path, capsys):
    assert dispatch(["work", str(tmp_path), "--share", "9/3", "--until", "soon"]) == 2
    told = capsys.readouterr().err
    for part in ("--share 9/3", "--until soon", "has no plan.json"):
        assert part in told


def test_unknown_workers_are_refused_before_anything_begins(tmp_path, capsys):
    command = ["claims", "29", "--workers", "proceses:2", "--out", str(tmp_path / "out")]
    assert dispatch(command) == 2
    assert "Did you mean processes" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
