"""Replay of histories that the model made itself: calibration, and which theory is likeliest."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.records.observed_decisions import KINDS, observed_decisions
from westphalia.records.panel import Panel
from westphalia.replay.calibration import FOLLOWED
from westphalia.replay.replay import Chances, Replay
from westphalia.replay.simulated import histories
from westphalia.replay.world_of_history import PARAMETERS
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting
from westphalia.theories import THEORIES

STATES, YEARS, RUNS = 6, 41, 512


@cache
def _made(name: str, seed: int) -> list[Panel]:
    scene, theories = RandomWorld(STATES), (THEORIES[name],) * STATES
    program = Program(Setting(scene, theories, YEARS, seed, PARAMETERS, FOLLOWED))
    return histories(program, np.arange(RUNS), whole=True)


def made(name: str, seed: int, runs: int, whole: bool) -> list[Panel]:
    """The first of the histories that a theory made, with shares and postures or without."""
    some = _made(name, seed)[:runs]
    return some if whole else [replace(panel, posture=None, stake=None) for panel in some]


def replay_of(panel: Panel, name: str) -> Chances:
    return Replay(panel).chances(THEORIES[name], modules=FOLLOWED)


def tallies(name: str, seed: int, runs: int, whole: bool) -> dict[str, np.ndarray]:
    """By outcome: how often it happened, how often it was forecast, and the variance that this
    number would have if decisions were independent. [runs, 3]"""
    out: dict[str, list] = {}
    for panel in made(name, seed, runs, whole):
        rows = replay_of(panel, name).forecasts
        for kind, d in observed_decisions(panel).items():
            for k, outcome in enumerate(KINDS[kind][1:], start=1):
                p = rows[kind][:, k]
                row = (d.outcome == k).sum(), p.sum(), (p * (1.0 - p)).sum()
                out.setdefault(f"{kind}: {outcome}", []).append(row)
    return {what: np.array(found) for what, found in out.items()}


def departures(name: str, seed: int, runs: int) -> dict[str, float]:
    """How many standard errors more often things happened than was forecast, by outcome, where
    shares and postures are known."""
    out = {}
    for what, (seen, told, variance) in (
        (what, found.T) for what, found in tallies(name, seed, runs, True).items()
    ):
        more = seen - told
        out[what] = more.sum() / np.sqrt(max((more**2).sum(), variance.sum()))
    return out


@pytest.mark.parametrize("seed", [1, 2])
def test_forecasts_are_calibrated_where_shares_and_postures_are_known(seed):
    for what, z in departures("defensive", seed, 128).items():
        assert abs(z) < 4.0, (what, z)


@pytest.mark.slow
@pytest.mark.parametrize("name", THEORIES)
def test_forecasts_are_calibrated_under_every_theory(name):
    for what, z in departures(name, 1, RUNS).items():
        assert abs(z) < 4.0, (what, z)


@cache
def likelihoods(name: str, judge: str, runs: int, whole: bool) -> np.ndarray:
    """Of the histories that a theory made, by another. [runs]"""
    found = made(name, 1, runs, whole)
    return np.array([replay_of(panel, judge).log_likelihood for panel in found])


def lead(name: str, other: str, runs: int, whole: bool) -> tuple[float, float]:
    """By how much the true theory is likelier than another, nats a history, with its error."""
    leads = likelihoods(name, name, runs, whole) - likelihoods(name, other, runs, whole)
    return float(leads.mean()), float(leads.std(ddof=1) / np.sqrt(runs))


@pytest.mark.parametrize("whole", [False, True])
def test_the_theory_that_made_a_history_is_the_likeliest(whole):
    for other in set(THEORIES) - {"defensive"}:
        more, error = lead("defensive", other, 64, whole)
        assert more > 2.0 * error, other


@pytest.mark.slow
@pytest.mark.parametrize("name", THEORIES)
@pytest.mark.parametrize("whole", [False, True])
def test_every_theory_is_likeliest_where_it_made_history(name, whole):
    for other in set(THEORIES) - {name}:
        more, error = lead(name, other, 48, whole)
        print(f"{name} over {other}, whole={whole}: {more:.1f} +- {error:.1f} nats a history")
        assert more > 3.0 * error, other


@pytest.mark.slow
@pytest.mark.parametrize("name", THEORIES)
def test_hidden_shares_and_postures_cost_calibration(name):
    """With them forecasts are not calibrated: more pacts are forecast than are made, and up to
    twice as many endings as there are; disputes stay calibrated on the whole."""
    ratio = {}
    for what, found in tallies(name, 1, 128, False).items():
        seen, told, _ = found.T
        ratio[what] = seen.sum() / told.sum()
        error = np.sqrt(((seen - ratio[what] * told) ** 2).sum()) / told.sum()
        print(f"{name} {what}: observed / forecast {ratio[what]:.2f} +- {error:.2f}")
    assert 0.9 < ratio["dispute: initiated"] < 1.1
    for what in ("pact formed: formed", "pact ended: ended"):
        assert 0.4 < ratio[what] < 1.0, what
    for what in ("arms: raise", "arms: cut"):
        assert 0.75 < ratio[what] < 1.15, what


def test_every_war_of_a_made_history_began_with_a_challenge_of_its_target():
    some = [(p, war) for p in made("defensive", 1, RUNS, True) for war in p.wars]
    assert sum(len(war.with_target) for _, war in some) > 0
    for panel, war in some:
        assert panel.dispute[war.year, war.attacker, war.target] > 0
        assert panel.fought[war.year, war.attacker, war.target] > 0
        mine = [w for w in panel.wars if (w.year, w.attacker) == (war.year, war.attacker)]
        assert len(mine) == 1


def test_pacts_of_pairs_that_fought_in_the_year_are_no_decisions():
    fought = 0
    for panel in made("defensive", 1, 128, True):
        for kind in ("pact formed", "pact ended"):
            d = observed_decisions(panel)[kind]
            assert not panel.fought[d.year, d.who, d.whom].any()
        fought += int(panel.fought.sum())
    assert fought > 0


def test_what_was_shuffled_is_forecast_no_better_than_by_its_rate():
    """Replay of histories whose disputes and arming were dealt out anew: nothing of a year's
    outcome may have found its way into its forecast."""
    rng, gains = np.random.default_rng(5), {"dispute": [], "arms": []}
    panels = []
    for panel in made("defensive", 1, 64, True):
        there = panel.relevant[:-1] > 0
        dispute, arming = panel.dispute.copy(), panel.arming.copy()
        dispute[1:][there] = rng.permutation(dispute[1:][there])
        known = np.isfinite(arming)
        arming[known] = rng.permutation(arming[known])
        attack = panel.attack * (dispute > 0)
        panels.append(replace(panel, dispute=dispute, attack=attack, arming=arming))
    outcomes = {
        kind: np.bincount(np.concatenate([observed_decisions(p)[kind].outcome for p in panels]))
        for kind in gains
    }
    for panel in panels:
        rows = replay_of(panel, "defensive").forecasts
        for kind, gain in gains.items():
            taken = observed_decisions(panel)[kind].outcome
            rate = outcomes[kind] / outcomes[kind].sum()
            told = rows[kind][np.arange(len(taken)), taken]
            gain.append(np.log(told).sum() - np.log(rate[taken]).sum())
    for kind, gain in gains.items():
        error = np.std(gain) * np.sqrt(len(gain))
        assert np.sum(gain) < 2.0 * error, kind
