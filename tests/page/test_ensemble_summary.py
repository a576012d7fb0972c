"""Many runs in one picture: the typical run, chances, quantiles."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.page.ensemble_summary import EnsembleSummary
from westphalia.page.packing import unpack
from westphalia.page.view import run_records


def test_typical_run_is_the_medoid(simulated, summary):
    _, _, records = simulated
    rows, columns = np.triu_indices(records["alive"].shape[1], 1)
    war = np.logical_or.accumulate(records["war"] > 0, axis=0)[:, rows, columns]
    flags = [records["pact"][:, rows, columns], war, records["alive"]]
    flat = np.concatenate([f.reshape(-1, f.shape[-1]) for f in flags]).astype(int)
    distance = np.abs(flat[:, :, None] - flat[:, None, :]).sum(0)
    assert distance.sum(0)[summary.typical()] == distance.sum(0).min()


def test_chances_and_quantiles_are_those_of_the_records(simulated, summary):
    made, _, records = simulated
    shown = summary.ensemble()
    rows, columns = np.triu_indices(len(made.labels), 1)
    pact = records["pact"][:, rows, columns].mean(-1)
    assert np.allclose(unpack(shown["pact"]), pact, atol=1e-4)
    assert np.allclose(unpack(shown["threat"]), records["threat"].mean(-1), atol=1e-4)
    alive = records["alive"]
    power = records["resources"] * alive
    power = np.where(alive, power / power.sum(1, keepdims=True), np.nan)
    middle = unpack(shown["power"])[2]
    assert np.allclose(middle, np.nanmedian(power, axis=-1), atol=1e-4)
    assert shown["runs"] == shown["sample"] == made.runs


def test_quantiles_are_of_a_bounded_sample(simulated):
    made, _, records = simulated
    small = EnsembleSummary(len(made.labels), made.years)
    small.sample = 10
    small.add(records)
    shown = small.ensemble()
    assert (shown["runs"], shown["sample"]) == (made.runs, 10)
    assert small.typical() < 10


@settings(max_examples=5, deadline=None)
@given(run=st.integers(0, 39))
def test_a_run_is_the_run_of_the_ensemble(simulated, run):
    _, program, ensemble = simulated
    shown, other = run_records(program, [run, 0])
    assert other["run"] == 0
    assert (unpack(shown["war"]) == ensemble["war"][..., run]).all()
    assert (unpack(shown["crisis"]) == ensemble["crisis"][..., run]).all()
    alive = ensemble["alive"][..., run]
    posture = np.where(alive, ensemble["posture"][..., run], np.nan)
    assert np.allclose(unpack(shown["posture"]), posture, atol=1e-4, equal_nan=True)
    assert shown["run"] == run
