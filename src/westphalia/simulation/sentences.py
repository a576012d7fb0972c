"""What was decided and why, in one sentence, from the terms and chances that decided it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from westphalia.world.terms import REST

#: Utils that are not worth a word.
SMALL = 5e-7
#: Chances that differ by less than this make a choice near chance.
NEAR = 0.2


class Deed(NamedTuple):
    """A decision to be put into words.

    `act`: what was done. `done`: whether that is the option that `terms` speak for and against, or
    its refusal. `terms`: of the option less those of what it is compared with, utils. `chance`: of
    what was done; `other`: of what was likeliest beside it. `share`: of the runs that did it, of
    `runs`; 1 of 1 for a run by itself. `by_habit`: by a baseline, whatever the terms.
    """

    act: str
    done: bool
    terms: Mapping[str, float]
    chance: float
    other: float
    share: float = 1.0
    runs: int = 1
    by_habit: bool = False


class Weighed(NamedTuple):
    """The terms that decide which side outweighs the other, largest first.

    `speaks_for`: whether more speaks for than against. `more`: as many of the side that has more as
    outweigh `less`, the largest of the other side, if there is one.
    """

    speaks_for: bool
    more: list[tuple[str, float]]
    less: list[tuple[str, float]]


def weigh(terms: Mapping[str, float]) -> Weighed | None:
    """Which terms decided. None where no term is worth a word.

    What a value has beside its terms is named only after all of them.
    """
    some = [(name, value) for name, value in terms.items() if abs(value) > SMALL]
    if not some:
        return None
    some.sort(key=lambda term: (term[0] == REST, -abs(term[1])))
    speaks_for = sum(terms.values()) >= 0
    more = [term for term in some if (term[1] > 0) == speaks_for]
    less = [term for term in some if (term[1] > 0) != speaks_for][:1]
    needed = 1
    while less and needed < len(more) and abs(sum(v for _, v in more[:needed])) <= abs(less[0][1]):
        needed += 1
    return Weighed(speaks_for, more[:needed], less)


def sentence(name: str, deed: Deed, against: str = "", figures: bool = True) -> str:
    """A deed and the terms that decided it.

    "Although" is said where the terms speak against what was done and something else was clearly
    likelier; where only one of the two is so, or the chances are much alike, the terms are told
    without a verdict: noise, attention or the scale of the quarrel decided.

    Args:
        name: of who did it. against: what the terms compare it with, as it is put before them.
        figures: with the size of the terms, utils.
    """
    did = f"{name} {deed.act}"
    chance = f"a choice with a chance of {deed.chance:.0%}"
    if deed.runs > 1:
        did = f"In {deed.share:.0%} of {deed.runs} runs {did}"
        chance = f"a choice with a mean chance of {deed.chance:.0%}"
    if deed.by_habit:
        return f"{did}, by habit: {chance}."
    weighed = weigh(deed.terms)
    if weighed is None:
        return f"{did}: no term spoke for or against it, {chance}."
    verdict = against + _verdict(weighed, figures)
    agrees, lead = weighed.speaks_for == deed.done, deed.chance - deed.other
    if agrees and deed.runs > 1:
        return f"{did}; in these, on average, {verdict}."
    if agrees and lead >= NEAR:
        return f"{did}: {verdict}."
    if not agrees and lead <= -NEAR and deed.runs == 1:
        return f"{did} although {verdict}: {chance}."
    near = "near chance, " if abs(lead) < NEAR else ""
    return f"{did}, {near}{chance}: {against}{_both(weighed, figures)}."


def _verdict(weighed: Weighed, figures: bool) -> str:
    if not weighed.less:
        way = "for" if weighed.speaks_for else "against"
        return f"{listed(weighed.more[:1], figures)} spoke {way} it"
    return f"{listed(weighed.more, figures)} outweighed {listed(weighed.less, figures)}"


def _both(weighed: Weighed, figures: bool) -> str:
    ways = ("for", "against") if weighed.speaks_for else ("against", "for")
    sides = zip((weighed.more[:1], weighed.less), ways, strict=True)
    return " and ".join(f"{listed(side, figures)} {way} it" for side, way in sides if side)


def listed(terms: Sequence[tuple[str, float]], figures: bool = False) -> str:
    """Terms one after another, with their figures if they are asked for."""
    told = [_signed(*term) if figures else term[0] for term in terms]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _signed(term: str, value: float) -> str:
    digits = 3 if abs(value) >= 0.0005 else 6
    return f"{term} {value:+.{digits}f}"
