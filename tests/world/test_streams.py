import ast
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

import westphalia
from westphalia.world.streams import STREAMS, run_keys, threefry, year_streams

SOURCE = Path(westphalia.__file__).parent

# (rounds, counter, key, result) from the known-answer tests of Random123 (Salmon et al. 2011)
ZERO, ONES = (0x00000000, 0x00000000), (0xFFFFFFFF, 0xFFFFFFFF)

PI = ((0x243F6A88, 0x85A308D3), (0x13198A2E, 0x03707344))
VECTORS = [
    (13, ZERO, ZERO, (0x9D1C5EC6, 0x8BD50731)),
    (13, ONES, ONES, (0xFD36D048, 0x2D17272C)),
    (13, *PI, (0xBA3E4725, 0xF27D669E)),
    (20, ZERO, ZERO, (0x6B200159, 0x99BA4EFE)),
    (20, ONES, ONES, (0x1CB996FC, 0xBB002BE7)),
    (20, *PI, (0xC4923A9C, 0x483DF7A0)),
]


@pytest.mark.parametrize(("rounds", "counter", "key", "expected"), VECTORS)
def test_the_generator_is_the_published_one(rounds, counter, key, expected):
    words = [tuple(jnp.uint32(v) for v in pair) for pair in (key, counter)]
    assert tuple(int(v) for v in threefry(*words, rounds=rounds)) == expected


def streams(seed=0, runs=64, year=1, first=0):
    keys = run_keys(jnp.uint32(seed), jnp.arange(first, first + runs, dtype=jnp.uint32))
    return year_streams(keys, jnp.asarray(year))


def names_asked_for():
    """Every stream name that the package asks for, from the source."""
    asked = []
    places = ("simulation/*.py", "decisions/**/*.py", "mechanisms/**/*.py")
    for path in (path for place in places for path in SOURCE.glob(place)):
        for node in ast.walk(ast.parse(path.read_text())):
            method = node.func if isinstance(node, ast.Call) else None
            if isinstance(method, ast.Attribute) and method.attr in (
                *("two", "uniform", "uniform_for", "normal", "pair", "lots", "shared"),
            ):
                asked += [node.args[0].value]
    return asked


def test_every_stream_is_used_and_by_one_decision_only():
    asked = names_asked_for()
    assert len(set(STREAMS)) == len(STREAMS)
    assert set(asked) == set(STREAMS)
    again = {name for name in asked if asked.count(name) > 1}
    # a start is begun once a run, but its types are drawn where they are first needed, and its
    # open issues, in year 0, from the stream of the issues of later years
    assert again <= {"start/type", "issues"}


def test_numbers_depend_on_seed_run_year_and_name_and_on_nothing_else():
    base = np.asarray(streams().uniform("war/join", 5))
    assert base.shape == (5, 64)
    assert (base == streams().uniform("war/join", 5)).all()
    # run 17 of 64 is run 17 of 20, and run 17 on its own
    assert (base[:, 17] == np.asarray(streams(runs=20).uniform("war/join", 5))[:, 17]).all()
    assert (base[:, 17] == np.asarray(streams(runs=1, first=17).uniform("war/join", 5))[:, 0]).all()
    others = [
        streams(seed=1).uniform("war/join", 5),
        streams(year=2).uniform("war/join", 5),
        streams(first=64).uniform("war/join", 5),
        streams().uniform("war/order", 5),
        streams().two("war/join", 5)[1],
    ]
    for other in others:
        assert np.intersect1d(base, other).size <= 2  # 23 bits: a chance coincidence may happen


def test_numbers_of_all_streams_and_years_are_independent():
    table = np.stack(
        [
            np.asarray(streams(year=year).uniform(name, 40)).ravel()
            for name in STREAMS
            for year in (1, 2)
        ]
    )
    correlation = np.corrcoef(table) - np.eye(len(table))
    assert np.abs(correlation).max() < 5.0 / table.shape[1] ** 0.5


def assert_uniform(sample):
    """Kolmogorov-Smirnov distance within the 1 in 10,000 level."""
    ordered = np.sort(np.asarray(sample).ravel())
    steps = (np.arange(ordered.size) + 0.5) / ordered.size
    assert np.abs(ordered - steps).max() < 2.2 / ordered.size**0.5
    assert ordered[0] > 0.0
    assert ordered[-1] < 1.0


def test_uniform_numbers_are_uniform_and_normal_ones_normal():
    for part in streams(runs=500).two("issues", 40):
        assert_uniform(part)
    normal = np.asarray(streams(runs=500).normal("growth/noise", 40))
    assert np.isfinite(normal).all()
    assert normal.mean() == pytest.approx(0.0, abs=5 / normal.size**0.5)
    assert normal.std() == pytest.approx(1.0, abs=5 / normal.size**0.5)
    assert (np.abs(normal) < 1.96).mean() == pytest.approx(0.95, abs=0.01)


def test_a_pair_shares_one_number_and_has_its_own_share_of_the_other():
    n = 12
    shared, own = (np.asarray(v) for v in streams(runs=200).pair("issues", n))
    assert (shared == shared.swapaxes(0, 1)).all()
    rows, columns = np.triu_indices(n, 1)
    assert own[rows, columns] + own[columns, rows] == pytest.approx(1.0, abs=1e-6)
    for part in (shared[rows, columns], own[rows, columns], own[columns, rows]):
        assert_uniform(part)
    correlation = np.corrcoef(shared[rows, columns].ravel(), own[rows, columns].ravel())[0, 1]
    assert abs(correlation) < 5 / shared[rows, columns].size ** 0.5


def test_a_row_drawn_alone_is_the_row_of_the_whole():
    n, runs = 6, 64
    whole = np.asarray(streams().uniform("war/join", n, n))
    which = jnp.asarray(np.random.default_rng(0).integers(0, n, runs))
    alone = np.asarray(streams().uniform_for("war/join", which, n))
    for run in range(runs):
        assert (alone[:, run] == whole[which[run], :, run]).all()
