"""Processes of which there are rival forms, and the forms of each by name."""

from collections.abc import Mapping
from typing import NamedTuple

from westphalia.mechanisms.contest import CONTESTS, Contest
from westphalia.world.parameters import BINDING, BRINKMANSHIP, FUTURE, Forms
from westphalia.world.problems import UserError, unknown


class Form(NamedTuple):
    """A form of a process. `source`: author and year. `about`: what it is, in a sentence."""

    name: str
    source: str
    about: str


_CRISES = (
    Form(
        "ultimatum",
        "Fearon 1995",
        "A demand is taken or left: a challenger that is resisted goes to war.",
    ),
    Form(
        BRINKMANSHIP,
        "Fearon 1994",
        "A challenger that is resisted stands firm or backs down, which its public resents.",
    ),
)
_JOINING = (
    Form("present", "Walt 1987", "A war of others is weighed by what this war alone changes."),
    Form(
        FUTURE,
        "Diekmann 1985",
        "A war of others is weighed by the wars that may follow, and by who else will help.",
    ),
)
_PACTS = (
    Form("loose", "Morrow 2000", "Leaving a pact costs the same at any age; making it, nothing."),
    Form(
        BINDING,
        "Leeds & Savun 2007",
        "Making a pact costs something, and leaving it the more the older it is.",
    ),
)
#: Process -> form by name. A process here is a field of `world.parameters.Forms`.
FORMS: dict[str, dict[str, Contest | Form]] = {
    "contest": {**CONTESTS},
    "crisis": {form.name: form for form in _CRISES},
    "joining": {form.name: form for form in _JOINING},
    "pacts": {form.name: form for form in _PACTS},
}
#: What each process is.
ABOUT_PROCESSES = {
    "contest": "who wins when arms meet",
    "crisis": "what a challenger can do once it is resisted",
    "joining": "what third states look at when others are at war",
    "pacts": "what it costs to make and to leave a pact",
}


def is_used(form: str, forms: Forms) -> bool:
    """Whether a form, "process=form", is among those chosen; "" stands for all forms."""
    if not form:
        return True
    process, name = form.split("=")
    return getattr(forms, process) == name


def forms_of(chosen: Mapping[str, str], base: Forms | None = None) -> Forms:
    """The forms with some of them chosen, the rest as in `base` (the usual ones if None).

    Raises:
        UserError: an unknown process or form; all of them told at once.
    """
    problems = []
    for process, name in chosen.items():
        if process not in FORMS:
            problems.append(str(unknown("process with several forms", process, FORMS)))
        elif name not in FORMS[process]:
            problems.append(str(unknown(f"form of the {process}", name, FORMS[process])))
    if problems:
        raise UserError("\n".join(problems))
    return (base or Forms())._replace(**chosen)
