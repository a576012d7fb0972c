"""Who wins wars."""

import numpy as np
import pandas as pd

from records.figures.wars_by_hand import WARS, Tables
from westphalia.records.figures.victory import initiators_won, stronger_won


def test_a_state_counts_on_the_side_on_which_it_was_last():
    means = pd.DataFrame(
        {"ccode": [10, 20, 10, 20, 30], "year": [1900, 1900, 1901, 1901, 1901]}
    ).assign(cinc=[0.3, 0.1, 0.2, 0.3, 0.2])
    tables = Tables(wars=WARS, nmc=means)
    # In war 2 state 30 ended beside 10: 0.4 against 0.3, and 20 won.
    assert stronger_won(tables).value == 0.5
    assert np.isnan(stronger_won(tables).spread["share over 90%"])
    unknown = Tables(wars=WARS, nmc=means.assign(cinc=means.cinc.where(means.cinc != 0.1)))
    assert stronger_won(unknown)[:2] == (0.0, 1)  # of war 1 one side is not known
    assert initiators_won(tables, True).value == 0.5
    assert np.isnan(initiators_won(tables, True).spread["1914-1945"])
