"""Richardson's arms race: two states that arm against each other (Richardson 1960).

    dx/dt = k y - a x + g        dy/dt = l x - b y + h

k, l: reaction to the rival's arms; a, b: fatigue, the wear and the cost of one's own; g, h:
grievance, what is bought whatever the rival has. The equilibrium is

    x* = (b g + k h) / (a b - k l)        y* = (a h + l g) / (a b - k l)

and it is stable iff a b > k l. A year of the race is the mechanism `arming.accumulate`, with
procurement linear in the rival's arms and depreciation in the place of fatigue. In whole years
the map is stable iff the spectral radius of [[1 - a, k], [l, 1 - b]] is below 1, which is more
than a b > k l asks for: a race may overshoot year by year where it settles in continuous time.

Source: L. F. Richardson, Arms and Insecurity, 1960, ch. 2.
"""

from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from westphalia.mechanisms.arming import accumulate


class Race(NamedTuple):
    """The constants of a race. `k`, `a`, `g` are of the first state, `l`, `b`, `h` of the second.

    k, l, a, b in 1/year; g, h in arms a year.
    """

    k: float
    l: float  # noqa: E741 - Richardson's letter
    a: float
    b: float
    g: float
    h: float


def equilibrium(race: Race) -> tuple[float, float]:
    """(x*, y*), where both stocks stand still.

    Raises:
        ValueError: a b = k l, so that there is none or there are many.
    """
    k, l, a, b, g, h = race  # noqa: E741
    determinant = a * b - k * l
    if determinant == 0.0:
        raise ValueError(f"a b = k l = {k * l:g}: this race has no single equilibrium.")
    return (b * g + k * h) / determinant, (a * h + l * g) / determinant


def stable(race: Race) -> bool:
    """Whether fatigue outweighs reaction, a b > k l."""
    return race.a * race.b > race.k * race.l


def advance(x: float, y: float, race: Race, years: float = 1.0) -> tuple[float, float]:
    """Both stocks of arms after a step of `years`."""
    stock = jnp.asarray([[x], [y]], float)
    react = jnp.asarray([[race.k], [race.l]])
    grievance = jnp.asarray([[race.g], [race.h]])
    fatigue = jnp.asarray([[race.a], [race.b]])
    after = accumulate(stock, years * (react * stock[::-1] + grievance), years * fatigue)
    return float(after[0, 0]), float(after[1, 0])


def run(x: float, y: float, race: Race, steps: int, years: float = 1.0) -> np.ndarray:
    """The path of both stocks from (x, y). [steps + 1, 2]"""
    path = [(x, y)]
    for _ in range(steps):
        path.append(advance(*path[-1], race, years))
    return np.asarray(path)


def spectral_radius(race: Race, years: float = 1.0) -> float:
    """Largest modulus of the eigenvalues of one step of `years`; below 1 it settles."""
    still = race._replace(g=0.0, h=0.0)
    columns = [advance(1.0, 0.0, still, years), advance(0.0, 1.0, still, years)]
    return float(np.abs(np.linalg.eigvals(np.asarray(columns).T)).max())
