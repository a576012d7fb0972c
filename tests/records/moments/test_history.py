"""The table of history's values in the package, and what is read off it."""

import numpy as np
import pytest

from westphalia.measures.intervals import Interval
from westphalia.measures.moments import MOMENTS
from westphalia.records.moments import history
from westphalia.records.moments.compile import PASTS, rows
from westphalia.records.moments.past import PERIODS


def test_the_table_is_what_the_raw_data_give(raw):
    assert history.FILE.read_text("utf-8") == history.text_of(rows(raw))


def test_every_value_is_of_a_moment_or_of_promises_that_the_model_has_not():
    names = {past.moment for past in PASTS}
    assert {known.moment for known in history.known()} == names
    assert names - set(MOMENTS) == {
        f"pacts honoured: {kind}" for kind in ("offence", "neutrality", "non-aggression")
    }
    for known in history.known():
        assert (known.first, known.last) in PERIODS
        assert known.who
        assert known.interval
        assert known.cited
    assert set(history.UNKNOWN) == {"burden"}


def test_published_figures():
    value = {(k.moment, k.first): k for k in history.known()}
    # Clauset (2018): 1.53 for the wars of 1823-2003
    assert value["tail of war sizes", 1816].value == pytest.approx(1.53, abs=0.05)
    # Berkemeier & Fuhrmann (2018): defence 41% in all, 66% before 1945 and 22% after of all kinds
    defence = [value["pacts honoured", first] for first in (1816, 1946)]
    kept = sum(known.value * known.n for known in defence) / sum(known.n for known in defence)
    assert kept == pytest.approx(41, abs=1)


def test_verdicts():
    known = history.of_moment("disputes")[0]._replace(low=2.0, high=5.0)
    assert known.verdict(Interval(3.0, 2.5, 3.5)) == "inside"
    assert known.verdict(Interval(3.0, 1.5, 3.5)) == "at the edge"
    assert known.verdict(Interval(7.0, 6.5, 7.5)) == "outside"
    assert known.verdict(Interval(3.0, np.nan, np.nan)) == "unknown"
    assert known._replace(low=np.nan).verdict(Interval(3.0, 2.5, 3.5)) == "unknown"
    assert history.of_moment("total wars") == ()
