"""Who is allied with and against the strongest, by how strong it is."""

from collections.abc import Callable
from functools import partial

import numpy as np

from westphalia.measures.moments.moment import Moment, percent
from westphalia.measures.quantities import Records, share_held

#: The leader's share of the power of all, above and up to.
SIZES = {"25-33%": (0.25, 1 / 3), "33-45%": (1 / 3, 0.45), "over 45%": (0.45, 1.0)}


def aligned(records: Records, with_leader: bool, size: str) -> np.ndarray:
    """Years of others allied with the leader, or with another and not with it; all. [2, runs]

    Counted in years in which the leader, the state with most resources, has a share in `size`.
    """
    alive, pact = records["alive"], records["pact"]
    share = share_held(records["resources"], alive, axis=1)
    leader = share.argmax(1)[:, None]  # [years, 1, runs]
    top = share.max(1)
    low, high = SIZES[size]
    counts = alive & ((top > low) & (top <= high))[:, None]
    counts &= np.arange(alive.shape[1])[None, :, None] != leader
    beside = np.take_along_axis(pact, leader[:, :, None], axis=2)[:, :, 0]
    done = beside if with_leader else pact.any(2) & ~beside
    return np.stack([(done & counts).sum((0, 1)), counts.sum((0, 1))])


def _moment(with_leader: bool, size: str) -> Moment:
    how, whom = (
        ("with", "allied with it")
        if with_leader
        else ("without", "allied with another great power and not with it")
    )
    parts: Callable = partial(aligned, with_leader=with_leader, size=size)
    return Moment(
        f"allied {how} the leader ({size})", "% of great-power years",
        f"Great powers other than the strongest that are {whom}, in years in which its share of "
        f"the power of all is {size}.",
        parts, percent, ("alive", "pact", "resources"),
        unit_of_cases="great-power years",
    )  # fmt: skip


LEADER = tuple(_moment(kind, size) for kind in (False, True) for size in SIZES)
