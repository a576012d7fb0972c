from dataclasses import replace

import jax
import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc

from westphalia.cli import dispatch
from westphalia.mechanisms.forms import is_used
from westphalia.simulation.begin import FIGURES, RandomWorld
from westphalia.simulation.ensemble import Program, Setting, agents_of
from westphalia.theories import NUMBERS, defensive
from westphalia.world.parameters import ABOUT, DEFAULTS, Forms, Parameters
from westphalia.world.state import Modules

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group(name="experiments")]

DRAWS, RUNS, SEED, YEARS = 8, 16, 1, 50

SIZE = DRAWS * RUNS
DRAWN = [
    name
    for name, about in ABOUT.items()
    if about.high > about.low and (not about.form or is_used(about.form, Forms()))
]
POINTS = qmc.LatinHypercube(len(DRAWN) + len(NUMBERS), optimization="random-cd", rng=SEED).random(
    DRAWS
)

OF_RUN = np.repeat(np.arange(DRAWS), RUNS)
PAIRS = {
    *("distance", "pact", "pact_age", "belief", "identity", "trade", "institutions", "stake"),
    *("peace_years", "transparency", "hotline", "withdrawal"),
}


def parameters(**held):
    values = {}
    for name, default in DEFAULTS.items():
        value = np.full(SIZE, held.get(name, default))
        if name in DRAWN and name not in held:
            about = ABOUT[name]
            position = POINTS[:, DRAWN.index(name)]
            value = (about.low + (about.high - about.low) * position)[OF_RUN]
        values[name] = value.astype(np.float32)
    return Parameters(**values)


def agents(n):
    plain = agents_of((defensive,) * n)
    wide = {}
    for k, (name, number) in enumerate(defensive.numbers().items()):
        assert name == list(NUMBERS)[k]
        value = number.low + (number.high - number.low) * POINTS[:, len(DRAWN) + k]
        wide[name] = np.broadcast_to(value[OF_RUN].astype(np.float32), (n, SIZE))
    whole = jax.tree.map(lambda v: np.broadcast_to(v, (n, SIZE)), plain)
    return whole._replace(**wide)


def simulated(n=8, given=None, held=None, off=()):
    figures = {}
    for name in FIGURES:
        shape = (n, n) if name in PAIRS else (n,)
        value = np.asarray((given or {}).get(name, np.nan), np.float32)
        figures[name] = np.broadcast_to(value, shape)[..., None]
    setting = Setting(
        RandomWorld(n),
        (defensive,) * n,
        YEARS,
        modules=replace(Modules(), **dict.fromkeys(off, 0.0)),
        given=figures,
        detail=True,
    )
    runs = np.arange(SIZE, dtype=np.uint32)
    return Program(setting).chunk(runs, parameters(**(held or {})), agents(n), seed=SEED)


def burden(records):
    alive = records["alive"]
    return 100.0 * (records["burden"] * alive).sum((0, 1)), alive.sum((0, 1))


def allies(records):
    alive = records["alive"]
    return (records["pact"].sum(2) * alive).sum((0, 1)), alive.sum((0, 1))


def wars(records):
    war = records["war"]
    begun = (war == 1) & (war.swapaxes(1, 2) == 3)  # initiator against target
    return 100.0 / YEARS * begun.sum((0, 1, 2)), np.ones(SIZE)


def without_leader(records):
    pact, alive = records["pact"][:20], records["alive"][:20, 1:]
    free = pact[:, 1:, 1:].any(2) & ~pact[:, 1:, 0]
    return (free & alive).sum((0, 1)), alive.sum((0, 1))


def absent(records):
    came, out = records["volunteers"][:, 0], records["volunteers"][:, 1]
    return out.sum(0), (came + out).sum(0)


def led(share):
    """A leader at the centre of a ring of seven equals; nobody learns."""
    angle = 2.0 * np.pi * np.arange(7) / 7
    place = np.stack([np.cos(angle), np.sin(angle)])
    distance = np.ones((8, 8))
    distance[1:, 1:] = np.hypot(*(place[:, :, None] - place[:, None]))
    distance[0, 0] = 0.0
    belief = np.full((8, 8), 0.2)
    belief[:, 0] = 0.5
    np.fill_diagonal(belief, np.nan)
    sizes = np.full(8, 8.0 * (1.0 - share) / 7.0)
    sizes[0] = 8.0 * share
    given = {"resources": sizes, "belief": belief, "distance": distance, "greedy": np.eye(8)[0]}
    return simulated(given=given, held={"type_turnover": 0.0}, off=("learning",))


def effect(treated, control):
    """The difference of two ratios per draw, and its jackknife error over pairs of runs."""
    sums = [
        [np.asarray(v, float).reshape(DRAWS, RUNS) for v in condition]
        for condition in (treated, control)
    ]

    def of(kept):
        one, other = ((total[:, kept].sum(1), weight[:, kept].sum(1)) for total, weight in sums)
        with np.errstate(invalid="ignore", divide="ignore"):
            return one[0] / one[1] - other[0] / other[1]

    left_out = np.array([of(np.arange(RUNS) != k) for k in range(RUNS)])
    spread = ((left_out - left_out.mean(0)) ** 2).sum(0)
    return of(np.arange(RUNS)), ((RUNS - 1) / RUNS * spread) ** 0.5


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    out = tmp_path_factory.mktemp("claims") / "run"
    size = ["--draws", str(DRAWS), "--runs", str(RUNS), "--seed", str(SEED)]
    assert dispatch(["claims", "1", "10", "14", *size, "--out", str(out)]) == 0
    return pd.read_parquet(out / "draws.parquet")


def agree(stored, claim, part, found, errors=True):
    rows = stored[(stored["id"] == claim) & (stored["part"] == part)].sort_values("draw")
    assert len(rows) == DRAWS
    value, error = found
    np.testing.assert_allclose(rows["effect"], value, rtol=1e-4, atol=1e-5)
    if errors:  # the linear error and the jackknife are the same for means but for rounding
        np.testing.assert_allclose(rows["error"], error, rtol=0.1)


def test_anarchy(stored):
    anarchy, sovereign = simulated(), simulated(held={"enforcement": 1.0})
    for part, measure in (
        ("burdens fall", burden),
        ("states have fewer allies", allies),
        ("fewer wars begin", wars),
    ):
        agree(stored, 1, part, effect(measure(sovereign), measure(anarchy)))


def test_aggregate_power(stored):
    found = effect(without_leader(led(0.35)), without_leader(led(0.15)))
    agree(stored, 14, "more of the others are allied without it", found)


def test_buck_passing(stored):
    many, few = absent(simulated()), absent(simulated(4))
    agree(stored, 10, "more stay out among eight", effect(many, few), errors=False)
    easy = absent(simulated(given={"perceived_defence": 2.0}))
    hard = absent(simulated(given={"perceived_defence": 0.5}))
    part = "more stay out if defence is thought easy"
    agree(stored, 10, part, effect(easy, hard), errors=False)
