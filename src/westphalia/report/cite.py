"""Citations computed from what was run: the software, the theories, the parameters, the data."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from westphalia.cases import Case, case_names, load_case
from westphalia.claims import CLAIMS
from westphalia.claims.ledger import chosen
from westphalia.evidence.plan import Plan
from westphalia.report.folder import PLAN, existing_run
from westphalia.report.manifest import plan_of, versions
from westphalia.theories import BASELINES, THEORIES
from westphalia.world.parameters import ABOUT, NEEDS
from westphalia.world.problems import UserError

BIBLIOGRAPHY = Path(__file__).parent / "references.bib"
#: Sources that are no publication.
NO_PUBLICATION = ("calibrated", "modelling choice")
UNPUBLISHED_KEYS = ("memory",)


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


def of_run(folder: Path) -> str:
    """BibTeX of exactly what a run folder, or the folder of a ledger, was made with."""
    if (folder / PLAN).is_file():
        return of_ledger(folder)
    return of_plan(plan_of(existing_run(folder)))


def of_ledger(folder: Path) -> str:
    """BibTeX of the software, the claims, their theories, and the parameters drawn."""
    try:
        ids = json.loads((folder / PLAN).read_text(encoding="utf-8"))["ledger"]["claims"]
        claims = chosen(CLAIMS, ids)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / PLAN} cannot be read: {error}.") from error
    theories = {t for claim in claims for arm in claim.arms.values() for t in arm.theories}
    names = [claim.source for claim in claims]
    names += [source for theory in theories for source in theory.sources]
    return _printed([*names, *(about.source for about in ABOUT.values())], {})


def of_plan(plan: Plan) -> str:
    """BibTeX of the software, theories, parameters in use, and data of a plan."""
    theories = {theory for line in plan.lines for theory in line.theories}
    names = [source for theory in theories for source in theory.sources]
    used = [n for n in ABOUT if _in_use(n, plan)]
    names += [ABOUT[name].source for name in used]
    return _printed([*names, *plan.case.sources], plan.case.sources)


def everything() -> str:
    """BibTeX of all theories, parameters and built-in cases."""
    names = [s for t in (*THEORIES.values(), *BASELINES.values()) for s in t.sources]
    names += [about.source for about in ABOUT.values()]
    cases: list[Case] = [load_case(name) for name in case_names()]
    sources = {key: text for case in cases for key, text in case.sources.items()}
    return _printed([*names, *sources], sources)


def _in_use(parameter: str, plan: Plan) -> bool:
    needs = NEEDS.get(parameter, ())
    return not needs or any(getattr(plan.modules, module) for module in needs)


def _printed(names: Iterable[str], sources: Mapping[str, str]) -> str:
    """The entries of some names, each once, in alphabetical order, the software first."""
    known = entries()
    software = known["westphalia"].replace("VERSION", versions().get("westphalia", ""))
    found = set()
    for name in names:
        if name.startswith(NO_PUBLICATION) or name in UNPUBLISHED_KEYS:
            continue
        found.add(known.get(name) or _unknown(name, sources.get(name, name)))
    return "\n\n".join([software, *sorted(found, key=lambda e: e.split("{", 1)[1].lower())])


def _unknown(key: str, text: str) -> str:
    """A source that is not in the bibliography, such as one of a user's own case."""
    label = re.sub(r"[^A-Za-z0-9]+", "", key)
    safe = re.sub(r"(?<!\\)([&%#_])", r"\\\1", text)
    return f"@misc{{{label},\n  note = {{{safe}}}\n}}"
