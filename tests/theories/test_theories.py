import numpy as np
import pytest

from westphalia.decisions.valuation import Weights
from westphalia.report.cite import entries
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting, agents_of, assign
from westphalia.theories import (
    BASELINES,
    NUMBERS,
    THEORIES,
    Theory,
    between,
    defensive,
    exactly,
    weighted_sum,
)
from westphalia.theories.theory import Expects, Wants
from westphalia.world.problems import UserError
from westphalia.world.state import Agents
from westphalia.world.terms import TERMS

ALL = {**THEORIES, **BASELINES}
ONE_TO_ONE = [pytest.param(t, id=name) for name, t in ALL.items()]

N, YEARS, RUNS = 6, 40, 128


@pytest.fixture(scope="module")
def records():
    """Forty years of six powers under each theory, by name, simulated when first asked for."""
    known = {}

    def of(theory: Theory):
        if theory.name not in known:
            setting = Setting(RandomWorld(N), assign(theory, N), YEARS, seed=5)
            known[theory.name] = Program(setting).chunk(np.arange(RUNS))
        return known[theory.name]

    return of


@pytest.mark.parametrize("theory", ONE_TO_ONE)
def test_a_theory_is_a_row_of_numbers_with_ranges_and_sources(theory):
    for name, number in theory.numbers().items():
        assert number.low <= number.value <= number.high, name
        assert NUMBERS[name].least <= number.low <= number.high <= NUMBERS[name].most, name
    for name in ("consumption", "balancing", "passing"):
        assert theory.numbers()[name].low > 0.0, name
    assert theory.title
    assert theory.sources or theory.name in ("no-change", "random")


@pytest.mark.parametrize("theory", ONE_TO_ONE)
def test_the_habits_of_a_baseline_are_chances(theory):
    if theory.habits is None:
        return
    h = theory.habits
    assert all(0.0 <= v <= 1.0 for v in vars(h).values())
    assert h.demand + h.total <= 1.0
    assert h.join_target + h.join_attacker <= 1.0
    assert h.raise_ + h.cut + 2.0 * h.posture <= 1.0


def test_a_theory_has_followers_by_its_name_if_nothing_else_is_said():
    assert defensive.follower == "a defensive realist"
    assert THEORIES["liberal"].having(survival=0.7).follower == "a liberal"
    assert Theory("hawks", "Hawks", defensive.wants, defensive.expects).follower == (
        "a follower of hawks"
    )


def test_names_are_one_to_one():
    assert all(name == t.name for name, t in ALL.items())
    assert not set(THEORIES) & set(BASELINES)
    assert all(t.habits is None for t in THEORIES.values())
    assert all(t.habits is not None for t in BASELINES.values())


@pytest.mark.parametrize("theory", ONE_TO_ONE)
def test_more_of_what_is_good_is_never_worse(theory):
    """The value of an option rises in every term, or does not care for it."""
    agents = agents_of([theory])
    wants = Weights(
        *(getattr(agents, k) for k in ("consumption", "survival", "power", "identity")), 2.0
    )
    nothing = dict.fromkeys(TERMS, np.zeros((1, 1)))
    at = theory.value(nothing, wants)
    assert at == 0.0
    rises = {
        name: float((theory.value(nothing | {name: np.ones((1, 1))}, wants) - at).squeeze())
        for name in TERMS
    }
    assert min(rises.values()) >= 0.0
    for name in ("consumption", "survival", "effort", "obligation", "greed"):
        assert rises[name] > 0.0, name
    # survival counts the same whichever way it changes
    assert rises["survival"] == rises["response"]


def test_the_default_value_weighs_each_term_once():
    wants = Weights(2.0, 3.0, 5.0, 7.0, 11.0)
    weights = {
        "consumption": 2,
        "survival": 3,
        "restraint": 3,
        "response": 3,
        "power": 5,
        "identity": 7,
        "greed": 11,
    }
    for name in TERMS:
        assert weighted_sum({name: 1.0}, wants) == weights.get(name, 1)
    assert weighted_sum(dict.fromkeys(TERMS, 1.0), wants) == 34 + len(TERMS) - 7


@pytest.mark.parametrize("theory", ONE_TO_ONE)
def test_the_records_of_a_theory_are_possible(records, theory):
    r = records(theory)
    floats = {k: v for k, v in r.items() if v.dtype.kind == "f"}
    assert floats
    for name, values in floats.items():
        assert np.isfinite(values).all(), name
    assert (r["resources"] >= 0).all()
    assert (r["arms"] >= 0).all()
    assert ((r["burden"] > 0) & (r["burden"] <= 0.6)).all()
    for name in ("posture", "suspected"):
        assert ((r[name] >= 0) & (r[name] <= 1)).all(), name
    assert (r["threatened"] >= 0).all()
    # the dead stay dead, own nothing and do nothing
    alive = r["alive"]
    assert (alive[1:] <= alive[:-1]).all()
    assert (r["resources"][~alive] == 0).all()
    assert (r["arms"][~alive] == 0).all()
    dead = ~alive
    assert not r["pact"][dead[:, :, None] & np.ones((1, 1, N, 1), bool)].any()
    gone = dead[:-1]  # from the year after its death a state takes part in nothing
    assert not r["war"][1:][gone[:, :, None] & np.ones((1, 1, N, 1), bool)].any()
    assert not r["crisis"][1:][gone[:, None, :] & np.ones((1, N, 1, 1), bool)].any()


@pytest.mark.parametrize("theory", ONE_TO_ONE)
def test_pairs_agree_on_what_they_share(records, theory):
    r = records(theory)
    assert (r["pact"] == r["pact"].swapaxes(1, 2)).all()
    # who fights whom is mutual, and the two have opposite roles
    attacks, defends = np.isin(r["war"], (1, 2)), np.isin(r["war"], (3, 4))
    assert ((r["war"] > 0) == (r["war"] > 0).swapaxes(1, 2)).all()
    one_war = (r["war"] == 1).sum((1, 2)) == 1
    both = (attacks == defends.swapaxes(1, 2)).all((1, 2))
    assert both[one_war].all()
    diagonal = np.arange(N)
    for name in ("pact", "war", "crisis"):
        assert not r[name][:, diagonal, diagonal].any(), name
    # at most one challenge a state and year
    assert ((r["crisis"] > 0).sum(2) <= 1).all()
    # allies do not fight on after a war between them
    assert not (r["pact"] & (r["war"] > 0)).any()


@pytest.mark.parametrize("theory", [pytest.param(t, id=k) for k, t in THEORIES.items()])
def test_states_that_choose_do_something_of_everything(records, theory):
    r = records(theory)
    assert r["pact"].any()
    assert r["crisis"].any()
    assert (np.diff(r["burden"], axis=0) != 0).any()
    for bit in range(5):
        assert ((r["agreements"] >> bit) & 1).any(), bit


def test_no_change_changes_nothing_by_choice(records):
    r = records(BASELINES["no-change"])
    for name in ("pact", "war", "crisis"):
        assert not r[name].any(), name
    assert (r["burden"] == r["burden"][0]).all()
    assert (r["posture"] == r["posture"][0]).all()
    assert r["alive"].all()


def test_theories_of_one_world_may_differ_by_state(records):
    mixed = (*THEORIES.values(), BASELINES["no-change"], BASELINES["random"])
    r = Program(Setting(RandomWorld(N), mixed, YEARS, seed=5)).chunk(np.arange(RUNS))
    begun = (r["war"] == 1).sum((0, 2, 3))
    assert begun[4] == 0  # the one that changes nothing
    assert begun[5] > begun[:4].max()  # the one that does anything
    assert (r["burden"][:, 4] == r["burden"][0, 4]).all()


def test_every_state_has_the_numbers_of_its_own_theory():
    agents = agents_of(list(THEORIES.values()))
    assert set(agents._fields) == set(Agents._fields)
    for k, theory in enumerate(THEORIES.values()):
        for name, number in theory.numbers().items():
            assert getattr(agents, name)[k, 0] == np.float32(number.value), name
        assert agents.habit[k, 0] == 0.0
    drawn = agents_of(list(THEORIES.values()), {"survival": np.array([1.0, 2.0, 3.0])})
    assert drawn.survival.shape == (4, 3)
    assert drawn.power.shape == (4, 1)


def test_a_theory_whose_numbers_have_no_range_is_refused():
    with pytest.raises(UserError, match="not between"):
        between(2.0, 1.0, 3.0)
    expects = Expects(
        worst_case=exactly(0.0), balancing=exactly(1.0), passing=exactly(1.0), prior=exactly(0.2)
    )
    with pytest.raises(UserError, match="'bare': survival must be between"):
        Theory("bare", "Bare", Wants(exactly(1.0), survival=0.8), expects)
    with pytest.raises(UserError, match="3 theories for 4 states"):
        assign(list(THEORIES.values())[:3], 4)


@pytest.mark.parametrize("theory", ONE_TO_ONE)
def test_every_number_of_a_theory_says_why_it_is_so(theory):
    """Unit, symbol, limits and a reason of its own; sources are in the bibliography."""
    assert set(theory.numbers()) == set(NUMBERS)
    for name, number in theory.parameters().items():
        assert name.startswith(f"{theory.name}.")
        assert number.unit
        assert number.symbol
        assert len(number.reason) > 10, name
        assert "\n" not in number.reason, name
        assert number.source == "modelling choice" or number.source in entries(), name
        assert number.least <= number.low <= number.default <= number.high <= number.most


def test_numbers_that_are_set_are_held_and_the_rest_stays():
    moved = defensive.having(worst_case=0.9, survival=2.0, good_news=0.5)
    for name, number in moved.numbers().items():
        if name in ("worst_case", "survival", "good_news"):
            assert number.low == number.value == number.high
        else:
            assert number == defensive.numbers()[name]
    assert moved.expects.worst_case.value == 0.9
    assert (moved.name, moved.value) == (defensive.name, defensive.value)
    with pytest.raises(UserError, match=r"worst_case = 2 .* 0 to 1"):
        defensive.having(worst_case=2.0)
