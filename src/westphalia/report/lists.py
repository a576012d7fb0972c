"""`westphalia cases | theories | parameters | claims --list`: what there is."""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from westphalia.cases import case_names, load_case
from westphalia.claims import CLAIMS
from westphalia.runs.plan import MODULES
from westphalia.theories import BASELINES, THEORIES, Theory
from westphalia.theories.theory import Range
from westphalia.world.parameters import ABOUT, DEFAULTS
from westphalia.world.state import ABOUT_MODULES, Modules


def _grid(columns: Sequence[str]) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for k, name in enumerate(columns):
        grid.add_column(name, no_wrap=k == 0, overflow="fold")
    return grid


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
        wants = [n for n in ("consumption", "survival", "power", "identity") if numbers[n].value]
        rest = [n for n in numbers if n not in ("consumption", "survival", "power", "identity")]
        grid.add_row(
            theory.name,
            theory.title,
            "\n".join(f"{n} {_range(numbers[n])}" for n in wants),
            "\n".join(f"{n} {_range(numbers[n])}" for n in rest),
            "\n".join(theory.sources),
        )
    for theory in BASELINES.values():
        grid.add_row(theory.name, theory.title, "", _habits(theory), "\n".join(theory.sources))
    own = "Your own: --theory path/to/file.py:NAME. A mix: --theory GMY=offensive,*=defensive"
    return Group(grid, Text(own, style="dim"))


def _range(number: Range) -> str:
    if number.low == number.high:
        return f"{number.value:g}"
    return f"{number.value:g} ({number.low:g} to {number.high:g})"


def _habits(theory: Theory) -> str:
    if theory.habits is None:
        return ""
    return "\n".join(f"{k.rstrip('_')} {v:.3g}" for k, v in vars(theory.habits).items() if v)


def parameters() -> RenderableType:
    """Parameters with symbol, default, ranges, unit, meaning, source; and the modules."""
    grid = _grid(["parameter", "symbol", "default", "plausible", "limits", "meaning", "source"])
    for name, about in ABOUT.items():
        span = f"{about.low:g} to {about.high:g}"
        limits = f"{about.least:g} to {about.most:g}"
        meaning = f"{about.meaning} ({about.unit})" if about.unit != "-" else about.meaning
        default = f"{DEFAULTS[name]:g}"
        grid.add_row(name, about.symbol, default, span, limits, meaning, about.source)
    defaults = Modules()
    switches = _grid(["module", "switch", "what it is"])
    for name in MODULES:
        switch = "on; --off" if getattr(defaults, name) else "off; --on"
        switches.add_row(name, switch, ABOUT_MODULES[name])
    return Group(
        grid,
        Text("Experiments draw from the plausible range; any value within the limits may be set."),
        switches,
    )
