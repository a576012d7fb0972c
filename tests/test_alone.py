"""A program's first run is its own: nobody else computes meanwhile, and nobody loads it twice."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from westphalia.simulation.alone import first_alone


def test_the_first_is_alone_and_the_rest_are_together():
    busy, most, at_first = 0, [0], []
    lock = threading.Lock()

    def work(program):
        nonlocal busy
        with first_alone(program):
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


def test_a_first_run_that_fails_leaves_the_way_free():
    name = f"test-{time.time()}"
    with pytest.raises(ValueError, match="broken"), first_alone(name):
        raise ValueError("broken")
    done = threading.Event()

    def again():
        with first_alone(name):
            done.set()

    threading.Thread(target=again, daemon=True).start()
    assert done.wait(5)
