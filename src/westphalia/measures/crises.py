"""Measures of crises: challenges, by what they came to."""

from westphalia.measures.codes import ACCIDENT, BACKED_DOWN, CONCEDED, LIMITED, TOTAL
from westphalia.measures.measure import (
    Measure,
    States,
    Sums,
    measure_name,
    ones,
    select_states,
    window,
)
from westphalia.measures.quantities import Records, times
from westphalia.measures.war import CENTURY

#: What a challenge can come to: the name of its measure, and its meaning.
OUTCOMES = {
    CONCEDED: ("demands conceded", "Demands that the challenged state concedes, in a century."),
    LIMITED: ("limited wars", "Challenges that end in a limited war, in a century."),
    TOTAL: ("total wars", "Challenges that end in a total war, in a century."),
    ACCIDENT: ("accidental wars", "Wars that nobody chose, in a century."),
    BACKED_DOWN: ("demands withdrawn", "Demands withdrawn once they were resisted, in a century."),
}


def challenges(code: int, by: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Challenges by what they came to, per century. `code`: a key of `OUTCOMES`."""

    def sums(records: Records) -> Sums:
        crisis = select_states(window(records["crisis"], first, last), by) == code
        return CENTURY / len(crisis) * times(crisis), ones(records)

    name, meaning = OUTCOMES[code]
    return Measure(measure_name(name, by, first, last), "per century", sums, meaning)
