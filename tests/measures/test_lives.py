"""Lives of which some have not ended, against textbook examples."""

import numpy as np

from westphalia.measures.lives import life


def test_lives_are_those_of_the_trial_of_6_mercaptopurine():
    # Freireich et al. (1963): weeks of remission, as in every book on survival; median 23.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    years = np.array(ended + censored, float)
    flags = np.arange(len(years)) < len(ended)
    assert life(years, flags, (0.25, 0.5)) == (13, 23)
    assert life(years, flags, (0.9,)) == (np.inf,)


def test_lives_with_nobody_censored_are_quantiles_of_the_sample():
    assert life(np.array([1.0, 2, 3, 4]), np.ones(4, bool), (0.25, 0.5, 1.0)) == (1, 2, 4)


def test_a_share_that_is_reached_but_for_rounding_is_reached():
    years, ended = np.array([1.0, 2.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False, True])
    assert (1 - 1 / 5) * (1 - 1 / 4) > 0.6  # by rounding alone
    assert life(years, ended, (0.4,)) == (2.0,)


def test_where_nothing_has_ended_no_life_is_known():
    assert life(np.array([1.0, 2.0]), np.zeros(2, bool), (0.25, 0.5)) == (np.inf, np.inf)
    assert life(np.empty(0), np.zeros(0, bool), (0.5,)) == (np.inf,)
