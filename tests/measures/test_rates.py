"""Base rates: the defaults lie in their target ranges, and how rates are counted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import jax
import numpy as np
import pytest
from scipy.stats import qmc

from westphalia.measures.estimate import Sampled
from westphalia.measures.intervals import HALF
from westphalia.measures.lives import life
from westphalia.measures.quantities import wars_begun
from westphalia.measures.rates import (
    SETTLE,
    base_rates,
    drift,
    spells,
    to_dataframe,
)
from westphalia.measures.war import wars_per_state_year
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting, agents_of, assign, chunk_size
from westphalia.theories import defensive
from westphalia.world.parameters import ABOUT, DEFAULTS, with_values

YEARS = SETTLE + 100
pytestmark = pytest.mark.xdist_group(name="experiments")


def program(n, seed=1, **values):
    setting = Setting(
        RandomWorld(n), assign(defensive, n), YEARS, seed=seed, parameters=with_values(values)
    )
    return Program(setting)


def chunk_of_eight(first=0, **values):
    """Records of 128 worlds of eight powers from a run on, as experiments simulate them: by the
    program that is given every number for every run by itself."""
    setting = replace(program(8).setting, detail=True)
    numbers = with_values({}), agents_of(setting.theories)
    p, agents = jax.tree.map(lambda v: np.broadcast_to(v, (*np.shape(v)[:-1], 128)), numbers)
    return Program(setting).chunk(np.arange(first, first + 128), replace(p, **values), agents)


@pytest.fixture(scope="module")
def eight():
    """Records of 256 worlds of eight powers at the defaults."""
    return [chunk_of_eight(first) for first in (0, 128)]


def rates_of(chunks, settle=SETTLE):
    """Base rates by name."""
    return {rate.name: rate for rate in base_rates(chunks, settle)}


#: Outside its range by default: pacts that are costly to leave when they are old last as those of
#: patrons and clients did after 1945, longer than those of great powers before (docs/model.md).
LASTING = "pact life"


def test_pacts_outlive_those_of_the_record(eight):
    life = rates_of(eight)[LASTING]
    assert life.value > life.target.high
    assert life.verdict == "outside" or np.isnan(life.low)


def test_the_other_defaults_lie_in_the_target_ranges_with_a_margin(eight):
    """A tenth of the range's width from an end that is not zero (zero cannot be passed)."""
    for rate in (rate for rate in base_rates(eight) if rate.name != LASTING):
        margin = 0.1 * (rate.target.high - rate.target.low)
        low = rate.target.low + margin if rate.target.low > 0.0 else 0.0
        assert low <= rate.value <= rate.target.high - margin, rate.name


def test_the_means_are_measured_well_enough_to_tell(eight):
    """The interval of each mean is narrower than half its range. (Drift, a ratio of two small
    numbers, is not known that well from so few runs.)"""
    for rate in base_rates(eight):
        if rate.name != "drift" and np.isfinite(rate.low):  # pact life: one number over all runs
            width = rate.target.high - rate.target.low
            assert rate.high - rate.low < 0.5 * width, rate.name


def test_several_wars_break_out_in_one_year(eight):
    begun = [wars_begun(records["war"][SETTLE:]).any(2).sum(1) for records in eight]
    most = np.concatenate([in_year.max(0) for in_year in begun])
    assert most.max() >= 2
    assert (most >= 2).mean() > 0.01


def test_wars_per_state_do_not_hang_on_the_number_of_states(eight):
    measure = wars_per_state_year(first=SETTLE + 1)
    rates = {}
    for n in (6, 8, 14):
        sampled = Sampled([measure])
        for records in eight if n == 8 else program(n).chunks(128, workers=2):
            sampled.add(records)
        rates[n] = sampled.interval(measure.name).value
    assert max(rates.values()) < 2.0 * min(rates.values()), rates


def test_a_sovereign_ends_wars_and_the_need_of_pacts(eight):
    order = rates_of([chunk_of_eight(enforcement=np.ones(128))])
    assert order["wars"].value < 0.05 * rates_of(eight)["wars"].value
    assert order["allies"].value < 0.1
    assert order["deaths"].value == 0.0


def test_half_of_the_plausible_ranges_give_the_base_rates():
    """64 Sobol draws of all parameters at once, 64 runs each, two draws a chunk. Without the life
    of pacts, see `LASTING`."""
    names = [name for name, about in ABOUT.items() if about.high > about.low]
    low, high = (np.array([getattr(ABOUT[k], end) for k in names]) for end in ("low", "high"))
    draws = low + (high - low) * qmc.Sobol(len(names), seed=1).random(64)
    each, width = 64, chunk_size(8)
    per_chunk = width // each

    def verdicts(at):
        batch = draws[at : at + per_chunk]
        values = {name: np.full(width, DEFAULTS[name], np.float32) for name in ABOUT}
        for k, name in enumerate(names):
            values[name] = np.repeat(batch[:, k], each).astype(np.float32)
        records = chunk_of_eight(**values)
        good = []
        for k in range(len(batch)):
            part = {name: v[..., k * each : (k + 1) * each] for name, v in records.items()}
            rates = base_rates([part])
            good.append(
                [r.target.low <= r.value <= r.target.high for r in rates if r.name != LASTING]
            )
        return good

    with ThreadPoolExecutor(2) as pool:
        chunks = list(pool.map(verdicts, range(0, len(draws), per_chunk)))
    good = np.array([row for chunk in chunks for row in chunk])
    assert good.shape == (64, 6)
    assert good.all(1).mean() >= 0.5, good.mean(0)


def test_spells_and_their_median_by_hand():
    pact = np.zeros((8, 2, 2, 1), bool)
    pact[2:5, 0, 1] = pact[2:5, 1, 0] = True  # three years, seen to end
    pact[6:, 0, 1] = pact[6:, 1, 0] = True  # still there at the end
    lengths, ended = spells(pact)
    assert sorted(zip(lengths.tolist(), ended.tolist(), strict=True)) == [(2.0, False), (3.0, True)]
    # Kaplan-Meier: of 4 spells one ends at 1, one at 2, one is lost at 2, one ends at 3
    ends = np.array([1.0, 2.0, 2.0, 3.0]), np.array([True, True, False, True])
    assert life(*ends, (0.5,)) == (2.0,)


def test_rates_by_hand():
    years, n, runs = 4, 3, 1
    war = np.zeros((years, n, n, runs), np.uint8)
    war[1, 0, 1], war[1, 1, 0] = 1, 3
    war[3, 2, 0], war[3, 0, 2] = 1, 3
    war[3, 0, 1], war[3, 1, 0] = 1, 3
    alive = np.ones((years, n, runs), bool)
    alive[3, 1] = False
    resources = np.ones((years, n, runs))
    resources[3] = np.array([[3.0], [0.0], [1.0]])
    pact = np.zeros((years, n, n, runs), bool)
    pact[0, 0, 1] = pact[0, 1, 0] = True
    records = {
        "alive": alive,
        "war": war,
        "burden": np.full((years, n, runs), 0.03),
        "pact": pact,
        "resources": resources,
    }
    rates = rates_of([records], settle=0)
    assert rates["wars"].value == pytest.approx(75.0)
    assert rates["burden"].value == pytest.approx(3.0)
    assert rates["allies"].value == pytest.approx(2 / 11)
    assert rates["deaths"].value == pytest.approx(1000 / 11)
    assert rates["runaway"].value == pytest.approx(100.0)
    assert np.isnan(rates["pact life"].value)  # none begins within the record
    assert rates["drift"].value == pytest.approx(200.0 / 1e-9)  # none began in the first quarter
    assert rates_of([records], settle=2)["wars"].value == pytest.approx(100.0)
    assert to_dataframe(rates.values()).shape == (7, 9)


def test_drift_by_hand():
    found = drift(np.array([1.0, 3.0]), np.array([2.0, 6.0]))
    assert found.value == 2.0
    error = np.sqrt(2.0 / 2 / 2.0**2 + 8.0 / 2 / 4.0**2)  # of the log: sd^2 / runs / mean^2 each
    assert found.high == pytest.approx(2.0 * np.exp(HALF * error))
    assert found.low == pytest.approx(2.0 / np.exp(HALF * error))
