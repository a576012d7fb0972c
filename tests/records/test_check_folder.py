"""The check of a whole folder."""

from places import RAW, needs_data

from westphalia.records.catalogue import data_sets
from westphalia.records.check_folder import check_folder


@needs_data
def test_the_real_folder_is_clean_and_its_oddities_are_told():
    reports = check_folder(RAW)
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
