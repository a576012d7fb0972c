"""Every empirical figure says what it is."""

import pytest

from westphalia.records.catalogue import data_sets
from westphalia.records.figures.recompute import FIGURES


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_names_its_data_its_years_and_what_is_counted(name):
    figure = FIGURES[name]
    assert figure.id == name
    assert set(figure.needs) <= set(data_sets())
    assert figure.period[0] < figure.period[1]
    assert len(figure.definition) > 30
    assert figure.unit
