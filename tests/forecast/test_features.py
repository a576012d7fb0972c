"""Covariates: nothing from the year that is forecast."""

from dataclasses import fields, replace
from itertools import combinations

import numpy as np
import pytest

from forecast.histories import BY_NAME, made_up
from westphalia.forecast.features import SETS, features
from westphalia.forecast.lagged import capabilities
from westphalia.records.observed_decisions import KINDS, observed_decisions
from westphalia.records.panel import Panel
from westphalia.world.problems import UserError


@pytest.mark.parametrize("kind", KINDS)
def test_sets_of_covariates_nest(panel, made, kind):
    names, x = zip(*(features(panel, made[kind], which) for which in SETS), strict=True)
    for smaller, larger in combinations(range(3), 2):
        many = len(names[smaller])
        assert 0 < many < len(names[larger])
        assert names[larger][:many] == names[smaller]
        assert np.array_equal(x[larger][:, :many], x[smaller], equal_nan=True)
    assert len(set(names[2])) == len(names[2])
    assert x[2].shape == (made[kind].size, len(names[2]))
    assert not np.isinf(x[2]).any()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", [1, 21, 45])
def test_nothing_from_the_year_itself_or_later_is_read(panel, made, kind, year):
    """Whatever happens from the year on, its covariates stay the same."""
    other = made_up(seed=1)
    arrays = {f.name: getattr(panel, f.name) for f in fields(Panel)}
    changed = {
        name: np.concatenate([value[:year], getattr(other, name)[year:]])
        for name, value in arrays.items()
        if isinstance(value, np.ndarray) and name != "years"
    }
    turned = tuple(
        war._replace(with_attacker=war.with_target, with_target=war.with_attacker, won=1, total=1.0)
        for war in panel.wars
    )
    future = replace(panel, **changed, wars=turned)
    then = made[kind].where(made[kind].year == year)
    assert then.size or kind == "pact ended"
    for which in SETS:
        before, after = features(panel, then, which)[1], features(future, then, which)[1]
        assert np.array_equal(before, after, equal_nan=True)


def by_name(panel, chosen, which="everything"):
    names, x = features(panel, chosen, which)
    return dict(zip(names, x.T, strict=True))


def test_covariates_of_a_dispute_by_hand(panel, made):
    d = made["dispute"]
    x = by_name(panel, d)
    at = int(np.flatnonzero((d.year == 30) & (d.who == 4) & (d.whom == 2))[0])
    c = capabilities(panel)[29]
    assert x["ln capability ratio"][at] == pytest.approx(abs(np.log(c[4] / c[2])))
    assert x["own share of capability"][at] == pytest.approx(c[4] / (c[4] + c[2]))
    assert x["ln distance"][at] == pytest.approx(np.log(panel.distance[29, 4, 2]))
    assert x["lower openness"][at] == pytest.approx(panel.openness[29, [4, 2]].min())
    assert x["pact"][at] == panel.pact[29, 4, 2]
    assert x["dispute begun by the second"][at] == panel.dispute[29, 2, 4]
    either = np.flatnonzero(panel.dispute[:30, 4, 2] + panel.dispute[:30, 2, 4])
    quiet = min(29 - either.max(), 30) / 10
    assert x["decades since a dispute"][at] == pytest.approx(quiet)
    assert x["decades since a dispute³"][at] == pytest.approx(quiet**3)
    assert np.isnan(x["lower openness"][d.who == 0]).all()  # not known is not zero


def test_covariates_of_joining_and_arms_by_hand(panel, made):
    d = made["joining"]
    x, at = by_name(panel, d), d.size // 2
    war, t, k = panel.wars[d.war[at]], d.year[at] - 1, d.who[at]
    assert d.whom[at] == war.attacker
    assert x["pact with the target"][at] == panel.pact[t, k, war.target]
    assert x["pact with the attacker"][at] == panel.pact[t, k, war.attacker]
    assert x["rival of the target"][at] == panel.rival[t, k, war.target]
    a = made["arms"]
    y, at = by_name(panel, a), a.size // 2
    t, k = a.year[at] - 1, a.who[at]
    seen = ((panel.contiguous[t, k] > 0) | (panel.rival[t, k] > 0)) & panel.member[t]
    assert y["arming of those watched"][at] == pytest.approx(panel.arming[t, seen].mean())
    assert y["ln burden"][at] == pytest.approx(np.log(panel.burden[t, k]))
    assert y["raised"][at] == (panel.arming[t, k] > 0)


def test_a_common_rival_may_be_unknown():
    small = made_up(years=3, n=4)
    rival = np.zeros((3, 4, 4))
    rival[:, 0, 2] = rival[:, 2, 0] = rival[:, 1, 2] = rival[:, 2, 1] = 1
    rival[:, 0, 3] = rival[:, 3, 0] = np.nan
    member = np.ones((3, 4), bool)
    small = replace(small, rival=rival, pact=np.zeros((3, 4, 4), int), member=member)
    d = observed_decisions(small)["pact formed"]
    common = by_name(small, d)["a common rival"]
    of = {(i, j): v for i, j, v in zip(d.who, d.whom, common, strict=True)}
    assert of[0, 1] == 1.0  # 2, whatever 3 is
    assert of[0, 2] == 0.0  # 3 is no rival of 2's
    assert of[1, 3] == 0.0


def test_impossible_questions_are_refused(panel, made):
    with pytest.raises(UserError, match="dyadic"):
        features(panel, made["arms"], "dyadics")
    with pytest.raises(UserError, match="dispute"):
        features(panel, made["arms"]._replace(kind="disputes"), "dyadic")
    with pytest.raises(UserError, match="year before"):
        features(panel, made["arms"]._replace(year=made["arms"].year - 1), "capability")
    with pytest.raises(UserError, match="year before"):
        BY_NAME["no change"].fit(panel, made["arms"]._replace(year=made["arms"].year - 1))
