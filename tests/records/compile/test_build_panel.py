"""Panels from tables: one coding of each thing."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.panels import Invented, of_pair
from westphalia.records.builtin import (
    great_power_tables,
    great_powers,
)
from westphalia.records.compile.build_panel import build_panel, growth
from westphalia.records.compile.compile_tables import compile_tables
from westphalia.records.panel import Coding, Panel
from westphalia.records.tables import dyad_years
from westphalia.world.problems import UserError


def test_wars_are_in_order_and_their_states_are_apart(panel):
    assert [w.year for w in panel.wars] == sorted(w.year for w in panel.wars)
    for w in panel.wars:
        assert {*w.with_attacker, *w.with_target} <= set(w.third)
        assert not {w.attacker, w.target} & set(w.third)
        assert not set(w.with_attacker) & set(w.with_target)
        assert w.year <= w.ended
        assert panel.member[w.year - 1, list(w.third)].all()
        assert np.isnan(w.total)


@pytest.mark.parametrize(
    "name",
    ["pact", "distance", "contiguous", "relevant", "fought", "rival", "trade", "institutions"],
)
def test_what_two_states_share_is_the_same_for_both(panel, name):
    values = getattr(panel, name)
    np.testing.assert_array_equal(values, values.swapaxes(1, 2))


def test_a_state_has_nothing_with_itself(panel):
    for name in ("pact", "distance", "contiguous", "relevant", "attack", "fought", "dispute"):
        own = np.diagonal(getattr(panel, name), axis1=1, axis2=2)
        assert (own <= 0).all(), name


def test_part_of_the_years_is_a_cut(panel):
    part = great_powers(first=1900, last=1914)
    for name in (f.name for f in fields(Panel)):
        values = getattr(part, name)
        if isinstance(values, np.ndarray):
            np.testing.assert_array_equal(values, getattr(panel, name)[84:99])
    assert [w.name for w in part.wars] == [
        "Boxer Rebellion",
        "Sino-Russian",
        "Russo-Japanese",
        "World War I",
    ]
    assert part.wars[-1].ended == 14  # at most the last year of the panel


def test_the_other_coding_of_resources(panel):
    gdp = great_powers(Coding(resources="gdp"))
    assert "fariss_gdp" in gdp.sources
    assert "fariss_gdp" not in panel.sources
    usa, rus = panel.labels.index("USA"), panel.labels.index("RUS")
    assert gdp.resources[169, usa] / gdp.resources[169, rus] > 1.5  # 1985
    assert panel.resources[169, usa] / panel.resources[169, rus] < 1  # steel and energy
    assert (gdp.member <= panel.member).all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"coding": Coding(obligations=("defense",))}, "'defense'.*Did you mean defence"),
        ({"coding": Coding(obligations=())}, "needs at least one obligation"),
        ({"coding": Coding(disputes="gmy")}, "Did you mean gml"),
        ({"coding": Coding(resources="gpd")}, "Did you mean gdp"),
        ({"first": 1800}, "tables cover 1816-2016"),
        ({"first": 1900, "last": 1900}, "a later last year in that range"),
        ({"last": 2017}, "tables cover 1816-2016"),
    ],
)
def test_what_is_not_there_is_refused(asked, said):
    with pytest.raises(UserError, match=said):
        great_powers(**asked)


def test_a_state_that_is_not_there_is_refused():
    with pytest.raises(UserError, match="no state in the tables called '640'"):
        build_panel(great_power_tables(), codes=(2, 640))


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.floats(0.1, 10)), min_size=3, max_size=3),
        min_size=2,
        max_size=12,
    ),
    st.floats(0.5, 2),
)
def test_growth_is_relative(rows, unit):
    resources = np.array([[np.nan if v is None else v for v in row] for row in rows])
    found = growth(resources)
    np.testing.assert_allclose(growth(unit * resources), found, atol=1e-9)
    np.testing.assert_array_equal(np.isfinite(found[1:]), np.isfinite(np.diff(resources, axis=0)))
    assert np.isnan(found[0]).all()


def test_growth_looks_five_years_back_but_not_over_a_gap():
    trend = np.exp(np.outer(np.arange(9), [0.03, 0.01]))
    np.testing.assert_allclose(growth(trend)[1:], np.tile([0.01, -0.01], (8, 1)))
    jump = np.ones((9, 2))
    jump[2:, 0] = np.e
    assert growth(jump)[2:, 0] == pytest.approx([0.25, 1 / 6, 1 / 8, 0.1, 0.1, 0, 0])
    jump[4, 0] = np.nan
    assert np.isnan(growth(jump)[[4, 5], 0]).all()
    assert growth(jump)[6:, 0] == pytest.approx([0, 0, 0])


def test_an_invented_folder():
    panel = build_panel(compile_tables(Invented(), 1900, 1906))
    assert panel.labels == ("AAA", "BBB", "CCC", "DDD")
    assert panel.member[:, 2].tolist() == [False, False, True, True, False, False, False]
    assert of_pair(panel, "pact", 1, 2) == [-1, 1, 1, 0, 0, 0, 0]  # listed 1901-3: over at its end
    assert of_pair(panel, "pact", 4, 2) == [-1, 0, 0, 0, 0, 1, 1]  # the last year listed of all
    assert of_pair(panel, "pact", 1, 4) == [-1, *[0] * 6]  # came and went within a year
    assert of_pair(panel, "dispute", 1, 2) == [-1, 1, 0, 0, -1, -1, -1]
    assert of_pair(panel, "dispute", 2, 1) == [-1, 0, 0, 0, -1, -1, -1]
    assert of_pair(panel, "dispute", 4, 1)[1:4] == [0, 0, 0]  # joined a dispute, began none
    assert of_pair(panel, "relevant", 1, 3) == [0, 0, 1, 1, 0, 0, 0]  # with a great power
    assert of_pair(panel, "relevant", 2, 4) == [0] * 7
    assert of_pair(panel, "relevant", 2, 3) == [0, 0, 1, 1, 0, 0, 0]
    assert of_pair(panel, "attack", 1, 2) == [0, 0, 0, 1, 0, 0, 0]
    assert of_pair(panel, "attack", 1, 4) == [0] * 7
    assert of_pair(panel, "fought", 2, 4) == [0, 0, 0, 1, 1, 0, 0]  # after it changed sides
    assert of_pair(panel, "fought", 1, 4) == [0, 0, 0, 1, 0, 0, 0]
    (only,) = panel.wars
    assert (only.attacker, only.target, only.with_target) == (0, 1, (3,))  # the first side counts
    assert only.third == (2, 3)


def test_what_a_folder_lacks_is_unknown():
    tables = compile_tables(Invented(), 1900, 1906)
    panel = build_panel(tables, relevant_all=True)
    off = ~np.eye(panel.n, dtype=bool)
    for name in ("rival", "trade", "institutions"):
        assert np.isnan(getattr(panel, name)[:, off]).all()
    assert np.isnan(panel.openness).all()
    assert dyad_years(tables)[["cow_12", "cow_21"]].isna().all(axis=None)
    with pytest.raises(UserError, match=r"no disputes in the coding 'cow'.*mid_cow"):
        build_panel(tables, Coding(disputes="cow"))
    with pytest.raises(UserError, match=r"no resources in the coding 'gdp'.*gdp_pop"):
        build_panel(tables, Coding(resources="gdp"))
