"""Tables made from others: spells of contiguity, dispute years."""

import pandas as pd
from places import RAW, needs_data

from records.folders import STATES, problems, write
from westphalia.records.catalogue import data_sets
from westphalia.records.folder import open_folder
from westphalia.records.reading.derived import contiguity_spells, dispute_years


def test_contiguity_by_year_becomes_spells(tmp_path):
    rows = [(2, 20, y, 1) for y in (1920, 1921, 1923)] + [(2, 20, 1924, 2), (20, 2, 1920, 1)]
    text = "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version\n" + "".join(
        f"1,{a},X,{b},Y,{y},{c},3.2\n" for a, b, y, c in rows
    )
    write(tmp_path, contdird__csv=text, states__csv=STATES)
    folder = open_folder(tmp_path)
    assert folder.has("contiguity")
    assert folder.table("contiguity").values.tolist() == [
        [2, 20, 1, "1920-01-01", "1921-12-31"],
        [2, 20, 1, "1923-01-01", "1923-12-31"],
        [2, 20, 2, "1924-01-01", "1924-12-31"],
    ]


def test_participants_become_dispute_years(tmp_path):
    text = (
        "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,"
        "revtype2,fatality,fatalpre,hiact,hostlev,orig,version\n"
        "7,GMY,255,1,8,1914,11,11,1916,1,1,1,-9,6,100,20,5,1,5\n"
        "7,FRN,220,-9,8,1914,-9,9,1915,0,0,0,-9,6,200,20,5,1,5\n"
        "7,UKG,200,5,8,1916,11,11,1916,0,0,0,-9,-9,-9,0,1,0,5\n"
    )
    write(tmp_path, **{"MIDB 5.0.csv": text, "states.csv": STATES})
    assert problems(tmp_path) == []
    table = open_folder(tmp_path).table("mid_cow")
    assert list(table.columns) == list(data_sets()["mid_cow"].columns)
    both = table[["ccode1", "ccode2", "year", "disponset", "fatality1", "orig2"]]
    assert both.values.tolist() == [
        [200, 255, 1916, 1, -9, 1],
        [220, 255, 1914, 1, 6, 1],
        [220, 255, 1915, 0, 6, 1],
        [255, 200, 1916, 1, 6, 0],
        [255, 220, 1914, 1, 6, 1],
        [255, 220, 1915, 0, 6, 1],
    ]


@needs_data
def test_participants_become_the_dispute_years_of_the_authors():
    """The authors' own dyad-years count whole years, and so hold a few pairs more."""
    folder = open_folder(RAW)
    people = folder.table("mid_gml_participants").assign(fatality=0, fatalpre=0, hostlev=1)
    key = ["dispnum", "ccode1", "ccode2", "year", "sidea1"]
    ours, theirs = dispute_years(people)[key], folder.table("mid_gml")[key]
    shared = len(ours.merge(theirs, on=key))
    assert shared > 0.995 * len(ours)
    assert shared > 0.985 * len(theirs)


@needs_data
def test_spells_of_contiguity_hold_the_same_years():
    table = open_folder(RAW).table("contiguity").query("conttype > 0")
    rows = {
        (a, b, year, kind)
        for a, b, kind, start, end in table.itertuples(index=False)
        for year in range(int(start[:4]), int(end[:4]) + 1)
    }
    yearly = pd.DataFrame(sorted(rows), columns=["ccode1", "ccode2", "year", "conttype"])
    once = yearly.drop_duplicates(["ccode1", "ccode2", "year"])
    spells = contiguity_spells(once)
    years = spells.end.str[:4].astype(int) - spells.start.str[:4].astype(int) + 1
    assert years.sum() == len(once)
