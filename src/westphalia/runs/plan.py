"""What is to be simulated: a case, theories side by side, runs, seed and switches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from westphalia.cases import Case, load_case
from westphalia.runs.settings import Settings, settings_of
from westphalia.simulation.begin import given_start
from westphalia.simulation.ensemble import Setting
from westphalia.theories import BASELINES, THEORIES, Theory, load_theory
from westphalia.world.parameters import ABOUT, Parameters
from westphalia.world.problems import Problems, UserError, unknown
from westphalia.world.state import Modules

MODULES = tuple(f.name for f in fields(Modules))
MOST_YEARS, MOST_RUNS, MOST_SEED = 1000, 1_000_000, 2**32 - 1


@dataclass(frozen=True)
class Line:
    """One simulation of a plan: a theory for every state, and what the user called it.

    `spec` is the text that `line_of` reads; `files` are the user's own theory files in it.
    """

    label: str
    spec: str
    theories: tuple[Theory, ...]
    files: tuple[Path, ...] = ()

    @property
    def baseline(self) -> bool:
        """Whether no state reasons: all choose by habit."""
        return all(theory.habits is not None for theory in self.theories)

    def having(self, numbers: Mapping[str, float]) -> "Line":
        """The same with the numbers that are set of its theories, by full name."""
        return replace(self, theories=Settings(numbers=numbers).applied(self.theories))


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that decides the numbers of a run folder.

    `numbers`: what was set of theories, by full name; the theories of the lines have it already.
    """

    case: Case
    lines: tuple[Line, ...]
    runs: int = 500
    years: int = 0  # 0: to the end of the case
    seed: int = 1
    parameters: Parameters = field(default_factory=Parameters)
    modules: Modules = field(default_factory=Modules)
    serial: bool = False
    numbers: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        window = self.case.last_year - self.case.start.year
        names = {theory.name for line in self.lines for theory in line.theories}
        own = {k: v for k, v in self.numbers.items() if k.rpartition(".")[0] in names}
        object.__setattr__(self, "numbers", own)
        object.__setattr__(self, "years", self.years or window)
        checks = (
            ("runs", self.runs, 1, MOST_RUNS),
            ("years", self.years, 1, MOST_YEARS),
            ("seed", self.seed, 0, MOST_SEED),
        )
        problems = [
            f"{name} = {value} is outside its range: {low} to {high}."
            for name, value, low, high in checks
            if not low <= value <= high
        ]
        labels = [line.label for line in self.lines]
        problems += [
            f"Theory '{x}' is given twice." for x in sorted(set(labels)) if labels.count(x) > 1
        ]
        if problems:
            raise UserError("\n".join(problems))

    @property
    def labels(self) -> tuple[str, ...]:
        """The states, in the order of the case."""
        return self.case.start.labels

    @property
    def calendar(self) -> list[int]:
        """The simulated years."""
        first = self.case.start.year + 1
        return list(range(first, first + self.years))

    def line(self, label: str | None) -> Line:
        """The line with a label; the first one if none is given."""
        if label is None:
            return self.lines[0]
        for line in self.lines:
            if label in (line.label, line.spec):
                return line
        raise unknown("theory", label, [line.label for line in self.lines], "this run")

    def setting(self, line: Line) -> Setting:
        """The simulation of one line. It knows the case's start and nothing that came after."""
        return Setting(
            scene=given_start(self.case.start),
            theories=line.theories,
            years=self.years,
            seed=self.seed,
            parameters=self.parameters,
            modules=self.modules,
            serial=self.serial,
            growth=self.case.start.growth,
        )


def theory_of(name: str, folder: Path | None = None) -> tuple[Theory, Path | None]:
    """A built-in theory by name, or the user's as `path/to/file.py:NAME`, and its file.

    `folder`: where a relative path starts.
    """
    known = {**THEORIES, **BASELINES}
    name = name.strip()
    if name in known:
        return known[name], None
    if ".py" in name:
        path = name if folder is None else str(folder / name)
        theory = load_theory(path)
        file = path.rpartition(":")[0] if not path.endswith(".py") else path
        return theory, Path(file)
    raise unknown("theory", name, known)


def line_of(spec: str, labels: Sequence[str], folder: Path | None = None) -> Line:
    """The line that a text asks for: a theory, or `STATE=theory,*=theory` for a mix."""
    if "=" not in spec:
        theory, file = theory_of(spec, folder)
        files = (file,) if file else ()
        return Line(theory.name, spec.strip(), (theory,) * len(labels), files)
    chosen: dict[str, tuple[Theory, Path | None]] = {}
    problems: list[str] = []
    for part in spec.split(","):
        state, _, name = (text.strip() for text in part.partition("="))
        try:
            if state in chosen:
                raise UserError(f"{state} is given two theories in '{spec}'.")
            if state != "*" and state not in labels:
                raise unknown("state", state, labels)
            chosen[state] = theory_of(name, folder)
        except UserError as error:
            problems.append(str(error))
    left_out = [label for label in labels if label not in chosen]
    if left_out and "*" not in chosen and not problems:
        problems.append(f"'{spec}' gives no theory to {', '.join(left_out)}: add *=theory.")
    if problems:
        raise UserError("\n".join(problems))
    theories = tuple(chosen.get(label, chosen.get("*"))[0] for label in labels)  # type: ignore[index]
    by_name: dict[str, Theory] = {}
    for theory in theories:
        if by_name.setdefault(theory.name, theory) is not theory:
            raise UserError(
                f"'{spec}' has two theories called {theory.name}: give one of them another name."
            )
    files = tuple(dict.fromkeys(file for _, file in chosen.values() if file))
    label = ",".join(f"{state}={theory.name}" for state, (theory, _) in chosen.items())
    return Line(label, spec, theories, files)


def lines_of(
    specs: Iterable[str],
    labels: Sequence[str],
    baselines: bool = True,
    folder: Path | None = None,
) -> tuple[Line, ...]:
    """The lines asked for (the four theories if none is), then the baselines not among them.

    `folder`: where relative paths of theories start.
    """
    asked = list(specs) or list(THEORIES)
    lines, problems = [], []
    for spec in asked:
        try:
            lines.append(line_of(spec, labels, folder))
        except UserError as error:
            problems.append(str(error))
    if problems:
        raise UserError("\n".join(problems))
    present = {line.label for line in lines}
    if baselines:
        lines += [line_of(name, labels) for name in BASELINES if name not in present]
    return tuple(lines)


def theories_in(lines: Iterable[Line] | None) -> list[Theory] | None:
    """The theories of some lines, each once; None if the lines are not known."""
    if lines is None:
        return None
    return list(dict.fromkeys(theory for line in lines for theory in line.theories))


def modules_of(
    off: Iterable[str] = (), on: Iterable[str] = (), base: Modules | None = None
) -> Modules:
    """Modules with some switched off or on; unknown names are told with the nearest ones."""
    base = base or Modules()
    values = {name: getattr(base, name) for name in MODULES}
    off, on = list(off), list(on)
    problems = [str(unknown("module", n, MODULES)) for n in (*off, *on) if n not in MODULES]
    problems += [f"Module {n} is switched both off and on." for n in sorted(set(off) & set(on))]
    if problems:
        raise UserError("\n".join(problems))
    values |= dict.fromkeys(off, 0.0) | dict.fromkeys(on, 1.0)
    return Modules(**values)


def parameter_values(parameters: Parameters) -> dict[str, float]:
    """Every parameter by name."""
    return {name: float(getattr(parameters, name)) for name in ABOUT}


def module_values(modules: Modules) -> dict[str, float]:
    """Every module's switch by name."""
    return {name: float(getattr(modules, name)) for name in MODULES}


def parameters_set(parameters: Parameters) -> dict[str, float]:
    """The parameters that are not at their defaults."""
    usual = parameter_values(Parameters())
    return {k: v for k, v in parameter_values(parameters).items() if v != usual[k]}


def forms_chosen(parameters: Parameters) -> dict[str, str]:
    """The processes whose form is not the usual one, and the form."""
    usual = Parameters().forms._asdict()
    return {k: v for k, v in parameters.forms._asdict().items() if v != usual[k]}


def modules_switched(modules: Modules) -> dict[str, bool]:
    """The modules that are not as usual: whether each is on."""
    usual = module_values(Modules())
    return {k: v > 0 for k, v in module_values(modules).items() if v != usual[k]}


def plan_from(
    case: str | Path,
    theories: Sequence[str] | None,
    runs: int,
    years: int | None,
    seed: int,
    set_: Sequence[str] | None,
    off: Sequence[str] | None,
    on: Sequence[str] | None,
    serial: bool,
    baselines: bool,
    form: Sequence[str] | None = None,
) -> Plan:
    """A plan from the texts of a command line; problems of several options are told together."""
    loaded = load_case(case)
    problems = Problems()
    lines = problems.tried(lambda: lines_of(theories or [], loaded.start.labels, baselines))
    settings = problems.tried(lambda: settings_of(set_ or [], theories_in(lines), form or []))
    settings = settings or Settings()
    modules = problems.tried(lambda: modules_of(off or [], on or []))
    plan = problems.tried(
        lambda: Plan(
            loaded,
            tuple(line.having(settings.numbers) for line in lines or ()),
            runs=runs,
            years=0 if years is None else years,
            seed=seed,
            parameters=settings.parameters,
            modules=modules or Modules(),
            serial=serial,
            numbers=settings.numbers,
        )
    )
    problems.refuse()
    return plan
