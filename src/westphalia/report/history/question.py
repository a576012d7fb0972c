"""What history is asked: a panel, theories and numbers, from the texts of a command line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from westphalia.forecast.baselines import BASELINES
from westphalia.records.compile.build_panel import RESOURCES
from westphalia.records.compile.columns import OBLIGATIONS
from westphalia.records.compile.disputes import CODINGS
from westphalia.records.panel import Coding, Panel
from westphalia.replay.world_of_history import MODULES, PARAMETERS
from westphalia.report.records.source import Record, record_of, span_of
from westphalia.runs.draws import Draws, read_draws, spelt_out
from westphalia.runs.lines import OwnFile, theory_of
from westphalia.runs.manifest import DRAWS, digest, file_name, numbers
from westphalia.runs.settings import Given, settings_of
from westphalia.runs.spec import MOST_SEED
from westphalia.runs.switches import module_values, modules_of, parameter_values
from westphalia.theories import THEORIES, Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import Problems, UserError, unknown
from westphalia.world.state import Modules


class HistoryOptions(NamedTuple):
    """The options of a command line about the panel, the theories and the numbers, as typed.

    `set_` and `form` may be mappings.
    """

    theories: Sequence[str] = ()
    first: int | None = None
    last: int | None = None
    data: Path | None = None
    all_states: bool = False
    disputes: str = "gml"
    resources: str = "material"
    pacts: str = "defence,offence"
    set_: Given = ()
    off: Sequence[str] = ()
    on: Sequence[str] = ()
    form: Iterable[str] | Mapping[str, str] = ()
    seed: int = 1
    draws: Path | None = None


class Chosen(NamedTuple):
    """A theory, the text that names it, and the user's file that it is from."""

    theory: Theory
    spec: str
    file: OwnFile | None


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
    numbers: Mapping[str, float]
    draws: Draws | None = None

    @property
    def theories(self) -> dict[str, Theory]:
        """The theories by name."""
        return {c.theory.name: c.theory for c in self.chosen}

    def panel_of(self, coding: Coding) -> Panel:
        """The panel of the same states and years in another coding."""
        first, last = int(self.panel.years[0]), int(self.panel.years[-1])
        return self.record.panel(coding, first, last)

    def describe(self) -> dict[str, Any]:
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
            "numbers": dict(self.numbers),
            "forms": self.parameters.forms._asdict(),
            "modules": module_values(self.modules),
            "seed": self.seed,
            **({} if self.draws is None else {"draws": file_name(self.draws.file, DRAWS)}),
        }  # fmt: skip


def _theory(chosen: Chosen) -> dict[str, Any]:
    theory, spec, file = chosen
    files = {}
    if file is not None:
        name = file_name(file.path)
        spec, files = spec.replace(file.named, name), {name: digest(file.path.read_bytes())}
    return {
        "name": theory.name,
        "spec": spec,
        "numbers": numbers(theory),
        "sources": list(theory.sources),
        "files": files,
    }


def parse_question(asked: HistoryOptions) -> Question:
    """A question from the texts of a command line.

    Problems of several options are reported together.
    """
    problems = Problems()
    chosen = problems.attempt(lambda: parse_theories(asked.theories))
    coding = problems.attempt(lambda: coding_of(asked.pacts, asked.disputes, asked.resources))
    theories = None if chosen is None else [c.theory for c in chosen]
    settings = problems.attempt(lambda: settings_of(asked.set_, theories, asked.form, PARAMETERS))
    modules = problems.attempt(lambda: modules_of(asked.off, asked.on, MODULES))
    if not 0 <= asked.seed <= MOST_SEED:
        problems.add(f"seed = {asked.seed} is outside its range: 0 to {MOST_SEED}.")
    draws = None
    if asked.draws is not None:
        draws = problems.attempt(lambda: _draws(asked, theories))
    first, last = span_of(asked.first, asked.last)
    record = problems.attempt(lambda: record_of(asked.data, asked.all_states, first, last))
    panel = None
    if record is not None:
        panel = problems.attempt(lambda: record.panel(coding or Coding(), first, last))
    problems.refuse()
    assert record is not None
    assert panel is not None  # what could not be made was refused
    assert chosen is not None
    chosen = tuple(c._replace(theory=settings.apply([c.theory])[0]) for c in chosen)
    given = settings.parameters, modules, asked.seed, settings.numbers, draws
    return Question(record, panel, coding, chosen, *given)


def _draws(asked: HistoryOptions, theories: Sequence[Theory] | None) -> Draws:
    """A table of draws, at least two."""
    assert asked.draws is not None
    draws = read_draws(asked.draws, None if theories is None else tuple(theories))
    if len(draws.values) < 2:
        raise UserError(f"{asked.draws} has one draw: give at least 2, or set its numbers.")
    return spelt_out(draws, theories or ())


def parse_again(about: Mapping[str, Any], folder: Path, data: Path | None) -> Question:
    """The question that describes itself so. Theories of the user's, which lie in a folder, run.

    `data`: the folder of the user's data, if it asks about any.

    Raises:
        UserError: the data or the theories were changed.
    """
    panel, modules = about["panel"], about["modules"]
    asked = HistoryOptions(
        [f"{folder / t['spec']}" if t["files"] else t["spec"] for t in about["theories"]],
        panel["first"],
        panel["last"],
        data,
        panel["states"] == "all",
        panel["coding"]["disputes"],
        panel["coding"]["resources"],
        ",".join(panel["coding"]["obligations"]),
        {**about["parameters"], **about["numbers"]},
        [name for name, on in modules.items() if not on],
        [name for name, on in modules.items() if on],
        about["forms"],
        about["seed"],
        folder / about["draws"] if "draws" in about else None,
    )
    question = parse_question(asked)
    inputs = question.record.inputs
    if changed := sorted(k for k, _ in inputs.items() ^ panel["inputs"].items()):
        raise UserError(
            f"{data or 'The built-in data'}: {', '.join(dict.fromkeys(changed))} changed since "
            f"{folder} was begun. Put the files back as they were, or begin in another folder."
        )
    for chosen, theory in zip(question.chosen, about["theories"], strict=True):
        if _theory(chosen)["files"] != theory["files"]:
            raise UserError(
                f"{chosen.file and chosen.file.path} was changed since {folder} was begun. Put it "
                f"back as it was, or begin in another folder."
            )
    return question


def parse_theories(specs: Sequence[str]) -> tuple[Chosen, ...]:
    """The theories asked for, the four if none is; all problems at once."""
    problems = Problems()
    named = specs or THEORIES
    parsed = [problems.attempt(lambda s=spec: _parse_theory(s.strip())) for spec in named]
    found = tuple(c for c in parsed if c is not None)
    names = [c.theory.name for c in found]
    twice = (n for n in sorted(set(names)) if names.count(n) > 1)
    problems.add(*(f"Theory '{n}' is given twice." for n in twice))
    taken = {baseline.name for baseline in BASELINES}.intersection(names)
    problems.add(
        *(f"'{n}' is the name of a baseline; give the theory another name." for n in sorted(taken))
    )
    problems.refuse()
    return found


def _parse_theory(spec: str) -> Chosen:
    if "=" in spec:
        raise UserError(
            f"'{spec}' is a mix of theories: history is compared with one theory for all states at "
            "a time. Give them one by one, each with its own --theory."
        )
    if ".py" not in spec and spec not in THEORIES:
        raise unknown("theory", spec, THEORIES)
    theory, file = theory_of(spec)
    if theory.habits is not None:
        raise UserError(
            f"Theory '{theory.name}' chooses by habit, and history has baselines of its own. "
            "Leave it out."
        )
    return Chosen(theory, spec, file)


def coding_of(pacts: str, disputes: str, resources: str) -> Coding:
    """A coding from texts; every unknown name is reported with the nearest ones."""
    obligations = tuple(name.strip() for name in pacts.split(",") if name.strip())
    problems = [
        str(unknown("obligation", name, OBLIGATIONS))
        for name in obligations
        if name not in OBLIGATIONS
    ]
    if not obligations:
        problems.append(f"--pacts needs at least one obligation: {', '.join(OBLIGATIONS)}.")
    if disputes not in CODINGS:
        problems.append(str(unknown("coding of disputes", disputes, CODINGS)))
    if resources not in RESOURCES:
        problems.append(str(unknown("coding of resources", resources, RESOURCES)))
    if problems:
        raise UserError("\n".join(problems))
    return Coding(obligations, disputes, resources)
