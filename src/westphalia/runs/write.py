"""Write the description of a run as data and as the text of a scenario file."""

from collections.abc import Mapping
from typing import Any

from westphalia.cases import Case, case_names, load_case
from westphalia.runs.lines import Line
from westphalia.runs.settings import with_numbers
from westphalia.runs.spec import Spec
from westphalia.runs.writing import CASE
from westphalia.simulation.begin import RandomWorld
from westphalia.theories import BASELINES, THEORIES, Theory
from westphalia.world.problems import UserError
from westphalia.world.yaml_text import write_yaml

HEAD = "# A scenario of Westphalia. Run it with: westphalia run FILE\n"


def spec_data(spec: Spec) -> dict[str, Any]:
    """A run as data with the fields of a scenario file; a case of the user's own is `case.yaml`.

    Raises:
        UserError: a theory is neither built in nor from a file, so that no text names it.
    """
    theories = [line.text for line in spec.lines]
    first = len(theories) - len(BASELINES)
    whole = first > 0 and theories[first:] == list(BASELINES)
    _refuse_unnamed(spec)
    return {
        "scenario": 1,
        **_world(spec),
        "theories": theories[:first] if whole else theories,
        "baselines": whole,
        "runs": spec.runs,
        "years": spec.years,
        "seed": spec.seed,
        "serial": spec.serial,
        "parameters": dict(spec.values),
        "forms": dict(spec.forms),
        "modules": dict(spec.switches),
        **({} if spec.record is None else {"record": list(spec.record)}),
        **({} if spec.draws is None else {"draws": str(spec.draws.file)}),
    }


def spec_text(spec: Spec) -> str:
    """A run as the text of a scenario file. See `spec_data`."""
    return text_of(spec_data(spec))


def text_of(data: Mapping[str, Any]) -> str:
    """The fields of a scenario file as its text."""
    return HEAD + write_yaml(dict(data))


def _world(spec: Spec) -> dict[str, Any]:
    if isinstance(spec.world, Case):
        return {"case": spec.world.name if builtin(spec.world) else CASE}
    usual = spec.world == RandomWorld(spec.world.n)
    return {"random_world": spec.world.n if usual else spec.world._asdict()}


def builtin(case: Case) -> bool:
    """Whether a case is a built-in one, to the byte."""
    return case.name in case_names() and load_case(case.name).sha256 == case.sha256


def _refuse_unnamed(spec: Spec) -> None:
    for name in (name for line in spec.lines for name in unnamed_theories(line, spec.numbers)):
        raise UserError(
            f"Theory '{name}' exists only in this session, so no file can refer to it: put it "
            f"into a file and give it as path/to/file.py:NAME."
        )


def names_in(line: Line) -> list[str]:
    """The theories in a line's text."""
    return [part.rpartition("=")[2].strip() for part in line.text.split(",")]


def unnamed_theories(line: Line, numbers: Mapping[str, float]) -> dict[str, Theory]:
    """The theories of a line that its text names but cannot find, by name: Python's objects.

    `numbers`: what is set of theories, by full name.
    """
    known = {k: with_numbers(t, numbers) for k, t in {**THEORIES, **BASELINES}.items()}
    return {
        theory.name: theory
        for theory in line.theories
        if theory.name in names_in(line) and theory != known.get(theory.name)
    }
