"""Compiled functions: the same numbers from memory, from disk and compiled anew; what is said."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import pytest

from westphalia.mechanisms import contest
from westphalia.programs import cache, compiled, running

ROOT = Path(__file__).resolve().parents[2]
X = np.arange(4, dtype=np.float32)


class Pair(NamedTuple):
    a: Any
    b: Any


@pytest.fixture(autouse=True)
def empty(monkeypatch, tmp_path):
    """No program in memory, none on disk."""
    monkeypatch.setattr(cache, "user_cache_path", lambda name: tmp_path)
    monkeypatch.setattr(running, "_programs", {})
    return tmp_path / "programs"


@pytest.fixture
def traced():
    """A function, and how often it was traced. It is not the package's own."""
    times = []

    def function(pair, x, *, power):
        times.append(1)
        return {"sum": Pair(pair.a + x, None), "power": [pair.b**power]}

    return compiled("a test", seconds=3.0)(function), times


def forget():
    running._programs.clear()


def ask(function, x=X, power=2):
    out = function(Pair(x, x + 1), x, power=power)
    np.testing.assert_array_equal(out["sum"].a, 2 * x)
    np.testing.assert_array_equal(out["power"][0], (x + 1) ** power)
    assert out["sum"].b is None


def test_a_program_is_compiled_once_for_each_shape_and_static_value(traced):
    function, times = traced
    for _ in range(2):
        ask(function)
        ask(function, X + 5)
        ask(function, X[:2])
        ask(function, power=3)
    assert len(times) == 3


def test_another_process_reads_it_from_disk(traced, empty, capsys):
    function, times = traced
    ask(function)
    assert capsys.readouterr().err == "Compiling a test: about 3 s; it is kept for next time.\n"
    assert len(list(empty.iterdir())) == 1
    forget()
    ask(function)
    assert len(times) == 2  # for its code is known by what tracing gives
    assert capsys.readouterr().err == ""
    assert len(list(empty.iterdir())) == 1


def test_a_change_of_the_code_that_changes_no_program_compiles_nothing(empty, monkeypatch, capsys):
    function = compiled("a test", seconds=3.0)(contest.chance)
    before = function(X)
    assert "Compiling" in capsys.readouterr().err
    names = {path.name for path in empty.iterdir()}
    assert len(names) == 2  # by the package's code, and by what tracing gives
    module = sys.modules["westphalia.programs.compiled"]
    monkeypatch.setattr(module, "code_digest", lambda parts: "other code")
    monkeypatch.setattr(module, "_compile", lambda *_: pytest.fail("compiled"))
    for _ in range(2):
        forget()
        np.testing.assert_array_equal(function(X), before)
    assert len({path.name for path in empty.iterdir()} - names) == 1
    assert len({path.stat().st_ino for path in empty.iterdir()}) == 1


def test_two_processes_at_once_compile_a_program_once(tmp_path):
    code = """
import sys, time
import numpy as np
from westphalia.mechanisms import contest
from westphalia.programs import compiled
module = sys.modules["westphalia.programs.compiled"]
real = module._compile
def slowly(*given):
    print("made", flush=True)
    time.sleep(3.0)
    return real(*given)
module._compile = slowly
print(compiled("a test")(contest.chance)(np.zeros(3)).tolist())
"""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate() for process in both]
    assert [out.splitlines()[-1] for out, _ in told] == ["[0.5, 0.5, 0.5]"] * 2
    assert sorted(out.count("made") for out, _ in told) == [0, 1]
    for out, said in told:
        assert ("waiting for it" in said) == ("made" not in out)


def test_the_same_program_with_other_names_in_what_it_gives_is_another(empty):
    one, other = (
        compiled("a test")(lambda pair, name=name: {name: pair.a + 1}) for name in ("one", "other")
    )
    assert one(Pair(X, X)).keys() == {"one"}
    forget()
    assert other(Pair(X, X)).keys() == {"other"}


def test_damage_is_mended(traced, empty, capsys):
    function, _ = traced
    ask(function)
    (path,) = empty.iterdir()
    whole = path.read_bytes()
    for data in (whole[:-100], b""):
        path.write_bytes(data)
        forget()
        ask(function)
        assert path.exists()
    cache.write(path.name, b"not a program at all")
    forget()
    capsys.readouterr()
    ask(function)
    assert "Compiling" in capsys.readouterr().err
    forget()
    ask(function)
    assert capsys.readouterr().err == ""


def test_a_cache_of_jax_that_the_user_has_spoils_nothing(tmp_path):
    """JAX would give a program back that cannot be written again."""
    code = """
import jax, numpy as np
from westphalia.programs import cache, compiled
function = compiled("a test")(lambda x: (x * 2).cumsum())
for path in cache.folder().glob("*"): path.unlink()
print(function(np.ones(300))[-1])
from westphalia.programs import running
running._programs.clear()
print(function(np.ones(300))[-1])
"""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={
                **os.environ,
                "XDG_CACHE_HOME": str(tmp_path / "own"),
                "JAX_COMPILATION_CACHE_DIR": str(tmp_path / "jax"),
                "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "600.0\n600.0\n"


def test_precision_is_that_of_the_function_whatever_the_inputs():
    def third(x):
        return x / 3

    x = np.ones(2)
    single, double = (compiled("a third", double=d)(third)(x) for d in (False, True))
    assert (single.dtype, double.dtype) == (jnp.float32, jnp.float64)


def test_an_option_that_this_compiler_has_not_is_left_out():
    options = {"xla_no_such_option_at_all": 1, "xla_backend_optimization_level": 0}
    function = compiled("a test", options=options)(lambda x: x + 1)
    np.testing.assert_array_equal(function(X), X + 1)


def test_a_program_of_the_package_is_read_without_being_traced(tmp_path):
    """In another process, from a copy of the cache."""
    code = """
import sys
import numpy as np
from westphalia.simulation import ensemble
from westphalia.simulation.begin import RandomWorld
from westphalia.theories import defensive
if len(sys.argv) > 1:
    def refuse(*args): raise AssertionError("traced")
    ensemble.begin_runs = refuse
setting = ensemble.Setting(RandomWorld(3), (defensive,) * 3, 2)
program = ensemble.Program(setting)
print(float(program.begin(program.start(np.arange(128)))[0].world.arms.sum()))
"""

    def process(where, *args):
        done = subprocess.run(
            [sys.executable, "-c", code, *args],
            cwd=ROOT,
            env={**os.environ, "XDG_CACHE_HOME": str(where)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout, done.stderr

    first = process(tmp_path / "one")
    assert float(first[0]) > 0.0
    (tmp_path / "one").rename(tmp_path / "two")
    again = process(tmp_path / "two", "traced is an error")
    assert again == (first[0], "")
