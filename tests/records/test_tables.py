"""Tables as files."""

import pandas as pd
import pytest

from records.panels import Invented
from westphalia.records.compile.columns import DYADS, EVENTS
from westphalia.records.compile.compile_tables import compile_tables
from westphalia.records.tables import describe_columns, write_tables
from westphalia.world.problems import UserError


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_tables_are_written_with_their_columns(tmp_path, format):
    tables = compile_tables(Invented(), 1900, 1906)
    paths = write_tables(tables, tmp_path / "out", format)
    assert [p.name for p in paths[:2]] == [f"state_years.{format}", f"dyad_years.{format}"]
    read = pd.read_parquet if format == "parquet" else pd.read_csv
    dyads = read(paths[1])
    assert list(dyads) == [*DYADS, *EVENTS]
    assert not dyads.duplicated(["ccode1", "ccode2", "year"]).any()
    row = dyads[(dyads.ccode1 == 1) & (dyads.ccode2 == 2)].set_index("year")
    assert row.fought.tolist() == [0, 0, 0, 1, 1, 0, 0]
    assert row.gml_12.loc[1901] == 1
    assert row.gml_12.isna().tolist() == [True, False, False, False, True, True, True]
    told = pd.read_csv(paths[-1])
    assert set(told.table) == {p.stem for p in paths[:-1]}
    with pytest.raises(UserError, match=r"Files already exist.*Nothing was written"):
        write_tables(tables, tmp_path / "out", format)
    with pytest.raises(UserError, match="format of tables called 'xlsx'"):
        write_tables(tables, tmp_path / "other", "xlsx")
    assert not (tmp_path / "other").exists()


def test_every_column_is_told():
    told = describe_columns()
    assert (told.meaning.str.len() > 3).all()
    assert (told.unit.str.len() > 1).all()
    without = told[told.sources == ""]
    assert set(without.column) == {"year"}
