"""The claims as data: what each says, and that each can fail."""

import re
from dataclasses import replace

import numpy as np
import pytest

from westphalia.claims import CLAIMS
from westphalia.claims.history import facts
from westphalia.claims.ledger import Ledger
from westphalia.claims.relative_gains import curves
from westphalia.experiments.design import Design, ranges
from westphalia.measures.measure import Measure
from westphalia.report.cite import entries
from westphalia.work.store import Store
from westphalia.work.worker import work

TESTED = [claim for claim in CLAIMS if claim.parts]

#: Standard errors beyond which an effect without its mechanism is one: about 1 in 2,000 by chance.
FAR = 3.5


# Their shape


def test_there_are_44_and_each_is_there_once():
    assert [claim.id for claim in CLAIMS] == list(range(1, 45))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: str(c.id))
def test_a_claim_says_what_it_claims_and_how_it_could_fail(claim):
    for text in (claim.sentence, claim.treatment, claim.control, claim.without.says):
        assert text.strip() == text
        assert text
    assert claim.sentence.endswith(".")
    assert claim.source in entries(), f"{claim.source} is not in the bibliography"
    assert claim.parts or claim.note
    assert all(part.says and not part.says.endswith(".") for part in claim.parts)
    assert all(part.margin == 0.0 or part.sign == "0" for part in claim.parts)


def test_measures_of_one_name_are_one_measure():
    """Same name, same arm shape: the same sums on the same records."""
    found: dict[str, Measure] = {}
    rng = np.random.default_rng(1)
    n, years, runs = 13, 50, 4
    records = random_records(rng, years, n, runs)
    for claim in CLAIMS:
        if claim.id in (38, 39):  # records of other cases; their measures are theirs alone
            continue
        for condition in claim.conditions:
            for measure in claim.measures(condition):
                other = found.setdefault(measure.name, measure)
                if other is measure:
                    continue
                one, two = measure.sums(records), other.sums(records)
                for a, b in zip(one, two, strict=True):
                    assert np.array_equal(a, b), f"two measures are called '{measure.name}'"


def random_records(rng, years, n, runs):
    """Records as they are in an experiment, with anything in them."""
    pair = (years, n, n, runs)
    state = (years, n, runs)
    return {
        **{k: rng.uniform(0.1, 1.0, state) for k in ("resources", "arms", "burden", "posture")},
        **{k: rng.uniform(0.0, 0.1, state) for k in ("threatened", "suspected")},
        "alive": rng.uniform(size=state) < 0.9,
        "result": rng.integers(-1, 2, state),
        "greedy": (rng.uniform(size=state) < 0.3).astype(float),
        "pact": rng.uniform(size=pair) < 0.2,
        "war": rng.integers(0, 5, pair) * (rng.uniform(size=pair) < 0.1),
        "crisis": rng.integers(0, 5, pair) * (rng.uniform(size=pair) < 0.1),
        "agreements": rng.integers(0, 64, pair),
        **{k: rng.integers(0, 12, pair) for k in ("alignment", "challenge", "joining")},
        **{k: rng.uniform(0.0, 1.0, pair) for k in ("threat", "belief", "caution")},
        "challenge_security": rng.normal(size=pair),
        "volunteers": rng.uniform(0.0, 1.0, (years, 2, runs)),
    }


# Each can fail: without its mechanism its effect is gone


def small(draws=8, runs=32, seed=7):
    return Design(draws, runs, seed, 0, ranges())


def found_in(claims, store):
    """Judgements of some claims, small: {id: judgement}."""
    ledger = Ledger(claims, small(), small())
    work(ledger.job, store)
    return {found.claim.id: found for found in ledger.judged(store)}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Every claim as it is, and without its mechanism."""
    bare = tuple(replace(c, conditions=c.without.applied(c.conditions), atlas=None) for c in TESTED)
    stores = [Store(tmp_path_factory.mktemp(name)) for name in ("with", "without")]
    as_is = tuple(replace(c, atlas=None) for c in TESTED)
    return found_in(as_is, stores[0]), found_in(bare, stores[1])


def contrasts_of(found):
    """The parts that compare worlds, or all if there are none, with the effect over all draws."""
    parts = [f for f in found.findings if abs(sum(f.part.contrast.values())) < 1e-9]
    for one in parts or found.findings:
        value, error = one.effect.value, one.effect.error
        known = np.isfinite(value) & np.isfinite(error)
        if known.any():
            spread = np.sqrt((error[known] ** 2).sum()) / known.sum()
            yield one, value[known].mean(), spread, bool(parts)


#: Claims whose effects are too small, or not there, for so few runs to show for certain: with the
#: mechanism they may not be seen either, so that their vanishing says little here. In 38 a general
#: war comes in nearly every run whatever is added.
FAINT = {4, 5, 7, 9, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 31, 33, 34, 35, 38}


@pytest.mark.slow
@pytest.mark.xdist_group(name="experiments")
@pytest.mark.parametrize("claim", TESTED, ids=lambda c: f"{c.id}-{c.title}")
def test_without_its_mechanism_the_effect_is_gone(both, claim):
    """Contrasts vanish within their interval; where no effect is claimed, one appears instead."""
    as_is, bare = both[0][claim.id], both[1][claim.id]
    if claim.without.appears:
        assert all(f.share.value == 1.0 for f in as_is.findings)
        assert any(f.against > 0.0 for f in bare.findings), "what was broken changes nothing"
        return
    for one, mean, spread, contrast in contrasts_of(bare):
        if contrast:
            assert abs(mean) <= FAR * spread + 1e-6, (one.part.says, mean, spread)
        else:  # levels: no longer as predicted
            sign = {"+": 1.0, "-": -1.0, "0": 0.0}[one.part.sign]
            assert sign * mean <= FAR * spread + 1e-6, (one.part.says, mean, spread)


@pytest.mark.slow
@pytest.mark.xdist_group(name="experiments")
@pytest.mark.parametrize("claim", TESTED, ids=lambda c: f"{c.id}-{c.title}")
def test_with_its_mechanism_there_is_an_effect_to_vanish(both, claim):
    """The same small experiment sees an effect, of whatever sign: the test above can fail."""
    if claim.without.appears:
        return
    clear = [abs(mean) > FAR * spread for _, mean, spread, _ in contrasts_of(both[0][claim.id])]
    assert any(clear) or claim.id in FAINT


def test_the_deal_flips_at_a_half_between_equals_by_the_models_own_derivation():
    found = curves()
    at = list(found.ratios).index(1.0)
    assert found.flips[at] == pytest.approx(0.5, abs=1e-5)
    accepted = found.accepted[at]
    assert (np.diff(accepted) < 0.0).all()
    assert np.interp(0.5, found.k, accepted) == pytest.approx(0.5, abs=1e-3)


def test_history_is_told_with_its_source():
    told = [fact for claim in CLAIMS for fact in facts(claim.id)]
    assert len(told) >= 20
    for fact in told:
        assert fact.says.endswith(".")
        assert re.search(r"\d", fact.says)
        assert fact.source
