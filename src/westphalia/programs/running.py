"""Programs are compiled, or read from disk, by one thread while no other computes.

Two threads that call a program for the first time at once would both compile it, and a thread
that loads a program while another computes was once seen to bring the process down.
"""

import contextlib
import ctypes
import gc
import threading
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

import jax

#: A compiled program: arrays in, arrays out.
Program = Callable[..., Any]
#: Programs kept in memory, of about 80 MB each (measured); then all are dropped, and loaded again
#: as they are needed.
MOST_PROGRAMS = 24
#: Regions of memory that a process may have mapped before programs are dropped. A program takes
#: about 1,100 (measured), one with gradients more; a process that asks Linux for more than
#: vm.max_map_count, usually 65,530, dies of a segmentation fault.
MOST_MAPS = 25_000
_MAPS = Path("/proc/self/maps")

_change = threading.Condition()
_programs: dict[Hashable, Program] = {}
_computing, _loading = 0, False


def keep_at_most(number: int) -> None:
    """Keep fewer programs in memory from now on, as where many processes share a machine."""
    global MOST_PROGRAMS
    MOST_PROGRAMS = min(MOST_PROGRAMS, number)


def make_room() -> None:
    """Drop the programs if they are many or have mapped many regions of memory."""
    maps = _MAPS.read_bytes().count(b"\n") if _MAPS.exists() else 0
    if len(_programs) >= MOST_PROGRAMS or maps > MOST_MAPS:
        drop_programs()


def drop_programs() -> None:
    """Drop all compiled programs; their memory goes back to the system where it can (glibc)."""
    _programs.clear()
    jax.clear_caches()
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def run(
    key: Hashable, load: Callable[[], Program], arrays: Sequence[Any], double: bool = False
) -> Any:
    """What a program gives: loaded alone if it is its first time in this process, run with others.

    It runs in single precision, or in double, whatever the environment says (JAX_ENABLE_X64), so
    that the same simulation gives the same numbers.

    Args:
        key: whatever tells programs apart. load: compiles the program or reads it from disk.
    """
    global _computing, _loading
    with _change:
        _change.wait_for(lambda: not _loading and (key in _programs or not _computing))
        program = _programs.get(key)
        _loading = program is None
        _computing += 1
    alone = program is None
    try:
        with jax.enable_x64(double):
            if program is None:
                make_room()
                program = _programs[key] = load()
            return jax.block_until_ready(program(*arrays))
    finally:
        with _change:
            _computing -= 1
            _loading = _loading and not alone
            _change.notify_all()
