"""Organisations: last year's programme, one ministry's will, or the state's interest."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, switched
from limits import close

from westphalia.mechanisms.critiques import organisations

ON = switched(organisations=1.0)


def three_wills():
    """Chances of five options by interest and by either ministry. [n, options, runs] each"""
    drawn = np.random.default_rng(0).dirichlet(np.ones(5), (3, 2, 4))
    return [jnp.asarray(will, jnp.float32) for will in np.swapaxes(drawn, 2, 3)]


@pytest.mark.parametrize(("routine", "vote"), [(0.0, 0.0), (0.3, 0.6), (0.9, 0.2), (0.5, 1.0)])
def test_routine_runs_on_or_one_ministry_decides_or_the_interest_does(routine, vote):
    p = equals(2).under(routine=routine, ministries=vote).p
    wills = three_wills()
    found = np.asarray(organisations.compromise(*wills, p, ON))
    interest, treasury, military = map(np.asarray, wills)
    assert found.sum(1) == pytest.approx(1.0, abs=1e-5)
    for i, option, run in np.ndindex(found.shape):
        at = i, option, run
        ministry = 0.5 * treasury[at] + 0.5 * military[at]
        chosen = (1.0 - vote) * interest[at] + vote * ministry
        by_hand = (1.0 - routine) * chosen + routine * (option == 0)
        assert found[at] == pytest.approx(by_hand, abs=1e-6)


def test_an_office_that_only_runs_its_programme_holds():
    p = equals(2).under(routine=1.0).p
    found = organisations.compromise(*three_wills(), p, ON)
    assert (found[:, 0] == 1.0).all()
    assert (found[:, 1:] == 0.0).all()


def test_two_ministries_with_a_whole_vote_leave_the_interest_none():
    p = equals(2).under(routine=0.0, ministries=1.0).p
    interest, treasury, military = three_wills()
    found = organisations.compromise(interest, treasury, military, p, ON)
    other = organisations.compromise(interest[:, ::-1], treasury, military, p, ON)
    assert found == close(other)
    assert found == close(0.5 * (treasury + military))


def test_without_the_module_the_state_is_of_one_mind():
    interest, treasury, military = three_wills()
    p = equals(2).under(routine=0.7, ministries=0.9).p
    found = organisations.compromise(interest, treasury, military, p, switched())
    assert (found == interest).all()
