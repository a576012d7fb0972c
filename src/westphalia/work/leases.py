"""Leases: who is making which piece, so that nobody else does, told by files that all can see.

A lease is a file that only one can create. Who holds it touches it every few seconds; one that was
not touched for long, or whose process on this machine has ended, is void and may be taken over.
Time is that of the disk, so that clocks that differ do no harm. Should two hold the lease of a
piece after all, both make it, which costs time and changes nothing.
"""

import json
import os
import platform
import threading
from contextlib import suppress
from pathlib import Path

from westphalia.world.problems import UserError

#: Seconds after which a lease that nobody touched is void.
PATIENCE = 60.0


class Leases:
    """The leases in a folder, of which this process holds some."""

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self._folder, self._patience = folder, patience
        self._held: set[str] = set()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._touching: threading.Thread | None = None

    def take(self, key: str) -> bool:
        """Take the lease of a piece; False if somebody else has it.

        Raises:
            UserError: nothing can be written there.
        """
        try:
            if not self._create(key) and not (self._is_void(key) and self._take_over(key)):
                return False
        except OSError as error:
            raise UserError(f"{self._path(key)}: cannot be written ({error.strerror}).") from error
        with self._lock:
            self._held.add(key)
            if self._touching is None:
                self._touching = threading.Thread(target=self._touch, daemon=True)
                self._touching.start()
        return True

    def give_back(self, key: str) -> None:
        """Let others take the lease of a piece."""
        with self._lock:
            self._held.discard(key)
        with suppress(OSError):
            self._path(key).unlink()

    def end(self) -> None:
        """Give back what is held and touch nothing any more."""
        self._ended.set()
        for key in list(self._held):
            self.give_back(key)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key.replace('/', '-')}.json"

    def _create(self, key: str) -> bool:
        """Create the lease of a piece; False if there is one."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(self._path(key), os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        with os.fdopen(handle, "w") as file:
            json.dump({"machine": platform.node(), "process": os.getpid()}, file)
        return True

    def _is_void(self, key: str) -> bool:
        """Whether who holds the lease has ended, or has not touched it for long."""
        path = self._path(key)
        try:
            if self._age(key) > self._patience:
                return True
            holder = json.loads(path.read_text(encoding="utf-8"))
            return holder["machine"] == platform.node() and not _lives(int(holder["process"]))
        except FileNotFoundError:
            return True  # given back meanwhile
        except (ValueError, KeyError, TypeError):
            return False  # just being written, or of another making: its age will tell

    def _take_over(self, key: str) -> bool:
        """Take the place of a void lease; of several who try, one may look again and do so."""
        turn = f"{key}.turn"
        if not self._create(turn):
            if self._age(turn) > self._patience:  # who had the turn has ended
                self._path(turn).unlink(missing_ok=True)
            return False
        try:
            if self._is_void(key):
                self._path(key).unlink(missing_ok=True)
            return self._create(key)
        finally:
            self._path(turn).unlink(missing_ok=True)

    def _age(self, key: str) -> float:
        """Seconds since a lease was touched; 0 if there is none."""
        try:
            return self._now() - self._path(key).stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def _now(self) -> float:
        """The time by the clock of the disk."""
        clock = self._folder / f".clock-{platform.node()}-{os.getpid()}-{threading.get_ident()}"
        clock.touch()
        now = clock.stat().st_mtime
        clock.unlink()
        return now

    def _touch(self) -> None:
        while not self._ended.wait(self._patience / 6.0):
            with self._lock:
                held = list(self._held)
            for key in held:
                with suppress(OSError):
                    os.utime(self._path(key))


def _lives(process: int) -> bool:
    """Whether a process of this machine is there; True where the system cannot tell."""
    if os.name == "nt":  # there a signal of 0 is no question
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True
