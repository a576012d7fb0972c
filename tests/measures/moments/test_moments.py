"""Every moment on small records written down by hand."""

from dataclasses import replace

import numpy as np
import pytest

from measures.moments.by_hand import blank, challenge, pact, value, war
from westphalia.measures.moments import MOMENTS, moment_values
from westphalia.measures.moments.moment import NONE_SEEN, Moment, estimate, percent, ratio
from westphalia.measures.moments.neighbours import neighbours
from westphalia.measures.moments.pacts import ends_by_age, lasting
from westphalia.measures.moments.recurrence import top_share
from westphalia.measures.moments.wars import sizes, tail

PAIRS = 6  # of four states


def test_disputes_by_hand():
    r = blank(5)
    challenge(r, 0, 0, 1)
    challenge(r, 1, 0, 1)
    challenge(r, 1, 1, 0)  # the same pair in the same year: one pair-year, two challenges
    challenge(r, 2, 2, 3, "demand conceded")
    challenge(r, 3, 2, 3, "total war", "chance")
    assert value("disputes", r) == pytest.approx(100 * 4 / (5 * PAIRS))
    assert value("war given dispute", r) == pytest.approx(100 / 5)
    assert value("conceded", r) == pytest.approx(100 / 5)
    assert value("total wars", r) == pytest.approx(100.0)
    assert value("accidental wars", r) == 0.0
    assert value("disputes by chance", r) == pytest.approx(100 / 5)
    assert value("wars by chance", r) == pytest.approx(100.0)


def test_disputes_count_great_powers_or_pairs_with_one():
    r = blank(1)
    challenge(r, 0, 0, 1, "limited war")
    challenge(r, 0, 1, 2)
    challenge(r, 0, 3, 2)
    great = [0, 1]
    r["volunteers"] = np.zeros((1, 2, 1))  # a record of neither states nor pairs
    assert value("disputes", r, great) == pytest.approx(100.0)  # one pair of great powers
    assert value("disputes of relevant pairs", r, great) == pytest.approx(100 * 2 / 5)
    assert value("war given dispute", r, great) == pytest.approx(100.0)
    assert value("war given any dispute", r, great) == pytest.approx(100 / 3)


def test_a_pair_counts_while_both_states_live():
    r = blank(3)
    r["alive"][1:, 3] = False  # ends in the second year, in which its pairs still count
    challenge(r, 1, 2, 3, "total war")
    assert value("disputes", r) == pytest.approx(100 / (6 + 6 + 3))


def test_the_tenth_of_pairs_with_most_disputes():
    counts = np.array([1, 0, 9, 0, 0, 0, 2, 5, 0, 0, 0, 0])  # 1.2 pairs: 9 and a fifth of 5
    assert top_share(counts[:, None])[:, 0].tolist() == pytest.approx([10.0, 17.0])
    r = blank(4)
    for year in range(3):
        challenge(r, year, 0, 1)
    challenge(r, 3, 2, 3)
    assert value("concentration of disputes", r) == pytest.approx(100 * 0.6 * 3 / 4)


def test_disputes_come_back_sooner_than_they_come():
    r = blank(40, n=2)
    for year in (0, 3, 30):
        challenge(r, year, 1, 0)
    # soon: years 1-3 and 4-9, 31-36; late: 24-30 (21 and more years after year 3)
    soon = 1 / (3 + 6 + 6)
    late = 1 / 7
    assert value("recurrence of disputes", r) == pytest.approx(soon / late)


def test_equals_dispute_more():
    r = blank(3)
    r["resources"][:, :, 0] = [6.0, 5.0, 1.0, 2.0]
    challenge(r, 1, 0, 1)  # 5/6: parity; the others: 1/6, 2/6, 1/5, 2/5, 1/2
    challenge(r, 2, 1, 2)
    assert value("parity", r) == pytest.approx((1 / 2) / (1 / 6))
    r["resources"][0, 0] = 60.0
    assert value("runaway years", r) == pytest.approx(100 / 3)


def test_wars_by_hand():
    r = blank(50)
    war(r, 1, 0, 1, with_target=[2])
    war(r, 30, 2, 3, with_attacker=[0], with_target=[1])
    war(r, 40, 2, 3)
    r["joining"][1, 2, 0, 0], r["joining"][1, 3, 0, 0] = 1, 11  # balancing, aloof
    assert value("great-power wars", r) == pytest.approx(6.0)
    assert value("joiners", r) == pytest.approx(1.0)
    assert value("joiners on the target's side", r) == pytest.approx(100 * 2 / 3)
    assert value("third parties: balancing", r) == pytest.approx(50.0)
    assert value("third parties: aloof", r) == pytest.approx(50.0)
    assert value("third parties: profit", r) == 0.0
    assert value("drift of wars", r) == pytest.approx(1.0)  # years 1-12 and 39-50
    # 2 against 3 is of small states until 0 and 1 join
    assert value("great-power wars", r, great=[0, 1]) == pytest.approx(4.0)
    assert value("joiners", r, great=[0, 1]) == pytest.approx(1.0)
    assert value("joiners on the target's side", r, great=[0, 1]) == pytest.approx(50.0)
    assert np.isnan(value("third parties: aloof", r, great=[0, 1]))


def test_deaths_and_burdens_by_hand():
    r = blank(10)
    r["alive"][5:, 3] = False
    assert value("deaths", r) == pytest.approx(1000 / 35)
    assert value("deaths of great powers", r, great=[0, 3]) == pytest.approx(1000 / 15)
    none = moment_values([r], great=[0, 1])["deaths of great powers"]
    assert none == pytest.approx((0.0, 0.0, 1000 * NONE_SEEN / 20))
    r["burden"][:, 0] = 0.07
    assert value("burden", r) == pytest.approx((10 * 7 + 20 * 3 + 5 * 3) / 35)


def test_pacts_by_hand():
    r = blank(30)
    pact(r, range(3), 0, 1)  # two years kept, one not
    pact(r, range(10, 12), 2, 3)
    r["alive"][12:, 3] = False  # what a death ends is no end of a pact
    assert value("allies", r) == pytest.approx(2 * (3 + 2) / (4 * 12 + 3 * 18))
    assert value("pacts kept a year", r) == pytest.approx(100 * 3 / 4)


def test_the_share_of_pacts_that_last():
    held = np.zeros((40, 3, 1), bool)
    held[1:31, 0] = True  # thirty years
    held[1:11, 1] = True  # ten
    held[0:40, 2] = True  # begun before the record: of unknown age
    parts = ends_by_age(held, np.ones_like(held))
    assert parts[:25, 0].sum() == 1
    assert parts[9, 0] == 1
    assert lasting(parts)[0] == pytest.approx(50.0)
    r = blank(40)
    r["pact"][1:31, 0, 1] = r["pact"][1:31, 1, 0] = True
    assert value("pacts after 25 years", r) == pytest.approx(100.0)


def test_pacts_are_honoured_or_not():
    r = blank(6)
    pact(r, [0], 1, 2)
    pact(r, [0], 1, 3)
    pact(r, [2], 1, 2)
    pact(r, [2], 0, 2)
    war(r, 1, 0, 1, with_target=[2])  # 2 keeps its word, 3 does not
    war(r, 3, 0, 1)  # 2 is bound to both and owes nothing
    war(r, 5, 3, 1)  # nobody is bound
    assert value("pacts honoured", r) == pytest.approx(50.0)


def test_alignment_with_and_without_the_leader():
    r = blank(2)
    r["resources"][:, :, 0] = [4.0, 2.0, 2.0, 2.0]  # a leader of 40%
    pact(r, [0, 1], 1, 2)
    pact(r, [1], 0, 2)
    assert value("allied without the leader (33-45%)", r) == pytest.approx(100 * 3 / 6)
    assert value("allied with the leader (33-45%)", r) == pytest.approx(100 * 1 / 6)
    assert np.isnan(value("allied without the leader (over 45%)", r))


def test_arms_races_by_hand():
    r = blank(12)
    r["burden"][:, 0, 0] = 0.01 * 1.1 ** np.minimum(np.arange(12), 4)  # grows in years 1 to 4
    r["burden"][:, 1, 0] = r["burden"][:, 0, 0]
    r["burden"][:, 2, 0] = 0.01 * 1.1 ** np.minimum(np.arange(12), 2)  # only twice in a row
    assert value("arms races that end in war", r) == 0.0
    first = {k: v.copy() for k, v in r.items()}
    war(r, 5, 0, 1)  # the year after the race
    assert value("arms races that end in war", r) == pytest.approx(100.0)
    war(first, 1, 0, 1)  # and the first of its years
    assert value("arms races that end in war", first) == pytest.approx(100.0)
    before = {**blank(12), "burden": r["burden"]}
    war(before, 0, 0, 1)
    assert value("arms races that end in war", before) == 0.0


def test_neighbours_dispute_more():
    distance = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]])  # on a line
    near = neighbours(distance)
    assert near.tolist() == [[False, True, False], [True, False, True], [False, True, False]]
    r = blank(4, n=3)
    r["neighbours"] = np.broadcast_to(near[None, ..., None], (1, 3, 3, 1))
    for year in range(2):
        challenge(r, year, 0, 1)
    challenge(r, 3, 0, 2)
    assert value("contiguity", r) == pytest.approx((2 / 8) / (1 / 4))


def test_democracies_dispute_less():
    r = blank(4, n=3)
    r["openness"] = np.array([0.9, 0.8, 0.1])[None, :, None]
    challenge(r, 0, 0, 1)
    for year in range(4):
        challenge(r, year, 1, 2)
    assert value("joint democracy", r) == pytest.approx((1 / 4) / (4 / 8))
    assert np.isnan(value("joint democracy", blank(4, n=3)))


def test_the_tail_of_sizes_is_that_of_the_law_they_are_drawn_from():
    rng = np.random.default_rng(1)
    size = (1.0 - rng.random((50, 4, 40))) ** (-1 / 0.6)  # density exponent 1.6
    counts = sizes({"size": size})
    assert counts.sum() == size.size
    assert tail(counts.sum(-1)) == pytest.approx(1.6, abs=0.03)
    few = sizes({"size": np.array([1.0, 2.0, 8.0, 16.0]).reshape(4, 1, 1)})
    # the median is 2 or 8; above it 8 and 16
    assert tail(few)[0] == pytest.approx(1 + 2 / np.log(2.0), rel=0.05)


def test_runs_are_pooled_with_the_interval_of_the_jackknife():
    shared = Moment("x", "", "", lambda r: r["alive"], ratio, counted=True)
    found = estimate(shared, np.array([[1.0, 2.0, 0.0], [2.0, 2.0, 4.0]]))
    assert found.value == pytest.approx(3 / 8)
    assert found.low == 0.0 < found.value < found.high
    always = estimate(replace(shared, unit="%", value=percent), np.array([[1.0, 4.0], [2.0, 4.0]]))
    assert always.high == 100.0
    never = estimate(shared, np.array([[0.0, 0.0], [10.0, 20.0]]))
    assert never == pytest.approx((0.0, 0.0, NONE_SEEN / 30))


def test_chunks_are_one_simulation_and_the_first_years_can_be_left_out():
    one, other = blank(5), blank(5)
    challenge(one, 0, 0, 1)
    challenge(other, 4, 0, 1)
    assert moment_values([one, other])["disputes"].value == pytest.approx(100 * 2 / 60)
    assert moment_values([one, other], settle=1)["disputes"].value == pytest.approx(100 / 48)


def test_a_moment_whose_record_is_lacking_is_unknown():
    r = blank(3)
    del r["challenge"]
    found = moment_values([r])
    assert set(found) == set(MOMENTS)
    assert np.isnan(found["disputes"]).all()
    assert np.isfinite(found["allies"].value)
