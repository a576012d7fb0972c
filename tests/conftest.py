"""What the tests share: checked shapes, double precision, and small worlds made by hand.

Shapes and dtypes of every function in `westphalia.mechanisms` are checked while tests run
(jaxtyping, beartype). They are checked here and not at run time, where they would cost.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import settings
from jaxtyping import install_import_hook

# A first example may compile a program, and machines are shared: no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def _compile_quickly() -> None:
    """Compile what the tests themselves run, mostly once, in half the time.

    XLA reads its flags once; processes that tests start are as users start them. Programs of the
    package bring their own options.
    """
    given = os.environ.get("XLA_FLAGS", "")
    quick = "--xla_cpu_use_fusion_emitters=false --xla_backend_optimization_level=0"
    os.environ["XLA_FLAGS"] = f"{given} {quick}".strip()
    jax.devices()
    if given:
        os.environ["XLA_FLAGS"] = given
    else:
        del os.environ["XLA_FLAGS"]
    kept = Path(__file__).parent.parent / ".pytest_cache" / "programs"
    jax.config.update("jax_compilation_cache_dir", str(kept))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)


_compile_quickly()

with install_import_hook("westphalia.mechanisms", "beartype.beartype"):
    from westphalia.mechanisms import growth, pledges, response, threat
    from westphalia.programs import make_room
    from westphalia.programs.compiled import FAST, QUICK
    from westphalia.simulation.ensemble import agents_of, assign
    from westphalia.theories import Theory, defensive
    from westphalia.world.parameters import Forms, Parameters
    from westphalia.world.state import PAIR_VARIABLES, Agents, Modules, World
    from westphalia.world.streams import Streams, run_keys, year_streams


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a file run in one process, and so do files of one group: they share programs."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            file = item.path.relative_to(item.config.rootpath).as_posix()
            item.add_marker(pytest.mark.xdist_group(file))


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Between files compiled programs go, where there are many; the disk keeps them."""
    if nextitem is None or nextitem.path != item.path:
        make_room()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in plain sight that the page was not tested in a browser, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [str(report.longrepr) for report in skipped]
    unseen = sum("no chromium here" in reason for reason in reasons)
    if unseen:
        terminalreporter.section("the page was not tested in a browser")
        how = "Install it (Debian: apt install chromium)."
        terminalreporter.line(f"{unseen} tests were skipped: no chromium here. {how}")


@pytest.fixture
def x64() -> Iterator[None]:
    """Double precision, for limits that hold exactly."""
    with jax.enable_x64(True):
        yield


@pytest.fixture
def compiled_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulations of a test that has shapes or functions of its own: compiled in a quarter of the
    time, and slower, which is nothing where they are small."""
    for option, value in QUICK.items():
        monkeypatch.setitem(FAST, option, value)


@jax.jit
def _assess(world: World, agents: Agents, p: Parameters, mods: Modules) -> threat.Assessment:
    return threat.assess(world, agents, p, mods)


@jax.jit
def _answer(
    world: World, agents: Agents, p: Parameters, mods: Modules, seen: threat.Assessment
) -> response.Response:
    return response.respond(world, seen, pledges.balancing_expected(world), p, mods)


class Scene(NamedTuple):
    """A small world and all that a mechanism needs beside it."""

    world: World
    agents: Agents
    p: Parameters
    mods: Modules

    def having(self, **arrays: object) -> "Scene":
        """The same scene with other figures in its world (broadcast to their shape)."""
        new = {
            name: jnp.broadcast_to(jnp.asarray(value, float), getattr(self.world, name).shape)
            for name, value in arrays.items()
        }
        return self._replace(world=self.world._replace(**new))

    def under(self, **parameters: float) -> "Scene":
        """The same scene with other parameters."""
        return self._replace(p=numbers(replace(self.p, **arrays(parameters))))

    def with_forms(self, **forms: str) -> "Scene":
        """The same scene with another form of some processes."""
        return self._replace(p=replace(self.p, forms=self.p.forms._replace(**forms)))

    def assessment(self) -> threat.Assessment:
        """The yearly assessment."""
        return _assess(*self)

    def answer(self) -> response.Response:
        """The expected response."""
        return _answer(*self, self.assessment())


def arrays(values: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Values as arrays, which are not checked: a limit may lie outside of what users may set."""
    return {k: v if hasattr(v, "shape") else np.asarray(v, float) for k, v in values.items()}


def numbers(tree):
    """Every number as an array, as a compiled simulation sees them."""
    return jax.tree.map(lambda v: jnp.asarray(v, float), tree)


#: Numbers at which mechanisms are tried by themselves: fixed, so that a new fit of the defaults
#: changes nothing of what is expected of them.
PLAIN = {
    "stake_size": 0.14,
    "new_issues": 0.064,
    "war_cost": 0.038,
    "crisis_cost": 0.157,
    "total_cost": 0.85,
    "misjudgement": 0.16,
    "accident": 0.03,
    "temperature_crisis": 0.043,
    "temperature_pact": 0.0024,
    "temperature_join": 0.015,
    "horizon": 32,
    "restraint": 0.5,
    "consideration": 0.34,
    "treaty_cost": 0.005,
    "autonomy_cost": 0.0036,
    "entrapment": 0.5,
    "abrogation": 0.011,
    "breach": 0.06,
    "join_cost": 0.5,
    "join_effort": 0.3,
    "join_attacker_effort": 1,
    "greed": 3.8,
    "tempering": 0.5,
    "volunteers": 0.5,
    "salience_rest": 0.1,
    "salience_spread": 1.2,
    "issue_end": 0.023,
    "settlement": 0.42,
    "grievance": 0.015,
    "contiguity": 1.0,
    "rivalry_of_equals": 0.67,
    "issue_spread": 0.88,
    "relevance": 0.14,
    "backing_down": 0.008,
    "yielding": 4.0,
    "temperature_fight": 0.17,
    "smallness": 0.5,
    "formation": 0.05,
    "commitment_years": 2.4,
    "bases": 0.25,
    "appeasement": 0.86,
    "hope": 1.0,
    "war_tail": 0.0,
    "projection": 0.0,
    "mobilisation": 0.2,
    "prestige": 0.03,
}
#: The simplest form of every process.
PLAIN_FORMS = Forms(crisis="ultimatum", joining="present", pacts="loose")


def plain(forms: Forms = PLAIN_FORMS, **parameters: float) -> Parameters:
    """Parameters with the simplest forms, at the numbers `PLAIN` where no other is given."""
    return Parameters(**arrays(PLAIN | parameters), forms=forms)


def switched(**switches: float) -> Modules:
    """Modules without flows and salience, unless they are switched on."""
    return Modules(**{"flows": 0.0, "salience": 0.0, **switches})


def equals(
    n: int = 3,
    theory: Theory | tuple[Theory, ...] = defensive,
    modules: Modules | None = None,
    **parameters: float,
) -> Scene:
    """n equal states, 100 km apart: 3% of resources on arms, no pacts, no agreements."""
    p = numbers(plain(**parameters))
    state = jnp.ones((n, 1))
    pair = jnp.ones((n, n, 1))
    agents = numbers(agents_of(assign(theory, n)))
    apart = (1.0 - jnp.eye(n))[:, :, None]
    blank = {name: pair if name in PAIR_VARIABLES else state for name in World._fields}
    values = {name: 0.0 * value for name, value in blank.items()} | {
        "resources": state,
        "arms": 0.03 * state / p.depreciation,
        "burden": 0.03 * state,
        "posture": 0.3 * state,
        "openness": 0.3 * state,
        "perceived_defence": state,
        "alive": state,
        "joined": agents.balancing,
        "abstained": agents.passing,
        "leader_temperature": state,
        "leader_confidence": state,
        "delivery": jnp.exp(-0.1 * apart / p.reach),
        "pact": 0.0 * pair,
        "pact_age": 0.0 * pair,
        "belief": 0.25 * pair,
        "identity": 0.5 * pair,
        "trade": 0.5 * pair,
        "transparency": 0.0 * pair,
        "hotline": 0.0 * pair,
        "withdrawal": 0.0 * pair,
        "cap": 0.0 * pair,
        "institutions": 0.1 * pair,
        "stake": 0.5 * pair,
        "salience": pair,
        "peace_years": 30.0 * pair,
        "threat": 0.005 * apart,
    }
    return Scene(World(**values), agents, p, numbers(modules or switched()))


def anything(
    n: int,
    runs: int,
    seed: int,
    theory: Theory | tuple[Theory, ...] = defensive,
    modules: Modules | None = None,
    **parameters: float,
) -> Scene:
    """A world of n states in which every figure is drawn at random, differently in every run."""
    rng = np.random.default_rng(seed)
    base = equals(n, theory, modules, **parameters)

    def state(low: float, high: float) -> np.ndarray:
        return rng.uniform(low, high, (n, runs))

    def pair(low: float, high: float) -> np.ndarray:
        return rng.uniform(low, high, (n, n, runs))

    def both(low: float, high: float) -> np.ndarray:
        one = np.tril(np.moveaxis(pair(low, high), -1, 0), -1)
        return np.moveaxis(one + np.swapaxes(one, 1, 2), 0, -1)

    def flags(share: float) -> np.ndarray:
        return (both(0.0, 1.0) > 1.0 - share) * 1.0

    allied = flags(0.25)
    stake = np.tril(np.moveaxis(pair(0.0, 1.0), -1, 0), -1)
    upper = np.swapaxes(1.0 - stake, 1, 2) * np.triu(np.ones((n, n)), 1)
    burden = state(0.005, 0.12)
    resources = np.exp(rng.normal(0.0, 0.5, (n, runs)))
    drawn = {
        "resources": resources,
        "growth": state(-0.02, 0.02),
        "arms": burden * resources * state(6.0, 12.0),
        "burden": burden,
        "posture": state(0.05, 0.95),
        "greedy": (state(0.0, 1.0) < 0.3) * 1.0,
        "openness": state(0.0, 1.0),
        "capture": state(0.0, 1.0),
        "perceived_defence": state(0.7, 1.5),
        "nuclear": (state(0.0, 1.0) < 0.3) * 1.0,
        "joined": state(1.0, 9.0),
        "abstained": state(1.0, 9.0),
        "evidence": state(-1.0, 1.0),
        "fear": state(0.0, 0.3),
        "leader_temperature": state(0.8, 1.2),
        "leader_confidence": state(0.8, 1.2),
        "delivery": np.exp(-both(0.1, 1.5)),
        "pact": allied * both(0.3, 1.0),
        "pact_age": allied * both(0.0, 20.0),
        "belief": pair(0.02, 0.98),
        "identity": pair(-1.0, 1.0),
        "trade": flags(0.6),
        "transparency": flags(0.3),
        "hotline": flags(0.3),
        "withdrawal": flags(0.3),
        "cap": flags(0.3) * pair(0.01, 0.1),
        "institutions": both(0.0, 1.0),
        "stake": np.moveaxis(stake + upper + 0.5 * np.eye(n), 0, -1),
        "peace_years": both(0.0, 40.0),
        "threat": pair(0.0, 0.01) * (1.0 - np.eye(n))[:, :, None],
        "salience": both(0.5, 2.0) + np.eye(n)[:, :, None],
    }
    wide = {k: jnp.broadcast_to(v, (*v.shape[:-1], runs)) for k, v in base.world._asdict().items()}
    world = World(**wide | {k: jnp.asarray(v, float) for k, v in drawn.items()})
    agents = jax.tree.map(lambda v: jnp.broadcast_to(v, (n, runs)), base.agents)
    return base._replace(world=growth.normalise(world), agents=agents)


def streams_of(seed: int, runs: int, year: int = 1) -> Streams:
    """The random numbers of one year."""
    keys = run_keys(jnp.uint32(seed), jnp.arange(runs, dtype=jnp.uint32))
    return year_streams(keys, jnp.asarray(year))


@pytest.fixture(name="equals")
def _equals() -> Callable[..., Scene]:
    return equals


@pytest.fixture(name="anything")
def _anything() -> Callable[..., Scene]:
    return anything


@pytest.fixture(name="streams_of")
def _streams_of() -> Callable[..., Streams]:
    return streams_of


@pytest.fixture(name="numbers")
def _numbers() -> Callable:
    return numbers
