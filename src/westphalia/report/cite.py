"""Citations computed from what was run: the software, the theories, the parameters, the data."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from westphalia.cases import Case, case_names, load_case
from westphalia.claims.ledger import theories_of
from westphalia.claims.plan import LEDGERS, claims_in
from westphalia.mechanisms.contest import Contest
from westphalia.mechanisms.forms import FORMS, Form, forms_of, is_used
from westphalia.programs.environment import versions
from westphalia.records.compile.columns import TABLES
from westphalia.runs.experiment import Experiment
from westphalia.runs.folder import open_run
from westphalia.runs.lines import theories_in
from westphalia.runs.manifest import read_manifest
from westphalia.runs.spec import Spec
from westphalia.runs.writing import MANIFEST, PLAN
from westphalia.theories import BASELINES, THEORIES, Theory
from westphalia.world.parameters import ABOUT, Forms
from westphalia.world.problems import UserError

BIBLIOGRAPHY = Path(__file__).parent / "references.bib"
#: Sources that are not publications.
NO_PUBLICATION = ("calibrated", "modelling choice")
UNPUBLISHED_KEYS = ("memory", "nuclear")
#: Methods of the studies of history: of their scores and intervals, of baselines, and of what a
#: study does only if it is asked to.
SCORES = (
    "Brier 1950", "Mann & Whitney 1947", "DeLong et al. 1988", "Murphy 1973", "Hesterberg 2015",
)  # fmt: skip
OF_BASELINES = ("Bremer 1992", "Oneal & Russett 1997", "Carter & Signorino 2010", "Friedman 2001")
STACKING = ("Wolpert 1992", "Yao et al. 2018")
SAMPLING = ("Hoffman & Gelman 2014", "Vehtari et al. 2021")
RANKS = ("Talts et al. 2018",)
METHODS = (*SCORES, *OF_BASELINES, *STACKING, *SAMPLING, *RANKS)


@cache
def entries() -> dict[str, str]:
    """BibTeX entries by every name that code and cases use for them."""
    text = BIBLIOGRAPHY.read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for entry in re.findall(r"^@\w+\{.*?^\}", text, flags=re.DOTALL | re.MULTILINE):
        names = re.search(r",\n  names = \{(.*?)\}", entry)
        if names is None:
            raise ValueError(f"an entry without names: {entry.splitlines()[0]}")
        shown = entry.replace(names[0], "")
        for name in names[1].split(";"):
            found[name.strip()] = shown
    return found


def cite(what: Experiment | str | Path | None = None) -> str:
    """BibTeX of exactly what was run: of an experiment, or of a folder of any verb.

    Of everything there is where nothing is given.
    """
    if what is None:
        return everything()
    if isinstance(what, Experiment):
        return of_spec(what.spec)
    if not isinstance(what, str | Path):
        raise UserError(
            f"{str(what)[:60]} cannot be cited: give an experiment, or the path of a run folder."
        )
    return of_run(Path(what))


def of_run(folder: Path) -> str:
    """BibTeX of exactly what a folder of a run, a ledger or a study of history was made with."""
    if (folder / MANIFEST).is_file() and "study" in (written := read_manifest(folder)):
        return of_study(written["study"], folder)
    if (folder / PLAN).is_file():
        return of_ledger(folder)
    return of_spec(open_run(folder).spec)


def of_ledger(folder: Path) -> str:
    """BibTeX of the software, the claims, their theories, and the parameters drawn."""
    try:
        plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        if plan["kind"] != LEDGERS.name:
            raise UserError(
                f"{folder} is not finished: run the command that began it again, and then cite it."
            )
        claims = claims_in(plan["about"], folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / PLAN} cannot be read: {error}.") from error
    names = [claim.source for claim in claims]
    names += [source for theory in theories_of(claims) for source in of_theory(theory)]
    names += [form.source for form in _forms(Forms())]
    return _bibtex([*names, *(about.source for about in ABOUT.values())], {})


def of_spec(spec: Spec) -> str:
    """BibTeX of the software, theories, parameters in use, and data of a run."""
    names = [s for theory in theories_in(spec.lines) for s in of_theory(theory)]
    names += [form.source for form in _forms(spec.parameters.forms)]
    names += [ABOUT[name].source for name in ABOUT if _in_use(name, spec)]
    sources = spec.world.sources if isinstance(spec.world, Case) else {}
    return _bibtex([*names, *sources], sources)


def of_study(study: Mapping[str, Any], folder: Path) -> str:
    """BibTeX of the software, theories, parameters in use, data and methods of a study of history.

    `study`: as the manifest in `folder` describes it.
    """
    try:
        kind, options, modules = study["study"], study["options"], study["modules"]
        forms = forms_of(study["forms"])
        names = [source for theory in study["theories"] for source in theory["sources"]]
        names += study["panel"]["sources"]
        names += [form.source for form in _forms(forms)]
    except (KeyError, TypeError) as error:
        raise UserError(f"{folder / MANIFEST}: the study is not complete ({error}).") from error
    names += [
        ABOUT[name].source
        for name in ABOUT
        if is_used(ABOUT[name].form, forms)
        and (not (needs := ABOUT[name].needs) or any(modules.get(module) for module in needs))
    ]
    used = [
        (SCORES, True),
        (OF_BASELINES, kind == "tournament" or options.get("baselines")),
        (STACKING, kind == "tournament"),
        (SAMPLING, options.get("bayes") or options.get("parameters")),
        (RANKS, options.get("parameters")),
    ]
    return _bibtex([*names, *(name for group, there in used if there for name in group)], {})


def everything() -> str:
    """BibTeX of all theories, parameters, built-in cases, and the data and methods of history."""
    names = [s for t in (*THEORIES.values(), *BASELINES.values()) for s in of_theory(t)]
    names += [form.source for forms in FORMS.values() for form in forms.values()]
    names += [about.source for about in ABOUT.values()]
    names += [s for table in TABLES.values() for column in table.values() for s in column.sources]
    names += METHODS
    cases: list[Case] = [load_case(name) for name in case_names()]
    sources = {key: text for case in cases for key, text in case.sources.items()}
    return _bibtex([*names, *sources], sources)


def of_theory(theory: Theory) -> tuple[str, ...]:
    """The sources of a theory and of its numbers."""
    return (*theory.sources, *(number.source for number in theory.numbers().values()))


def _forms(forms: Forms) -> list[Contest | Form]:
    return [FORMS[process][name] for process, name in forms._asdict().items()]


def _in_use(parameter: str, spec: Spec) -> bool:
    about = ABOUT[parameter]
    modules = not about.needs or any(getattr(spec.modules, module) for module in about.needs)
    return modules and is_used(about.form, spec.parameters.forms)


def _bibtex(names: Iterable[str], sources: Mapping[str, str]) -> str:
    """The entries of some names, each once, in alphabetical order, the software first."""
    known = entries()
    software = known["westphalia"].replace("VERSION", versions().get("westphalia", ""))
    found = set()
    for name in names:
        if name.startswith(NO_PUBLICATION) or name in UNPUBLISHED_KEYS:
            continue
        found.add(known.get(name) or _unlisted_entry(name, sources.get(name, name)))
    return "\n\n".join([software, *sorted(found, key=lambda e: e.split("{", 1)[1].lower())])


def _unlisted_entry(key: str, text: str) -> str:
    """A source that is not in the bibliography, such as one of a user's own case."""
    label = re.sub(r"[^A-Za-z0-9]+", "", key)
    safe = re.sub(r"(?<!\\)([&%#_])", r"\\\1", text)
    return f"@misc{{{label},\n  note = {{{safe}}}\n}}"
