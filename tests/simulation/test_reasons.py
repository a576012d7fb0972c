"""Why: what each term adds to a value, whose reasons they are, and that all ways agree."""

from types import SimpleNamespace

import numpy as np
import pytest
from limits import close
from mechanisms.assessments import logistic

from westphalia.decisions import CHOICES
from westphalia.decisions.joining import JOINING
from westphalia.mechanisms.war import ROLES
from westphalia.simulation import reasons
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting
from westphalia.simulation.reasons import Path, Reasons, reasons_of, weigh_terms
from westphalia.theories import BASELINES, THEORIES, weighted_sum
from westphalia.world.terms import Weights

N, YEARS = 3, 2


def some(*shape, seed=0):
    return np.random.default_rng(seed).uniform(-1.0, 1.0, shape)


def losses_loom(terms, wants):
    """Losses count twice."""
    return sum(np.where(v < 0, 2.0 * v, v) for v in terms.values())


def both_or_nothing(terms, wants):
    """Power is worth nothing without safety."""
    return terms["power"] * terms["survival"]


def test_a_term_adds_its_weight_times_itself_where_terms_are_added_up():
    terms = {"survival": some(4), "power": some(4, seed=1), "effort": some(4, seed=2)}
    found = weigh_terms(terms, Weights(1.0, 2.0, 0.5, 0.0, 0.0), weighted_sum)
    wanted = {"survival": 2.0, "power": 0.5, "effort": 1.0}
    assert found.keys() == wanted.keys()
    for name, weight in wanted.items():
        assert found[name] == close(weight * terms[name])


def test_a_term_adds_what_would_be_missing_without_it_whatever_the_theory():
    terms = {"survival": some(6), "power": some(6, seed=1)}
    wants = Weights(1.0, 1.0, 1.0, 0.0, 0.0)
    loom = weigh_terms(terms, wants, losses_loom)
    for name, values in terms.items():
        assert loom[name].tolist() == close([2 * v if v < 0 else v for v in values])
    both = weigh_terms(terms, wants, both_or_nothing)
    for name in terms:  # each takes all with it
        assert both[name] == close(terms["survival"] * terms["power"])


class Made:
    """A program of three states in two chunks, whose reasons say to whom and when they belong."""

    n = N
    rules = SimpleNamespace(chooser="chooser", values=(), serial=False)
    setting = SimpleNamespace(
        years=YEARS,
        later=None,
        theories=tuple(SimpleNamespace(value=v) for v in (weighted_sum, losses_loom, weighted_sum)),
    )

    def before(self, year, runs):
        return year, runs

    def start(self, runs):
        return runs

    def begin(self, runs):
        return runs, {}

    def go(self, ahead, until, through, later):
        assert (until, later) == (YEARS, None)
        return None, through(ahead)


def reasons_by_hand(runs):
    """Of a state i: -(i + 1), and the run in hundredths; of a war of a, ten times a more."""
    arm = -(np.arange(N) + 1.0)[:, None, None] - 0.01 * runs
    join = arm[None] - 10.0 * np.arange(N)[:, None, None, None]
    join = np.broadcast_to(join, (N, N, 2, len(runs)))
    arm = np.broadcast_to(arm, (N, 2, len(runs)))
    wants = Weights(*(np.full((N, 1, 1), w) for w in (3.0, 1.0, 1.0, 1.0, 0.0)))
    made = {
        k: Reasons({"consumption": v}, v, v, v, v, v) for k, v in (("arm", arm), ("join", join))
    }
    return made, wants, {"arms": np.broadcast_to(runs, (N, len(runs)))}


def test_a_states_reasons_are_its_own_in_the_runs_that_are_asked_for(monkeypatch):
    """Runs 120 to 139 lie in two chunks of 128."""
    asked = []

    def simulated(ahead, *, rules):
        year, runs = ahead
        asked.append((int(runs[0]), len(runs), year))
        assert rules.explain
        return reasons_by_hand(runs)

    monkeypatch.setattr(reasons, "_reasons", simulated)
    for state, factor in ((0, 3.0), (1, 2.0)):  # the second counts losses twice
        found, record = reasons_of(Made(), 7, 120, 140, state)
        runs = np.arange(120, 140)
        own = -(state + 1.0) - 0.01 * runs
        assert found["arm"].value[1] == close(own)
        assert found["arm"].terms["consumption"][0] == close(factor * own)
        for a in range(N):
            assert found["join"].value[a, 0] == close(own - 10.0 * a)
            assert found["join"].terms["consumption"][a, 1] == close(factor * (own - 10.0 * a))
        assert record["arms"][2].tolist() == runs.tolist()
    assert asked == [(0, 128, 7), (128, 128, 7)] * 2


def test_a_path_has_the_reasons_of_every_state_and_year_of_its_run(monkeypatch):
    def simulated(ahead, *, rules):
        runs, alone = ahead
        assert runs[[0, -1]].tolist() == [128, 255]
        made, wants, _ = reasons_by_hand(runs[[alone]])
        grown = [np.float64(1 + year) for year in range(YEARS)]

        def all_years(value):
            return np.stack([value * by for by in grown])

        return (
            {
                k: Reasons({"consumption": all_years(v.value)}, *(all_years(x) for x in v[1:]))
                for k, v in made.items()
            },
            Weights(*(np.stack([w] * YEARS) for w in wants)),
        )

    monkeypatch.setattr(reasons, "_path", simulated)
    monkeypatch.setattr(reasons, "_alone", lambda runs, run: (runs, run))
    path = Path(Made(), 133)
    for year in range(YEARS):
        for state, factor in ((0, 3.0), (1, 2.0), (2, 3.0)):
            own = (-(state + 1.0) - 1.33) * (1 + year)
            found = path.of(year, state)
            assert found["arm"].chance.tolist() == close(np.full((2, 1), own))
            assert found["arm"].terms["consumption"] == close(np.full((2, 1), factor * own))
            for a in range(N):
                there = own - 10.0 * a * (1 + year)
                assert found["join"].value[a] == close(np.full((2, 1), there))
                assert found["join"].terms["consumption"][a] == close(
                    np.full((2, 1), factor * there)
                )


# Of a simulation


@pytest.fixture(scope="module")
def program():
    theories = (THEORIES["offensive"], THEORIES["constructivist"], BASELINES["random"])
    return Program(Setting(RandomWorld(N), theories, YEARS, seed=2))


def test_all_ways_to_a_run_take_the_same_decisions(program):
    """A path simulates it alone, reasons in its chunk, by programs compiled otherwise."""
    runs = program.chunk(np.arange(128))
    paths = [Path(program, run) for run in range(5)]
    for year in range(1, YEARS + 1):
        for state in range(N):
            decided, record = reasons_of(program, year, 0, 5, state)
            for name in CHOICES:
                np.testing.assert_array_equal(record[name], runs[name][year - 1][..., :5])
            for run, path in enumerate(paths):
                for name, alone in path.of(year - 1, state).items():
                    np.testing.assert_array_equal(
                        alone.choice[..., 0], decided[name].choice[..., run]
                    )


def test_reasons_of_a_whole_run_are_those_of_its_years_and_add_up(program):
    run, year, state = 7, 2, 0
    alone, record = reasons_of(program, year, 0, 64, state)
    there = Path(program, run).of(year - 1, state)
    assert there.keys() == alone.keys()
    for name, reason in alone.items():
        assert (there[name].choice == reason.choice[..., run : run + 1]).all(), name
        assert np.allclose(there[name].chance, reason.chance[..., run : run + 1], atol=1e-5), name
        for term, values in reason.terms.items():
            assert np.allclose(there[name].terms[term], values[..., run : run + 1], atol=1e-5)
        rest = reason.value - sum(reason.terms.values())
        if name == "join":  # far wars are seldom looked at, whichever side one might take
            assert np.abs(rest[:, 0]).max() < 1e-4
            assert np.abs(rest[:, 1] - rest[:, 2]).max() < 1e-4
            assert rest.max() < 1e-4
        elif name != "challenge":
            assert np.abs(rest).max() < 1e-4, name
        else:  # whom one thinks of at all: the same for both challenges of a target, and not of a
            # quiet year; those near, and quarrels that matter, come to mind more often
            assert np.abs(rest[0]).max() < 1e-4
            assert np.abs(rest[1 : 1 + N] - rest[1 + N :]).max() < 1e-4
            assert np.ptp(rest[1 : 1 + N], axis=0).max() > 1e-4
    p = program.setting.parameters
    for k in (1, 2):
        chance = logistic(alone["align"].value[k, run] / p.temperature_pact)
        assert alone["align"].chance[k, run] == pytest.approx(chance, rel=1e-3)
    # what was chosen was done
    began = alone["challenge"].choice[1 + N :] > 0
    assert (record["crisis"][state] == 3)[began].all()
    assert ((record["war"][state] == ROLES.index("initiator")) | ~began).all()
    raised = alone["arm"].choice[1] > 0
    assert raised.any()
    assert (record["burden"][state][raised] > 0.03).any()
    assert alone[JOINING.name].choice.shape == (N, 3, 64)
