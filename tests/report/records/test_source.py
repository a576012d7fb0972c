"""The record that a study reads."""

from hashlib import sha256

import numpy as np
import pytest
from records.folders import STATES, write

from westphalia.records.builtin import DATA, GREAT_POWERS
from westphalia.records.panel import Coding
from westphalia.report.records.source import builtin_inputs, record_of, span_of
from westphalia.world.problems import UserError


def test_the_built_in_record_is_that_of_the_great_powers(config):
    record = record_of(None, False, 1900, 1914)
    assert record.codes == GREAT_POWERS
    panel = record.panel(Coding(), 1900, 1914)
    assert panel.years.tolist() == list(range(1900, 1915))
    assert np.array_equal(panel.relevant[5] > 0, ~np.eye(panel.n, dtype=bool))


def test_every_file_of_it_has_its_checksum():
    inputs = builtin_inputs()
    assert inputs["wars.csv"] == sha256((DATA / "wars.csv").read_bytes()).hexdigest()
    assert "README.md" not in inputs


def test_years_that_are_not_named_are_those_of_the_built_in_panel():
    assert span_of(None, None) == (1816, 2016)
    assert span_of(1900, None) == (1900, 2016)


def test_all_states_need_a_folder_with_all_data(config, tmp_path):
    with pytest.raises(UserError, match="data use FOLDER"):
        record_of(None, True, 1900, 1914)
    folder = write(tmp_path / "mine", states__csv=STATES)
    with pytest.raises(UserError, match="has no"):
        record_of(folder, True, 1900, 1914)
