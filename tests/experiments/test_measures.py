"""Measures of a run, against plain loops."""

import numpy as np
import pytest

from westphalia.decisions.motives import MOTIVES
from westphalia.experiments import measures
from westphalia.experiments.measures import AGREEMENTS
from westphalia.mechanisms.war import ROLES

T, STATES, RUNS = 12, 5, 24

ROLE = {name: code for code, name in enumerate(ROLES)}


def some_records(seed=1):
    """A record drawn at random, with one war at most in a year, and the list of those wars.

    A war is (year, run, initiator, target, joined attacker, joined target).
    """
    rng = np.random.default_rng(seed)
    pair, state = (T, STATES, STATES, RUNS), (T, STATES, RUNS)
    alive = np.logical_and.accumulate(rng.random(state) < 0.97, axis=0)
    pact = np.triu(rng.random((T, RUNS, STATES, STATES)) < 0.3, 1)
    pact = np.moveaxis(pact | pact.swapaxes(2, 3), 1, 3)
    pact = pact & alive[:, :, None] & alive[:, None]
    roles, joining = np.zeros(pair, np.uint8), np.zeros(pair, np.uint8)
    listed = []
    for year in range(T):
        for k in range(RUNS):
            there = [s for s in range(STATES) if alive[year, s, k]]
            if rng.random() < 0.5 or len(there) < 2:
                continue
            a, t, *others = rng.permutation(there).tolist()
            side = {s: int(rng.integers(3)) for s in others}
            with_a = [s for s in others if side[s] == 2]
            with_t = [s for s in others if side[s] == 1]
            for i in (a, *with_a):
                for j in (t, *with_t):
                    roles[year, i, j, k] = ROLE["initiator" if i == a else "joined attacker"]
                    roles[year, j, i, k] = ROLE["target" if j == t else "joined target"]
            for s in others:
                joining[year, s, a, k] = rng.integers(1, len(MOTIVES))
            listed.append((year, k, a, t, with_a, with_t))
    records = {
        "alive": alive,
        "pact": pact,
        "war": roles,
        "joining": joining,
        "burden": rng.random(state),
        "threatened": rng.random(state),
        "suspected": rng.random(state),
        "resources": rng.random(state) * alive,
        "crisis": rng.integers(0, 5, pair).astype(np.uint8),
        "agreements": rng.integers(0, 64, pair).astype(np.uint8),
        "volunteers": rng.random((T, 2, RUNS)),
    }
    assert 10 < len(listed) < T * RUNS
    return records, listed


RECORDS, WARS = some_records()

ALL = tuple(range(STATES))
WINDOWS = [(1, None), (3, 5)]


def agrees(measure, each):
    """Holds a measure to `each(run)`, which gives the total and the weight in plain Python."""
    total, weight = np.broadcast_arrays(*measure.sums(RECORDS))
    for k in range(RUNS):
        want_total, want_weight = each(k)
        if want_weight == 0:
            assert weight[k] == 0.0
        else:
            value = want_total / want_weight
            assert total[k] / weight[k] == pytest.approx(value), (measure.name, k)
            # runs count by their occasions, up to a factor that all share
            assert weight[k] > 0.0
    with_occasion = [k for k in range(RUNS) if each(k)[1]]
    scale = {round(weight[k] / each(k)[1], 9) for k in with_occasion}
    assert len(scale) == 1
    assert len({round(float(total[k]), 9) for k in with_occasion}) > 1  # it tells runs apart


def span(first, last):
    return range(first - 1, T if last is None else last)


def living(k, years, of):
    return [(y, s) for y in years for s in of if RECORDS["alive"][y, s, k]]


@pytest.mark.parametrize(("first", "last"), WINDOWS)
@pytest.mark.parametrize("of", [None, (1, 3)])
@pytest.mark.parametrize(
    ("make", "record", "scale"),
    [
        (measures.burden, "burden", 100.0),
        (measures.threatened, "threatened", 100.0),
        (measures.suspected, "suspected", 1.0),
    ],
)
def test_means_over_living_states(make, record, scale, of, first, last):
    def each(k):
        at = living(k, span(first, last), of or ALL)
        return scale * sum(RECORDS[record][y, s, k] for y, s in at), len(at)

    agrees(make(of, first, last), each)


@pytest.mark.parametrize(("first", "last"), WINDOWS)
@pytest.mark.parametrize("of", [None, (0, 2)])
@pytest.mark.parametrize("among", [None, (1, 2, 4)])
def test_allies_are_counted(of, among, first, last):
    def each(k):
        at = living(k, span(first, last), of or ALL)
        return sum(sum(RECORDS["pact"][y, s, a, k] for a in among or ALL) for y, s in at), len(at)

    agrees(measures.allies(of, among, first, last), each)


@pytest.mark.parametrize(("of", "among", "without"), [
    (None, None, None), ((0, 2), (1, 3), None), ((0, 2), (1, 3), (4,)), (None, (1,), (4, 0)),
])  # fmt: skip
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_states_with_an_ally_among_some_and_none_among_others(of, among, without, first, last):
    def has(y, s, k):
        friends = {a for a in ALL if RECORDS["pact"][y, s, a, k]}
        return bool(friends & set(among or ALL)) and not friends & set(without or ())

    def each(k):
        at = living(k, span(first, last), of or ALL)
        return sum(has(y, s, k) for y, s in at), len(at)

    agrees(measures.with_ally(of, among, without, first, last), each)


@pytest.mark.parametrize("by", [None, (0, 1), (3,)])
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_wars_are_counted_by_who_begins_them(by, first, last):
    def each(k):
        years = span(first, last)
        mine = [w for w in WARS if w[0] in years and w[1] == k and w[2] in (by or ALL)]
        return 100.0 * len(mine), len(years)

    agrees(measures.wars(by, None, first, last), each)


@pytest.mark.parametrize(("by", "against"), [(None, (0,)), ((1, 2), (0, 4)), (None, (2, 3, 4))])
def test_wars_against_a_state_are_those_begun_against_it_and_not_those_it_joins(by, against):
    def each(k):
        mine = [w for w in WARS if w[1] == k and w[2] in (by or ALL) and w[3] in against]
        return 100.0 * len(mine), T

    agrees(measures.wars(by, against), each)


@pytest.mark.parametrize("among", [None, (0, 1, 4)])
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_pairs_that_fight(among, first, last):
    def each(k):
        pairs = fighting = 0
        for y in span(first, last):
            for i in among or ALL:
                for j in among or ALL:
                    if i < j and RECORDS["alive"][y, i, k] and RECORDS["alive"][y, j, k]:
                        pairs += 1
                        fighting += RECORDS["war"][y, i, j, k] > 0
        return 100.0 * fighting, pairs

    agrees(measures.fought(among, first, last), each)


def test_peace_is_no_war_at_all():
    for first, last in WINDOWS:
        total, weight = measures.peaceful(first, last).sums(RECORDS)
        bloody = {w[1] for w in WARS if w[0] in span(first, last)}
        assert total.tolist() == [float(k not in bloody) for k in range(RUNS)]
        assert weight.tolist() == [1.0] * RUNS
        assert (first, last) == (1, None) or 0 < len(bloody) < RUNS


@pytest.mark.parametrize("by", [None, (2,)])
@pytest.mark.parametrize(
    "code", [measures.CONCEDED, measures.LIMITED, measures.TOTAL, measures.ACCIDENT]
)
def test_challenges_are_counted_by_what_came_of_them(code, by):
    def each(k):
        found = 0
        for y in span(2, 6):
            for i in by or ALL:
                for j in ALL:
                    found += RECORDS["crisis"][y, i, j, k] == code
        return 100.0 * found, 5

    agrees(measures.challenges(code, "some", by, 2, 6), each)


@pytest.mark.parametrize("of", [None, (0, 3)])
def test_survivors_are_those_alive_at_the_end(of):
    who = of or ALL
    agrees(
        measures.survives(of), lambda k: (sum(RECORDS["alive"][-1, s, k] for s in who), len(who))
    )


@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_shares_of_resources_and_their_concentration(first, last):
    years = span(first, last)

    def shares(y, k):
        held = [float(RECORDS["resources"][y, s, k]) for s in ALL]
        return [h / sum(held) for h in held]

    def held(k):
        return sum(shares(y, k)[1] + shares(y, k)[4] for y in years), len(years)

    def squared(k):
        return sum(sum(x * x for x in shares(y, k)) for y in years), len(years)

    agrees(measures.resources((1, 4), first, last), held)
    agrees(measures.concentration(first, last), squared)


@pytest.mark.parametrize("kind", AGREEMENTS)
@pytest.mark.parametrize("among", [None, (0, 2, 3)])
def test_agreements_in_force(kind, among):
    bit = ["inspection", "hotline", "withdrawal", "cap", "trade", "kept"].index(kind)

    def each(k):
        pairs = agreed = 0
        for y in span(2, 6):
            at = [s for s in among or ALL if RECORDS["alive"][y, s, k]]
            for i in at:
                for j in at:
                    if i != j:
                        pairs += 1
                        agreed += (int(RECORDS["agreements"][y, i, j, k]) >> bit) % 2
        return agreed, pairs

    agrees(measures.agreed(kind, among, 2, 6), each)


def third(k, first, last):
    """(why, side) of every third party to a war of run k; side is a role or none."""
    for year, at, a, _, with_a, with_t in WARS:
        if at == k and year in span(first, last):
            for s in ALL:
                why = MOTIVES[RECORDS["joining"][year, s, a, k]]
                if why != "none":
                    yield why, 2 if s in with_a else 4 if s in with_t else 0


@pytest.mark.parametrize("side", [None, measures.JOINED_ATTACKER, measures.JOINED_TARGET])
@pytest.mark.parametrize("code", ["profit", "obligation", "aloof"])
def test_third_parties_by_motive_and_side(code, side):
    def each(k):
        every = list(third(k, 1, None))
        return sum(why == code and side in (None, on) for why, on in every), len(every)

    agrees(measures.third_parties(code, side), each)


@pytest.mark.parametrize(("first", "last"), [(1, None), (2, 6)])
def test_balancers_against_buck_passers(first, last):
    def each(k):
        every = [why for why, _ in third(k, first, last)]
        came = every.count("balancing")
        return came, came + every.count("buck-passing")

    agrees(measures.balances(first, last), each)


def test_threatened_third_parties_come_or_stay_out():
    def sums(which):
        def each(k):
            came, out = (float(RECORDS["volunteers"][1:6, x, k].sum()) for x in (0, 1))
            return (came, out)[which], came + out

        return each

    agrees(measures.joins_target(2, 6), sums(0))
    agrees(measures.not_with_target(2, 6), sums(1))


@pytest.mark.parametrize(("first", "last"), [(1, None), (2, 6)])
def test_belligerents_per_war(first, last):
    def each(k):
        mine = [w for w in WARS if w[1] == k and w[0] in span(first, last)]
        return sum(2 + len(w[4]) + len(w[5]) for w in mine), len(mine)

    agrees(measures.sides(first, last), each)


def test_measures_of_different_things_have_different_names():
    made = [
        measures.burden(), measures.burden((1,)), measures.burden((2,)),
        measures.burden(None, 2), measures.burden(None, 2, 5), measures.burden((1,), 2, 5),
        measures.threatened(), measures.suspected(),
        measures.allies(), measures.allies((1,)), measures.allies(None, (1,)),
        measures.allies((2,), (1,)), measures.with_ally((1,), (2,)),
        measures.with_ally((1,), (2,), (3,)), measures.with_ally((1,), (2,), (3,), 2),
        measures.wars(), measures.wars((1,)), measures.wars(None, (1,)),
        measures.wars((2,), (1,)), measures.fought(), measures.fought((1, 2)),
        measures.peaceful(), measures.peaceful(2), measures.survives(), measures.survives((1,)),
        measures.resources((1,)), measures.resources((1, 2)), measures.concentration(),
        measures.agreed("cap"), measures.agreed("kept"), measures.agreed("cap", (1, 2)),
        measures.third_parties("profit"), measures.third_parties("balancing"),
        measures.third_parties("profit", None, 2), measures.not_with_target(),
        measures.joins_target(), measures.sides(), measures.balances(), measures.balances(2),
    ]  # fmt: skip
    names = [m.name for m in made]
    assert len(set(names)) == len(names)
    again = measures.burden((1,), 2, 5)
    assert again.name in names


def test_the_side_is_part_of_the_name_of_third_parties():
    names = {
        measures.third_parties("profit", side).name
        for side in (None, measures.JOINED_ATTACKER, measures.JOINED_TARGET)
    }
    assert len(names) == 3
