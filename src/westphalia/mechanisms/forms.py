"""Processes of which there are rival forms, and the forms of each by name."""

from collections.abc import Mapping

from westphalia.mechanisms.contest import CONTESTS, Contest
from westphalia.world.parameters import Forms
from westphalia.world.problems import UserError, unknown

#: Process -> form by name. A process here is a field of `world.parameters.Forms`.
FORMS: dict[str, dict[str, Contest]] = {"contest": CONTESTS}
#: What each process is.
ABOUT_PROCESSES = {"contest": "who wins when arms meet"}


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
