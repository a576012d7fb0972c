"""How the terms of an option changed between two simulations with the same draws."""

from collections import defaultdict

import numpy as np

from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.simulation.reasons import reasons_of


def change_of_terms(
    before: Program,
    after: Program,
    decision: str,
    decider: int,
    option: int,
    year: int,
    runs: np.ndarray,
    most_chunks: int = 2,
) -> tuple[dict[str, float], float, int] | None:
    """How the terms of an option changed in a year (1 = first), on average over some runs.

    Returns the change of every term and of the value, and the number of runs; None if the option
    is there in none of them. At most `most_chunks` chunks are simulated.
    """
    width = chunk_size(before.n)
    starts = sorted({int(r) // width * width for r in runs})[:most_chunks]
    sums: defaultdict[str, float] = defaultdict(float)
    value, count = 0.0, 0
    for start in starts:
        chunk = np.arange(start, start + width)
        one, two = (
            reasons_of(program, year, start, start + width, decider)[0][decision]
            for program in (before, after)
        )
        wanted = np.isin(chunk, runs) & np.isfinite(one.value[option] + two.value[option])
        for name in one.terms:
            sums[name] += float((two.terms[name] - one.terms[name])[option][wanted].sum())
        value += float((two.value - one.value)[option][wanted].sum())
        count += int(wanted.sum())
    if count == 0:
        return None
    return {name: total / count for name, total in sums.items()}, value / count, count
