"""What several tests of experiments need and what is simulated once."""

import pytest

from experiments.small import MEASURES, ORDINARY, small
from westphalia.experiments.evaluate import evaluate


@pytest.fixture(scope="session")
def ordinary():
    """Measures and records of the ordinary condition."""
    design = small()
    return evaluate(ORDINARY, design, MEASURES, 0, 300), ORDINARY.chunk(design, 0)
