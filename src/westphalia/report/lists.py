"""`westphalia cases | theories | parameters | measures | claims --list`: what there is."""

from dataclasses import fields
from functools import partial

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from westphalia.cases import case_names, load_case
from westphalia.claims import CLAIMS
from westphalia.measures.registry import MEASURES
from westphalia.mechanisms.forms import FORMS
from westphalia.report.table import bare_grid
from westphalia.runs.switches import MODULES
from westphalia.theories import BASELINES, NUMBERS, THEORIES, Range, Theory, Wants
from westphalia.world.parameters import ABOUT, Forms, Parameter
from westphalia.world.state import ABOUT_MODULES, Modules

_grid = partial(bare_grid, edge=True)


def cases() -> RenderableType:
    """The built-in cases: years, states, great powers, what they are about."""
    grid = _grid(["case", "years", "states", "about"])
    for name in case_names():
        case = load_case(name)
        powers = set(case.great_powers)
        states = " ".join(s + "*" * (s in powers) for s in case.start.labels)
        about = Text(case.title, style="bold").append(f"\n{case.summary}", "not bold")
        grid.add_row(name, f"{case.first_year}-{case.last_year}", states, about)
    own = Text("* great power. Your own: westphalia run path/to/case.yaml", style="dim")
    return Group(grid, own)


def claims() -> RenderableType:
    """The claims: number, title, sentence, source."""
    grid = _grid(["", "claim", "in a sentence", "source"])
    for claim in CLAIMS:
        grid.add_row(str(claim.id), claim.title, claim.sentence, claim.source)
    return grid


def theories() -> RenderableType:
    """The theories and baselines: numbers with their ranges, sources."""
    grid = _grid(["theory", "title", "wants", "expects and learns", "sources"])
    for theory in THEORIES.values():
        numbers = theory.numbers()
        wants = [f.name for f in fields(Wants)]
        rest = [name for name in numbers if name not in wants]
        grid.add_row(
            theory.name,
            _title(theory),
            "\n".join(f"{n} {_range(numbers[n])}" for n in wants if numbers[n].value),
            "\n".join([*(f"{n} {_range(numbers[n])}" for n in rest), _rule(theory)]),
            "\n".join(theory.sources),
        )
    for theory in BASELINES.values():
        grid.add_row(theory.name, _title(theory), "", _habits(theory), "\n".join(theory.sources))
    own = "Your own: --theory path/to/file.py:NAME. A mix: --theory GMY=offensive,*=defensive"
    return Group(grid, Text(own, style="dim"))


def _title(theory: Theory) -> Text:
    """What a theory is called, and what sets it apart."""
    return Text(theory.title).append(f"\n{theory.about}" if theory.about else "", "dim")


def _range(number: Range) -> str:
    if number.low == number.high:
        return f"{number.value:g}"
    return f"{number.value:g} ({number.low:g} to {number.high:g})"


def _rule(theory: Theory) -> str:
    """The rule that a theory's suspicion follows."""
    return f"suspicion: {getattr(theory.expects.suspicion, '__name__', 'its own rule')}"


def _habits(theory: Theory) -> str:
    if theory.habits is None:
        return ""
    return "\n".join(f"{k.rstrip('_')} {v:.3g}" for k, v in vars(theory.habits).items() if v)


def measures() -> RenderableType:
    """The measures that are built in: name, unit, meaning, target range."""
    grid = _grid(["measure", "unit", "what it is", "target range"])
    for measure in MEASURES.values():
        target = measure.target
        span = "" if target is None else f"{target.low:g} to {target.high:g} ({target.source})"
        grid.add_row(measure.name, measure.unit, measure.meaning, span)
    own = (
        "Of all states in all years. In a run: --measure NAME, or your own, path/to/file.py:NAME. "
        "Target ranges are those of eight powers over a century."
    )
    return Group(grid, Text(own, style="dim"))


def parameters() -> RenderableType:
    """Numbers of the world and of theories, rival forms, and modules."""
    world = _grid(["parameter", "symbol", "default", "plausible", "limits", "meaning", "source"])
    for about in ABOUT.values():
        only = f"\nonly with {about.form}" if about.form else ""
        world.add_row(*_numbers(about), _meaning(about) + only, about.source)
    own = _grid(["number of a theory", "symbol", "value", "range", "limits", "why", "source"])
    for theory in THEORIES.values():
        for number in theory.parameters().values():
            own.add_row(*_numbers(number), number.reason, number.source)
    return Group(
        world,
        Text("Experiments draw from the plausible range; any value within the limits may be set."),
        own,
        Text("Set with --set THEORY.number=value, such as --set offensive.worst_case=0.9:", "dim"),
        *(Text(f"  {n.name} ({n.symbol}): {_meaning(n)}", "dim") for n in NUMBERS.values()),
        _form_table(),
        _module_table(),
    )


def _numbers(about: Parameter) -> tuple[str, ...]:
    spans = ((about.low, about.high), (about.least, about.most))
    return (
        about.name,
        about.symbol,
        f"{about.default:g}",
        *(f"{low:g}" if low == high else f"{low:g} to {high:g}" for low, high in spans),
    )


def _meaning(about: Parameter) -> str:
    return about.meaning if about.unit == "-" else f"{about.meaning} ({about.unit})"


def _form_table() -> Table:
    table = _grid(["process", "form", "what it is", "source"])
    usual = Forms()._asdict()
    for process, forms in FORMS.items():
        for name, form in forms.items():
            switch = "usual" if name == usual[process] else f"--form {process}={name}"
            table.add_row(process, f"{name}: {switch}", form.about, form.source)
    return table


def _module_table() -> Table:
    defaults = Modules()
    table = _grid(["module", "switch", "what it is"])
    for name in MODULES:
        switch = "on; --off" if getattr(defaults, name) else "off; --on"
        table.add_row(name, switch, ABOUT_MODULES[name])
    return table
