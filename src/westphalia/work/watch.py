"""What is there of a plan, for who follows the work of others."""

from westphalia.work.plan import Plan
from westphalia.work.worker import Report


class Watch:
    """The pieces of a plan that are not there yet."""

    def __init__(self, plan: Plan, report: Report) -> None:
        """`report`: told of every piece that is there, once."""
        self._pieces, self._store, self._report = plan.job.pieces(), plan.store, report
        self._missing = list(range(len(self._pieces)))

    def look(self) -> list[int]:
        """The numbers of the pieces that are missing now."""
        there = {k for k in self._missing if self._store.has(self._pieces[k].key)}
        for k in there:
            self._report(self._pieces[k].size)
        self._missing = [k for k in self._missing if k not in there]
        return self._missing

    def ready(self) -> list[int]:
        """Those of them that could be made: what they need was there at the last look."""
        return [k for k in self._missing if all(map(self._store.has, self._pieces[k].needs))]
