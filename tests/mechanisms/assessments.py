"""What tests of single mechanisms are given: assessments drawn at random, and plain numbers.

No mechanism computes an assessment drawn here, so that a test of one mechanism does not stand on
another. Oracles read worlds, parameters and assessments one run at a time, as plain floats.
"""

from collections.abc import Iterator
from dataclasses import is_dataclass
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from westphalia.mechanisms import crisis
from westphalia.mechanisms.bargaining import Demand
from westphalia.mechanisms.contest import chance
from westphalia.mechanisms.prospects import Ground
from westphalia.mechanisms.response import Response
from westphalia.mechanisms.threat import Assessment
from westphalia.world.state import PerDyad, PerState, World

#: Where figures are drawn from; those that are not named here lie between -0.5 and 0.5.
RANGES = {
    "attack": (0.1, 0.9),
    "defend": (0.1, 0.9),
    "met": (0.5, 2.0),
    "threat": (0.001, 0.05),
    "looming": (0.001, 0.05),
    "by_defence": (-3.0, -0.2),
    "by_attack": (0.2, 3.0),
    "by_belief": (0.0, 0.05),
    "by_doubt": (0.0, 0.05),
    "looming_by_belief": (0.0, 0.05),
    "opening_greedy": (0.001, 0.02),
    "opening_secure": (0.0, 0.001),
    "crisis": (0.0, 0.05),
    "pie": (0.01, 0.2),
    "share": (0.01, 0.2),
    "cost": (0.01, 0.1),
    "target_top": (0.2, 1.5),
    "prize": (0.05, 0.5),
    "trade": (0.0, 0.05),
    "shift": (-1.0, 1.0),
    "fixed": (0.001, 0.02),
    "scale": (0.4, 1.0),
    "breach": (0.0, 0.03),
    "law": (0.0, 0.02),
    "exposed": (0.0, 0.3),
    "ashamed": (0.0, 0.02),
    "at_issue": (0.0, 0.5),
    "prestige": (0.0, 0.02),
    "capture": (1.0, 1.6),
    "slip": (0.0, 0.3),
    "pressure": (0.05, 1.0),
    "strength": (-0.5, 0.0),
    "belief": (-0.3, 0.0),
    "standing": (0.05, 0.9),
}


def drawn(kind: type, n: int, runs: int, seed: int = 0) -> Any:
    """A tuple of that kind with every figure at random; nobody threatens itself.

    What a form may leave out (None) is left out.
    """
    rng, out = np.random.default_rng(seed), {}
    for name, shape in kind.__annotations__.items():
        if shape is Ground:
            out[name] = drawn(Ground, n, runs, seed + 1)
            continue
        if name in kind._field_defaults:
            continue
        axes = {PerDyad: (n, n, runs), PerState: (n, runs)}.get(shape, (runs,))
        value = rng.uniform(*RANGES.get(name, (-0.5, 0.5)), axes)
        if name in ("threat", "looming", "crisis"):
            value = value * (1.0 - np.eye(n))[:, :, None]
        out[name] = jnp.asarray(value, float)
    return kind(**out)


def assessment(n: int, runs: int, seed: int = 0) -> Assessment:
    """An assessment that nothing computed."""
    return drawn(Assessment, n, runs, seed)


def answers(n: int, runs: int, seed: int = 0) -> Response:
    """An expected response that nothing computed."""
    return drawn(Response, n, runs, seed)


def judged_by_targets(seen: Assessment) -> PerDyad:
    """The chance that i would beat j, as j judges it."""
    return chance(seen.odds - seen.bias[:, None])


def resisting(world: World, seen: Assessment, demands: Demand, drawn: Any) -> PerDyad:
    """1 where the targets of demands resist. `drawn`: the numbers behind their private costs."""
    found = crisis.resistance(world, seen, demands, judged_by_targets(seen), drawn)
    return (found.cost < found.room).astype(drawn.dtype)


def each_run(runs: int, *trees: Any) -> Iterator[tuple[Any, ...]]:
    """(run, tree, tree, ...) with the figures of that run as plain numbers."""
    for run in range(runs):
        yield run, *(_of_run(tree, run) for tree in trees)


def _of_run(tree: Any, run: int) -> Any:
    if is_dataclass(tree) or hasattr(tree, "_asdict"):
        items = vars(tree) if is_dataclass(tree) else tree._asdict()
        return SimpleNamespace(**{k: _of_run(v, run) for k, v in items.items()})
    if not isinstance(tree, jax.Array | np.ndarray | float):
        return tree  # a name or a rule
    value = np.asarray(tree, float)
    return value[..., min(run, value.shape[-1] - 1)] if value.ndim else float(value)


def pairs_of(n: int) -> list[tuple[int, int]]:
    """Every ordered pair of different states."""
    return [(i, j) for i in range(n) for j in range(n) if i != j]


def logistic(z: float) -> float:
    """1 / (1 + e^-z)."""
    return float(1.0 / (1.0 + np.exp(-z)))


def dtypes(tree: Any) -> set[str]:
    """The dtypes of all figures of a tuple or dictionary, however deep."""
    return {str(leaf.dtype) for leaf in jax.tree.leaves(tree)}
