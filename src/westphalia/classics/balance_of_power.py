"""Who is essential to a balance of power (Niou, Ordeshook & Rose 1989).

With resources r and their sum S, a coalition wins if it holds more than half. State i is
essential iff some coalition C with i wins and would not without it:

    r(C) > S/2 >= r(C without i)

In their theory essential states are not eliminated, for each can find a coalition that needs
it, and inessential states may be. Stability rests on coalitions, not on equality.

Source: E. M. S. Niou, P. C. Ordeshook & G. F. Rose, The Balance of Power: Stability in
International Systems, 1989, ch. 3.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations


def coalitions(members: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every set of the members, the empty one first."""
    for size in range(len(members) + 1):
        yield from combinations(members, size)


def essential(resources: Sequence[float], state: int) -> bool:
    """Whether some winning coalition would lose without this state."""
    half = sum(resources) / 2.0
    others = [i for i in range(len(resources)) if i != state]
    for partners in coalitions(others):
        without = sum(resources[i] for i in partners)
        if without <= half < without + resources[state]:
            return True
    return False


def essential_states(resources: Sequence[float]) -> tuple[int, ...]:
    """Positions of the essential states.

    Raises:
        ValueError: resources below zero, or none at all.
    """
    if not resources or min(resources) < 0.0 or sum(resources) <= 0.0:
        raise ValueError(f"Resources must be zero or more and not all zero: {list(resources)}.")
    return tuple(i for i in range(len(resources)) if essential(resources, i))
