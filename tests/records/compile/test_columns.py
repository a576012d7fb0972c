"""Columns of the tables, and the kinds of their values."""

import numpy as np
import pandas as pd

from westphalia.records.compile.columns import COUNTED, TABLES, WRITTEN, Column, select_columns


def test_columns_are_selected_in_order_and_typed():
    columns = {
        "year": Column("", "year", ()),
        "label": Column("", "text", ()),
        "share": Column("", "ratio", ()),
    }
    table = pd.DataFrame({"other": [1], "share": [1], "label": ["A"], "year": [np.nan]}, index=[7])
    found = select_columns(table, columns)
    assert list(found) == ["year", "label", "share"]
    assert [str(kind) for kind in found.dtypes] == ["Int32", "string", "float64"]
    assert found.year.isna().all()
    assert found.index.tolist() == [0]


def test_every_column_has_a_meaning_a_unit_and_where_it_is_data_a_source():
    for table in TABLES.values():
        for name, column in table.items():
            assert column.meaning
            assert column.unit
            assert column.sources or name == "year"
    assert not set(COUNTED) & set(WRITTEN)
