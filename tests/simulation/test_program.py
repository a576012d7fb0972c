"""What XLA makes of a year: what is slow is not in it. Nothing here is timed."""

import re
from functools import cache

import jax
import numpy as np
import pytest

from westphalia.programs.compiled import FAST
from westphalia.simulation import ensemble
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting
from westphalia.theories import defensive

N, RUNS = 3, 128
#: Streams of a number per ordered pair, each drawn once a year.
MATRICES = 7
#: Left rotations in a draw, one a round; the compiler drops those whose result nobody reads.
ROUNDS = 13
#: Draws of which both words are read, each of which takes the rounds by itself; so do the two words
#: of the runs' keys.
BOTH_WORDS, KEY_ROUNDS = 4, 20


#: Kernels are the same whatever LLVM makes of them, so that they are left as they are.
OPTIONS = FAST | {"xla_backend_optimization_level": 0}


@cache
def texts(wide: bool = False) -> tuple[str, str]:
    """The program of a chunk of three states, as it is traced and as XLA makes it. `wide`: every
    parameter and number of a theory is given for every run by itself, as experiments do."""
    program = Program(Setting(RandomWorld(N), (defensive,) * N, 2))
    start = program.start(np.arange(RUNS))
    if wide:
        p = jax.tree.map(lambda v: np.broadcast_to(v, RUNS), start.p)
        agents = jax.tree.map(lambda v: np.broadcast_to(v, (N, RUNS)), start.agents)
        start = start._replace(p=p, agents=agents)
    ahead, _ = program.begin(start)

    def chunk(given):
        return ensemble._chunk.function(given, rules=program.rules)

    with jax.enable_x64(False):
        traced = jax.jit(chunk).lower(ahead)
        return traced.as_text(), traced.compile(compiler_options=dict(OPTIONS)).as_text()


@pytest.mark.slow
def test_every_random_matrix_is_drawn_once_a_year():
    traced, made = texts()
    asked = re.findall(rf"stablehlo.shift_left .*tensor<{N}x{N}x{RUNS}xui32>", traced)
    assert len(asked) == MATRICES * ROUNDS
    done = re.findall(rf"= u32\[{N},{N},{RUNS}\]\S* shift-left\(", made)
    # of a draw of which one word is read the last round goes
    assert MATRICES * (ROUNDS - 1) <= len(done) <= MATRICES * ROUNDS


@pytest.mark.slow
def test_no_random_number_is_drawn_twice():
    traced, made = texts()
    asked = len(re.findall(r"stablehlo.shift_left .*xui32>", traced))
    done = len(re.findall(r"= u32\[[\d,]+\]\S* shift-left\(", made))
    assert 0 < done <= asked + BOTH_WORDS * ROUNDS + KEY_ROUNDS


@pytest.mark.slow
def test_what_differs_between_runs_is_not_computed_more_often():
    """A sum or product of pairs, where it is written once in the code, is in few kernels."""
    work = rf"= f32\[{N},{N},{RUNS}\]\S* (?:add|multiply|subtract|divide)\("
    plain, wide = (len(re.findall(work, texts(w)[1])) for w in (False, True))
    assert 0 < wide <= 1.2 * plain


@pytest.mark.slow
def test_no_sum_is_fused_the_slow_way():
    _, made = texts()
    assert "fusion(" in made
    assert "ynn" not in made.lower()


@pytest.mark.slow
def test_no_kernel_is_cut_up_among_the_cores():
    _, made = texts()
    assert "outer_dimension_partitions" not in made
