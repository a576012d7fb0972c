"""Moments as targets of a calibration: history's numbers, and the same values as elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures.moments.by_hand import blank, challenge

from experiments.calibration.made import DATA, made
from westphalia.experiments.calibration.file import calibration_from_data, read_calibration
from westphalia.measures.intervals import HALF
from westphalia.measures.moments import MOMENTS, moment_values
from westphalia.measures.moments.moment import NONE_SEEN, estimate, in_world, logarithm_of
from westphalia.records.moments.history import fitted
from westphalia.report.moments import with_start
from westphalia.work.store import Store
from westphalia.work.worker import work
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="sweeps")

RUNS, SETTLED = 10, 4
TRUE = {"war_cost": 0.05, "beta": 1.1}
OWN = {"moment": "disputes", "source": "x", "first_year": SETTLED + 1}


@pytest.fixture(scope="module")
def truth():
    """Every moment of the small world at the true numbers."""
    parameters = {**DATA["parameters"], **TRUE}
    program = made(parameters=parameters, ranges={"reach": {"from": 1, "to": 2}}).groups[0].program
    return moment_values(with_start(program, RUNS), SETTLED)


def test_history_says_what_a_moment_should_be():
    (one,) = made(targets=[{"moment": "war given dispute"}], years=60).schedule.targets
    known = fitted("war given dispute")
    assert one.name == "war given dispute"
    assert one.value == pytest.approx((known.low + known.high) / 2)
    assert one.sd == pytest.approx((known.high - known.low) / (2 * HALF))
    assert one.source == "history, 1816-1945: docs/moments.md"


def test_ratios_are_aimed_at_by_their_logarithm_unless_the_file_says_otherwise():
    targets = [{"moment": "parity"}, {"moment": "parity", "log": False}]
    log, plain = made(targets=targets, years=60).schedule.targets
    known = fitted("parity")
    assert (log.name, plain.name) == ("log parity", "parity")
    assert log.value == pytest.approx(np.log(known.low * known.high) / 2)
    assert plain.value == pytest.approx((known.low + known.high) / 2)
    (own,) = made(targets=[{**OWN, "value": 4, "sd": 1, "log": True}]).schedule.targets
    assert (own.value, own.sd) == pytest.approx((np.log(4), 0.25))
    assert own.name == "log disputes in years 5-end"


def test_every_moment_with_an_interval_that_any_world_may_have_is_a_target():
    found = made(targets="moments", years=60)
    names = [target.name.removeprefix("log ") for target in found.schedule.targets]
    assert set(names) == {m for m in MOMENTS if fitted(m)} - {"joint democracy"}
    assert all(place.reading.name.endswith(" in years 51-end") for place in found.places)


def test_a_calibration_to_moments_is_the_same_from_its_own_folder():
    for targets in ("moments", [{**OWN, "low": 2, "high": 9, "log": True}, DATA["targets"][0]]):
        found = made(targets=targets, years=60)
        again = calibration_from_data(found.data)
        assert again.describe() == found.describe()


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ({"moment": "war given dispuet"}, "no moment called 'war given dispuet'.*war given disp"),
        ({"moment": "disputes", "measure": "wars"}, "no field called 'measure'"),
        ({"moment": "total wars"}, "history has no interval of 'total wars': give low and high"),
        ({"moment": "disputes"}, "years 51 to end are not 1 to 8: a random world needs 50 years"),
        ({"moment": "disputes", "low": 1, "high": 2}, "source: say how these numbers are known"),
        ({**OWN, "low": 1}, "give low and high, a 95% interval, or"),
        ({**OWN, "low": 0, "high": 2, "log": True}, "0 has no logarithm: give numbers above 0"),
        ({**OWN, "value": -1, "sd": 2, "log": True}, "-1 has no logarithm"),
    ],
)
def test_what_is_wrong_is_told(target, told):
    with pytest.raises(UserError, match=told):
        made(targets=[target])


def test_a_misspelt_moment_is_told_with_its_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "calibrate: 1\nrandom_world: 8\nyears: 60\nranges:\n  beta: {from: 1, to: 2}\ntargets:\n"
        "  - {moment: disputes}\n  - {moment: alies}\n"
    )
    with pytest.raises(UserError, match=r"mine\.yaml:8: targets\[1\]\.moment: .*Did you mean all"):
        read_calibration(path)


def test_a_moment_at_a_point_is_what_it_is_elsewhere(truth):
    targets = [
        {**OWN, "moment": name, "low": 1, "high": 2, "log": False}
        for name, moment in MOMENTS.items()
        if moment.everywhere
    ]
    job = made(targets=targets)
    names, point = job.schedule.space.names, np.array([list(TRUE.values())])
    readings = job.readings_in(0)
    found = job.groups[0].evaluate(names, point, RUNS, readings, 0, RUNS)
    for target, one in zip(targets, readings, strict=True):
        (value,), _ = one.estimates(found[one.name][:, None].astype(float))
        assert value == pytest.approx(truth[target["moment"]].value, rel=1e-5, nan_ok=True)


@pytest.fixture(scope="module")
def to_truth(truth):
    """A calibration to some moments of the true world, one of them by its logarithm."""
    near = {"disputes": 0.15, "allies": 0.3, "conceded": 0.2}
    targets = [
        {**OWN, "moment": name, "value": truth[name].value, "sd": share * truth[name].value}
        for name, share in near.items()
    ]
    return made(targets=[*targets[:2], {**targets[2], "log": True}])


def test_any_number_of_workers_gives_the_same_bytes_and_finds_the_true_world(to_truth, tmp_path):
    stores = [Store(tmp_path / str(workers)) for workers in (1, 2)]
    for workers, store in zip((1, 2), stores, strict=True):
        work(to_truth, store, workers)
    for piece in to_truth.pieces():
        one, two = (store.get(piece.key) for store in stores)
        assert {k: v.tobytes() for k, v in one.items()} == {k: v.tobytes() for k, v in two.items()}
    found = to_truth.found(stores[0])
    assert found.verdict.met
    values = to_truth.schedule.space.values(found.draws.points)
    for true, drawn in zip(TRUE.values(), values.T, strict=True):
        assert drawn.min() < true < drawn.max()


COUNTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), min_size=2, max_size=12)


@given(COUNTS, st.sampled_from(["disputes", "joiners", "deaths"]))
def test_rows_of_runs_are_estimated_as_one_world_is_and_missing_runs_are_left_out(counts, name):
    moment = MOMENTS[name]
    parts = np.array([(k, k + rest) for k, rest in counts], float).T
    wide = np.concatenate([parts, np.full((2, 1), np.nan)], axis=1)
    values, errors = moment.estimates(np.stack([wide, wide[:, ::-1]], axis=1))
    expected = estimate(moment, parts)
    assert values == pytest.approx([expected.value] * 2, nan_ok=True)
    assert errors[0] == pytest.approx(errors[1], nan_ok=True)
    if not np.isfinite(expected.value):
        assert np.isnan(errors).all()
    elif expected.value == 0.0:
        high = moment.value(np.array([NONE_SEEN, parts[1].sum()]))
        assert errors[0] == pytest.approx(high / (2 * HALF))


@given(st.lists(st.integers(1, 9), min_size=2, max_size=12))
def test_the_error_of_a_plain_mean_is_that_of_a_mean(totals):
    parts = np.stack([np.array(totals, float), np.ones(len(totals))])
    (value,), (error,) = MOMENTS["joiners"].estimates(parts[:, None])
    assert value == pytest.approx(np.mean(totals))
    assert error == pytest.approx(np.std(totals, ddof=1) / len(totals) ** 0.5)


def test_a_moment_in_some_years_of_a_case_counts_its_great_powers():
    r = blank(4, runs=2)
    for year, i, j in ((0, 0, 1), (2, 0, 1), (3, 1, 2), (3, 3, 2)):
        challenge(r, year, i, j, "limited war", run=year % 2)
    great = [0, 1]
    for name in ("disputes", "disputes of relevant pairs", "war given any dispute"):
        moment = in_world(MOMENTS[name], 2, None, great)
        (value,), _ = moment.estimates(moment.parts(r)[:, None].astype(float))
        assert value == pytest.approx(moment_values([r], 1, great)[name].value)
    assert in_world(MOMENTS["disputes"], 2, 3).name == "moment: disputes in years 2-3"


def test_the_logarithm_of_nothing_is_missing():
    log = logarithm_of(MOMENTS["disputes"])
    values, errors = log.estimates(np.array([[[0.0, 0.0], [1.0, 3.0]], [[9.0, 9.0], [10.0, 10.0]]]))
    assert np.isnan([values[0], errors[0]]).all()
    assert values[1] == pytest.approx(np.log(20.0))
    assert log.unit == "log % of pair-years"
