"""Compiled programs on disk, in the user's cache folder: files that one can delete or copy.

A file is named after what its program depends on (see `compiled`) and begins with the hash of the
rest of it, so that a damaged one is known before anything is made of it. It is written under
another name first: whoever reads finds a whole file or none.
"""

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from platformdirs import user_cache_path

#: Bytes that the folder may hold; the programs that were used longest ago go first.
MOST_BYTES = 2_000_000_000
#: Seconds to wait for another process that makes the same program.
PATIENCE = 300.0
_HASH = sha256().digest_size


def folder() -> Path:
    """Where compiled programs are kept; it need not be there yet."""
    return user_cache_path("westphalia") / "programs"


def read(key: str) -> bytes | None:
    """The program of that key; None if there is none, or if it is damaged: then it is deleted."""
    path = folder() / key
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if sha256(data[_HASH:]).digest() != data[:_HASH]:
        forget(key)
        return None
    with suppress(OSError):
        os.utime(path)  # it was used
    return data[_HASH:]


def forget(key: str) -> None:
    """Delete the program of that key."""
    with suppress(OSError):
        (folder() / key).unlink()


def write(key: str, program: bytes) -> None:
    """Keep a program, and delete the oldest if there are too many.

    Where nothing can be written the next process has to compile again, which is said.
    """
    where = folder()
    try:
        where.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=where, prefix=".new-", delete=False) as file:
            file.write(sha256(program).digest() + program)
        Path(file.name).replace(where / key)
    except OSError as error:
        print(f"Compiled programs cannot be kept in {where}: {error.strerror}", file=sys.stderr)
        return
    _trim(where)


@contextmanager
def making(key: str) -> Iterator[None]:
    """Let other processes that would make the program of that key wait until it is made.

    Who waits is told so. Where files cannot be locked, or the wait is too long, each makes its own.
    """
    from filelock import FileLock, Timeout  # takes a while, and programs are seldom made

    lock = FileLock(folder() / f".{key}.lock", timeout=PATIENCE)
    with suppress(OSError, NotImplementedError, Timeout):
        folder().mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0.0)
        except Timeout:
            told = "Another process is compiling a program that is needed here: waiting for it."
            print(told, file=sys.stderr, flush=True)
            lock.acquire()
    try:
        yield
    finally:
        if lock.is_locked:
            lock.release()
            with suppress(OSError):
                Path(lock.lock_file).unlink()


def link(key: str, other: str) -> None:
    """Keep the program of another key under this one too, in the same bytes, where that can be."""
    forget(key)
    with suppress(OSError):
        (folder() / key).hardlink_to(folder() / other)


def _trim(where: Path) -> None:
    """Delete the programs that were used longest ago, down to what the folder may hold."""
    names: defaultdict[tuple[float, int, int], list[Path]] = defaultdict(list)
    for path in where.iterdir():
        with suppress(OSError):
            about = path.stat()
            names[about.st_mtime, about.st_size, about.st_ino].append(path)
    total = sum(size for _, size, _ in names)
    for program in sorted(names):
        if total <= MOST_BYTES:
            return
        for path in names[program]:
            with suppress(OSError):
                path.unlink()
        total -= program[1]
