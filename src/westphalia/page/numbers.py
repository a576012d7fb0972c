"""The numbers that can be set, as the page's controls have them."""

from westphalia.page import types
from westphalia.runs.lines import theories_in
from westphalia.runs.settings import with_numbers
from westphalia.runs.spec import Spec
from westphalia.theories import BASELINES, THEORIES, Theory
from westphalia.world.parameters import Parameter


def parameter_option(about: Parameter, matters: bool = False) -> types.ParameterOption:
    """A number with all that is known of it."""
    return types.ParameterOption(
        name=about.name,
        symbol=about.symbol,
        unit=about.unit,
        default=float(about.default),
        low=about.low,
        high=about.high,
        least=about.least,
        most=about.most,
        meaning=f"{about.meaning}; {about.reason}" if about.reason else about.meaning,
        source=about.source,
        matters=matters,
    )


def theory_option(theory: Theory) -> types.TheoryOption:
    """A theory with its own numbers."""
    numbers = {} if theory.habits is not None else theory.parameters()
    return types.TheoryOption(
        name=theory.name,
        title=theory.title,
        baseline=theory.habits is not None,
        about=theory.about,
        numbers=[parameter_option(number) for number in numbers.values()],
    )


def own_theories(spec: Spec) -> list[types.TheoryOption]:
    """The theories of a run that are not built in."""
    known = {**THEORIES, **BASELINES}
    built_in = [with_numbers(theory, spec.numbers) for theory in known.values()]
    return [theory_option(t) for t in theories_in(spec.lines) if t not in built_in]
