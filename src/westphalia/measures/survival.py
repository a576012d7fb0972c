"""Measures of states' survival and power: who lives, and who holds how much."""

import numpy as np

from westphalia.measures import quantities
from westphalia.measures.measure import (
    Measure,
    States,
    Sums,
    TargetRange,
    mean_of_states,
    measure_name,
    ones,
    select_states,
    window,
)
from westphalia.measures.quantities import Records


def survival(of: States = None) -> Measure:
    """Share of states alive at the end."""

    def sums(records: Records) -> Sums:
        alive = select_states(records["alive"], of)[-1]
        return alive.sum(0).astype(float), alive.shape[0] * ones(records)

    meaning = "Share of states that are alive in the last year."
    return Measure(measure_name("survival", of), "share alive at the end", sums, meaning)


def deaths(first: int = 1, last: int | None = None) -> Measure:
    """States that cease to exist after the first year, per thousand state-years."""

    def sums(records: Records) -> Sums:
        alive = window(records["alive"], first, last)
        died = alive[0].sum(0) - alive[-1].sum(0)
        return 1000.0 * died, alive.sum((0, 1)).astype(float)

    return Measure(
        measure_name("deaths", None, first, last),
        "per 1,000 state-years",
        sums,
        "States that cease to exist, for every thousand years that a state lives.",
        TargetRange(0.0, 5.0, "COW system membership v2016"),
    )


def power(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Mean share of the living states' resources that a living state holds."""
    meaning = "Share of the living states' resources that a living state holds."
    return mean_of_states("power", "share", quantities.power, of, first, last, meaning=meaning)


def resources(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Mean share of all resources that some states hold together."""

    def sums(records: Records) -> Sums:
        every = window(records["resources"], first, last)
        held = select_states(every, of).sum(1) / every.sum(1)
        return np.asarray(np.mean(held, axis=0)), ones(records)

    meaning = "Share of all resources that the states hold together."
    return Measure(measure_name("share of resources", of, first, last), "share", sums, meaning)


def concentration(first: int = 1, last: int | None = None) -> Measure:
    """Concentration of resources, the sum of squared shares (Hirschman-Herfindahl)."""

    def sums(records: Records) -> Sums:
        every = window(records["resources"], first, last)
        share = np.asarray(every / every.sum(1, keepdims=True))
        return np.asarray((share**2).sum(1).mean(0)), ones(records)

    meaning = "Sum of the squared shares of resources: 1/n for n equal states, 1 for one alone."
    name = measure_name("concentration", None, first, last)
    return Measure(name, "sum of squared shares", sums, meaning)


def runaway(last: int | None = None) -> Measure:
    """Whether one state holds more than half of all resources in the last year: % of runs."""

    def sums(records: Records) -> Sums:
        held = window(records["resources"], 1, last)[-1]
        return 100.0 * (held.max(0) > 0.5 * held.sum(0)), ones(records)

    return Measure(
        measure_name("runaway", None, 1, last),
        "% of runs",
        sums,
        "Runs in which one state holds more than half of all resources at the end.",
        TargetRange(0.0, 5.0, "no state has owned half of the system"),
    )
