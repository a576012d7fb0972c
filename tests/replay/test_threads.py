"""A replay gives the same to the bit however many threads XLA has."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
from hashlib import sha256
from westphalia.records.builtin import great_powers
from westphalia.records.panel import Coding
from westphalia.replay.replay import Replay
from westphalia.theories import defensive
replay = Replay(great_powers(Coding(), 1946, 1990))
made = replay.chances(defensive).forecasts
print(sha256(b"".join(made[kind].tobytes() for kind in sorted(made))).hexdigest())
"""


@pytest.mark.slow
def test_last_bits_do_not_depend_on_the_number_of_threads():
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PJRT_NPROC": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    }
    assert len(said) == 1
