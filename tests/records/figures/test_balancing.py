"""Pacts against and with the leader."""

import pandas as pd

from records.figures.wars_by_hand import Tables
from westphalia.records.figures.balancing import share_of


def test_pacts_against_and_with_the_leader():
    years = [1890, 1891]
    powers = [200, 220, 255, 365]
    great = pd.DataFrame({"ccode": powers, "start": ["1890-01-01"] * 4, "end": ["1891-12-31"] * 4})
    means = pd.DataFrame(
        [(c, y, s) for y in years for c, s in zip(powers, (9, 3, 4, 3), strict=True)]
    )
    means.columns = ["ccode", "year", "cinc"]
    pacts = pd.DataFrame(
        {"ccode1": [220, 365, 200], "ccode2": [365, 255, 220], "year": [1890, 1891, 1891]}
    ).assign(defense=[1, 0, 0], offense=[0, 1, 0])
    tables = Tables(major_powers=great, nmc=means, atop=pacts)
    # Germany leads with 4/10. In 1890 France and Russia are bound; in 1891 Russia to Germany.
    against, beside = (share_of(tables, which, "33_45") for which in ("against", "beside"))
    assert (against.value, against.n) == (2 / 6, 6)
    assert (beside.value, beside.n) == (1 / 6, 6)
    hole = means.assign(cinc=means.cinc.where(means.year == 1890))
    assert share_of(Tables(major_powers=great, nmc=hole, atop=pacts), "beside", "33_45").n == 3
