"""Jobs: simulations requested by the page, run one after another, with progress.

One simulation uses every core, so a second one at the same time would only slow both down. Jobs
wait in a queue; when it is full, further requests are refused.
"""

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from westphalia.app.server.types import JobKind, JobReport, JobResult, JobStatus
from westphalia.world.problems import UserError

#: Jobs that may wait, and finished jobs whose results are kept.
MOST_WAITING, MOST_KEPT = 200, 200
log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The job was cancelled while it ran."""


class QueueFull(UserError):
    """Too many jobs are waiting."""


@dataclass
class Job:
    """One job. `work` is given the job, whose `progress` it calls; its result is sent as JSON."""

    id: str
    kind: JobKind
    work: Callable[["Job"], JobResult]
    total: int
    status: JobStatus = "waiting"
    done: int = 0
    what: str = ""
    error: str | None = None
    result: JobResult | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, what: str, done: int) -> None:
        """Report `done` more runs and the current step.

        Raises:
            Cancelled: the job was cancelled.
        """
        if self.stop.is_set():
            raise Cancelled
        self.what, self.done = what, min(self.done + done, self.total)


class Jobs:
    """A queue with one worker, and the jobs that have ended."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._waiting: list[Job] = []
        self._changed = threading.Condition()
        self._closed = False
        self._worker = threading.Thread(target=self._run, name="westphalia-jobs", daemon=True)
        self._worker.start()

    def add(self, kind: JobKind, work: Callable[[Job], JobResult], total: int) -> Job:
        """Put a job in the queue.

        Raises:
            QueueFull: too many are waiting.
        """
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                raise QueueFull(f"{MOST_WAITING} simulations are waiting: try again later.")
            job = Job(secrets.token_hex(8), kind, work, total)
            self._jobs[job.id] = job
            self._waiting.append(job)
            self._expire()
            self._changed.notify()
        return job

    def find(self, id_: str) -> Job | None:
        """The job with this id; None if it is unknown or expired."""
        return self._jobs.get(id_)

    def cancel(self, job: Job) -> None:
        """Cancel a job that waits or runs; one that has ended stays as it is."""
        with self._changed:
            job.stop.set()
            if job in self._waiting:
                self._waiting.remove(job)
                job.status = "cancelled"

    def report(self, job: Job) -> JobReport:
        """The state of a job."""
        with self._changed:
            ahead = self._waiting.index(job) + 1 if job in self._waiting else 0
        return JobReport(
            id=job.id,
            kind=job.kind,
            status=job.status,
            ahead=ahead,
            done=job.done,
            total=job.total,
            what=job.what,
            error=job.error,
            result=job.result,
        )

    def close(self) -> None:
        """Cancel everything and wait for the worker to end."""
        with self._changed:
            self._closed = True
            for job in self._jobs.values():
                job.stop.set()
            self._waiting.clear()
            self._changed.notify()
        self._worker.join(timeout=5.0)

    def _expire(self) -> None:
        """Drop the oldest of the jobs that have ended."""
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
            _run_job(job)


def _run_job(job: Job) -> None:
    """Run a job until it is done, failed or cancelled."""
    try:
        job.result = job.work(job)
        job.done, job.status = job.total, "done"
    except Cancelled:
        job.status = "cancelled"
    except UserError as error:
        job.error, job.status = str(error), "failed"
    except Exception:
        log.exception("job %s failed", job.kind)
        job.error = "Internal server error; see the server log."
        job.status = "failed"
    finally:
        job.work = _refuse  # frees what the work held, such as a plan


def _refuse(job: Job) -> NoReturn:
    raise RuntimeError("a job runs only once")
