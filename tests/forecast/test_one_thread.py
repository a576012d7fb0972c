"""Libraries are kept to one thread, whoever else is at it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import sklearn  # noqa: F401  (brings a library of OpenMP)
from threadpoolctl import threadpool_info

from westphalia.forecast.one_thread import on_one_thread


def limits() -> set[int]:
    return {library["num_threads"] for library in threadpool_info()}


def test_every_thread_finds_the_limit_and_leaves_none():
    usual, together = limits(), threading.Barrier(4)

    def one(k):
        together.wait()
        with on_one_thread(), on_one_thread():
            np.ones((300, 300)) @ np.ones(300)
            return limits()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(4))) == [{1}] * 4
    assert limits() == usual
