"""Run folders of every kind as CSV: read back equal, with a codebook of every column."""

import csv
import shutil

import numpy as np
import pandas as pd
import pytest

import westphalia as wp
from report.folders import ELSEWHERE, ledger
from westphalia.report.columns import describe
from westphalia.report.export import export, tables_in
from westphalia.world.problems import UserError

KINDS = ("run", "ledger", "replay", "tournament", "recovery", "sweep", "sensitivity", "calibration")


@pytest.fixture(scope="module")
def exported(folders, tmp_path_factory):
    place = tmp_path_factory.mktemp("exported")
    return {kind: export(folder, place / kind) for kind, folder in folders.items()}


def read(path):
    """A CSV file as the text of its fields."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def codebook(folder):
    return read(folder / "codebook.csv")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_exported_is_read_back_equal(folders, exported, kind):
    tables = tables_in(folders[kind])
    book = codebook(exported[kind])
    names = {path.stem for path in exported[kind].iterdir()}
    assert names == {*tables, "codebook"}
    for name, path in tables.items():
        frame = pd.read_parquet(path)
        rows = book[book.table == name].set_index("column")
        written = read(exported[kind] / f"{name}.csv").rename(columns=rows.original)
        assert list(written) == list(frame)
        gaps = {column for column, fields in written.items() if (fields == "").any()}
        assert not gaps & set(rows.original[rows.missing == "never"])
        for column, found in written.items():
            expected = frame[column]
            if pd.api.types.is_numeric_dtype(expected):  # flags too
                numbers = [float(text) if text else np.nan for text in found]
                np.testing.assert_array_equal(numbers, expected.astype(float), err_msg=column)
            else:
                assert list(found) == list(expected.where(expected.notna(), "")), column


@pytest.mark.parametrize("kind", KINDS)
def test_every_program_can_read_the_files(exported, kind):
    for path in exported[kind].iterdir():
        content = path.read_bytes()
        text = content.decode("utf-8")
        assert not text.startswith("\ufeff")
        assert b"\r" not in content
        rows = list(csv.reader(text.splitlines(), strict=True))
        assert len(rows) == text.count("\n") > 1  # a row is a line, and the last one ends
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not {"True", "False", "nan", "NaN", "None", "<NA>", "inf"} & {
            v for r in rows for v in r
        }


@pytest.mark.parametrize("kind", KINDS)
def test_the_codebook_has_every_column_once_and_no_other(exported, kind):
    book = codebook(exported[kind])
    assert list(book) == ["table", "column", "original", "meaning", "unit", "missing", "source"]
    there = [
        (path.stem, column)
        for path in sorted(exported[kind].glob("*.csv"))
        if path.stem != "codebook"
        for column in pd.read_csv(path, nrows=0)
    ]
    assert sorted(zip(book.table, book.column, strict=True)) == sorted(there)
    assert (book[["meaning", "unit", "missing", "source"]] != "").all(axis=None)
    for row in book.itertuples():
        assert row.meaning == describe(row.table, row.original).meaning


def test_numbers_of_theories_and_measures_can_be_told_by_their_names(exported):
    points = codebook(exported["ledger"]).query("table == 'points'").set_index("column").original
    assert points["theory_survival"] == "*.survival"
    assert points["defence_advantage"] == "defence_advantage"
    runs = codebook(exported["run"]).query("table == 'runs'").set_index("column").original
    assert runs["wars_per_state_year"] == "wars per state-year"


def test_flags_are_0_or_1_and_gaps_are_empty(exported):
    estimates = read(exported["replay"] / "estimates.csv")
    assert estimates.at_limit.tolist() == ["0", "1", "0", "1"]
    assert [low == "" for low in estimates.low] == [False, True, False, True]
    draws = read(exported["ledger"] / "draws.csv")
    assert set(draws.as_predicted) <= {"0", "1"}
    assert ((draws.effect == "") == (draws.draw == "0")).all()  # there was no occasion
    scores = read(exported["run"] / "scores.csv")
    assert set(scores.pairs_low[scores.score.str.startswith("arms")]) == {""}


def test_a_claim_that_is_tested_elsewhere_has_tables_too(tmp_path):
    made = export(ledger(tmp_path / "ledger", ELSEWHERE))
    assert {path.name for path in made.iterdir()} == {"claims.csv", "points.csv", "codebook.csv"}
    claims = pd.read_csv(made / "claims.csv")
    assert claims.verdict.tolist() == ["elsewhere"]
    assert claims.share.isna().all()


def test_a_folder_saved_from_python_is_exported_like_any_other(tmp_path):
    made = wp.simulate("examples/three-powers.yaml", "defensive", runs=8, years=3, seed=5)
    folder = export(wp.save(made, tmp_path / "run"))
    assert folder == tmp_path / "run" / "csv"
    runs = pd.read_csv(folder / "runs.csv")
    assert len(runs) == 8
    burden = made.records["burden"] * made.records["alive"]
    assert runs.burden[0] == pytest.approx(
        100.0 * burden[..., 0].sum() / made.records["alive"][..., 0].sum()
    )


def test_nothing_is_overwritten(folders, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    with pytest.raises(UserError, match="there exists and is not overwritten"):
        export(folders["run"], there)
    assert not list(there.iterdir())


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ((), r"is not a run folder: manifest\.json is missing"),
        (("plan.json",), "is not finished: run the command that began it again"),
        (("manifest.json", "results.nc"), "has no tables: a run of a random world has none"),
    ],
)
def test_what_cannot_be_exported_is_told_with_what_to_do(tmp_path, files, told):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in files:
        (folder / name).write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match=told):
        export(folder)
    assert not (folder / "csv").exists()


def test_other_run_folders_are_named_where_there_is_none(folders):
    place = folders["run"].parent
    with pytest.raises(UserError, match=r"There is no run folder .*runn\. Run folders found: "):
        export(place / "runn")


def test_a_damaged_table_leaves_nothing_behind(folders, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(folders["replay"], folder)
    broken = folder / "tables" / "posterior.parquet"
    broken.write_bytes(broken.read_bytes()[:-100])
    with pytest.raises(UserError, match=r"posterior\.parquet is damaged"):
        export(folder)
    assert {path.name for path in folder.iterdir()} == {"manifest.json", "tables"}
