"""Values and modules by name: what is set, what is switched, and what differs from usual."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from westphalia.runs.settings import pairs_of
from westphalia.world.parameters import ABOUT, Forms, Parameters, set_once
from westphalia.world.problems import Problems, UserError, unknown
from westphalia.world.state import Modules

MODULES = tuple(f.name for f in fields(Modules))


def values_of(texts: Iterable[str]) -> dict[str, float]:
    """Values by name from texts `name=value`, as a command line gives them.

    Raises:
        UserError: every text that cannot be read, and every name that is there twice.
    """
    values: dict[str, float] = {}
    problems = Problems()
    for name, value in pairs_of(texts, problems):
        set_once(values, name.strip(), value, problems)
    problems.refuse()
    return values


def modules_of(
    off: Iterable[str] = (), on: Iterable[str] = (), base: Modules | None = None
) -> Modules:
    """Modules with some switched off or on; an error for unknown names has the nearest ones."""
    return modules_from(switches_of(off, on), base)


def switches_of(off: Iterable[str] = (), on: Iterable[str] = ()) -> dict[str, bool]:
    """Switches by name: whether each is turned on.

    Raises:
        UserError: unknown names, and modules that are switched both ways.
    """
    off, on = list(off), list(on)
    problems = [str(unknown("module", n, MODULES)) for n in (*off, *on) if n not in MODULES]
    problems += [
        f"Module {n} is switched both off and on; keep one of the two."
        for n in sorted(set(off) & set(on))
    ]
    if problems:
        raise UserError("\n".join(problems))
    return dict.fromkeys(off, False) | dict.fromkeys(on, True)


def modules_from(switches: Mapping[str, bool], base: Modules | None = None) -> Modules:
    """Modules with some switched. `switches`: names that are known."""
    values = module_values(base or Modules())
    return Modules(**values | {name: float(on) for name, on in switches.items()})


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


def modules_switched(modules: Modules) -> dict[str, bool]:
    """The modules that are not as usual: whether each is on."""
    usual = module_values(Modules())
    return {k: v > 0 for k, v in module_values(modules).items() if v != usual[k]}


def forms_chosen(forms: Forms) -> dict[str, str]:
    """The processes whose form is not the usual one, and the form."""
    usual = Forms()._asdict()
    return {k: v for k, v in forms._asdict().items() if v != usual[k]}
