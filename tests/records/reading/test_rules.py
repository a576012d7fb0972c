"""Bad data is named with file and line, never dropped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.folders import LAYOUTS, NMC, STATES, kinds, problems, swap, write
from westphalia.records.check_folder import check_folder
from westphalia.records.folder import open_folder
from westphalia.world.problems import UserError

BAD = {
    "not a number": (swap(NMC, 3, "200,1914,many,800,1,1,1,1,0.1"), 3, "milex 'many'"),
    "wrong number of fields": (swap(NMC, 3, "200,1914,1"), 3, "3 fields instead of 9"),
    "cut short": (swap(NMC, 4, "220,1914,1"), 4, "3 of 9 fields"),
    "quotation never closed": (swap(NMC, 3, '200,1914,"1,1,1,1,1,1,1'), 3, "never closed"),
    "row twice": (NMC + "2,1914,1,1,1,1,1,1,0.1\n", 5, "2 1914, first in line 2"),
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
        "contiguity.csv:3: ccode1 20 is larger than ccode2; each pair appears once, with the "
        "smaller code first",
        "contiguity.csv:4: ccode1 and ccode2 are both 200",
        "contiguity.csv:5: end is before start: 1920-01-01 1919-12-01",
        "contiguity.csv:6: start '1919-02-30' is not a date (YYYY-MM-DD)",
        "war_interstate_v4_participants.csv:2: Side 3 is not 1 or 2",
    ]


def test_without_a_list_of_states_their_numbers_are_not_checked_and_it_is_told(tmp_path):
    write(tmp_path, nmc_v7__csv=swap(NMC, 3, "201,1914,1,1,1,1,1,1,0.1"))
    (report,) = check_folder(tmp_path)
    assert report.problems == ()
    assert "no list of states" in report.notes[0]


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
