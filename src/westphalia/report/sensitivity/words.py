"""What a sensitivity analysis says, in sentences."""

from collections.abc import Iterator, Sequence

import numpy as np

from westphalia.experiments.sensitivity.answers import FIRST, MU, MU_STAR, PRCC, SIGMA, TOTAL, Index
from westphalia.experiments.sweeps.points import MORRIS, SALTELLI
from westphalia.report.sensitivity.analysis import Part, Sensitivity, size_of
from westphalia.report.sensitivity.design import GRID, SCATTERED

#: Noise that is not worth more runs: it adds as much to the total index of every factor, and a
#: factor that makes less than a tenth is seldom of interest.
LITTLE_NOISE = 0.1
#: A total index below which a factor may as well be fixed at any value.
LITTLE = 0.05
#: A share of noise that leaves so little that it cannot be told how many runs it takes.
MOST_NOISE = 0.8

#: How kinds of index are written where that is not their name.
KIND_WORDS = {PRCC: "PRCC"}

BELOW_ZERO = (
    "A share below 0, or first-order shares above their total, are estimates of ones near 0 or "
    "near each other: estimates from finite points scatter around the truth."
)


def sentences(found: Sensitivity, part: Part) -> list[str]:
    """What is to be said of a measure in a group, the most important first."""
    order = part.telling
    said = [*_order(part), *_interplay(part), *_little(order)] if order else []
    said += [answer.note for answer in part.answers if answer.note]
    if any(answer.indices for answer in part.answers):
        said.append(_noise(part, found.design.kind, found.runs))
    if found.design.kind == MORRIS and part.floor > 0:
        floor = f"{part.floor:.3g}"
        said.append(f"Noise alone gives a factor that does nothing a mu* of {floor} at most.")
    return said


def scattered_below_zero(found: Sensitivity) -> bool:
    """Whether a share is negative or above its total, so that it has to be explained."""
    shares: dict[tuple[int, str, str], float] = {
        (k, index.factor, index.kind): index.value
        for k, part in enumerate(found.parts)
        for answer in part.answers
        for index in answer.indices
        if index.kind in (FIRST, TOTAL)
    }
    return any(
        value < 0 or (kind == FIRST and value > shares[k, factor, TOTAL])
        for (k, factor, kind), value in shares.items()
    )


def with_interval(index: Index) -> str:
    """An index with its interval, "0.61 [0.55, 0.68]"."""
    value, low, high = (_number(v, index.kind) for v in index[2:])
    return value if np.isnan(index.low) else f"{value} [{low}, {high}]"


def _number(value: float, kind: str) -> str:
    if np.isnan(value):
        return "-"
    return f"{value:.3g}" if kind in (MU_STAR, MU, SIGMA) else f"{round(value, 2) + 0.0:.2f}"


def _order(part: Part) -> Iterator[str]:
    """Which factors tell most, and whether that can be told."""
    order, told = part.telling, part.told
    first, kind = order[0], KIND_WORDS.get(order[0].kind, order[0].kind)
    if np.isnan(first.value):
        yield "The points differ by no more than noise: no share can be given to any factor."
        return
    if len(order) == 1:
        yield f"{first.factor} is the only factor ({kind} {with_interval(first)})."
        return
    if np.isnan(first.low):
        yield f"{first.factor} comes first ({kind} {with_interval(first)}), how surely is unknown."
        return
    if not told:
        yield "No factor can be told from one that does nothing."
        return
    tied = [index for index in order if not size_of(index)[1] < size_of(first)[0]]
    if len(tied) > 1:
        numbers = ", ".join(with_interval(index) for index in tied)
        yield (
            f"{_list([index.factor for index in tied])} matter most and cannot be told apart "
            f"({kind} {numbers}): their intervals overlap."
        )
        return
    most = kind == TOTAL and order[1].high < 0.5 < first.low - part.floor
    verb = "decides most of it" if most else "matters most"
    if order[1].factor in told:
        then = f", then {order[1].factor} ({with_interval(order[1])})"
    else:
        then = "; no other can be told from one that does nothing"
    yield f"{first.factor} {verb} ({kind} {with_interval(first)}){then}."


def _interplay(part: Part) -> Iterator[str]:
    """Which factors act otherwise than by themselves, evenly and in one direction."""
    by = {(i.factor, i.kind): i for answer in part.answers for i in answer.indices}
    names = list(dict.fromkeys(factor for factor, _ in by))
    shared = [name for name in names if (name, TOTAL) in by]
    joint = [n for n in shared if by[n, TOTAL].low - part.floor > by[n, FIRST].high]
    if joint:
        yield (
            f"{_list(joint)} {_s('act', joint)} together with others, not only alone: total above "
            f"first-order, beyond their intervals."
        )
    stepped = [n for n in names if (n, MU) in by and n in part.told]
    uneven = [n for n in stepped if by[n, SIGMA].value > by[n, MU_STAR].value]
    if uneven:
        yield (
            f"What {_list(uneven)} {_s('do', uneven)} depends on the values of the others or its "
            f"own: sigma above mu*."
        )
    for word, sign in (("rises", 1), ("falls", -1)):
        moved = [
            n
            for n in names
            if ((n, PRCC) in by and sign * by[n, PRCC].value > 0 and size_of(by[n, PRCC])[0] > 0)
            or (n in stepped and sign * by[n, MU].value > 0.9 * by[n, MU_STAR].value)
        ]
        if moved:
            yield f"It {word} with {_list(moved)}."


def _little(order: Sequence[Index]) -> Iterator[str]:
    little = [i.factor for i in order if i.kind == TOTAL and i.high < LITTLE]
    if little:
        yield f"{_list(little)} {_s('make', little)} less than {LITTLE:.0%} and may be fixed."


def _noise(part: Part, kind: str, runs: int) -> str:
    """How much is noise, and how many runs would make it little.

    noise share s -> s' with r runs -> r s (1 - s') / ((1 - s) s'), for noise falls as 1 / runs.
    Runs share their random numbers between points, which makes it less than is said here.
    """
    share = part.noise
    if np.isnan(share):
        return "How much of this is noise is not known: simulate at least two runs of each point."
    if share <= LITTLE_NOISE:
        return f"Noise of the runs makes {_percent(share)} of the variance between points."
    effect = {
        SALTELLI: ": every total may be too high by as much",
        GRID: ", which is taken off the shares and makes the intervals wide",
        SCATTERED: ", which hides weak relations",
    }.get(kind, "")
    if share >= MOST_NOISE:
        return (
            "Noise of the runs makes most of the variance between points, if not all: simulate "
            "many times as many runs of each point, or vary the factors more widely."
        )
    needed = runs * share * (1 - LITTLE_NOISE) / ((1 - share) * LITTLE_NOISE)
    return (
        f"Noise of the runs makes up to {_percent(share)} of the variance between points{effect}. "
        f"About {_round_up(needed):,} runs of each point would bring it to {LITTLE_NOISE:.0%}."
    )


def _round_up(number: float) -> int:
    """Up to two digits that count."""
    unit = 10 ** max(int(np.log10(number)) - 1, 0)
    return int(-(-number // unit) * unit)


def _percent(share: float) -> str:
    return "less than 1%" if share < 0.01 else f"{share:.0%}"


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _s(verb: str, names: Sequence[str]) -> str:
    third = {"do": "does"}.get(verb, f"{verb}s")
    return third if len(names) == 1 else verb
