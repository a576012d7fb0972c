"""Jobs: simulations asked for by the page, worked off one after another, with progress.

One simulation uses every core, so a second at the same time would only slow both down. Whoever
asks for a hundred gets a queue; whoever asks for more is told to wait.
"""

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from westphalia.world.problems import UserError

#: Jobs that may wait, and finished ones whose results are kept.
MOST_WAITING, MOST_KEPT = 200, 200
log = logging.getLogger("westphalia.web")


class Cancelled(Exception):
    """The job was cancelled while it ran."""


class Full(UserError):
    """Too many jobs are waiting."""


@dataclass
class Job:
    """One job. `work` is given the job, to tell its progress; its result is JSON."""

    id: str
    kind: str
    work: Callable[["Job"], Any]
    total: int
    status: str = "waiting"
    done: int = 0
    what: str = ""
    error: str | None = None
    result: Any = None
    stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, what: str, done: int) -> None:
        """Told by the work after every stretch; where a cancelled job ends."""
        if self.stop.is_set():
            raise Cancelled
        self.what, self.done = what, min(self.done + done, self.total)


class Jobs:
    """A queue with one worker, and what became of the jobs."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._waiting: list[Job] = []
        self._changed = threading.Condition()
        self._closed = False
        self._worker = threading.Thread(target=self._run, name="westphalia-jobs", daemon=True)
        self._worker.start()

    def add(self, kind: str, work: Callable[[Job], Any], total: int) -> Job:
        """Put a job in the queue.

        Raises:
            Full: too many are waiting.
        """
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                raise Full(f"{MOST_WAITING} simulations are waiting: try again when some are done.")
            job = Job(secrets.token_hex(8), kind, work, total)
            self._jobs[job.id] = job
            self._waiting.append(job)
            self._forget()
            self._changed.notify()
        return job

    def find(self, id_: str) -> Job | None:
        """A job by its id; None if there is none, or it was forgotten."""
        return self._jobs.get(id_)

    def cancel(self, job: Job) -> None:
        """Cancel a job that waits or runs; one that has ended stays as it is."""
        with self._changed:
            job.stop.set()
            if job in self._waiting:
                self._waiting.remove(job)
                job.status = "cancelled"

    def shown(self, job: Job) -> dict[str, Any]:
        """A job as the page reads it."""
        with self._changed:
            ahead = self._waiting.index(job) + 1 if job in self._waiting else 0
        return {
            "id": job.id,
            "kind": job.kind,
            "status": job.status,
            "ahead": ahead,
            "done": job.done,
            "total": job.total,
            "what": job.what,
            "error": job.error,
            "result": job.result,
        }

    def close(self) -> None:
        """Cancel everything and wait for the worker to end."""
        with self._changed:
            self._closed = True
            for job in self._jobs.values():
                job.stop.set()
            self._waiting.clear()
            self._changed.notify()
        self._worker.join(timeout=5.0)

    def _forget(self) -> None:
        """Drop the oldest of those that have ended."""
        ended = [k for k, job in self._jobs.items() if job.status not in ("waiting", "running")]
        for id_ in ended[: max(0, len(ended) - MOST_KEPT)]:
            del self._jobs[id_]

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                job = self._waiting.pop(0)
                job.status = "running"
            _carry_out(job)


def _carry_out(job: Job) -> None:
    """Run a job to its end, whatever that is."""
    try:
        job.result = job.work(job)
        job.done, job.status = job.total, "done"
    except Cancelled:
        job.status = "cancelled"
    except UserError as error:
        job.error, job.status = str(error), "failed"
    except Exception:
        log.exception("job %s failed", job.kind)
        job.error = "This failed, and not by your mistake: see the server's log."
        job.status = "failed"
    finally:
        job.work = _done  # what the work held, such as a plan, is let go


def _done(job: Job) -> Mapping[str, Any]:
    raise RuntimeError("a job runs once")
