"""A folder of data gives the same tables in any layout, and bad data is named, never dropped."""

import csv
import gzip
import io
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from westphalia.records.catalogue import data_sets, unread
from westphalia.records.checks import check_folder
from westphalia.records.folder import open_folder, remember, remembered
from westphalia.records.reading.derived import contiguity_spells, dispute_years
from westphalia.records.reading.problems import Findings
from westphalia.records.reading.text import blocks, header_of
from westphalia.report.records.check import checked, overview, show, show_overview
from westphalia.world.problems import UserError

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WESTPHALIA_DATA") or ROOT.parent / "shared" / "data")
real = pytest.mark.skipif(
    not DATA.is_dir(), reason="no raw data; set WESTPHALIA_DATA to a folder that has them"
)

STATES = """\
ccode,stateabb,statenme,start,end
2,USA,United States of America,1816-01-01,2016-12-31
20,CAN,Canada,1920-01-10,2016-12-31
200,UKG,United Kingdom,1816-01-01,2016-12-31
220,FRN,France,1816-01-01,1942-11-11
220,FRN,France,1944-08-25,2016-12-31
255,GMY,Germany,1816-01-01,1945-05-08
300,AUH,Austria-Hungary,1816-01-01,1918-11-12
"""
NMC = """\
ccode,year,milex,milper,irst,pec,tpop,upop,cinc
2,1914,200000,164,23513,700000,99111,22785,0.2
200,1914,350000,800,7970,300000,46049,17450,0.138
220,1914,,850,4800,90000,41630,,0.075
"""
#: The same content as the originals come: file, text, the canonical file, its text.
LAYOUTS = {
    "states": (
        "states2016.csv",
        "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
        "USA,2,United States of America,1816,1,1,2016,12,31,2016\n"
        'CAN,20,"Canada",1920,1,10,2016,12,31,2016\n',
        "states.csv",
        "ccode,stateabb,statenme,start,end\n"
        "2,USA,United States of America,1816-01-01,2016-12-31\n"
        "20,CAN,Canada,1920-01-10,2016-12-31\n",
    ),
    "major_powers": (
        "majors2016.csv",
        "stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n"
        "USA,2,1898,8,13,2016,12,31,2016\n",
        "major_powers.csv",
        "ccode,stateabb,start,end\n2,USA,1898-08-13,2016-12-31\n",
    ),
    "nmc": (
        "NMC-70-abridged.csv",
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\r\n"
        "USA,2,1914,200000,164,23513,700000,99111,22785,.2,2025\r\n"
        "UKG,200,1914,350000,800,7970,300000,46049,17450,.138,2025\r\n"
        "FRN,220,1914,-9,850,4800,90000,41630,-9,.075,2025\r\n",
        "nmc_v7.csv",
        NMC,
    ),
    "trade": (
        "Dyadic_COW_4.0.csv",
        "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,"
        "smoothtotrade,version\n"
        "2,200,1913,United States of America,United Kingdom,272,642,272,642,914,4\n"
        "2,220,1913,United States of America,France,-9,161,0,161,161,4\n",
        "trade_v4_dyadyear.csv",
        "ccode1,ccode2,year,flow1,flow2,smoothflow1,smoothflow2\n"
        "2,200,1913,272,642,272,642\n"
        "2,220,1913,,161,0,161\n",
    ),
    "trade_national": (
        "National_COW_4.0.csv",
        "ccode,statename,stateabb,year,imports,exports,alt_imports,alt_exports,version\n"
        "2,United States of America,USA,1913,1756.9,-9,-9,-9,4\n",
        "trade_v4_stateyear.csv",
        "ccode,year,imports,exports\n2,1913,1756.9,\n",
    ),
    "igo": (
        "dyadic_formatv3.csv",
        "ccode1,country1,ccode2,country2,year,dyadid,"
        + ",".join(f"IGO{k}" for k in range(30))
        + "\n2,usa,20,canada,1950,2020,"
        + ",".join(["1", "0", "-1", "-9", "1"] * 6)
        + "\n2,usa,220,france,1850,2220,"
        + ",".join(["0"] * 30)
        + "\n",
        "igo_v3_joint_dyadyear.csv",
        "ccode1,ccode2,year,dyadigos\n2,20,1950,12\n",
    ),
    "atop": (
        "atop5_1ddyr.csv",
        "ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,version\n"
        "255300,255,300,1914,1,1,0,1,0,0,5.1\n",
        "atop51_directed_dyadyear.csv",
        "ccode1,ccode2,year,defense,offense,neutral,nonagg,consul\n255,300,1914,1,0,1,0,0\n",
    ),
    "mid_gml_disputes": (
        "gml-mida-2.2.1.csv",
        "dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,"
        "maxdur,mindur,hiact,hostlev,recip,numa,numb,ongo2010,version\n"
        "257,28,7,1914,11,11,1918,1,2,6,8500000,1568,1568,20,5,1,13,6,0,2.2.1\n",
        "mid_gml221_disputes.csv",
        "dispnum,styear,stmon,outcome,settle,fatality,mindur,maxdur,hiact,hostlev,recip\n"
        "257,1914,7,1,2,6,1568,1568,20,5,1\n",
    ),
    "wars": (
        "Inter-StateWarData_v4.0.csv",
        "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,"
        "EndDay1,EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,"
        "WhereFought,Initiator,Outcome,TransTo,BatDeath,Version\r"
        '106,"World War I",1,255,Germany,2,8,1,1914,11,11,1918,-8,-8,-8,-8,-8,-8,-8,11,2,2,-8,'
        "1773700,4\r",
        "war_interstate_v4_participants.csv",
        "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,"
        "EndDay1,EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,"
        "WhereFought,Initiator,Outcome,TransTo,BatDeath,Version\n"
        "106,World War I,1,255,Germany,2,8,1,1914,11,11,1918,-8,-8,-8,-8,-8,-8,-8,11,2,2,-8,"
        "1773700,4\n",
    ),
    "contiguity": (
        "contdir.csv",
        "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version\n"
        '2020,2,"USA",20,"CAN",1,192001,201612,"a\nnote, in two lines",3.2\n',
        "contiguity.csv",
        "ccode1,ccode2,conttype,start,end\n2,20,1,1920-01-01,2016-12-01\n",
    ),
    "leaders": (
        "1March_Archigos_4.1.txt",
        "obsid\tleadid\tccode\tidacr\tleader\tstartdate\tenddate\tentry\texit\texitcode\tgender\t"
        "yrborn\n"
        "USA-1869\tx\t2\tUSA\tGrant, U.\t1869-03-04\t1877-03-04\tRegular\tUnknown\tUnknown\t"
        "M\t1822\n"
        "USA-1877\ty\t2\tUSA\tHayes\t1877-03-04\t1881-03-04\tRegular\tRegular\tRegular\tM\t-999\n",
        "leaders_archigos41.csv",
        "obsid,gwcode,leader,yrborn,gender,startdate,enddate,entry,exit,exitcode\n"
        'USA-1869,2,"Grant, U.",1822,M,1869-03-04,1877-03-04,Regular,Unknown,Unknown\n'
        "USA-1877,2,Hayes,,M,1877-03-04,1881-03-04,Regular,Regular,Regular\n",
    ),
}


def write(folder: Path, **files: str) -> Path:
    """A folder with these files; `__` in a name stands for the point."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_bytes(text.encode())
    return folder


def problems(folder: Path) -> list[str]:
    """Every problem of a folder, each place counted."""
    return [s for r in check_folder(folder) for p in r.problems for s in p.sentences()]


def kinds(folder: Path) -> set[str]:
    return {problem.kind for report in check_folder(folder) for problem in report.problems}


# ----------------------------------------------------------------------------------- one table


@pytest.mark.parametrize("key", LAYOUTS)
def test_the_original_download_gives_the_same_table(key, tmp_path):
    original, text, canonical, same = LAYOUTS[key]
    first = write(tmp_path / "a", **{original: text})
    second = write(tmp_path / "b", **{canonical: same})
    if key != "states":
        write(first, states__csv=STATES)
        write(second, states__csv=STATES)
    assert problems(first) == problems(second) == []
    table = open_folder(first).table(key)
    pd.testing.assert_frame_equal(table, open_folder(second).table(key))
    assert list(table.columns) == list(data_sets()[key].columns)


def test_the_codes_of_missing_values_become_empty_and_zero_stays(tmp_path):
    write(tmp_path, **{LAYOUTS["trade"][0]: LAYOUTS["trade"][1], "states.csv": STATES})
    table = open_folder(tmp_path).table("trade")
    assert np.isnan(table.flow1[1])
    assert table.smoothflow1[1] == 0


def test_war_files_keep_their_codes(tmp_path):
    write(tmp_path, **{LAYOUTS["wars"][0]: LAYOUTS["wars"][1], "states.csv": STATES})
    wars = open_folder(tmp_path).table("wars")
    assert wars.StartYear2.tolist() == [-8]
    assert wars.BatDeath.tolist() == [1773700]


@pytest.mark.parametrize(
    "name", ["NMC_70_abridged (1).csv", "nmc-60-ABRIDGED.CSV", "nmc_v7.csv", "my capabilities.csv"]
)
def test_names_are_tolerant_and_columns_decide(name, tmp_path):
    write(tmp_path, **{name: NMC, "states.csv": STATES})
    assert len(open_folder(tmp_path).table("nmc")) == 3
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "version"),
    [("NMC-60-abridged", "6.0"), ("nmc_v7 (1)", "7.0"), ("NMC_8_1 abridged", "8.1"), ("nmc", "")],
)
def test_the_version_is_told_by_the_name(name, version, tmp_path):
    write(tmp_path, **{f"{name}.csv": NMC})
    assert [report.version for report in check_folder(tmp_path)] == [version]


@pytest.mark.parametrize("ending", ["csv.gz", "parquet", "txt"])
def test_compressed_parquet_and_tabs(ending, tmp_path):
    write(tmp_path / "a", nmc_v7__csv=NMC, states__csv=STATES)
    folder = write(tmp_path / "b", states__csv=STATES)
    target = folder / f"nmc_v7.{ending}"
    plain = pd.read_csv(io.StringIO(NMC))
    if ending == "parquet":
        plain.to_parquet(target)
    elif ending == "txt":
        plain.to_csv(target, sep="\t", index=False)
    else:  # two members, as `cat a.gz b.gz` makes them
        half = NMC.index("\n200") + 1
        target.write_bytes(gzip.compress(NMC[:half].encode()) + gzip.compress(NMC[half:].encode()))
    assert problems(folder) == []
    expected = open_folder(tmp_path / "a").table("nmc")
    pd.testing.assert_frame_equal(open_folder(folder).table("nmc"), expected)


def test_a_table_is_ones_own(tmp_path):
    folder = open_folder(write(tmp_path, nmc_v7__csv=NMC, states__csv=STATES))
    table = folder.table("nmc")
    table.loc[0, "cinc"] = 1.0
    assert folder.table("nmc").cinc[0] == 0.2


def test_files_and_their_checksums(tmp_path):
    folder = open_folder(write(tmp_path / "x", nmc_v7__csv="", states__csv=STATES))
    assert folder.files["nmc"] == tmp_path / "x" / "nmc_v7.csv"
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert folder.sha256("nmc") == empty
    assert folder.has("nmc")
    assert not folder.has("trade")


def test_files_of_unpacked_archives_are_found_below(tmp_path):
    write(tmp_path, states__csv=STATES)
    write(tmp_path / "NMCv7", **{"NMC-70-abridged.csv": NMC})
    write(tmp_path / "__MACOSX", **{"NMC-70-abridged.csv": "rubbish"})
    assert len(open_folder(tmp_path).table("nmc")) == 3
    assert {report.file for report in check_folder(tmp_path)} == {
        "NMCv7/NMC-70-abridged.csv",
        "states.csv",
    }


# ----------------------------------------------------------------------------- what is not there


def test_a_missing_table_says_what_to_get_and_where(tmp_path):
    folder = open_folder(tmp_path)
    with pytest.raises(UserError, match=r"National Material Capabilities.*NMC-70-abridged.*Corre"):
        folder.table("nmc")
    with pytest.raises(UserError, match="Did you mean nmc"):
        folder.table("nmcs")
    with pytest.raises(UserError, match="no folder"):
        open_folder(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["alliance_v4.1_by_member.csv", "atop5_1ddyr.csv", "mine.csv"])
def test_formal_alliances_of_cow_are_not_read_under_any_name(name, tmp_path):
    text = "version4id,ccode,state_name,defense,neutrality,nonaggression,entente\n1,2,a,1,0,0,0\n"
    write(tmp_path, **{name: text})
    (report,) = check_folder(tmp_path)
    assert report.key is None
    assert "asked software not to facilitate" in report.notes[0]
    assert "ATOP" in report.notes[0]
    assert not open_folder(tmp_path).has("atop")


def test_known_files_that_are_not_read_and_unknown_ones_are_told(tmp_path):
    write(
        tmp_path,
        states__csv=STATES,
        atop5_1ddyr_NNA__csv="stateA,stateB\n",
        notes__md="hello",
        some__dta="x",
        other__csv="a,b\n1,2\n",
    )
    notes = {r.file: r.notes for r in check_folder(tmp_path)}
    assert "without nonaggression" in notes["atop5_1ddyr_NNA.csv"][0]
    assert "take the .csv" in notes["some.dta"][0]
    assert notes["notes.md"] == notes["other.csv"] == ("not recognised; not read",)
    assert problems(tmp_path) == []


def test_no_name_is_both_read_and_not_read():
    for entry in data_sets().values():
        for name in entry.names:
            assert unread(f"{name}.csv", list(entry.columns)) is None


# ----------------------------------------------------------------------------------- bad data


def swap(text: str, line: int, new: str) -> str:
    lines = text.splitlines()
    lines[line - 1] = new
    return "\n".join(lines) + "\n"


BAD = {
    "not a number": (swap(NMC, 3, "200,1914,many,800,1,1,1,1,0.1"), 3, "milex 'many'"),
    "wrong number of fields": (swap(NMC, 3, "200,1914,1"), 3, "3 fields instead of 9"),
    "cut short": (swap(NMC, 4, "220,1914,1"), 4, "3 of 9 fields"),
    "quotation never closed": (swap(NMC, 3, '200,1914,"1,1,1,1,1,1,1'), 3, "never closed"),
    "row twice": (NMC + "2,1914,1,1,1,1,1,1,0.1\n", 5, "2 1914, line 2"),
    "unknown state": (swap(NMC, 3, "201,1914,1,1,1,1,1,1,0.1"), 3, "ccode 201"),
    "not a whole number": (swap(NMC, 3, "200,1914.5,1,1,1,1,1,1,0.1"), 3, "year 1914.5"),
    "empty": (swap(NMC, 3, ",1914,1,1,1,1,1,1,0.1"), 3, "ccode is empty"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_data_is_named_with_file_and_line_and_not_read(kind, tmp_path):
    text, line, said = BAD[kind]
    write(tmp_path, nmc_v7__csv=text, states__csv=STATES)
    found = problems(tmp_path)
    assert kinds(tmp_path) == {kind}
    assert found[0].startswith(f"nmc_v7.csv:{line}: ")
    assert said in found[0]
    with pytest.raises(UserError) as caught:
        open_folder(tmp_path).table("nmc")
    assert found[0] in str(caught.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2,1300,1,1,1,1,1,1,0.1", "year 1300 is not 1400 to 2100"),
        ("2,1914,-8,1,1,1,1,1,0.1", "milex -8 is not 0 or more"),
        ("2,1914,1,1,1,1,1,1,1.5", "cinc 1.5 is not 0 to 1"),
    ],
)
def test_impossible_capabilities(row, said, tmp_path):
    write(tmp_path, nmc_v7__csv=swap(NMC, 2, row), states__csv=STATES)
    assert problems(tmp_path) == [f"nmc_v7.csv:2: {said}"]


def test_impossible_codes_dates_and_pairs(tmp_path):
    contiguity = (
        "ccode1,ccode2,conttype,start,end\n"
        "2,20,9,1920-01-01,2016-12-01\n"  # no such type
        "20,2,1,1920-01-01,2016-12-01\n"  # wrong order
        "200,200,1,1920-01-01,2016-12-01\n"  # itself
        "220,255,1,1920-01-01,1919-12-01\n"  # ends before it starts
        "220,300,1,1919-02-30,2016-12-01\n"  # no such day
    )
    wars = LAYOUTS["wars"][3].replace("Germany,2,", "Germany,3,")
    atop = LAYOUTS["atop"][3].replace("1914,1,", "1914,2,")
    write(
        tmp_path,
        contiguity__csv=contiguity,
        states__csv=STATES,
        war_interstate_v4_participants__csv=wars,
        atop51_directed_dyadyear__csv=atop,
    )
    assert problems(tmp_path) == [
        "atop51_directed_dyadyear.csv:2: defense 2 is not 0 or 1",
        "contiguity.csv:2: conttype 9 is not 0 to 5",
        "contiguity.csv:3: ccode1 20 is larger than ccode2; each pair stands once, the smaller "
        "code first",
        "contiguity.csv:4: ccode1 and ccode2 are both 200",
        "contiguity.csv:5: end is before start: 1920-01-01 1919-12-01",
        "contiguity.csv:6: start '1919-02-30' is no date (YYYY-MM-DD)",
        "war_interstate_v4_participants.csv:2: Side 3 is not 1 or 2",
    ]


def test_all_problems_are_counted_and_few_printed(tmp_path):
    rows = "".join(f"2,{1816 + k},-1,1,1,1,1,1,0.1\n" for k in range(150))
    write(tmp_path, nmc_v7__csv=NMC.split("\n")[0] + "\n" + rows, states__csv=STATES)
    found = checked(tmp_path)
    assert found["problems"] == 150
    (entry,) = [file for file in found["files"] if file["data_set"] == "nmc"]
    assert [p["line"] for p in entry["problems"]] == list(range(2, 152))
    console = Console(width=100, record=True, file=io.StringIO())
    show(found, console)
    text = console.export_text()
    assert text.count("milex -1") == 5
    assert "and 145 more" in text
    assert "150 problems" in text
    with pytest.raises(UserError, match="150 problems"):
        open_folder(tmp_path).table("nmc")


def test_a_compressed_file_that_is_cut_short(tmp_path):
    rows = "".join(
        f"{ccode},{year},{(ccode * year * 7919) % 1000003},1,1,1,1,1,0.1\n"
        for ccode in (2, 20, 200, 220, 255, 300)
        for year in range(1816, 2023)
    )
    whole = gzip.compress((NMC.split("\n")[0] + "\n" + rows).encode())
    write(tmp_path, states__csv=STATES)
    (tmp_path / "nmc_v7.csv.gz").write_bytes(whole[: len(whole) * 3 // 4])
    (found,) = problems(tmp_path)
    line = int(found.split(":")[1])
    assert 600 < line < 1242
    assert "cut short" in found
    broken = bytearray(whole)
    broken[len(whole) // 2] ^= 0xFF
    (tmp_path / "nmc_v7.csv.gz").write_bytes(broken)
    assert any("damaged" in problem for problem in problems(tmp_path))


@pytest.mark.parametrize(("content", "kind"), [(b"", "empty"), (b"ccode,year\n", "missing column")])
def test_empty_files(content, kind, tmp_path):
    (write(tmp_path, states__csv=STATES) / "nmc_v7.csv").write_bytes(content)
    assert kinds(tmp_path) == {kind}
    (tmp_path / "nmc_v7.csv").write_text(NMC.split("\n")[0] + "\n")
    assert kinds(tmp_path) == {"empty"}
    (tmp_path / "nmc_v7.csv").unlink()
    (tmp_path / "nmc_v7.parquet").write_bytes(b"PAR1 rubbish")
    assert kinds(tmp_path) == {"unreadable"}


def test_a_file_that_is_not_utf8(tmp_path):
    text = swap(STATES, 3, "20,CAN,Québec,1920-01-10,2016-12-31").encode("latin-1")
    (tmp_path / "states.csv").write_bytes(text)
    (found,) = problems(tmp_path)
    assert found.startswith("states.csv:3: byte 0xe9 is no UTF-8")


def test_a_wrong_column_is_named_with_the_nearest(tmp_path):
    write(tmp_path, nmc_v7__csv=NMC.replace("milper", "millper"), states__csv=STATES)
    (found,) = problems(tmp_path)
    assert found.startswith("nmc_v7.csv:1: the column 'milper' of National Material Capabilities")
    assert "is it 'millper'?" in found
    write(tmp_path, nmc_v7__csv=NMC.replace("irst", "pec"))
    assert any("'pec' is there twice" in problem for problem in problems(tmp_path))


def test_a_known_name_with_the_columns_of_another_set(tmp_path):
    write(tmp_path, contiguity__csv=NMC, states__csv=STATES)
    found = problems(tmp_path)
    assert len(found) == 5
    assert all("By its columns the file is: National Material Capab" in text for text in found)


def test_two_files_of_a_set_are_never_chosen_between(tmp_path):
    write(tmp_path, **{"NMC-60-abridged.csv": NMC, "nmc_v7.csv": NMC, "states.csv": STATES})
    found = problems(tmp_path)
    assert len(found) == 2
    assert all(
        "NMC-60-abridged.csv (version 6.0) and nmc_v7.csv (version 7.0)" in text for text in found
    )
    folder = open_folder(tmp_path)
    assert folder.has("nmc")
    assert "nmc" not in folder.files
    with pytest.raises(UserError, match=r"version 6.0.*version 7.0"):
        folder.table("nmc")


def test_columns_that_fit_several_sets_need_a_name(tmp_path):
    write(tmp_path, disputes__csv=LAYOUTS["mid_gml_disputes"][3])
    (found,) = problems(tmp_path)
    assert "mid_gml221_disputes" in found
    assert "mid_cow5_disputes" in found


def test_without_a_list_of_states_their_numbers_are_not_checked_and_it_is_told(tmp_path):
    write(tmp_path, nmc_v7__csv=swap(NMC, 3, "201,1914,1,1,1,1,1,1,0.1"))
    (report,) = check_folder(tmp_path)
    assert report.problems == ()
    assert "no list of states" in report.notes[0]


def test_a_last_line_without_its_end_is_told(tmp_path):
    write(tmp_path, nmc_v7__csv=NMC[:-1], states__csv=STATES)
    (report,) = [r for r in check_folder(tmp_path) if r.key == "nmc"]
    assert report.rows == 3
    assert "last line does not end" in report.notes[0]


# ------------------------------------------------------------------------------ properties

CELLS = st.text(st.sampled_from('ab1 ,;"\n'), max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_records_and_lines_are_those_of_the_csv_module(rows, end, tmp_path_factory):
    rows = [["x", *row] for row in rows]  # no row is blank
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["a", "b", "c", "d"], *rows])
    reader = csv.reader(io.StringIO(text.getvalue(), newline=""))
    before, lines = 0, []
    for _ in reader:
        lines.append(before + 1)
        before = reader.line_num
    path = tmp_path_factory.mktemp("rows") / "t.csv"
    path.write_bytes(text.getvalue().replace("\n", end).encode())
    findings = Findings("t.csv")
    header, delimiter = header_of(path)
    read = list(blocks(path, len(header), delimiter, findings))
    got = list(csv.reader(io.StringIO(b"".join(b.data for b in read).decode(), newline="")))
    assert got == rows
    assert np.concatenate([b.lines for b in read]).tolist() == lines[1:]
    assert findings.problems() == ()


DAMAGE = st.sampled_from(
    [
        lambda f: f[:-1],
        lambda f: [*f, "1"],
        lambda f: ["999", *f[1:]],
        lambda f: [f[0], "-5", *f[2:]],
        lambda f: [*f[:2], "-3", *f[3:]],
        lambda f: [*f[:-1], "2"],
        lambda f: [*f[:-1], "0,5"],
        lambda f: ["", *f[1:]],
        lambda f: [*f[:3], "inf", *f[4:]],
    ]
)


@settings(max_examples=40, deadline=None)
@given(
    damaged=st.dictionaries(st.integers(2, 120), DAMAGE, min_size=1, max_size=6),
    data=st.randoms(use_true_random=False),
)
def test_every_damaged_line_is_found_and_no_other(damaged, data, tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("damage"), states__csv=STATES)
    rows = [
        ["2", str(1816 + k), str(data.randrange(9999)), "1", "1", "1", "1", "1", "0.1"]
        for k in range(119)
    ]
    for line, damage in damaged.items():
        rows[line - 2] = damage(rows[line - 2])
    text = "\n".join(",".join(row) for row in rows)
    write(folder, nmc_v7__csv=NMC.split("\n")[0] + "\n" + text + "\n")
    (report,) = [r for r in check_folder(folder) if r.key == "nmc"]
    assert {line for p in report.problems for line in p.lines} == set(damaged)


def test_blocks_join_where_they_are_cut(tmp_path, monkeypatch):
    monkeypatch.setattr("westphalia.records.reading.text._BLOCK", 61)
    text = NMC.replace("\n", "\r\n")
    bad = text + "20,1950,1,1\r\n"
    write(tmp_path, nmc_v7__csv=bad, states__csv=STATES.replace("Canada", '"Kanáda,\n1"'))
    assert problems(tmp_path) == [
        "nmc_v7.csv:5: the last line has 4 of 9 fields; the file is cut short"
    ]
    assert open_folder(tmp_path).table("states").statenme[1] == "Kanáda,\n1"


# ---------------------------------------------------------------------------------- derived


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


# --------------------------------------------------------------------------------- remembering


@pytest.fixture
def config(tmp_path, monkeypatch):
    monkeypatch.setenv("WESTPHALIA_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("WESTPHALIA_DATA", raising=False)
    return tmp_path / "config"


def test_a_folder_is_remembered_until_it_is_gone(config, tmp_path, monkeypatch):
    assert remembered() is None
    folder = write(tmp_path / "mine")
    assert remember(folder) == remembered() == folder
    with pytest.raises(UserError, match="no folder"):
        remember(tmp_path / "nowhere")
    assert remembered() == folder
    monkeypatch.setenv("WESTPHALIA_DATA", str(tmp_path))
    assert remembered() == tmp_path
    monkeypatch.setenv("WESTPHALIA_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(UserError, match="WESTPHALIA_DATA, is not there"):
        remembered()
    monkeypatch.delenv("WESTPHALIA_DATA")
    folder.rmdir()
    with pytest.raises(UserError, match=r"mine.*is not there; name another"):
        remembered()


@pytest.mark.parametrize("text", ["", "{}", "[1]", "no"])
def test_a_broken_note_of_the_folder_is_told(text, config):
    write(config, data__json=text)
    with pytest.raises(UserError, match=r"data\.json does not name a folder"):
        remembered()


# -------------------------------------------------------------------------------- what is shown


def test_what_is_shown_is_json_and_fits_the_page(config, tmp_path):
    remember(write(tmp_path / "mine", nmc_v7__csv=NMC, states__csv=STATES))
    found, sets = checked(tmp_path / "mine"), overview()
    assert json.loads(json.dumps(found)) == found
    assert json.loads(json.dumps(sets)) == sets
    assert {entry["key"] for entry in sets["sets"] if entry["held"]} == {"nmc", "states"}
    assert "trade" in found["lacking"]
    console = Console(width=100, record=True, file=io.StringIO())
    show(found, console)
    show_overview(sets, console)
    text = console.export_text()
    assert "No problems" in text
    assert "1816-2022" in text
    assert max(map(len, text.splitlines())) <= 100


# ----------------------------------------------------------------------------------- real data


@real
def test_the_real_folder_is_clean_and_its_oddities_are_told():
    reports = check_folder(DATA)
    assert [s for r in reports for p in r.problems for s in p.sentences()] == []
    by_key = {r.key: r for r in reports if r.key}
    derived = {"mid_cow_participants", "contiguity_yearly"}
    assert set(by_key) >= set(data_sets()) - derived
    assert by_key["trade"].rows == 344_964
    assert by_key["nmc"].years == (1816, 2022)
    assert any("stmon is 13 in 1 of 2174 rows" in note for note in by_key["mid_gml_disputes"].notes)
    for key, entry in data_sets().items():
        if key in by_key and entry.years and key != "war_performance":
            assert by_key[key].years == entry.years, key


@real
def test_real_tables_are_what_plain_reading_gives():
    folder = open_folder(DATA)
    nmc = folder.table("nmc")
    assert nmc.milex.isna().sum() == 2360
    assert nmc[(nmc.ccode == 255) & (nmc.year == 1914)].cinc.item() == pytest.approx(
        0.158, abs=5e-4
    )
    for key in ("mid_gml", "contiguity", "wars", "igo"):
        path = folder.files[key]
        plain = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
        pd.testing.assert_frame_equal(folder.table(key), plain, check_dtype=False, check_like=True)


@real
def test_participants_become_the_dispute_years_of_the_authors():
    """The authors' own dyad-years count whole years, and so hold a few pairs more."""
    folder = open_folder(DATA)
    people = folder.table("mid_gml_participants").assign(fatality=0, fatalpre=0, hostlev=1)
    key = ["dispnum", "ccode1", "ccode2", "year", "sidea1"]
    ours, theirs = dispute_years(people)[key], folder.table("mid_gml")[key]
    shared = len(ours.merge(theirs, on=key))
    assert shared > 0.995 * len(ours)
    assert shared > 0.985 * len(theirs)


@real
def test_spells_of_contiguity_hold_the_same_years():
    table = open_folder(DATA).table("contiguity").query("conttype > 0")
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
