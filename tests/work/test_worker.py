"""Workers: every piece once, whoever works; what is killed is made again, to the bit."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from places import ROOT

from westphalia.work.store import Store
from westphalia.work.worker import Share, work
from work.toy import Toy, files


def test_every_piece_is_made_once_and_what_it_needs_before_it(tmp_path):
    toy, store, told = Toy(tmp_path), Store(tmp_path / "parts"), []
    assert work(toy, store, threads=3, report=told.append) == 30
    order = toy.made()
    assert sorted(order) == list(range(30))
    for k in (9, 19, 29):
        assert all(order.index(k) > order.index(before) for before in range(k - 9, k))
    assert sorted(told) == [piece.size for piece in toy.pieces()]
    assert work(toy, store, report=told.append) == 0
    assert len(told) == 60


def test_the_number_of_threads_changes_no_byte(tmp_path):
    stores = [Store(tmp_path / f"{k}") for k in (1, 3)]
    for store, threads in zip(stores, (1, 3), strict=True):
        work(Toy(tmp_path), store, threads)
    assert files(stores[0]) == files(stores[1])


def test_a_share_is_made_and_no_more(tmp_path):
    toy, store = Toy(tmp_path, 9), Store(tmp_path / "parts")
    assert work(toy, store, share=Share(2, 4)) == 2
    assert sorted(toy.made()) == [1, 5]
    assert work(toy, store) == 7


def test_nothing_is_begun_after_the_time_is_over(tmp_path):
    toy, store = Toy(tmp_path, seconds=0.05), Store(tmp_path / "parts")
    made = work(toy, store, threads=1, until=time.monotonic() + 0.3)
    assert 0 < made < 30
    assert len(files(store)) == made
    assert work(toy, store) == 30 - made


def test_an_error_ends_the_work_and_keeps_what_is_done(tmp_path, monkeypatch):
    toy, store, make = Toy(tmp_path), Store(tmp_path / "parts"), Toy.make

    def fails(self, number, store):
        if number == 7:
            raise ZeroDivisionError("a measure failed")
        return make(self, number, store)

    monkeypatch.setattr(Toy, "make", fails)
    with pytest.raises(ZeroDivisionError, match="a measure failed"):
        work(toy, store, threads=1)
    assert len(files(store)) == 7
    assert not list(store.leases.iterdir())
    monkeypatch.undo()
    assert work(toy, store) == 23


def process(folder, seconds):
    """A process that works there."""
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}"}
    return subprocess.Popen([sys.executable, "-m", "work.toy", str(folder), str(seconds)], env=env)


@pytest.mark.slow
def test_processes_side_by_side_share_the_work(tmp_path):
    """At most one in twenty pieces is made twice; the same bytes as by one."""
    both = [process(tmp_path, 0.05) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    toy, store = Toy(tmp_path), Store(tmp_path / "parts")
    by = Counter(line.split()[1] for line in (tmp_path / "made.txt").read_text().splitlines())
    assert sum(by.values()) <= 1.05 * 60
    assert len(by) == 2
    assert min(by.values()) > 15
    alone = Store(tmp_path / "alone")
    work(Toy(tmp_path / "alone", 60), alone)
    assert files(store) == files(alone)
    assert set(toy.made()) == set(range(60))


@pytest.mark.slow
def test_a_worker_that_is_killed_again_and_again_loses_nothing(tmp_path):
    """Twenty times, at a random moment; another works on meanwhile."""
    rng, store = random.Random(3), Store(tmp_path / "parts")
    steady = process(tmp_path, 0.25)
    for _ in range(20):
        victim = process(tmp_path, 0.25)
        time.sleep(rng.uniform(0.4, 0.9))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    assert steady.wait() == 0
    work(Toy(tmp_path, 60), store)
    work(Toy(tmp_path / "alone", 60), Store(tmp_path / "alone" / "parts"))
    assert files(store) == files(Store(tmp_path / "alone" / "parts"))
    assert not list(store.folder.rglob("*.json"))
