"""The built-in measures by name, and the measure that a text or an object stands for."""

from typing import TYPE_CHECKING

from westphalia.decisions.joining import JOINING
from westphalia.measures.agreements import agreement
from westphalia.measures.arms import burden, suspicion, threat
from westphalia.measures.codes import ACCIDENT, AGREEMENTS, BACKED_DOWN, CONCEDED, LIMITED, TOTAL
from westphalia.measures.crises import challenges
from westphalia.measures.load import is_reference, load_measure
from westphalia.measures.measure import Measure, unique
from westphalia.measures.pacts import allies, with_ally
from westphalia.measures.survival import (
    concentration,
    deaths,
    power,
    runaway,
    survival,
)
from westphalia.measures.third_parties import (
    balancers,
    third_parties,
)
from westphalia.measures.war import (
    belligerents,
    no_war,
    pairs_at_war,
    wars,
    wars_per_state_year,
    years_at_war,
)
from westphalia.world.problems import Problems, unknown

if TYPE_CHECKING:
    import pandas as pd

#: Every measure that is built in, of all states in all years, by name. All read what a run
#: stores; those of `volunteers` (`joining_target`) are for experiments alone, which record more.
MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in unique(
        (
            wars(),
            wars_per_state_year(),
            pairs_at_war(),
            years_at_war(),
            no_war(),
            belligerents(),
            *(challenges(code) for code in (CONCEDED, BACKED_DOWN, LIMITED, TOTAL, ACCIDENT)),
            allies(),
            with_ally(),
            burden(),
            threat(),
            suspicion(),
            *(agreement(kind) for kind in AGREEMENTS),
            *(third_parties(motive) for motive in (*JOINING.kinds, *JOINING.further)),
            balancers(),
            survival(),
            deaths(),
            power(),
            concentration(),
            runaway(),
        )
    )
}


def to_dataframe() -> "pd.DataFrame":
    """The built-in measures: name, unit, meaning, target range with its source."""
    import pandas as pd

    rows = [
        (m.name, m.unit, m.meaning, *(m.target or (float("nan"), float("nan"), "")))
        for m in MEASURES.values()
    ]
    columns = ["name", "unit", "meaning", "target_low", "target_high", "source"]
    return pd.DataFrame(rows, columns=columns)


def measure_of(which: str | Measure) -> Measure:
    """A measure itself, a built-in one by name, or a user's own as `path/to/file.py:NAME`.

    Raises:
        UserError: there is none of that name; the message names the nearest.
    """
    if isinstance(which, Measure):
        return which
    if is_reference(which):
        return load_measure(which)
    if which.strip() in MEASURES:
        return MEASURES[which.strip()]
    raise unknown("measure", which, MEASURES)


def measures_of(texts: list[str]) -> tuple[Measure, ...]:
    """The measures that several texts stand for; all problems are named together."""
    problems = Problems()
    found = [problems.attempt(lambda text=text: measure_of(text)) for text in texts]
    problems.refuse()
    return unique(found)
