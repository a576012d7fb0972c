"""Only one loads at a time, and programs that nobody needs are dropped."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from westphalia.programs import running
from westphalia.programs.running import run


@pytest.fixture(autouse=True)
def none_yet(monkeypatch):
    """No program in memory, and no other reason to drop any."""
    monkeypatch.setattr(running, "_programs", {})
    monkeypatch.setattr(running, "MOST_MAPS", 10**9)


def test_the_first_is_alone_and_the_rest_are_together():
    busy, most, loaded = 0, [0], []
    lock = threading.Lock()

    def work(name):
        nonlocal busy
        with lock:
            busy += 1
            most[0] = max(most[0], busy)
        time.sleep(0.02)
        with lock:
            busy -= 1

    def load(name):
        assert busy == 0, "somebody computes while a program is loaded"
        time.sleep(0.02)
        assert busy == 0, "somebody computes while a program is loaded"
        loaded.append(name)
        return work

    names = ["a", "b", "c"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: run(name, lambda: load(name), [name]), names * 8))
    assert sorted(loaded) == names
    assert most[0] > 1


def test_programs_are_dropped_where_they_are_many_and_loaded_again(monkeypatch):
    monkeypatch.setattr(running, "MOST_PROGRAMS", 2)
    loaded = []

    def double(name):
        return run(name, lambda: loaded.append(name) or (lambda x: 2 * x), [21])

    assert [double(name) for name in "abba"] == [42] * 4
    assert loaded == ["a", "b"]
    assert [double(name) for name in "cab"] == [42] * 3
    assert loaded == ["a", "b", "c", "a", "b"]


def test_fewer_programs_may_be_kept_but_not_more(monkeypatch):
    monkeypatch.setattr(running, "MOST_PROGRAMS", 3)
    for asked, kept in ((5, 3), (2, 2), (3, 2)):
        running.keep_at_most(asked)
        assert kept == running.MOST_PROGRAMS


def test_programs_are_dropped_where_they_have_mapped_many_regions_of_memory(monkeypatch):
    dropped = []
    monkeypatch.setattr(running, "drop_programs", lambda: dropped.append(1))
    running.make_room()
    assert not dropped
    monkeypatch.setattr(running, "MOST_MAPS", 10)
    running.make_room()
    assert dropped == ([1] if sys.platform == "linux" else [])


def test_a_first_run_that_fails_leaves_the_way_free():
    def broken():
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        run("a", broken, [])
    done = threading.Event()
    threading.Thread(target=lambda: run("a", lambda: done.set, []), daemon=True).start()
    assert done.wait(5)
