"""Records of what does not change from year to year, which a world has from its start."""

import numpy as np

from westphalia.measures.moments.neighbours import neighbours
from westphalia.measures.quantities import Records
from westphalia.world.state import World

#: The names of these records.
STARTS = ("neighbours", "openness")


def of_start(world: World, years: int) -> Records:
    """Who are neighbours, and how open states are, in every year, as other records are.

    [years, n, n, runs] and [years, n, runs]. `world`: before its first year.
    """
    found = {
        "neighbours": neighbours(np.asarray(world.distance)),
        "openness": np.asarray(world.openness),
    }
    return {name: np.broadcast_to(v, (years, *v.shape)) for name, v in found.items()}
