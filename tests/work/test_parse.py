"""What a command line says of workers."""

import pytest

from westphalia.work.dask import Dask
from westphalia.work.executors import Processes, Threads
from westphalia.work.parse import seconds_of, share_of, workers_of
from westphalia.work.slurm import Slurm
from westphalia.work.worker import Share
from westphalia.world.problems import UserError


@pytest.mark.parametrize(
    ("text", "workers"),
    [
        (None, Threads()),
        ("3", Threads(3)),
        ("threads", Threads()),
        ("threads:2", Threads(2)),
        ("processes", Processes()),
        ("processes:4", Processes(4)),
        ("dask", Dask()),
        ("dask:2", Dask(number=2)),
        ("dask:tcp://10.0.0.1:8786", Dask("tcp://10.0.0.1:8786")),
        ("slurm", Slurm()),
        ("slurm:array=5, time=1:00:00", Slurm({"array": "5", "time": "1:00:00"})),
    ],
)
def test_workers_are_said_in_words(text, workers, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda command: f"/usr/bin/{command}")
    assert workers_of(text) == workers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("proceses", "Did you mean processes"),
        ("processes:none", "'none' is not a whole number"),
        ("0", "at least 1"),
        ("-1", "threads"),
        ("threads:0", "at least 1"),
        ("slurm:partition", "write name=value"),
        ("slurm:time=soon", "is not a time"),
    ],
)
def test_other_workers_are_refused_with_what_is_valid(text, told):
    with pytest.raises(UserError, match=told):
        workers_of(text)


def test_slurm_is_refused_before_anything_begins_where_jobs_cannot_be_handed_in(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda command: None)
    with pytest.raises(UserError, match="no command 'sbatch' here"):
        workers_of("slurm")


def test_shares_and_times():
    assert share_of("3/50") == Share(3, 50)
    assert [seconds_of(t) for t in ("90s", "55m", "1.5h", "2d")] == [90.0, 3300.0, 5400.0, 172800.0]


@pytest.mark.parametrize("text", ["0/4", "5/4", "3", "a/b", "3/", "-1/4"])
def test_what_is_no_share_is_refused(text):
    with pytest.raises(UserError, match="write 3/50"):
        share_of(text)


@pytest.mark.parametrize("text", ["55", "m", "5 minutes", "-5m", "1e3s"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(UserError, match="write 90s"):
        seconds_of(text)
