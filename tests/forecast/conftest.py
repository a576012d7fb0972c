"""What the tests of forecasts share."""

import pytest

from forecast.histories import made_up
from westphalia.records.observed_decisions import ObservedDecisions, observed_decisions
from westphalia.records.panel import Panel


@pytest.fixture(scope="module")
def panel() -> Panel:
    return made_up()


@pytest.fixture(scope="module")
def made(panel) -> dict[str, ObservedDecisions]:
    return observed_decisions(panel)
