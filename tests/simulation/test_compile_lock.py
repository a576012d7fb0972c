"""Only one compiles at a time, and programs that nobody needs are dropped."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from westphalia.runs.parse import spec_from_data
from westphalia.simulation import compile_lock as alone
from westphalia.simulation.compile_lock import hold_compile_lock
from westphalia.simulation.ensemble import Program


def test_the_first_is_alone_and_the_rest_are_together():
    busy, most, at_first = 0, [0], []
    lock = threading.Lock()

    def work(program):
        nonlocal busy
        with hold_compile_lock(program):
            with lock:
                busy += 1
                most[0] = max(most[0], busy)
                if program not in at_first:
                    at_first.append(program)
                    assert busy == 1, "somebody computes while a program is loaded"
            time.sleep(0.02)
            with lock:
                busy -= 1

    names = [f"test-{k}-{time.time()}" for k in range(3)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, names * 8))
    assert sorted(at_first) == sorted(names)
    assert most[0] > 1


def test_programs_are_dropped_and_give_the_same_numbers_again(monkeypatch):
    dropped = []
    drop = alone.drop_programs
    monkeypatch.setattr(alone, "drop_programs", lambda: (dropped.append(1), drop()))
    monkeypatch.setattr(alone, "_known", set())
    monkeypatch.setattr(alone, "MOST_PROGRAMS", 2)
    monkeypatch.setattr(alone, "MOST_MAPS", 10**9)

    def pacts():
        plan = spec_from_data({"case": "iraq-1990", "theories": ["defensive"], "baselines": False,
                               "runs": 20, "years": 2})  # fmt: skip
        return next(Program(plan.setting(plan.lines[0])).chunks(20))["pact"]

    before = pacts()
    with alone.hold_compile_lock("second"):
        assert not dropped
    with alone.hold_compile_lock("third"):
        assert len(dropped) == 1
    assert (pacts() == before).all()


def test_programs_are_dropped_where_they_have_mapped_many_regions_of_memory(monkeypatch):
    dropped = []
    monkeypatch.setattr(alone, "drop_programs", lambda: dropped.append(1))
    monkeypatch.setattr(alone, "_known", set())
    monkeypatch.setattr(alone, "MOST_MAPS", 10**9)
    alone.make_room()
    assert not dropped
    monkeypatch.setattr(alone, "MOST_MAPS", 10)
    alone.make_room()
    assert dropped == ([1] if sys.platform == "linux" else [])


def test_a_first_run_that_fails_leaves_the_way_free():
    name = f"test-{time.time()}"
    with pytest.raises(ValueError, match="broken"), hold_compile_lock(name):
        raise ValueError("broken")
    done = threading.Event()

    def again():
        with hold_compile_lock(name):
            done.set()

    threading.Thread(target=again, daemon=True).start()
    assert done.wait(5)
