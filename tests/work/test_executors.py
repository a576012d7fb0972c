"""Whoever works, the same bytes come out; who is killed is replaced; errors are told."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from westphalia.experiments import run
from westphalia.work import executors
from westphalia.work.executors import Pool, Processes, Threads, carry_out
from westphalia.work.plan import Plan
from westphalia.work.store import Store
from westphalia.world.problems import UserError
from work.ledgers import begun
from work.toy import Toy, files

pytestmark = pytest.mark.xdist_group(name="experiments")


def ledger(folder, workers):
    """The files of a small ledger, made by some workers, and how much was reported."""
    plan, told = begun(folder), []
    carry_out(plan, workers, told.append)
    assert sum(told) == sum(piece.size for piece in plan.job.pieces())
    return files(plan.store)


@pytest.mark.slow
def test_threads_processes_and_pools_give_the_same_bytes(tmp_path):
    made = [ledger(tmp_path / f"threads{k}", Threads(k)) for k in (1, 2)]
    made.append(ledger(tmp_path / "processes", Processes(2)))
    spawn = multiprocessing.get_context("spawn")
    for name, pool in (
        ("pool of threads", ThreadPoolExecutor(2)),
        ("pool of processes", ProcessPoolExecutor(1, mp_context=spawn)),
    ):
        with pool:
            made.append(ledger(tmp_path / name, Pool(pool)))
    assert made[0]
    assert all(one == made[0] for one in made)


@pytest.mark.slow
def test_a_process_that_is_killed_is_replaced(tmp_path, monkeypatch):
    begin, killed = executors._begin, []

    def begin_and_kill(folder, count, said):
        process = begin(folder, count, said)
        if len(killed) < 2:
            killed.append(process.pid)
            threading.Timer(1.0, os.kill, (process.pid, signal.SIGKILL)).start()
        return process

    monkeypatch.setattr(executors, "_begin", begin_and_kill)
    assert ledger(tmp_path / "killed", Processes(1)) == ledger(tmp_path / "whole", Threads())
    assert len(killed) == 2


def test_processes_that_are_killed_without_end_are_given_up(tmp_path, monkeypatch):
    class Dead:
        returncode = -9

        def poll(self):
            return -9

        def kill(self):
            pass

        def wait(self):
            pass

    monkeypatch.setattr(executors, "_begin", lambda *args: Dead())
    monkeypatch.setattr(executors, "LOOK", 0.01)
    with pytest.raises(UserError, match=r"6 processes in a row.*signal 9.*fewer"):
        carry_out(Plan(tmp_path, Toy(tmp_path)), Processes(1))


def test_what_a_process_says_at_its_end_is_told(tmp_path):
    folder = begun(tmp_path / "plan").folder
    text = (folder / "plan.json").read_text().replace('"kind": "claims"', '"kind": "magic"')
    (folder / "plan.json").write_text(text)
    with pytest.raises(UserError, match="no plan of this version"):
        carry_out(Plan(folder, Toy(tmp_path)), Processes(1))


def test_a_damaged_piece_is_found_at_the_start_and_made_again(tmp_path, capsys):
    plan = Plan(tmp_path, Toy(tmp_path))
    carry_out(plan, Threads(1))
    whole = files(plan.store)
    path = plan.store.path("some/003")
    path.write_bytes(path.read_bytes()[:-30])
    plan.store.path("some/004").write_bytes(b"")
    carry_out(plan, Threads(1))
    assert "2 pieces were damaged, and will be made again: some/003, some/004" in (
        capsys.readouterr().err
    )
    assert files(plan.store) == whole


def test_a_pool_stops_at_an_error(tmp_path, monkeypatch):
    plan = begun(tmp_path)
    monkeypatch.setattr(run, "evaluate", lambda *args: 1 / 0)
    with ThreadPoolExecutor(1) as pool, pytest.raises(ZeroDivisionError):
        carry_out(plan, Pool(pool))


def test_what_is_packed_is_read_as_before(tmp_path):
    plan, store = Plan(tmp_path, Toy(tmp_path)), Store(tmp_path / "parts")
    carry_out(plan, Threads(2))
    keys = [piece.key for piece in plan.job.pieces()]
    before = [store.get(key)["x"] for key in keys]
    store.pack(keys)
    assert not store.folder.exists()
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".zip"] == ["parts.zip"]
    fresh = Store(tmp_path / "parts")
    assert all(map(fresh.has, keys))
    for key, one in zip(keys, before, strict=True):
        assert np.array_equal(fresh.get(key)["x"], one)
    first = (tmp_path / "parts.zip").read_bytes()
    (tmp_path / "parts.zip").unlink()
    carry_out(plan, Threads(1))
    store.pack(keys)
    assert (tmp_path / "parts.zip").read_bytes() == first  # nothing of when or by whom
    carry_out(plan, Threads(1))
    assert len(Toy(tmp_path).made()) == 60  # nothing is made again
