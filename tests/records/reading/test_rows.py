"""Any layout of a data set gives the same table."""

import numpy as np
import pandas as pd
import pytest
from places import RAW, needs_data

from records.folders import LAYOUTS, STATES, problems, write
from westphalia.records.catalogue import data_sets
from westphalia.records.folder import open_folder


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


@needs_data
def test_real_tables_are_what_plain_reading_gives():
    folder = open_folder(RAW)
    nmc = folder.table("nmc")
    assert nmc.milex.isna().sum() == 2360
    assert nmc[(nmc.ccode == 255) & (nmc.year == 1914)].cinc.item() == pytest.approx(
        0.158, abs=5e-4
    )
    for key in ("mid_gml", "contiguity", "wars", "igo"):
        path = folder.files[key]
        plain = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
        pd.testing.assert_frame_equal(folder.table(key), plain, check_dtype=False, check_like=True)
