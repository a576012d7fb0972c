"""The page on moments has every moment, and history's values as the package has them."""

import numpy as np
import pytest
from places import ROOT

from westphalia.measures.moments import MOMENTS
from westphalia.records.moments.history import Known, known

PAGE = (ROOT / "docs" / "moments.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MOMENTS)
def test_every_moment_is_defined_as_in_the_code(name):
    moment = MOMENTS[name]
    assert f"| {name} | {moment.unit} | {moment.meaning} |\n" in PAGE


def written(value: Known) -> str:
    if np.isnan(value.value):
        return "-"
    ends = "" if np.isnan(value.low) else f" [{value.low:.3g}, {value.high:.3g}]"
    return f"{value.value:.3g}{ends}; {value.n:,}"


@pytest.mark.parametrize("name", dict.fromkeys(value.moment for value in known()))
def test_values_of_history(name):
    cells = " | ".join(written(value) for value in known() if value.moment == name)
    assert f"| {name} | {cells} |\n" in PAGE
