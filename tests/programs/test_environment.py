"""The same command gives the same bytes whatever the environment says of precision."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from westphalia.programs import environment

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import hashlib, sys
import westphalia as wp
e = wp.simulate("examples/three-powers.yaml", "defensive", runs=8, years=3, seed=5)
total = hashlib.sha256()
for name in sorted(e.records):
    total.update(name.encode() + str(e.records[name].dtype).encode() + e.records[name].tobytes())
why = e.explain("NOR", 1902, run=3).data()
print(total.hexdigest(), why["decisions"][0]["options"][0]["value"])
"""


def simulated(**variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow  # three processes
def test_double_precision_in_the_environment_changes_no_byte():
    assert simulated(JAX_ENABLE_X64="1") == simulated(JAX_ENABLE_X64="0")


def test_what_changes_numbers_is_recorded_and_compared(monkeypatch):
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_enable_fast_math=true")
    monkeypatch.setenv("JAX_ENABLE_X64", "1")
    found = environment.environment()
    assert found["variables"]["XLA_FLAGS"] == "--xla_cpu_enable_fast_math=true"
    assert "JAX_ENABLE_X64" not in found["variables"], "simulations set it for themselves"
    assert set(found["settings"]) == set(environment.SETTINGS)
    written = {"versions": environment.versions(), "environment": found}
    assert environment.differences(written) == []
    monkeypatch.delenv("XLA_FLAGS")
    assert environment.differences(written) == [
        "XLA_FLAGS=(not set) instead of --xla_cpu_enable_fast_math=true"
    ]
    monkeypatch.setattr(environment, "cpu_features", lambda: ["avx", "avx512f"])
    other = {**written, "environment": {**environment.environment(), "cpu_features": ["avx"]}}
    assert environment.differences(other) == ["a processor with avx512f"]
    old = {"versions": {**written["versions"], "jax": "0.1"}, "environment": other["environment"]}
    assert environment.differences(old)[0] == f"jax {environment.versions()['jax']} instead of 0.1"
