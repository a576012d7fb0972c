"""Moments: numbers of a world that are held against the same numbers of history."""

from collections.abc import Iterable, Sequence

from westphalia.measures.intervals import Interval
from westphalia.measures.moments.arming import ARMING
from westphalia.measures.moments.disputes import DISPUTES
from westphalia.measures.moments.leader import LEADER
from westphalia.measures.moments.moment import Moment, Sums
from westphalia.measures.moments.neighbours import KINDS
from westphalia.measures.moments.pacts import PACTS
from westphalia.measures.moments.power import POWER
from westphalia.measures.moments.recurrence import RECURRENCE
from westphalia.measures.moments.wars import WARS
from westphalia.measures.quantities import Records

#: Every moment, by name.
MOMENTS: dict[str, Moment] = {
    moment.name: moment
    for moment in (
        *ARMING,
        *DISPUTES,
        *RECURRENCE,
        *POWER,
        *KINDS,
        *WARS,
        *PACTS,
        *LEADER,
    )
}


def moment_values(
    chunks: Iterable[Records], settle: int = 0, great: Sequence[int] | None = None
) -> dict[str, Interval]:
    """Every moment of a simulation by name, with its 95% interval over runs; NaN where unknown.

    Args:
        chunks: records of the runs, [years, ..., runs], chunk by chunk.
        settle: first years to leave out.
        great: indices of the great powers; every state is one if None.
    """
    sums = Sums(MOMENTS.values(), settle, great)
    for records in chunks:
        sums.add(records)
    return sums.estimates()


__all__ = ["MOMENTS", "Interval", "Moment", "Sums", "moment_values"]
