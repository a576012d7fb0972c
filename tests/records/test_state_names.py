"""Names of states by their abbreviation."""

from westphalia.records.builtin import great_power_tables
from westphalia.records.state_names import state_names


def test_every_great_power_has_a_name():
    names = state_names()
    assert names["AUH"] == "Austria-Hungary"
    assert set(great_power_tables().states.label) <= set(names)
