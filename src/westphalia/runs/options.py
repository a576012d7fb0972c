"""Read the description of a run from the texts of a command line."""

from collections.abc import Sequence
from pathlib import Path

from westphalia.cases.fields import Finding
from westphalia.runs.parse import Changes, attempt, changes_in, join_findings, spec_in
from westphalia.runs.settings import forms_named
from westphalia.runs.spec import Spec
from westphalia.runs.switches import switches_of, values_of
from westphalia.world.problems import UserError

#: What the fields of a scenario file are called on a command line.
OPTIONS = {
    "case": "CASE",
    "random_world": "--states",
    "theories": "--theory",
    "parameters": "--set",
    "forms": "--form",
    "modules": "--off, --on",
}


def spec_from_options(
    world: str | int,
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
    draws: Path | None = None,
) -> Spec:
    """The run that a command line describes; problems of several options are reported together.

    `world`: a case, or the number of states of a random world.
    """
    findings: list[Finding] = []
    values = attempt(findings, "parameters", lambda: values_of(set_ or []))
    forms = attempt(findings, "forms", lambda: forms_named(form or []))
    switches = attempt(findings, "modules", lambda: switches_of(off or [], on or []))
    data = {
        "case" if isinstance(world, str) else "random_world": world,
        "theories": list(theories or []), "runs": runs, "years": years, "seed": seed,
        "serial": serial, "baselines": baselines, "parameters": values or {},
        "forms": forms or {}, "modules": switches or {},
        "draws": None if draws is None else str(draws),
    }  # fmt: skip
    spec, found = spec_in(data, Path())
    findings += found
    if findings or spec is None:
        raise UserError(join_findings(findings, option))
    return spec


def changes_from_options(
    spec: Spec, set_: Sequence[str], off: Sequence[str], on: Sequence[str], form: Sequence[str] = ()
) -> Changes:
    """What changes a run, from the texts of a command line, checked.

    Raises:
        UserError: every problem, with its option.
    """
    findings: list[Finding] = []
    values = attempt(findings, "parameters", lambda: values_of(set_))
    forms = attempt(findings, "forms", lambda: forms_named(form))
    switches = attempt(findings, "modules", lambda: switches_of(off, on))
    found, more = changes_in(spec, values or {}, forms or {}, switches or {})
    if findings or more:
        raise UserError(join_findings([*findings, *more], option))
    return found


def option(field: str) -> str:
    """What a field of a scenario file is called on a command line."""
    return OPTIONS.get(field, f"--{field}")
