"""What history is asked: a panel, theories and numbers, from the texts of a command line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from westphalia.evidence.baselines import BASELINES
from westphalia.evidence.plan import (
    MOST_SEED,
    module_values,
    modules_of,
    parameter_values,
    parameters_of,
    theory_of,
)
from westphalia.history.builtin import DATA, GREAT_POWERS, great_power_tables
from westphalia.history.compile import tables_of
from westphalia.history.compile_columns import OBLIGATIONS
from westphalia.history.compile_disputes import CODINGS
from westphalia.history.compile_grid import Frame
from westphalia.history.compile_panel import RESOURCES, panel_of
from westphalia.history.folder import Folder, open_folder, remembered
from westphalia.history.panel import Coding, Panel
from westphalia.history.tables import Tables
from westphalia.report.manifest import digest, file_name, numbers
from westphalia.theories import THEORIES, Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError, unknown
from westphalia.world.state import Modules

#: The years of the built-in panel, and of a folder's unless others are asked for.
FIRST, LAST = 1816, 2016


class Asked(NamedTuple):
    """What a command line says of the panel, the theories and the numbers, as it was typed."""

    theories: Sequence[str] = ()
    first: int | None = None
    last: int | None = None
    data: Path | None = None
    all_states: bool = False
    disputes: str = "gml"
    resources: str = "material"
    pacts: str = "defence,offence"
    set_: Sequence[str] = ()
    off: Sequence[str] = ()
    on: Sequence[str] = ()
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Record:
    """The record that panels are made from.

    `inputs`: SHA-256 of every file that was read, by its name. `codes`: the states of a panel;
    None for all, of which only politically relevant pairs are scored.
    """

    tables: Tables
    inputs: Mapping[str, str]
    codes: tuple[int, ...] | None

    def panel(self, coding: Coding, first: int, last: int) -> Panel:
        """A panel in a coding; UserError for codings and years that are not there."""
        some = self.codes is not None
        return panel_of(self.tables, coding, first, last, self.codes, relevant_all=some)


class Chosen(NamedTuple):
    """A theory, the text that names it, and the user's file that it is from."""

    theory: Theory
    spec: str
    file: Path | None


@dataclass(frozen=True, eq=False)
class Question:
    """What a study of history is made of, everything checked."""

    record: Record
    panel: Panel
    coding: Coding
    chosen: tuple[Chosen, ...]
    parameters: Parameters
    modules: Modules
    seed: int

    @property
    def theories(self) -> dict[str, Theory]:
        """The theories by name."""
        return {c.theory.name: c.theory for c in self.chosen}

    def panel_of(self, coding: Coding) -> Panel:
        """The panel of the same states and years in another coding."""
        first, last = int(self.panel.years[0]), int(self.panel.years[-1])
        return self.record.panel(coding, first, last)

    def described(self) -> dict[str, Any]:
        """Everything that decides the numbers, and nothing else. JSON-able."""
        return {
            "panel": {
                "states": "all" if self.record.codes is None else "great powers",
                "first": int(self.panel.years[0]),
                "last": int(self.panel.years[-1]),
                "coding": {
                    **self.coding._asdict(), "obligations": list(self.coding.obligations)
                },
                "sources": list(self.panel.sources),
                "inputs": dict(self.record.inputs),
            },
            "theories": [_theory(c) for c in self.chosen],
            "parameters": parameter_values(self.parameters),
            "modules": module_values(self.modules),
            "seed": self.seed,
        }  # fmt: skip


def _theory(chosen: Chosen) -> dict[str, Any]:
    theory, spec, file = chosen
    files = {}
    if file is not None:
        name = file_name(file)
        spec, files = spec.replace(str(file), name), {name: digest(file.read_bytes())}
    return {
        "name": theory.name,
        "spec": spec,
        "numbers": numbers(theory),
        "sources": list(theory.sources),
        "files": files,
    }


def question(asked: Asked) -> Question:
    """A question from the texts of a command line; problems of several options told together."""
    problems: list[str] = []

    def tried(make: Callable[[], Any]) -> Any:
        try:
            return make()
        except UserError as error:
            problems.append(str(error))

    chosen = tried(lambda: chosen_of(asked.theories))
    coding = tried(lambda: coding_of(asked.pacts, asked.disputes, asked.resources))
    parameters = tried(lambda: parameters_of(asked.set_))
    modules = tried(lambda: modules_of(asked.off, asked.on))
    if not 0 <= asked.seed <= MOST_SEED:
        problems.append(f"seed = {asked.seed} is outside its range: 0 to {MOST_SEED}.")
    first, last = span_of(asked.first, asked.last)
    record = tried(lambda: record_of(asked))
    panel = None
    if record is not None:
        panel = tried(lambda: record.panel(coding or Coding(), first, last))
    if problems or record is None or panel is None:
        raise UserError("\n".join(problems))
    return Question(record, panel, coding, chosen, parameters, modules, asked.seed)


def span_of(first: int | None, last: int | None) -> tuple[int, int]:
    """The years asked for, or else those of the built-in panel."""
    return FIRST if first is None else first, LAST if last is None else last


def chosen_of(specs: Sequence[str]) -> tuple[Chosen, ...]:
    """The theories asked for, the four if none is; every problem is told at once."""
    found, problems = [], []
    for spec in specs or THEORIES:
        try:
            found.append(_chosen(spec.strip()))
        except UserError as error:
            problems.append(str(error))
    names = [c.theory.name for c in found]
    problems += [f"Theory '{n}' is given twice." for n in sorted(set(names)) if names.count(n) > 1]
    taken = {baseline.name for baseline in BASELINES}
    problems += [
        f"'{n}' is the name of a baseline; give the theory another name."
        for n in sorted(taken.intersection(names))
    ]
    if problems:
        raise UserError("\n".join(problems))
    return tuple(found)


def _chosen(spec: str) -> Chosen:
    if "=" in spec:
        raise UserError(
            f"'{spec}' is a mix: history is held against one theory for all states at a time. "
            "Name them one by one, each with its own --theory."
        )
    if ".py" not in spec and spec not in THEORIES:
        raise unknown("theory", spec, THEORIES)
    theory, file = theory_of(spec)
    if theory.habits is not None:
        raise UserError(
            f"Theory '{theory.name}' chooses by habit, without reasons: history has baselines of "
            "its own. Take it out."
        )
    return Chosen(theory, spec, file)


def coding_of(pacts: str, disputes: str, resources: str) -> Coding:
    """A coding from texts; every name that is not there is told with the nearest ones."""
    obligations = tuple(name.strip() for name in pacts.split(",") if name.strip())
    problems = [
        str(unknown("obligation", name, OBLIGATIONS))
        for name in obligations
        if name not in OBLIGATIONS
    ]
    if not obligations:
        problems.append(f"--pacts needs an obligation or more: {', '.join(OBLIGATIONS)}.")
    if disputes not in CODINGS:
        problems.append(str(unknown("coding of disputes", disputes, CODINGS)))
    if resources not in RESOURCES:
        problems.append(str(unknown("coding of resources", resources, RESOURCES)))
    if problems:
        raise UserError("\n".join(problems))
    return Coding(obligations, disputes, resources)


def record_of(asked: Asked) -> Record:
    """The built-in record of the great powers, or that of a folder of data."""
    if asked.data is None and not asked.all_states:
        return Record(great_power_tables(), builtin_inputs(), GREAT_POWERS)
    path = asked.data or remembered()
    if path is None:
        raise UserError(
            "--all-states needs a folder of data: the package holds the great powers alone. Name "
            "one with --data FOLDER, or for all times with `westphalia data use FOLDER`."
        )
    codes = None if asked.all_states else GREAT_POWERS
    tables, inputs = tables_from(path, *span_of(asked.first, asked.last), codes)
    return Record(tables, inputs, codes)


def tables_from(
    path: Path, first: int, last: int, codes: Sequence[int] | None
) -> tuple[Tables, dict[str, str]]:
    """The tables of a folder, and the SHA-256 of every file that was read for them.

    From 1816 on even if later years are asked for: growth and peace are measured from before.
    """
    noting = _Noting(open_folder(path))
    return tables_of(noting, min(FIRST, first), last, codes), noting.inputs()


def builtin_inputs() -> dict[str, str]:
    """The SHA-256 of every file of the built-in panel."""
    files = sorted(path for path in DATA.iterdir() if path.suffix in (".csv", ".yaml"))
    return {path.name: digest(path.read_bytes()) for path in files}


@dataclass(frozen=True)
class _Noting:
    """A folder that notes which data sets were read."""

    folder: Folder
    read: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        return self.folder.has(key)

    def table(self, key: str) -> Frame:
        self.read.add(key)
        return self.folder.table(key)

    def inputs(self) -> dict[str, str]:
        return {key: self.folder.sha256(key) for key in sorted(self.read)}
