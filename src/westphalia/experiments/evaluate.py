"""Measures of a condition at the places of a design."""

from collections.abc import Iterable

import numpy as np

from westphalia.experiments.condition import Condition
from westphalia.experiments.design import Design
from westphalia.measures.measure import Measure, sums_of
from westphalia.simulation.ensemble import chunk_size


def evaluate(
    condition: Condition, design: Design, measures: Iterable[Measure], first: int, last: int
) -> dict[str, np.ndarray]:
    """Every measure's sums at the design's places first .. last - 1. {name: [2, places]}

    Places are simulated in whole chunks; what a place gives does not depend on the others.
    """
    width = chunk_size(condition.n)
    wanted = list(measures)
    parts: dict[str, list[np.ndarray]] = {m.name: [] for m in wanted}
    for start in range(first, last, width):
        keep = min(width, last - start)
        records = {k: v[..., :keep] for k, v in condition.chunk(design, start).items()}
        for measure in wanted:
            parts[measure.name].append(sums_of(measure, records).astype(np.float32))
    return {name: np.concatenate(part, axis=1) for name, part in parts.items()}
