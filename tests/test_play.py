"""The engine of a game: run 0 where nothing is imposed, and what is chosen is carried out."""

from dataclasses import replace

import jax
import numpy as np
import pytest

import westphalia as wp
from westphalia.mechanisms.arming import OPTIONS as ARMS
from westphalia.mechanisms.terms import ITEMS
from westphalia.mechanisms.war import ROLES
from westphalia.runs.plan import Plan, line_of
from westphalia.simulation.ensemble import Program
from westphalia.simulation.game.board import Board
from westphalia.simulation.game.chooser import nothing
from westphalia.simulation.game.minds import EACH, PRIVATE, minds_of, shared, staffs_of, theorists
from westphalia.simulation.game.year import ASSESSMENT, CRISES, PLANS, REST
from westphalia.simulation.reasons import reasons_of
from westphalia.simulation.year import YEAR
from westphalia.theories import THEORIES, Theory, defensive, liberal, offensive
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="play")
MIXED = "GMY=offensive,RUS=liberal,FRN=constructivist,*=defensive"
#: Choices are the same; figures to the last bits of single precision.
SAME = ("war", "crisis", "alive", "pact", "agreements", "result")
CLOSE = ("resources", "arms", "burden", "posture")


@pytest.fixture(scope="module")
def case():
    return wp.load_case("europe-1890")


@pytest.fixture(scope="module")
def small():
    return wp.load_case("examples/three-powers.yaml")


def board_of(case, spec="defensive", players=("GMY",), staffs=(defensive,), **plan):
    labels = case.start.labels
    line = line_of(spec, labels)
    setting = Plan(case, (line,), **plan).setting(line)
    return Board(setting, [labels.index(p) for p in players], staffs)


def small_board(small, **plan):
    return board_of(small, players=("NOR",), **plan)


def records(board, told=None, years=None):
    """The public records of a game in which the same is chosen every year."""
    world, out = board.start, []
    for year in range(1, (years or board.setting.years) + 1):
        acted = board.act(board.look_ahead(world, year), told, year)
        world = acted.world
        out.append(jax.tree.map(np.asarray, acted.record))
    return {k: np.stack([r[k] for r in out]) for k in out[0]}


def test_the_parts_of_a_year_are_the_year():
    assert (*ASSESSMENT, *PLANS, *CRISES, *REST) == YEAR


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("spec", ["defensive", MIXED, "random"])
def test_with_nothing_imposed_the_game_is_run_0_of_the_ensemble(case, spec, seed):
    line = line_of(spec, case.start.labels)
    program = Program(Plan(case, (line,), seed=seed).setting(line))
    ensemble = {k: v[..., 0] for k, v in program.chunk(np.arange(64)).items()}
    game = records(board_of(case, spec, seed=seed))
    for name in SAME:
        np.testing.assert_array_equal(game[name], ensemble[name], name)
    for name in CLOSE:
        np.testing.assert_allclose(game[name], ensemble[name], rtol=2e-6, err_msg=name)


def test_a_theory_is_asked_with_the_chances_it_would_draw_from(case):
    """The player's state follows offensive realism: so does that theory's mind, exactly."""
    board = board_of(case, MIXED, staffs=(liberal,), seed=4)
    own = theorists(0).start + list(THEORIES).index("offensive")
    world = board.start
    for year in range(1, 8):
        outlook = board.look_ahead(world, year)
        for name, made in outlook.plans.items():
            chance = np.asarray(made.chance)
            np.testing.assert_array_equal(chance[..., own], chance[..., 0], name)
        acted = board.act(outlook, None, year)
        joins = np.asarray(acted.joins.chance)
        np.testing.assert_array_equal(joins[..., own], joins[..., 0])
        world = acted.world


def test_plans_are_weighed_as_the_stages_of_a_year_weigh_them(case):
    board = board_of(case, MIXED, seed=4)
    world = board.act(board.look_ahead(board.start, 1), None, 1).world
    plans = board.look_ahead(world, 2).plans
    program, n = Program(board.setting), board.n
    reasons, _ = reasons_of(program, 2, 0, 1, board.players[0])
    for name in ("signal", *ITEMS, "arm"):  # nobody has acted on these before
        made = plans[name]
        there = np.asarray(made.allowed[0, :, 0]) > 0
        np.testing.assert_array_equal(there, reasons[name].allowed[:, 0] > 0, name)
        if name == "arm" and reasons["signal"].choice[0, 0] > 0:
            continue
        for field in ("value", "chance"):
            found = np.asarray(getattr(made, field))[0, :, 0][there]
            wanted = getattr(reasons[name], field)[:, 0][there]
            np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-7, err_msg=name)
    chance = np.asarray(plans["challenge"].chance)[0, :, 0]
    np.testing.assert_allclose(chance[1 : 1 + n], reasons["claim"].chance[:, 0], rtol=1e-4)
    np.testing.assert_allclose(chance[1 + n :], reasons["total war"].chance[:, 0], rtol=1e-4)


def test_the_staff_cannot_know_what_is_hidden_and_a_theory_does():
    minds = minds_of((offensive, defensive, liberal), (0, 2), (defensive, liberal))
    staffs = staffs_of(2)
    assert list(staffs) == [1, 1 + EACH]
    assert minds.hidden[:, staffs].tolist() == [[0, 1], [1, 1], [1, 0]]
    assert minds.hidden.sum() == 4
    assert (minds.own[:, staffs] == 1).all()
    assert minds.own[:, theorists(1)].tolist() == [[0] * 4, [0] * 4, [1] * 4]
    prior = np.asarray(minds.numbers.prior)
    assert (prior[:, staffs[0]] == prior[0, staffs[0]]).all()  # it takes all to think as it does
    assert prior[1, theorists(0)].tolist() == [defensive.numbers()["prior"].value] * 4


def test_what_is_public_is_the_same_in_all_minds_and_what_is_private_is_not(case):
    board = board_of(case, MIXED, seed=4)
    world = board.start
    for year in range(1, 5):
        world = board.act(board.look_ahead(world, year), None, year).world
    for name, value in world._asdict().items():
        values = np.asarray(value)
        if name not in (*PRIVATE, "greedy"):
            assert (values == values[..., :1]).all(), name
    own = np.asarray(world.belief)[board.players[0]]
    assert len({tuple(column) for column in own.T.tolist()}) > 3  # not even two theories agree
    again = shared(world, board.minds)
    assert all(np.array_equal(a, b) for a, b in zip(world, again, strict=True))


def test_a_value_function_of_its_own_is_refused(small):
    own = Theory("own", "Own", defensive.wants, defensive.expects, value=lambda terms, wants: 0.0)
    line = line_of("defensive", small.start.labels)
    setting = Plan(small, (line,)).setting(line)
    with pytest.raises(UserError, match="add up"):
        Board(replace(setting, theories=(own, defensive, defensive)), (0,), (defensive,))


# What is imposed is carried out


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_state_that_is_quiet_forever_never_begins_a_war(case, seed):
    board = board_of(case, "random", seed=seed)
    i = board.players[0]
    told = nothing(board.n)
    told.challenge[i] = 0
    drawn, quiet = records(board), records(board, told)
    began = ROLES.index("initiator")
    assert (drawn["war"][:, i] == began).any()
    assert not (quiet["war"][:, i] == began).any()
    assert not quiet["crisis"][:, i].any()


def test_who_wants_no_pact_makes_none_and_who_wants_all_has_more(case):
    board = board_of(case, seed=1)
    i, some = board.players[0], {}
    for wants in (0.0, 1.0):
        told = nothing(board.n)
        told.align[i] = wants
        some[wants] = records(board, told)["pact"][:, i]
    before = np.asarray(board.start.pact)[i, :, 0] > 0
    made = some[0.0] & ~np.concatenate([before[None], some[0.0][:-1]])
    assert not made.any()
    assert some[1.0].sum() > some[0.0].sum()


def test_total_war_is_war_with_that_target_that_year(small):
    board = small_board(small)
    for target in (1, 2):
        told = nothing(3)
        told.challenge[0] = 1 + 3 + target
        record = records(board, told, years=1)
        assert record["war"][0, 0, target] == ROLES.index("initiator")
        assert record["crisis"][0, 0, target] == 3
        assert record["total"][0, 0, target] == 1


@pytest.mark.parametrize("option", ARMS)
def test_arms_and_posture_go_where_they_are_told(small, option):
    board = small_board(small)
    told = nothing(3)
    told.arm[0] = ARMS.index(option)
    told.signal[0] = 0
    told.comply[0] = 0  # a cap would hold the burden down
    record = records(board, told, years=1)
    step = np.exp(board.setting.parameters.burden_step)
    factor = {"raise": step, "cut": 1 / step}.get(option, 1.0)
    start = board.start
    assert record["burden"][0, 0] == pytest.approx(float(start.burden[0, 0]) * factor, rel=1e-5)
    move = {"offence": 0.1, "defence": -0.1}.get(option, 0.0)
    assert record["posture"][0, 0] == pytest.approx(float(start.posture[0, 0]) + move, abs=1e-6)


def test_signals_are_sent_and_agreements_need_both(small):
    board = small_board(small)
    for yes in (0.0, 1.0):
        told = nothing(3)
        told.signal[:] = yes
        told.agree[:] = yes
        record = records(board, told)
        assert (record["sent"] == yes).all()
        if yes == 0.0:
            assert not (record["agreements"] & 15).any()  # trade may stand from the start
        else:
            assert (record["agreements"] & 15).any()


def test_a_claim_is_conceded_or_resisted_as_told(small):
    """A claimant that holds little of what it could win; by its luck with or without accident."""
    codes = {0.0: set(), 1.0: set()}
    for seed in range(1, 12):
        board = small_board(small, seed=seed)
        stake = np.array(board.start.stake)
        stake[1, 0], stake[0, 1] = 0.02, 0.98
        outlook = board.look_ahead(board.start._replace(stake=stake), 1)
        told = nothing(3)
        told.challenge[:] = [0, 1, 0]
        claims = board.act(outlook, told, 1).claims
        assert not np.asarray(claims.made)[[0, 2]].any()
        if not claims.made[1, 0]:  # war is too dear to it this year
            continue
        assert 0 < float(claims.chance[1, 0]) <= 1
        for resists in codes:
            told.resist[1, 0] = resists
            codes[resists].add(int(board.act(outlook, told, 1).record["crisis"][1, 0]))
    assert codes[1.0] == {2}
    assert 1 in codes[0.0] <= {1, 4}


def test_third_parties_join_as_told(small):
    board = small_board(small)
    outlook = board.look_ahead(board.start, 1)
    roles = {0: ("none", "none"), 1: ("joined target", "none"), 2: ("none", "joined attacker")}
    for choice, (to_attacker, to_target) in roles.items():
        told = nothing(3)
        told.challenge[0], told.challenge[2] = 0, 0
        told.challenge[1] = 1 + 3 + 2  # total war of B on C; A is the third
        told.join[1, 0] = choice
        acted = board.act(outlook, told, 1)
        assert np.asarray(acted.joins.allowed)[1, 0, :, 0].all()
        war = np.asarray(acted.record["war"])
        assert war[0, 1] == ROLES.index(to_attacker)
        assert war[0, 2] == ROLES.index(to_target)
