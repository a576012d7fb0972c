"""Who was in the system and at war, year by year."""

import pandas as pd
import pytest

from records.figures.wars_by_hand import WARS, Tables
from westphalia.records.figures.figure import Result
from westphalia.records.figures.spells import at_war, members, opposed_pairs, without_return, yearly
from westphalia.records.figures.wars import onsets_per_pair, share_at_war
from westphalia.records.folder import open_folder

STATES = pd.DataFrame(
    {"ccode": [10, 20, 30], "start": ["1899-06-01"] * 3, "end": ["1904-01-31"] * 3}
)


def test_spells_touch_the_years_in_which_they_begin_and_end():
    spells = pd.DataFrame({"ccode": [1, 1], "start": [1810, 1817], "end": ["1817-01-01", 1818]})
    table = yearly(spells, ["ccode"], 2000)
    assert table.year.tolist() == [1816, 1817, 1818]


def test_who_was_at_war_and_against_whom():
    tables = Tables(wars=WARS, states=STATES)
    fought = at_war(tables)
    assert sorted(zip(fought.ccode, fought.year, strict=True)) == [
        *((10, year) for year in (1900, 1901, 1902, 1903)),
        *((20, year) for year in (1900, 1901, 1902, 1903)),
        *((30, year) for year in (1902, 1903)),
    ]
    # 10 and 30 were on opposite sides, never on the same day; 20 and 30 only from 1903 on.
    assert opposed_pairs(tables).to_numpy().tolist() == [[1, 10, 20], [2, 10, 20], [2, 20, 30]]
    assert len(members(tables, 1902)) == 12
    assert share_at_war(tables) == Result(10 / 18, 10)
    assert onsets_per_pair(tables).value == pytest.approx(1e4 * 3 / 18)


def test_the_return_of_france_is_one_spell():
    wars = WARS.assign(WarNum=WARS.WarNum.replace(2, 139), ccode=WARS.ccode.replace(10, 220))
    wars.loc[2, ["StartYear2", "EndYear2"]] = 1905
    tables = Tables(wars=wars)
    lost = set(at_war(tables).itertuples(index=False, name=None))
    lost -= set(at_war(without_return(tables)).itertuples(index=False, name=None))
    assert lost == {(220, 1905)}
    assert without_return(tables) is without_return(tables)


def test_the_list_of_wars_by_pair_lacks_the_return_of_france_and_no_more(data):
    listed = pd.read_csv(data / "war_interstate_v4_dyadyear.csv")
    folder = open_folder(data)
    lacking = set(at_war(without_return(folder)).itertuples(index=False, name=None))
    assert lacking == set(zip(listed.ccode1, listed.year, strict=True))
    whole = set(at_war(folder).itertuples(index=False, name=None))
    assert whole - lacking == {(220, 1944), (220, 1945)}
