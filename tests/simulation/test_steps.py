"""The steps nobody decides on: each draw where it belongs, lessons in their order, and what is
on record at a year's end."""

import statistics

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import switched
from decisions.years import RULES, RUNS, Dealt, N, a_year, told
from limits import close
from mechanisms.assessments import answers, assessment, each_run, pairs_of

from westphalia.mechanisms import crisis, record, response, threat, war
from westphalia.simulation import steps


def drawn(*shape, seed=0, normal=False):
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=shape) if normal else rng.uniform(size=shape)
    return jnp.asarray(numbers, float)


@pytest.mark.parametrize("sizes", [0.0, 1.0])
def test_shocks_use_each_draw_once_for_what_it_is_named_after(sizes):
    """Whether all quarrels are alike (0), or some open while others fade (1)."""
    mods = switched(leaders=1.0, salience=sizes)
    year, known = a_year(
        *(1, RUNS, mods),
        **{"type_turnover": 0.5, "greedy_share": 0.4, "leader_hazard": 0.5, "new_issues": 0.5},
        **{"contiguity": 0.0, "rivalry_of_equals": 0.0, "issue_end": 0.5},
    )
    alive = jnp.ones((N, RUNS))
    year = year._replace(world=year.world._replace(alive=alive))
    opened, share = drawn(N, N, RUNS, seed=7), drawn(N, N, RUNS, seed=8)
    fade = drawn(N, N, RUNS, seed=9)
    dealt = {
        "types_turn": (drawn(N, RUNS, seed=1), drawn(N, RUNS, seed=2)),
        "leaders_turn": drawn(N, RUNS, seed=3),
        "leaders_character": drawn(2, N, RUNS, seed=4, normal=True),
        "growth_noise": drawn(N, RUNS, seed=5, normal=True),
        "growth_shock": drawn(N, RUNS, seed=6, normal=True),
        "issues": (opened, fade, share),
    }
    growth = jnp.full((N, RUNS), jnp.nan).at[1].set(0.05)
    known = known._replace(streams=Dealt(**dealt), growth=growth)
    after = steps.shocks(year, known, RULES).world
    x = {k: np.asarray(v) for k, v in dealt.items()}
    for run, w, q, now in each_run(RUNS, year.world, known.p, after):
        for i in range(N):
            turn, fresh = x["types_turn"][:, i, run]
            assert now.greedy[i] == (fresh < 0.4 if turn < 0.5 else w.greedy[i])
            new = x["leaders_turn"][i, run] < 0.5
            heat = np.exp(q.leader_spread * x["leaders_character"][0, i, run])
            assert now.leader_temperature[i] == close(heat if new else w.leader_temperature[i])
            sure = np.exp(q.leader_spread * x["leaders_character"][1, i, run])
            assert now.leader_confidence[i] == close(sure if new else w.leader_confidence[i])
        g = q.growth_memory * w.growth + q.growth_shock * x["growth_shock"][:, run]
        rise = g + q.growth_noise * x["growth_noise"][:, run] - q.convergence * np.log(w.resources)
        g[1] = rise[1] = 0.05
        grown = w.resources * np.exp(rise)
        assert now.growth == close(g, rel=1e-5)
        assert now.resources == close(grown / grown.mean(), rel=1e-5)
        assert now.arms == close(w.arms / grown.mean(), rel=1e-5)
        for i, j in pairs_of(N):
            fresh = float(0.1 + 0.8 * share[i, j, run])
            if sizes:  # a share mirrors power, with a spread
                spread = q.issue_spread * np.log(fresh / (1.0 - fresh))
                ratio = q.decisiveness * np.log(now.arms[i] / now.arms[j])
                fresh = 1.0 / (1.0 + np.exp(-ratio - spread))
            new, size = opened[i, j, run] < 0.5, w.salience[i, j]
            assert now.stake[i, j] == close(fresh if new else w.stake[i, j], rel=1e-5)
            if sizes and new:
                place = statistics.NormalDist().inv_cdf(float(2.0 * opened[i, j, run]))
                size = np.exp(q.salience_spread * place - q.salience_spread**2 / 2.0)
                size = min(max(size, w.salience[i, j]), 12.0)
            elif sizes and fade[i, j, run] < 0.5:
                size = q.salience_rest
            assert now.salience[i, j] == close(size, rel=1e-3)


@pytest.mark.parametrize("attacks", [0.0, 1.0])
def test_a_year_is_assessed_after_its_lessons_and_its_attacks(monkeypatch, attacks):
    """The assessment sees the beliefs that followed from last year's acts, and the new fear."""
    year, known = a_year(2, mods=switched(nonstate=attacks), attack_hazard=1.0, attack_fear=0.9)
    year = year._replace(assessment=None, answer=None)
    seen, answer, asked = assessment(N, RUNS, 3), answers(N, RUNS, 4), {}

    def assess(world, agents, p, mods):
        asked["assess"] = world, agents, p, mods
        return seen

    def respond(world, found, rho, p, mods):
        asked["respond"] = found, rho
        return answer

    monkeypatch.setattr(threat, "assess", assess)
    monkeypatch.setattr(response, "respond", respond)
    after = steps.learn(year, known, RULES)
    judged = asked["assess"][0]
    assert asked["assess"][1:] == (known.agents, known.p, known.mods)
    assert (judged.belief != year.world.belief)[~np.eye(N, dtype=bool)].any()
    assert not judged.evidence.any()  # it is used up
    struck = (judged.fear == 0.9).all() if attacks else (judged.fear == year.world.fear).all()
    assert struck
    jax.tree.map(np.testing.assert_array_equal, asked["respond"][0], seen)
    joined, abstained = np.asarray(year.world.joined), np.asarray(year.world.abstained)
    assert asked["respond"][1] == close(joined / (joined + abstained), rel=1e-5)
    jax.tree.map(np.testing.assert_array_equal, after.assessment, seen)
    assert after.answer is answer
    assert (after.world.threat == seen.threat).all()
    assert (after.world.belief == judged.belief).all()


def at_an_end(seed=5, mods=None, **parameters):
    """A year after its wars: 0 conceded to 1 and 2 backed down before 1, 1 began a war on 2 in
    which 2 was beaten, 2 was in total war with 0, and 0 fought 1 by accident; by run, one of these.
    """
    year, known = a_year(seed, mods=mods, **parameters)
    pair, state = np.zeros((N, N, RUNS)), jnp.zeros((N, RUNS))
    conceded, backed, chosen, total, accident, roles, taken = (pair.copy() for _ in range(7))
    conceded[1, 0, 0] = backed[2, 1, 0] = 1.0
    chosen[1, 2, 1] = 1.0
    total[2, 0, 2] = 1.0
    accident[0, 1, 3] = 1.0
    for run, (i, j) in ((1, (1, 2)), (2, (2, 0)), (3, (0, 1))):
        roles[i, j, run], roles[j, i, run] = 1.0, 3.0
    taken[1, 2, 1] = 1.0
    begun = chosen + total + accident
    came_to = {"conceded": conceded, "war": begun, "total": total, "accident": accident}
    came_to |= {"backed": backed, "resisted": backed + chosen}
    alive = jnp.ones((N, RUNS)).at[0, 2].set(0.0)
    world = year.world._replace(alive=alive)
    opened = crisis.Opened(
        demanded=jnp.asarray(pair, float),
        attacked=jnp.asarray(pair, float),
        stake=world.stake,
        **{name: jnp.asarray(v, float) for name, v in came_to.items()},
    )
    fought = war.Fought(
        world=world,
        pending=state,
        roles=jnp.asarray(roles, float),
        taken=jnp.asarray(taken, float),
        joined=jnp.arange(RUNS) * 0.1,
        abstained=jnp.arange(RUNS) * 0.2,
        motives=jnp.zeros((N, N, RUNS)).at[0, 1].set(7.0),
        result=state.at[1, 1].set(1.0).at[2, 1].set(-1.0),
        size=state.at[2, 2].set(1.5),
        joins=jnp.zeros((N, N, RUNS)),
    )
    kept = jnp.zeros((N, N, RUNS)).at[0, 1].set(1.0)
    year = year._replace(world=world, fought=fought, opened=opened, kept=kept)
    return year.recording(alignment="before"), known


def test_what_is_on_record_is_what_was_done_and_what_stands():
    year, known = at_an_end()
    after = steps.consequences(year, known, RULES)
    record = {k: v if isinstance(v, str) else np.asarray(v) for k, v in after.record.items()}
    assert record["alignment"] == "before"
    codes = np.zeros((N, N, RUNS))
    codes[1, 0, 0], codes[1, 2, 1], codes[2, 0, 2], codes[0, 1, 3] = 1, 2, 3, 4
    codes[2, 1, 0] = 5
    assert (record["crisis"] == codes).all()
    assert (record["war"] == np.asarray(year.fought.roles)).all()
    assert record["result"][:, 1].tolist() == [0, 1, -1]
    assert (record["joining"][0, 1] == 7).all()
    assert (record["size"] == np.asarray(year.fought.size)).all()
    assert record["alive"].dtype == bool
    for name in ("resources", "arms", "burden", "posture"):
        # in the units of the year that ends, before the next one's mean is set to 1
        assert (record[name] == np.asarray(getattr(year.world, name))).all(), name
    for run, w, s in each_run(RUNS, year.world, year.assessment):
        for i in range(N):
            others = [j for j in range(N) if j != i]
            assert record["threatened"][i, run] == close(sum(s.threat[i, j] for j in others))
            living = [j for j in others if w.alive[i] and w.alive[j]]
            mean = sum(w.belief[j, i] for j in living) / max(len(living), 1)
            assert record["suspected"][i, run] == close(mean)


def test_agreements_are_on_record_by_their_bits():
    year, known = at_an_end()
    held = {"trade": 16, "transparency": 1, "hotline": 2, "withdrawal": 4, "cap": 8}
    record = np.asarray(steps.consequences(year, known, RULES).record["agreements"])
    fought = np.asarray(year.fought.roles) > 0
    for i, j in pairs_of(N):
        for run in range(RUNS):
            peace = not fought[i, j, run] and year.world.alive[[i, j], run].all()
            bits = 32 * ((i, j) == (0, 1))
            for name, bit in held.items():
                level = float(getattr(year.world, name)[i, j, run]) * peace
                bits += bit * (level > (0.5 if name == "trade" else 0.0))
            assert record[i, j, run] == bits, (i, j, run)


def test_a_year_leaves_settlements_memories_enmities_and_a_mean_of_one():
    year, known = at_an_end(memory=0.9)
    after = steps.consequences(year, known, RULES).world
    before = year.world
    alive = np.asarray(before.alive)
    mean = (np.asarray(after.resources) * alive).sum(0) / alive.sum(0)
    assert mean == close(np.ones(RUNS), rel=1e-5)
    ratio = np.asarray(after.arms / before.arms)
    assert ratio == close(np.asarray(after.resources / before.resources), rel=1e-5)
    assert after.stake[1, 2, 1] == 1.0
    assert after.stake[2, 1, 1] == 0.0
    assert (after.pact[1, 2, 1], after.pact[2, 0, 2], after.peace_years[0, 1, 3]) == (0, 0, 0)
    assert after.joined == close(0.9 * np.asarray(before.joined) + 0.1 * np.arange(RUNS), rel=1e-5)
    passed = 0.9 * np.asarray(before.abstained) + 0.2 * np.arange(RUNS)
    assert after.abstained == close(passed, rel=1e-5)
    eta = np.asarray(known.agents.identity_learning)
    for i, j, run in ((1, 2, 1), (2, 1, 1), (0, 1, 3)):  # who fought, grows to hate
        was = float(before.identity[i, j, run])
        assert after.identity[i, j, run] == close(was - eta[i, run] * (1.0 + was), rel=1e-5)


def test_whether_an_issue_is_closed_is_drawn_once_for_the_pair():
    mods = switched(salience=1.0)
    year, known = at_an_end(mods=mods, settlement=0.5, grievance=0.2)
    for lot, rests in ((0.4, True), (0.6, False)):
        draws = jnp.full((N, N, RUNS), lot)
        dealt = known._replace(streams=Dealt(known.streams, issues_settled=draws))
        after = np.asarray(steps.consequences(year, dealt, RULES).world.salience)
        for run, w, q in each_run(RUNS, year.world, known.p):
            factor = np.ones((N, N))
            settled = {0: (0, 1), 1: (1, 2)}.get(run)
            feeding = {0: (1, 2), 2: (0, 2), 3: (0, 1)}.get(run)
            wanted = w.salience * factor
            for pair, size in ((settled, q.salience_rest), (feeding, None)):
                for at in () if pair is None else (pair, pair[::-1]):
                    if size is None:
                        wanted[at] *= 1.2
                    elif rests:
                        wanted[at] = min(size, wanted[at])
            assert after[..., run] == close(wanted, rel=1e-5)


@pytest.mark.parametrize("past", [0.0, 1e6])
def test_the_record_leaves_aside_of_what_was_foreseen_as_much_as_it_had_added(past):
    """Not more than it may add, so that what was foreseen never grows out of bounds."""
    year, known = at_an_end(mods=switched(record=1.0), record_prior=0.01, record_memory=0.0)
    world = year.world._replace(foreseen=jnp.full((N, N, RUNS), past))
    year = year._replace(world=world, fought=year.fought._replace(world=world))
    after = steps.consequences(year, known, RULES).world
    added = np.exp(-record.MOST) if past else 1.0
    assert after.foreseen == close(np.asarray(year.assessment.crisis) / added, rel=1e-5)


def test_details_are_on_record_if_they_are_wanted():
    year, known = at_an_end()
    plain = steps.consequences(year, known, RULES).record
    detailed = steps.consequences(year, known, told(detail=True)).record
    extra = {"belief", "greedy", "caution", "volunteers"}
    assert detailed.keys() - plain.keys() == extra
    assert (detailed["greedy"] == year.world.greedy).all()
    assert (detailed["belief"] == year.world.belief).all()
    assert detailed["volunteers"].tolist() == close([0.1 * np.arange(RUNS), 0.2 * np.arange(RUNS)])
    for run, m, told_ in each_run(RUNS, known.agents, year.answer):
        for i, j in pairs_of(N):
            weight = m.survival[i] * told_.pressure[i, j] / m.consumption[i]
            assert detailed["caution"][i, j, run] == close(weight)
