"""What is imposed is carried out."""

import numpy as np
import pytest

from simulation.game.boards import board_of, records, small_board
from westphalia.mechanisms.arming import OPTIONS as CONDITIONS
from westphalia.mechanisms.war import ROLES
from westphalia.simulation.game.chooser import nothing
from westphalia.simulation.game.perspectives import staffs_of

#: The perspective of the staff of the only player.
STAFF = int(staffs_of(1)[0])

pytestmark = pytest.mark.xdist_group(name="play")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_state_that_is_quiet_forever_never_begins_a_war(case, seed):
    board = board_of(case, "random", seed=seed)
    i = board.players[0]
    told = nothing(board.n)
    told["challenge"][i] = 0
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
        told["align"][i] = wants
        some[wants] = records(board, told)
    before = np.asarray(board.start.pact)[i, :, 0] > 0
    pacts = some[0.0]["pact"][:, i]
    made = pacts & ~np.concatenate([before[None], pacts[:-1]])
    # under an attacker's wing one comes unasked, by a war against the same state
    fights = some[0.0]["war"] > 0
    assert not (made & ~(fights[:, i, None] & fights).any(2)).any()
    assert some[1.0]["pact"][:, i].sum() > pacts.sum()


def test_total_war_is_war_with_that_target_that_year(small):
    board = small_board(small)
    for target in (1, 2):
        told = nothing(3)
        told["challenge"][0] = 1 + 3 + target
        record = records(board, told, years=1)
        # it may be at war with its target already, as a target or a joiner of an earlier war
        assert record["war"][0, 0, target] > 0
        assert record["crisis"][0, 0, target] == 3
        assert record["total"][0, 0, target] == 1


@pytest.mark.parametrize(("stands", "outcome"), [(1.0, 2), (0.0, 5)])
def test_a_challenger_that_is_resisted_does_as_it_is_told(small, stands, outcome):
    """It goes to war, or withdraws its demand."""
    board = small_board(small, forms={"crisis": "brinkmanship"}, values={"accident": 0.0})
    told = nothing(3)
    told["challenge"][0] = 1 + 1
    told["resist"][:] = 1.0
    told["stand"][0] = stands
    record = records(board, told, years=1)
    assert record["crisis"][0, 0, 1] == outcome
    assert record["begun"][0, 0, 1] == stands


@pytest.mark.parametrize("option", CONDITIONS)
def test_arms_and_posture_go_where_they_are_told(small, option):
    board = small_board(small)
    told = nothing(3)
    told["arm"][0] = CONDITIONS.index(option)
    told["signal"][0] = 0
    told["comply"][0] = 0  # a cap would hold the burden down
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
        told["signal"][:] = yes
        told["agree"][:] = yes
        record = records(board, told)
        assert (record["sent"] == yes).all()
        if yes == 0.0:
            assert not (record["agreements"] & 15).any()  # trade may stand from the start
        else:
            assert (record["agreements"] & 15).any()


def test_a_demand_is_conceded_or_resisted_as_told(small):
    """A challenger that holds little of what it could win; with or without accident, and with or
    without standing firm."""
    codes = {0.0: set(), 1.0: set()}
    for seed in range(1, 12):
        board = small_board(small, seed=seed)
        stake = np.array(board.start.stake)
        stake[1, 0], stake[0, 1] = 0.02, 0.98
        outlook = board.look_ahead(board.start._replace(stake=stake), 1)
        told = nothing(3)
        told["challenge"][:] = [0, 1, 0]
        demands = board.act(outlook, told, 1).demands
        made = np.asarray(demands.answers.allowed)[0, :, STAFF]
        assert not made[[0, 2]].any()
        if not made[1]:  # war is too dear to it this year
            continue
        pays = float(demands.answers.value[0, 1, STAFF]) > 0.0
        assert float(demands.answers.chance[0, 1, STAFF]) == pays
        for resists in codes:
            told["resist"][0, 1] = resists
            codes[resists].add(int(board.act(outlook, told, 1).record["crisis"][1, 0]))
    assert 2 in codes[1.0] <= {2, 5}
    assert 1 in codes[0.0] <= {1, 4}


def test_third_parties_join_as_told(small):
    board = small_board(small)
    outlook = board.look_ahead(board.start, 1)
    roles = {0: ("none", "none"), 1: ("joined target", "none"), 2: ("none", "joined attacker")}
    for choice, (to_attacker, to_target) in roles.items():
        told = nothing(3)
        told["challenge"][0], told["challenge"][2] = 0, 0
        told["challenge"][1] = 1 + 3 + 2  # total war of B on C; A is the third
        told["join"][1, 0] = choice
        acted = board.act(outlook, told, 1)
        assert np.asarray(acted.joins.allowed)[1, 0, :, 0].all()
        war = np.asarray(acted.record["war"])
        assert war[0, 1] == ROLES.index(to_attacker)
        assert war[0, 2] == ROLES.index(to_target)
