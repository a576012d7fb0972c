"""Tables as files: names that R and Stata take, and the text of CSV to the byte."""

import errno
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from westphalia.report.columns import TABLES
from westphalia.report.table_file import (
    TableWriter,
    legal_names,
    read_parquet,
    write_csv,
    write_parquet,
)
from westphalia.theories import NUMBERS
from westphalia.world.parameters import ABOUT
from westphalia.world.problems import UserError

LEGAL = re.compile(r"[a-z][a-z0-9_]{0,31}")
RESERVED = {  # help("Reserved") in R, help reswords in Stata
    *("if", "else", "repeat", "while", "function", "for", "next", "break", "true", "false", "null"),
    *("inf", "nan", "na", "in", "byte", "double", "float", "int", "long", "using", "with"),
}


def test_the_names_of_all_tables_are_legal_distinct_and_not_reserved():
    points = ["draw", *ABOUT, *(f"*.{name}" for name in NUMBERS)]
    for columns in (*TABLES.values(), points):
        names = legal_names(columns)
        assert list(names) == list(columns)
        assert len(set(names.values())) == len(names)
        for name in names.values():
            assert LEGAL.fullmatch(name), name
            assert name not in RESERVED
            assert not re.fullmatch(r"str(\d+|l)", name)


def test_names_that_are_legal_are_kept_and_the_others_are_told_by():
    names = legal_names(["war_cost", "*.survival", "wars per state-year", "2nd", "Größe", "*"])
    assert list(names.values()) == [
        *("war_cost", "theory_survival", "wars_per_state_year", "x2nd", "gr_e", "theory"),
    ]


def test_names_that_would_be_the_same_are_numbered():
    long = "a" * 40
    names = legal_names(["a b", "a-b", "A.b", long, long + "a", "***", "-", "+"])
    assert list(names.values()) == [
        *("a_b", "a_b_2", "a_b_3", "a" * 32, "a" * 30 + "_2", "theorytheorytheory", "x", "x_2"),
    ]


def test_csv_to_the_byte(tmp_path):
    frame = pd.DataFrame(
        {
            "some text": ['plain, "quoted"', "zwei\r\n Zeilen: Größe", None],
            "flag": [True, False, True],
            "may lack": pd.array([True, None, False], "boolean"),
            "count": pd.array([1, None, 1234567], "Int64"),
            "value": [0.1 + 0.2, np.nan, -1e-300],
        }
    )
    write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().decode("utf-8") == (
        "some_text,flag,may_lack,count,value\n"
        '"plain, ""quoted""",1,1,1,0.30000000000000004\n'
        "zwei Zeilen: Größe,0,,,\n"
        ",1,0,1234567,-1e-300\n"
    )


def test_parquet_is_read_as_it_was_written(tmp_path):
    frame = pd.DataFrame(
        {"x": [1.5, np.nan], "who": ["a", None], "n": pd.array([1, None], "Int64")}
    )
    write_parquet(frame, tmp_path / "made_up.parquet")
    again = read_parquet(tmp_path / "made_up.parquet")
    pd.testing.assert_frame_equal(again, frame.astype({"x": "Float64", "who": "string"}))
    assert [path.name for path in tmp_path.iterdir()] == ["made_up.parquet"]


def test_two_may_write_the_same_table_at_once(tmp_path):
    frame = pd.DataFrame({"x": [1, 2]})
    with TableWriter(tmp_path, "t") as one, TableWriter(tmp_path, "t") as other:
        for rows in (frame, frame + 2):
            one.add(rows)
            other.add(rows)
    assert (tmp_path / "t.csv").read_bytes() == b"x\n1\n2\n3\n4\n"
    assert read_parquet(tmp_path / "t.parquet")["x"].tolist() == [1, 2, 3, 4]
    assert {path.name for path in tmp_path.iterdir()} == {"t.csv", "t.parquet"}


def test_a_table_without_rows_is_not_written(tmp_path):
    with TableWriter(tmp_path, "t"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_where_the_parquet_file_is_the_csv_file_is_too(tmp_path, monkeypatch):
    replace = Path.replace

    def killed_at_parquet(path, target):
        if target.suffix == ".parquet":
            assert (tmp_path / "t.csv").is_file()
            raise KeyboardInterrupt
        replace(path, target)

    monkeypatch.setattr(Path, "replace", killed_at_parquet)
    with pytest.raises(KeyboardInterrupt), TableWriter(tmp_path, "t") as table:
        table.add(pd.DataFrame({"x": [1]}))
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


@pytest.mark.parametrize("method", ["write_table", "close"])
def test_a_full_disk_leaves_nothing_of_a_table_and_is_told_by_its_name(
    tmp_path, monkeypatch, method
):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"pyarrow.parquet.ParquetWriter.{method}", full)
    with pytest.raises(OSError, match="No space left") as error, TableWriter(tmp_path, "t") as made:
        made.add(pd.DataFrame({"x": [1]}))
    monkeypatch.undo()
    assert error.value.filename == str(tmp_path / "t.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PAR1 and no more", b"x" * 4000])
def test_a_damaged_file_is_named_with_what_to_do(tmp_path, content):
    path = tmp_path / "runs.parquet"
    path.write_bytes(content)
    with pytest.raises(
        UserError, match=r"runs\.parquet is damaged.*run its command again"
    ) as error:
        read_parquet(path)
    assert "\n" not in str(error.value)
