"""Which file of a folder holds which data set."""

import gzip
import io

import pandas as pd
import pytest

from records.folders import NMC, STATES, kinds, problems, write
from westphalia.records.check_folder import check_folder
from westphalia.records.folder import open_folder
from westphalia.world.problems import UserError


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


def test_files_of_unpacked_archives_are_found_below(tmp_path):
    write(tmp_path, states__csv=STATES)
    write(tmp_path / "NMCv7", **{"NMC-70-abridged.csv": NMC})
    write(tmp_path / "__MACOSX", **{"NMC-70-abridged.csv": "rubbish"})
    assert len(open_folder(tmp_path).table("nmc")) == 3
    assert {report.file for report in check_folder(tmp_path)} == {
        "NMCv7/NMC-70-abridged.csv",
        "states.csv",
    }


@pytest.mark.parametrize(("content", "kind"), [(b"", "empty"), (b"ccode,year\n", "missing column")])
def test_empty_files(content, kind, tmp_path):
    (write(tmp_path, states__csv=STATES) / "nmc_v7.csv").write_bytes(content)
    assert kinds(tmp_path) == {kind}
    (tmp_path / "nmc_v7.csv").write_text(NMC.split("\n")[0] + "\n")
    assert kinds(tmp_path) == {"empty"}
    (tmp_path / "nmc_v7.csv").unlink()
    (tmp_path / "nmc_v7.parquet").write_bytes(b"PAR1 rubbish")
    assert kinds(tmp_path) == {"unreadable"}


def test_a_wrong_column_is_named_with_the_nearest(tmp_path):
    write(tmp_path, nmc_v7__csv=NMC.replace("milper", "millper"), states__csv=STATES)
    (found,) = problems(tmp_path)
    assert found.startswith("nmc_v7.csv:1: the column 'milper' of National Material Capabilities")
    assert "is it 'millper'?" in found
    write(tmp_path, nmc_v7__csv=NMC.replace("irst", "pec"))
    assert any("column 'pec' appears twice" in problem for problem in problems(tmp_path))


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
