"""What is built in, and tables cut to some years."""

import pandas as pd
import pytest
from places import RAW, needs_data

from westphalia.records.builtin import great_power_tables
from westphalia.records.compile.build_panel import build_panel
from westphalia.records.compile.compile_tables import compile_tables
from westphalia.records.folder import open_folder
from westphalia.records.tables import dyad_years
from westphalia.report.records.data import NEEDED, ONE_OF, cut_years


def test_tables_cut_to_some_years_are_rows_of_the_whole():
    whole = great_power_tables()
    years = dyad_years(whole)
    cut = dyad_years(cut_years(whole, 1900, 1950))
    expected = years[years.year.between(1900, 1950)].reset_index(drop=True)
    pd.testing.assert_frame_equal(cut.reset_index(drop=True), expected)


@needs_data
@pytest.mark.slow
def test_the_needed_data_sets_suffice_and_none_is_left_out(tmp_path):
    """A panel can be made from them alone, and from no fewer."""
    raw = open_folder(RAW)

    class Only:
        def __init__(self, *keys):
            self.keys = keys

        def has(self, key):
            return key in self.keys

        def table(self, key):
            if key not in self.keys:
                raise LookupError(key)
            return raw.table(key)

    panel = build_panel(compile_tables(Only(*NEEDED, ONE_OF[0]), 1900, 1910, (200, 220, 255)))
    assert panel.member.all()
    for key in NEEDED:
        with pytest.raises(LookupError, match=key):
            compile_tables(Only(*(k for k in NEEDED if k != key), ONE_OF[0]), 1900, 1910)
