"""Runs: the same seed gives the same run in any company, and no fact is read."""

from dataclasses import replace

import jax
import numpy as np

import westphalia as wp
from simulation.worlds import MIXED
from westphalia.programs import running
from westphalia.simulation import ensemble
from westphalia.simulation.begin import RandomWorld, figures_of, given_start
from westphalia.simulation.ensemble import LaterChange, Program, Setting, agents_of
from westphalia.theories import BASELINES, THEORIES, defensive
from westphalia.theories.numbers import exactly
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules


def test_facts_are_never_read_by_a_simulation(tmp_path):
    case = wp.load_case("europe-1890")
    text = case.text.decode("utf-8")
    bare = tmp_path / "bare.yaml"
    bare.write_text(text[: text.index("\nfacts:")] + "\n", encoding="utf-8")
    one = wp.simulate(case, "defensive", runs=8)
    other = wp.simulate(wp.load_case(bare), "defensive", runs=8)
    for name, values in one.records.items():
        np.testing.assert_array_equal(values, other.records[name])


def test_the_same_seed_gives_the_same_run_in_any_company():
    setting = Setting(RandomWorld(3), MIXED[:3], 15, seed=9)

    def runs(count, workers):
        chunks = list(Program(setting).chunks(count, workers=workers))
        return {k: np.concatenate([c[k] for c in chunks], -1) for k in chunks[0]}

    few, many, alone = runs(50, 1), runs(200, 2), runs(200, 1)
    for name in few:
        assert few[name].shape[-1] == 50
        assert many[name].shape[-1] == 200
        assert (few[name][..., 17] == many[name][..., 17]).all(), name
        assert (many[name] == alone[name]).all(), name
        assert (few[name] == many[name][..., :50]).all(), name
    other = next(Program(Setting(RandomWorld(3), MIXED[:3], 15, seed=10)).chunks(50))
    assert (other["resources"] != few["resources"]).mean() > 0.99


def test_another_number_of_years_compiles_nothing_and_gives_the_same_years():
    setting = Setting(RandomWorld(3), MIXED[:3], 15, seed=9)
    whole = Program(setting).chunk(np.arange(128))
    programs = len(running._programs)
    fewer = Program(replace(setting, years=4)).chunk(np.arange(128))
    assert len(running._programs) == programs
    for name, values in fewer.items():
        np.testing.assert_array_equal(values, whole[name][:4])


def test_one_program_of_years_serves_every_start_any_number_of_years_and_a_later_change():
    drawn, given = RandomWorld(3), wp.load_case("examples/three-powers.yaml").start
    nothing = figures_of(3, {})
    peace = LaterChange(2, nothing, Parameters(war_cost=0.05), Modules(pacts=0.0))

    def programs_of_years():
        return {key for key in running._programs if key[0] is ensemble._chunk.function}

    Program(Setting(drawn, MIXED[:3], 2)).chunk(np.arange(128))
    known = programs_of_years()
    assert known
    for years in (2, 25):
        for scene in (drawn, given_start(given)):
            for later in (None, peace):
                setting = Setting(scene, MIXED[:3], years, later=later)
                assert len(Program(setting).chunk(np.arange(128))["arms"]) == years
    assert programs_of_years() <= known  # room may have been made for another program


def test_another_theory_and_other_numbers_of_it_compile_nothing():
    setting = Setting(RandomWorld(3), MIXED[:3], 2)
    Program(setting).chunk(np.arange(128))
    programs = len(running._programs)
    bolder = replace(defensive, wants=replace(defensive.wants, survival=exactly(0.5)))
    for theory in (*THEORIES.values(), *BASELINES.values(), bolder):
        Program(replace(setting, theories=(theory,) * 3)).chunk(np.arange(128))
    assert len(running._programs) == programs


def test_agents_of_different_theories_can_lie_side_by_side():
    """Those of built-in theories always, those of the user's with what they are put beside."""
    built_in = [agents_of((t,) * 3) for t in THEORIES.values()]
    assert len({jax.tree.structure(agents) for agents in built_in}) == 1
    assert [float(agents.suspicion.index[0, 0]) for agents in built_in] == [0.0, 0.0, 1.0, 2.0]
    own = replace(defensive, expects=replace(defensive.expects, suspicion=lambda w, e, learn: 0.5))
    mixed = [agents_of((t,) * 3, among=[own]) for t in (own, defensive)]
    assert len({jax.tree.structure(agents) for agents in mixed}) == 1
    assert [float(agents.suspicion.index[0, 0]) for agents in mixed] == [3.0, 0.0]
