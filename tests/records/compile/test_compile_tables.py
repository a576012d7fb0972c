"""All tables from a folder of data."""

import pandas as pd
import pytest

from records.panels import Invented, war
from westphalia.records.builtin import (
    GREAT_POWERS,
)
from westphalia.records.compile.build_panel import build_panel
from westphalia.records.compile.compile_tables import compile_tables
from westphalia.records.tables import write_tables
from westphalia.world.problems import UserError


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": 1899}, "known for 1900-1906"),
        ({"last": 1907}, "known for 1900-1906"),
        ({"codes": (1, 5)}, "no state in the system called '5'"),
    ],
)
def test_tables_of_what_is_not_there(asked, said):
    with pytest.raises(UserError, match=said):
        compile_tables(Invented(), **{"first": 1900, "last": 1906, **asked})


@pytest.mark.slow
def test_all_states(raw, tmp_path):
    tables = compile_tables(raw)
    everybody = build_panel(tables)
    assert (len(tables.states), len(tables.dyads)) == (15904, 953221)
    assert not tables.states.duplicated(["ccode", "year"]).any()
    assert (tables.dyads.ccode1 < tables.dyads.ccode2).all()
    great_war = war(everybody, "World War I")
    assert (great_war["attacker"], great_war["target"]) == ("AUH", "YUG")
    assert {"RUS", "FRN", "UKG", "BEL"} <= great_war["with_target"]
    assert {"GMY", "TUR", "BUL"} == great_war["with_attacker"]
    some = compile_tables(raw, codes=GREAT_POWERS)
    rows = tables.dyads[tables.dyads[["ccode1", "ccode2"]].isin(GREAT_POWERS).all(axis=1)]
    pd.testing.assert_frame_equal(rows.reset_index(drop=True), some.dyads)
    assert len(pd.read_parquet(write_tables(tables, tmp_path)[1])) == 953221
