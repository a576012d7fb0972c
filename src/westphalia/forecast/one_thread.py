"""Linear algebra and trees on one thread: how a sum is split decides its last bits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

#: The limit is one for the process: who sets it is alone until it is lifted.
_alone = threading.RLock()


@contextmanager
def on_one_thread() -> Iterator[None]:
    """While in here, libraries add up in one order, on a machine of any number of cores."""
    with _alone, threadpool_limits(1):
        yield
