"""One description of a run: who, where, under which theories, with which numbers and switches."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from westphalia.cases import Case
from westphalia.mechanisms.forms import forms_of
from westphalia.runs.draws import Draws, agent_numbers, world_numbers
from westphalia.runs.lines import Line, theories_in
from westphalia.runs.switches import modules_from
from westphalia.simulation.begin import RandomWorld, given_start
from westphalia.simulation.ensemble import Setting
from westphalia.world.parameters import ABOUT, Parameters
from westphalia.world.problems import UserError, unknown
from westphalia.world.state import Modules

MOST_YEARS, MOST_RUNS, MOST_SEED, MOST_STATES = 1000, 1_000_000, 2**32 - 1, 100


@dataclass(frozen=True, eq=False, repr=False)
class Spec:
    """Everything that decides the numbers of a run.

    It is read from a scenario file, a command line or Python's arguments by `runs.parse`, and
    written as text by `runs.write`; a run folder holds that text.

    Attributes:
        world: a historical case, or a random world.
        lines: simulations side by side, each a theory for every state.
        years, runs, seed: of every line.
        values: numbers of the world and of theories that are set, by full name; the others have
            their defaults. The theories of the lines have theirs already.
        forms: forms of processes that are chosen, by process.
        switches: modules that are switched, by name: whether each is on.
        serial: states ally and join in turn, in random order, instead of all at once.
        record: names of what is kept of every run; None for everything.
        draws: values of several numbers together: run r has those of row r % rows.
    """

    world: Case | RandomWorld
    lines: tuple[Line, ...]
    years: int = 0  # to the end of the case
    runs: int = 500
    seed: int = 1
    values: Mapping[str, float] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    serial: bool = False
    record: tuple[str, ...] | None = None
    draws: Draws | None = None

    def __post_init__(self) -> None:
        if not self.years:
            window = self.case.last_year - self.case.start.year
            object.__setattr__(self, "years", window)
        names = {theory.name for theory in theories_in(self.lines)}
        kept = {k: v for k, v in self.values.items() if k in ABOUT or k.rpartition(".")[0] in names}
        object.__setattr__(self, "values", kept)
        labels = [line.label for line in self.lines]
        twice = [x for x in sorted(set(labels)) if labels.count(x) > 1]
        if twice:
            raise UserError("\n".join(f"Theory '{x}' is given twice; keep one." for x in twice))

    def __repr__(self) -> str:
        lines = " | ".join(line.label for line in self.lines)
        return (
            f"<Spec {self.name}: {lines}; {self.runs} runs, {self.years} years, seed {self.seed}>"
        )

    @property
    def case(self) -> Case:
        """The historical case.

        Raises:
            UserError: it is a random world.
        """
        if isinstance(self.world, Case):
            return self.world
        raise UserError("A random world has no history, map or case file: choose a case for that.")

    @property
    def name(self) -> str:
        """What the world is called."""
        return self.world.name if isinstance(self.world, Case) else f"random-{self.world.n}"

    @property
    def title(self) -> str:
        """What the world is, in words."""
        if isinstance(self.world, Case):
            return self.world.title
        return f"A random world of {self.world.n} states"

    @property
    def labels(self) -> tuple[str, ...]:
        """The states, in the order of the case."""
        return labels_of(self.world)

    @property
    def names(self) -> tuple[str, ...]:
        """The states' full names."""
        if isinstance(self.world, Case):
            return self.world.names
        return tuple(f"State {i + 1}" for i in range(self.world.n))

    @property
    def calendar(self) -> list[int]:
        """The simulated years; those of a random world begin with 1."""
        before = self.world.start.year if isinstance(self.world, Case) else 0
        return list(range(before + 1, before + 1 + self.years))

    @cached_property
    def parameters(self) -> Parameters:
        """Every number of the world, and the forms."""
        return replace(Parameters(), **self.world_values, forms=forms_of(self.forms))

    @property
    def world_values(self) -> dict[str, float]:
        """What is set of the world, by full name."""
        return {name: value for name, value in self.values.items() if name in ABOUT}

    @property
    def numbers(self) -> dict[str, float]:
        """What is set of theories, by full name."""
        return {name: value for name, value in self.values.items() if name not in ABOUT}

    @cached_property
    def modules(self) -> Modules:
        """Every module's switch."""
        return modules_from(self.switches)

    def line(self, label: str | None) -> Line:
        """The line with a label; the first one if none is given."""
        if label is None:
            return self.lines[0]
        for line in self.lines:
            if label in (line.label, line.text):
                return line
        raise unknown("theory", label, [line.label for line in self.lines], "this run")

    def only(self, *lines: Line) -> "Spec":
        """The same with these lines alone."""
        return replace(self, lines=lines)

    def setting(self, line: Line) -> Setting:
        """The simulation of one line. It knows the case's start and nothing that came after."""
        case = self.world if isinstance(self.world, Case) else None
        parameters, agents = self.parameters, None
        if self.draws is not None:
            parameters = world_numbers(parameters, *self.draws[:2])
            agents = agent_numbers(line.theories, *self.draws[:2])
        return Setting(
            scene=self.world
            if isinstance(self.world, RandomWorld)
            else given_start(self.case.start),
            theories=line.theories,
            years=self.years,
            seed=self.seed,
            parameters=parameters,
            agents=agents,
            modules=self.modules,
            serial=self.serial,
            growth=None if case is None else case.start.growth,
        )


def labels_of(world: Case | RandomWorld) -> tuple[str, ...]:
    """The labels of a world's states."""
    if isinstance(world, Case):
        return world.start.labels
    return tuple(f"S{i + 1}" for i in range(world.n))
