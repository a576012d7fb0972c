"""Data sets are recognised by the names and the columns of files."""

import pytest

from records.folders import LAYOUTS, NMC, STATES, problems, write
from westphalia.records.catalogue import data_sets, parse_catalogue, why_not_read
from westphalia.records.check_folder import check_folder
from westphalia.records.folder import open_folder
from westphalia.world.problems import UserError


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
            assert why_not_read(f"{name}.csv", list(entry.columns)) is None


def test_columns_that_fit_several_sets_need_a_name(tmp_path):
    write(tmp_path, disputes__csv=LAYOUTS["mid_gml_disputes"][3])
    (found,) = problems(tmp_path)
    assert "mid_gml221_disputes" in found
    assert "mid_cow5_disputes" in found


ENTRY = """\
terms: free
sets:
  summits:
    title: Summits
    version: "1"
    holds: who met whom
    unit: meeting
    cite: Nobody (2000)
    site: nowhere.org
    years: [1900, 1910]
    files: {summits: "1"}
    key: [meeting]
    columns:
      meeting: {is: whole, from: 1}
      result: {is: code, codes: [0, 1], gaps: true}
unread: []
"""


def test_an_entry_of_the_catalogue_is_checked_with_its_lines():
    assert parse_catalogue(ENTRY).sets["summits"].columns["result"].codes == (0, 1)
    faults = {
        "cite: Nobody": ("cit: Nobody", "8: sets.summits.cit: .*'cit'. Did you mean cite"),
        "key: [meeting]": ("key: [meting]", "12: sets.summits.key.*'meting'.*meeting"),
        "from: 1": ("frm: 1", "14: .*'frm'. Did you mean from"),
        "is: code": ("is: kode", "15: .*'kode'.*flag, code"),
        "codes: [0, 1]": ("codes: {0: no}", "15: .*codes.*list"),
    }
    for right, (wrong, message) in faults.items():
        with pytest.raises(UserError, match=message):
            parse_catalogue(ENTRY.replace(right, wrong))
