"""War: who joins, who wins, and what a war leaves behind."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, luck
from limits import close
from traces import REALIST_OR_NOT, A, B, C, among, pair, value_of

from mechanisms.assessments import assessment, dtypes, each_run, logistic, pairs_of
from westphalia.decisions.valuation import quantal
from westphalia.mechanisms import alignment, crisis, war
from westphalia.mechanisms.contest import chance
from westphalia.world.state import Modules

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


def front_of(runs=1):
    one = jnp.ones(runs)
    return war.Front((one * B).astype(int), (one * C).astype(int), 0.0 * one)


def join_chances(scene):
    """Chances of the third state A to stay out, join the target or the attacker: B attacks C."""
    world, _, p, mods = scene
    seen = scene.assessment()
    helped = alignment.helps(world, seen, p)
    side = war.sides(world, front_of(), p, mods)
    offered = war.options(world, seen, helped, front_of(), side, p, mods)
    return quantal(value_of(scene, offered.terms), offered.allowed, p.temperature_join)[A, :, 0]


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_an_ally_joins_more_often_than_a_stranger(theory):
    scene = equals(3, theory)
    out, target, attacker = war.JOIN.index("out"), 1, 2
    stranger = join_chances(scene)
    with_target = join_chances(among(scene, "pact", pair(A, C, 1.0)))
    with_attacker = join_chances(among(scene, "pact", pair(A, B, 1.0)))
    assert with_target[target] > 2 * stranger[target]
    assert with_target[attacker] < stranger[attacker]
    assert with_attacker[target] < stranger[target]
    assert stranger[out] > 0.5
    # a dearer breach binds more
    dear = join_chances(among(scene, "pact", pair(A, C, 1.0)).under(breach=0.12))
    assert dear[target] > with_target[target]


def test_all_the_wars_of_a_year_are_fought():
    n, runs = 6, 64
    scene = anything(n, runs, 11)
    world, _, p, mods = scene
    wars = np.zeros((n, n, runs))
    wars[0, 1], wars[2, 3] = 1.0, 1.0  # two pairs everywhere,
    wars[4, 5, ::2] = 1.0  # a third in every other run,
    wars[5, 0, ::4] = 1.0  # and one more, on two states already at war, in every fourth
    wars = jnp.asarray(wars)
    none = jnp.zeros_like(wars)
    opened = crisis.Opened(wars, none, none, wars, none, none, world.stake)
    draw = luck(4, runs)
    priority, decisive = draw.two("war/priority", n)
    chances = war.Draws(priority, decisive, *draw.two("war/outcome", n))

    def nobody_joins(world, front, side, joined):
        out = jnp.zeros((n, 3, runs)).at[:, 0].set(1.0)
        return war.Join(out, jnp.zeros_like(out[:, 0]))

    fought = jax.jit(lambda: war.wage(world, opened, nobody_joins, None, chances, p, mods))()
    initiated = np.asarray(fought.roles) == war.ROLES.index("initiator")
    assert (initiated == np.asarray(wars, bool)).all()
    assert initiated.sum((0, 1)).max() == 4
    assert (fought.pending == 0).all()
    target = np.asarray(fought.roles) == war.ROLES.index("target")
    assert (target == np.asarray(wars, bool).swapaxes(0, 1)).all()
    # every war costs its two sides arms, and nobody else
    loss = np.asarray(fought.world.arms < world.arms)
    belligerent = np.asarray(wars.sum(1) + wars.sum(0)) > 0
    assert (loss == belligerent).all()
    assert (np.asarray(fought.result).sum(0) == 0).all()  # one side's victory, another's defeat


def test_the_stronger_side_wins_as_often_as_the_contest_says():
    runs = 20_000
    scene = equals(3, indecisive=0.0)
    strong = among(scene, "arms", {(B, 0): 0.9})
    world = jax.tree.map(lambda v: jnp.broadcast_to(v, (*v.shape[:-1], runs)), strong.world)
    front, p, mods = front_of(runs), strong.p, strong.mods
    side = war.sides(world, front, p, mods)
    nobody = jnp.zeros((3, 3, runs)).at[:, 0].set(1.0)
    draw = luck(1, runs)
    chances = war.Draws(*draw.two("war/priority", 3), *draw.two("war/outcome", 3))
    zero = jnp.zeros((3, runs))
    account = war.Fought(
        *(world, zero, jnp.zeros((3, 3, runs)), jnp.zeros((3, 3, runs))),
        *(zero[0], zero[0], jnp.zeros((3, 3, runs)), zero),
    )
    join = war.Join(nobody, zero)
    after = war.fight(account, front, jnp.ones(runs), join, side, chances, p, mods)
    won = float((after.result[B] > 0).mean())
    odds = strong.assessment().odds[B, C, 0]
    # nobody is allied and nobody volunteers once the shooting has begun
    met = float(chance(odds + jnp.log(strong.assessment().met[B, C, 0] / side.defend[0])))
    assert won == pytest.approx(met, abs=4 * 0.5 / runs**0.5)


# Against loops over states


N, RUNS = 4, 6


def a_war(seed=1, total=None, mods=None, runs=RUNS, **parameters):
    """Worlds, an assessment, and a war of 0 against 1 in every run, total in every other."""
    scene = anything(N, runs, seed, modules=mods, **parameters)
    seen = assessment(N, runs, seed + 1)
    aims = np.arange(runs) % 2 if total is None else np.full(runs, total)
    front = war.Front(jnp.zeros(runs, int), jnp.ones(runs, int), jnp.asarray(aims, float))
    helped = jnp.asarray(np.random.default_rng(seed).uniform(0.0, 0.2, (N, N, runs)), float)
    return scene, seen, helped, front, war.sides(scene.world, front, scene.p, scene.mods)


def strengths(w, q):
    """Offence and defence of every state."""

    def fit(role):
        return (1.0 - q.distinguishability) + q.distinguishability * role

    return w.arms * fit(w.posture), w.arms * fit(1.0 - w.posture)


@EXACT
def test_what_meets_at_the_target_is_that_of_loops_over_states():
    scene, _, _, _, side = a_war()
    for _, w, s, q in each_run(RUNS, scene.world, side, scene.p):
        attack, defend = strengths(w, q)
        edge = 1.0 + q.surprise * w.delivery[0, 1] * (1.0 - w.withdrawal[0, 1])
        assert s.attack == close(w.delivery[0, 1] * attack[0] * edge)
        unarmed = q.unarmed_resistance * w.resources[1] / q.depreciation
        assert s.defend == close(defend[1] + unarmed)
        assert s.thirds.tolist() == [0.0, 0.0, 1.0, 1.0]
        for k in (2, 3):
            assert s.as_attacker[k] == close(w.delivery[k, 1] * attack[k])
            assert s.as_defender[k] == close(w.delivery[k, 1] * defend[k])
            promise = q.reliability * w.pact[1, k] * w.delivery[k, 1] * defend[k]
            assert s.pledged[k] == close(0.0 if w.pact[0, k] > 0 else promise)
            assert s.with_target[k] == (w.pact[1, k] > 0)
            assert s.with_attacker[k] == (w.pact[0, k] > 0)


def join_by_hand(w, s, side, helped, q, total, k):
    """Terms of (joining the target, joining the attacker) for k, from docs/model.md."""
    r = w.resources
    unit = max(q.war_cost, q.nuclear_cost) if w.nuclear[0] * w.nuclear[1] else q.war_cost
    cost = unit * min(r[0], r[1], r[k])
    promised = sum(side.pledged[j] for j in (2, 3) if j != k)

    def chance(with_x, with_y):
        ratio = (side.attack + with_x) / (side.defend + promised + with_y)
        odds = q.decisiveness * np.log(ratio) - np.log(q.defence_advantage)
        return logistic(odds + s.bias[k])

    alone = chance(0.0, 0.0)
    saved = alone - chance(0.0, side.as_defender[k])
    added = chance(side.as_attacker[k], 0.0) - alone
    land = q.annexation * (1.0 - q.waste) * r[1] * total
    take = q.stake_size * min(r[0], r[1]) + land
    steep = min(s.by_attack[k, 0], 4.0)
    next_victim = q.horizon * s.threat[k, 0]
    next_victim *= (1.0 + take / r[0]) ** steep - np.exp(-steep * q.defeat_loss)
    ally_lost = helped[k, 1] * (w.pact[1, k] > 0)
    ally_lost *= q.defeat_loss + (1.0 - q.defeat_loss) * total
    felt = w.identity[k, 1] * min(take / r[1], 1.0) - w.identity[k, 0] * take / r[0]
    pie, win = s.ground.pie[k, 1], alone + added
    part = side.as_attacker[k] / (side.as_attacker[k] + side.attack)
    spoils = win * ((1.0 - w.stake[k, 1]) * pie + land * part * win**2)
    paid = 2.0 * q.join_cost * cost / r[k]
    to_target = {
        "consumption": -paid - s.ground.trade[k, 0],
        "power": 0.0,
        "greed": 0.0,
        "survival": saved * (next_victim + ally_lost),
        "identity": saved * felt,
        "obligation": -q.breach * (w.pact[0, k] > 0),
        "effort": -q.join_effort * q.crisis_cost,
    }
    to_attacker = {
        "consumption": spoils / r[k] - paid - s.ground.trade[k, 1],
        "power": spoils / r[k],
        "greed": spoils,
        "survival": -added * (next_victim + ally_lost),
        "identity": -added * felt,
        "obligation": -2.0 * q.breach * (w.pact[1, k] > 0) - q.enforcement * q.sanction,
        "effort": -q.join_attacker_effort * q.crisis_cost,
    }
    return to_target, to_attacker


@EXACT
def test_terms_of_joining_are_those_of_loops_over_third_states():
    scene, seen, helped, front, side = a_war(2, enforcement=0.3)
    world, _, p, mods = scene
    found = war.options(world, seen, helped, front, side, p, mods)
    rows = each_run(RUNS, world, seen, side, helped, p, front)
    for run, w, s, sides, h, q, f in rows:
        for k in (2, 3):
            by_hand = join_by_hand(w, s, sides, h, q, f.total, k)
            owes = w.pact[1, k] > 0 and not w.pact[0, k] > 0
            out = dict.fromkeys(by_hand[0], 0.0) | {"obligation": -q.breach * owes}
            for option, terms in enumerate((out, *by_hand)):
                assert found.terms.keys() == terms.keys()
                for name, value in terms.items():
                    got = float(found.terms[name][k, option, run])
                    assert got == pytest.approx(float(value), rel=1e-6, abs=1e-12), (option, name)
            assert found.allowed[k, :, run].tolist() == [1.0, 1.0, 1.0]
        assert found.allowed[0, :, run].tolist() == [1.0, 0.0, 0.0]


def account_of(world, runs):
    """A year in which no war was fought yet."""
    state, pair = jnp.zeros((N, runs)), jnp.zeros((N, N, runs))
    return war.Fought(world, state, pair, pair, state[0], state[0], pair, state)


@EXACT
def test_a_war_leaves_behind_what_loops_over_states_say():
    runs = 60
    scene, _, _, front, side = a_war(3, runs=runs, indecisive=0.3, annexation=0.9)
    world, _, p, mods = scene
    rng = np.random.default_rng(5)
    sides_taken = rng.integers(0, 3, (N, runs))
    choice = jnp.asarray(np.arange(3)[None, :, None] == sides_taken[:, None], float)
    join = war.Join(choice, jnp.asarray(rng.integers(1, 9, (N, runs)), float))
    draws = war.Draws(*(jnp.asarray(rng.uniform(size=(N, runs)), float) for _ in range(4)))
    active = jnp.asarray(np.arange(runs) % 10 != 9, float)
    found = war.fight(account_of(world, runs), front, active, join, side, draws, p, mods)
    ends = {"won": 0, "lost": 0, "drawn": 0, "annexed": 0}
    for run, w, s, d, f, q in each_run(runs, world, side, draws, front, p):
        after = {name: np.asarray(value)[..., run] for name, value in found.world._asdict().items()}
        if not active[run]:
            assert after["arms"] == close(w.arms)
            assert after["resources"] == close(w.resources)
            assert not found.roles[..., run].any()
            continue
        with_a = [k for k in (2, 3) if sides_taken[k, run] == 2]
        with_t = [k for k in (2, 3) if sides_taken[k, run] == 1]
        x = s.attack + sum(s.as_attacker[k] for k in with_a)
        y = s.defend + sum(s.as_defender[k] for k in with_t)
        win = x**q.decisiveness / (x**q.decisiveness + q.defence_advantage * y**q.decisiveness)
        drawn = d.decisive[0] < q.indecisive
        won, lost = not drawn and d.outcome[0] < win, not drawn and d.outcome[0] >= win
        unit = max(q.war_cost, q.nuclear_cost) if w.nuclear[0] * w.nuclear[1] else q.war_cost
        arms, money = np.array(w.arms), np.array(w.resources)
        for team, beaten in (([0, *with_a], lost), ([1, *with_t], won)):
            for k in team:
                share = 1.0 if k in (0, 1) else q.join_cost
                arms[k] *= 1.0 - q.defeat_loss * (1.0 if beaten else 1.0 / 3.0)
                price = unit * min(w.resources[0], w.resources[1], w.resources[k])
                money[k] = max(money[k] - share * price * (1.0 + f.total), 0.2 * money[k])
                result = 0.0 if drawn else (-1.0 if beaten else 1.0)
                assert found.result[k, run] == result
        annexed = won and f.total and d.annex[0] < q.annexation * win**2
        if annexed:
            land = money[1] * (1.0 - q.waste)
            for k in (0, *with_a):
                mine = s.attack if k == 0 else s.as_attacker[k]
                money[k] += land * mine / x
            money[1] = arms[1] = 0.0
        assert after["alive"].tolist() == [1.0, 0.0 if annexed else 1.0, 1.0, 1.0]
        assert after["resources"] == close(money)
        assert after["arms"] == close(arms)
        for i, j in pairs_of(N):
            role = 0
            if i in (0, *with_a) and j in (1, *with_t):
                role = 1 if i == 0 else 2
            elif i in (1, *with_t) and j in (0, *with_a):
                role = 3 if i == 1 else 4
            assert found.roles[i, j, run] == role
            taken = (won and i in (0, *with_a) and j == 1) or (lost and (i, j) == (1, 0))
            assert found.taken[i, j, run] == taken
        worry = {k: w.threat[k, 0] / w.threat[k].sum() for k in (2, 3)}
        assert found.joined[run] == close(sum(worry[k] for k in with_t))
        assert found.abstained[run] == close(sum(worry[k] for k in (2, 3) if k not in with_t))
        for name, ended in (("won", won), ("lost", lost), ("drawn", drawn), ("annexed", annexed)):
            ends[name] += bool(ended)
    assert all(ends.values()), ends  # every end was met


@EXACT
def test_what_a_war_wastes_is_its_cost_and_not_more():
    """Land changes hands; what is lost are the costs of war and the waste of conquest."""
    scene, _, _, front, side = a_war(4, total=1.0, waste=0.0, annexation=1.0, indecisive=0.0)
    world, _, p, mods = scene
    nobody = war.Join(jnp.zeros((N, 3, RUNS)).at[:, 0].set(1.0), jnp.zeros((N, RUNS)))
    sure = war.Draws(*([jnp.zeros((N, RUNS))] * 4))  # decided, won, and annexed
    found = war.fight(account_of(world, RUNS), front, jnp.ones(RUNS), nobody, side, sure, p, mods)
    assert (found.world.alive[1] == 0.0).all()
    paid = world.resources.sum(0) - found.world.resources.sum(0)
    smaller = jnp.minimum(world.resources[0], world.resources[1])
    both = world.nuclear[0] * world.nuclear[1] > 0
    unit = jnp.where(both, jnp.maximum(p.war_cost, p.nuclear_cost), p.war_cost)
    floor = 1.6 * smaller  # nobody pays more than four fifths of what it has
    assert paid == close(jnp.minimum(2.0 * 2.0 * unit * smaller, floor))


def test_states_that_join_in_turn_see_who_has_joined_before():
    scene, seen, helped, front, side = a_war(6)
    world, _, p, mods = scene

    def worth(joined=None):
        """What joining the target does for the survival of each state."""
        offered = war.options(world, seen, helped, front, side, p, mods, joined)
        return offered.terms["survival"][:, 1]

    def all_for_the_target(world, front, side, joined):
        """All join the target; the motive tells what each saw in it."""
        others = side.thirds
        choice = jnp.stack([1.0 - others, others, 0.0 * others], axis=1)
        return war.Join(choice, worth(joined))

    # 2 decides with nobody there, 3 once 2 has joined, and neither counts on a pledge
    order = jnp.asarray(np.arange(N)[:, None] * np.ones(RUNS), jnp.float32)
    join = war.decide(world, front, side, all_for_the_target, order)
    nobody = jnp.zeros((N, RUNS))
    first, second = (worth((nobody, nobody + of)) for of in (0.0, side.as_defender[2]))
    assert join.motive[2] == close(first[2], rel=1e-5)
    assert join.motive[3] == close(second[3], rel=1e-5)
    assert (np.abs(second[3] / first[3] - 1.0) > 1e-3).any()
    assert (join.choice[2:, 1] == 1.0).all()
    at_once = war.decide(world, front, side, all_for_the_target, None)
    assert at_once.motive[2:] == close(worth()[2:], rel=1e-5)


def test_peace_is_broken_between_enemies_alone():
    scene = equals(3).having(
        **dict.fromkeys(("pact", "trade", "transparency", "hotline", "withdrawal"), 1.0),
        **{"cap": 0.02, "institutions": 0.6, "pact_age": 5.0, "peace_years": 9.0, "stake": 0.4},
    )
    roles = jnp.zeros((3, 3, 1)).at[0, 1].set(1.0).at[1, 0].set(3.0)
    ends = {(1.0, 0.0): (1.0, 0.0), (0.0, 1.0): (0.0, 1.0), (1.0, 1.0): (0.4, 0.4)}
    for taken, shares in ends.items():
        won = jnp.zeros((3, 3, 1)).at[0, 1].set(taken[0]).at[1, 0].set(taken[1])
        account = account_of(scene.world, 1)._replace(roles=roles, taken=won)
        after = war.settle(account, scene.world.stake, scene.p)
        assert (after.stake[0, 1, 0], after.stake[1, 0, 0]) == pytest.approx(shares)
        for name in ("pact", "pact_age", "trade", "transparency", "hotline", "withdrawal", "cap"):
            value, before = getattr(after, name), getattr(scene.world, name)
            assert value[0, 1, 0] == value[1, 0, 0] == 0.0, name
            assert value[0, 2, 0] == before[0, 2, 0] > 0.0, name
        assert after.institutions[0, 1, 0] == pytest.approx(0.3)
        assert after.institutions[0, 2, 0] == pytest.approx(0.6)
        assert after.peace_years[0, 1, 0] == 0.0
        assert after.peace_years[0, 2, 0] == 10.0
        assert after.stake[0, 2, 0] == pytest.approx(0.4)


def test_nobody_joins_with_the_module_off_and_single_precision_stays_single():
    scene, seen, helped, front, side = a_war(7, mods=Modules(joining=0.0))
    world, _, p, mods = scene
    offered = war.options(world, seen, helped, front, side, p, mods)
    assert (offered.allowed[:, 1:] == 0.0).all()
    assert (offered.allowed[:, 0] == 1.0).all()
    assert dtypes((side, offered)) == {"float32"}
