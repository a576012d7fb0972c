"""A Dask cluster of two processes on this machine: the same bytes, also when a worker is killed."""

import os
import signal
import threading

import pytest

from westphalia.work import dask as of_dask
from westphalia.work.dask import Dask
from westphalia.work.executors import Threads, carry_out
from westphalia.world.problems import UserError
from work.ledgers import begun
from work.toy import files

pytestmark = pytest.mark.xdist_group(name="experiments")


@pytest.mark.slow
def test_a_cluster_of_two_gives_the_same_bytes_though_a_worker_is_killed(tmp_path, monkeypatch):
    alone, together = begun(tmp_path / "alone"), begun(tmp_path / "together")
    carry_out(alone, Threads(1))
    client_of, killed = Dask._client, []

    def with_a_killer(self):
        client = client_of(self)
        (victim, *_) = client.run(os.getpid).values()
        killed.append(victim)
        threading.Timer(2.0, os.kill, (victim, signal.SIGKILL)).start()
        return client

    monkeypatch.setattr(Dask, "_client", with_a_killer)
    told = []
    carry_out(together, Dask(number=2), told.append)
    assert killed
    assert sum(told) == sum(piece.size for piece in together.job.pieces())
    assert files(together.store) == files(alone.store)


def test_a_scheduler_that_does_not_answer_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(of_dask, "ANSWER", 0.2)
    with pytest.raises(UserError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        carry_out(begun(tmp_path), Dask("tcp://127.0.0.1:9"))


def test_without_dask_the_command_that_installs_it_is_told(monkeypatch):
    monkeypatch.setattr(of_dask, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install 'westphalia\[cluster\]'"):
        Dask()
