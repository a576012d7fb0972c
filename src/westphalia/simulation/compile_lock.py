"""Programs are compiled, or read from the cache, by one thread while no other computes.

Two threads that call a program for the first time at once would both compile it, and a thread
that loads a program while another computes was once seen to bring the process down.
"""

import contextlib
import ctypes
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jax
import numpy as np

#: Programs kept in memory, of about 80 MB each (measured); then all are dropped, and loaded again
#: as they are needed.
MOST_PROGRAMS = 24
#: Regions of memory that a process may have mapped before programs are dropped. A program takes
#: about 1,100 (measured), one with gradients more; a process that asks Linux for more than
#: vm.max_map_count, usually 65,530, dies of a segmentation fault.
MOST_MAPS = 25_000
_MAPS = Path("/proc/self/maps")

_change = threading.Condition()
_known: set[Any] = set()
_computing, _loading = 0, False


def shape_of(*inputs: Any) -> tuple[Any, ...]:
    """The shapes on which a compiled program depends, and what is static in its inputs."""
    leaves, structure = jax.tree.flatten(inputs)
    return (structure, *(np.shape(leaf) for leaf in leaves))


def make_room() -> None:
    """Drop the programs if they are many or have mapped many regions of memory."""
    maps = _MAPS.read_bytes().count(b"\n") if _MAPS.exists() else 0
    if len(_known) >= MOST_PROGRAMS or maps > MOST_MAPS:
        drop_programs()


def drop_programs() -> None:
    """Drop all compiled programs; their memory goes back to the system where it can (glibc)."""
    _known.clear()
    jax.clear_caches()
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


@contextmanager
def hold_compile_lock(program: Any) -> Iterator[None]:
    """While a program runs: alone if it is its first time in this process, else with others.

    It runs in single precision whatever the environment says (JAX_ENABLE_X64), so that the same
    simulation gives the same numbers.

    `program`: whatever tells compiled programs apart.
    """
    global _computing, _loading
    with _change:
        _change.wait_for(lambda: not _loading and (program in _known or not _computing))
        alone = program not in _known
        _loading = alone
        _computing += 1
    if alone:
        make_room()
    try:
        with jax.enable_x64(False):
            yield
        if alone:
            _known.add(program)
    finally:
        with _change:
            _computing -= 1
            _loading = _loading and not alone
            _change.notify_all()
