"""The table of single runs."""

import numpy as np
import pandas as pd
import pytest

from report.conftest import RUNS
from westphalia.measures.registry import MEASURES


def test_every_run_has_its_row_with_every_measure(folder, alone):
    runs = pd.read_parquet(folder / "tables" / "runs.parquet")
    assert list(runs) == ["theory", "run", *MEASURES]
    mix = "GMY=offensive,*=defensive"
    assert list(runs.theory.unique()) == ["defensive", "anxious", mix]
    assert (runs.groupby("theory").run.apply(list).map(lambda k: k == [*range(RUNS)])).all()
    few = runs[(runs.theory == "defensive") & (runs.run < 20)]  # of a file's two chunks the first
    for name, measure in MEASURES.items():
        total, weight = measure.sums(alone.records)
        expected = [t / w if w else np.nan for t, w in zip(total, weight, strict=True)]
        # another program than that of three theories, which may round otherwise
        np.testing.assert_allclose(few[name].to_numpy(), expected, rtol=1e-3, err_msg=name)
    assert few["third parties that balance"].isna().any()  # a run without such a third party


def test_runs_add_up_to_the_measure_over_all_runs(folders):
    tables = folders["run"] / "tables"
    runs, measures = (pd.read_parquet(tables / f"{t}.parquet") for t in ("runs", "measures"))
    wars = measures[measures.measure == "wars"].set_index("theory").value
    mean = runs.groupby("theory").wars.mean()
    assert mean.to_numpy() == pytest.approx(wars[mean.index].to_numpy())
