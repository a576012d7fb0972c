"""Choices in words: what was done, and the terms that decided it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from westphalia.simulation.options import ROUNDING
from westphalia.world.terms import REST

#: Smaller terms are not named, utils: they would be printed as 0.
NAMED = 6e-6
#: So many terms of the winning side are named one by one.
MOST_NAMED = 3
#: What was done was near chance if it had between these shares of its chance and of that of the
#: option it is compared with.
NEAR = (0.4, 0.6)
NEAR_CHANCE = "near chance"
AGAINST_IT = "more against it"


class _Option(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def chance(self) -> float: ...


_O = TypeVar("_O", bound=_Option)


class Verdict(NamedTuple):
    """Which terms decided. `pro`: whether more spoke for an option than against it.

    `won`: terms of the winning side, by name, the largest first, as many as are more than `lost`,
    the largest of the other side; None if there is none. `together`: all of them, since a few are
    not more. `won` is empty if it was too close to tell.
    """

    pro: bool
    won: tuple[tuple[str, float], ...] = ()
    lost: tuple[str, float] | None = None
    together: bool = False


class Deed(NamedTuple):
    """What was done in one run, in words.

    `terms`: what spoke for it compared with the option named `against`. Of a proposal, where
    `against` is empty, what spoke for doing it, also if it was refused: then `refused` says what
    was. `chance`: of what was done; `compared`: of what it is compared with; `likeliest`: the
    likeliest other option and its chance.
    """

    act: str
    terms: Mapping[str, float]
    chance: float
    compared: float
    likeliest: tuple[str, float]
    against: str = ""
    refused: str = ""

    @property
    def unlikely(self) -> bool:
        """Whether something else was likelier."""
        return self.likeliest[1] > self.chance

    @property
    def reason(self) -> tuple[str, float]:
        """The largest term of those that decided for it, or that it was near chance, or against
        the terms."""
        found = weighed(self.terms)
        if self.near(found):
            return NEAR_CHANCE, 0.0
        return found.won[0] if self.favoured(found) else (AGAINST_IT, 0.0)

    def near(self, found: Verdict) -> bool:
        """Whether it was near chance: as likely as what it is compared with, or little decided."""
        low, high = NEAR
        rivals = self.compared, self.likeliest[1]
        one, other = (self.chance / max(self.chance + rival, 1e-30) for rival in rivals)
        return not found.won or (low <= one <= high and other >= low)

    def favoured(self, found: Verdict) -> bool:
        """Whether the terms spoke for what was done."""
        return found.pro != bool(self.refused)


def difference(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """The terms of an option less those of another."""
    names = dict.fromkeys([*one, *other])
    return {k: one.get(k, 0.0) - other.get(k, 0.0) for k in names}


def likeliest(options: Sequence[_O], done: _O) -> _O:
    """The likeliest of the other options."""
    return max((o for o in options if o is not done), key=lambda o: o.chance)


def reference(options: Sequence[_O], done: _O, nothing: str) -> _O:
    """What a choice is compared with: the option that changes nothing, where there is one that
    was not chosen itself; else the likeliest other."""
    others = (o for o in options if o is not done and o.name == nothing)
    return next(others, None) or likeliest(options, done)


def weighed(terms: Mapping[str, float]) -> Verdict:
    """The terms that decide for an option (or against it), named so that their sums bear it out.

    What no term holds is named last of its side, and only where the terms alone are not enough.
    """
    total = sum(terms.values())
    pro = total > 0
    won = [(k, v) for k, v in terms.items() if abs(v) >= NAMED and (v > 0) == pro]
    won.sort(key=lambda kv: (kv[0] == REST, -abs(kv[1])))
    against = [(k, v) for k, v in terms.items() if abs(v) >= NAMED and (v > 0) != pro and k != REST]
    lost = max(against, key=lambda kv: abs(kv[1]), default=None)
    if abs(total) <= ROUNDING or not _more([sum(v for _, v in won)], lost):
        return Verdict(pro)
    for count in range(1, MOST_NAMED + 1):
        if _more([v for _, v in won[:count]], lost):
            return Verdict(pro, tuple(won[:count]), lost)
    return Verdict(pro, tuple(won), lost, together=True)


def _more(won: Sequence[float], lost: tuple[str, float] | None, digits: int = 5) -> bool:
    """Whether figures as they are printed add up to more than another."""
    other = abs(_rounded(lost[1], digits)) if lost else 0.0
    return abs(sum(_rounded(v, digits) for v in won)) > other + 1e-9


def _rounded(value: float, digits: int) -> float:
    return round(value, _digits(value, digits))


def _digits(value: float, digits: int) -> int:
    return digits if abs(value) >= 0.0005 else 5


def because(found: Verdict, figures: bool, about: str = "", now: bool = False) -> str:
    """'survival and restraint outweighed effort'; empty if it was too close to tell.

    `figures`: with the size of the terms, utils. `about`: what was refused, where each side has
    to say whether it spoke for or against that. `now`: in the present tense.
    """
    if not found.won:
        return ""
    one, other = ("for", "against") if found.pro else ("against", "for")
    sizes = [v for _, v in found.won]
    told = [sum(sizes)] if found.together else sizes
    digits = 3 if _more(told, found.lost, 3) else 5

    def signed(name: str, value: float) -> str:
        return f"{name} {value:+.{_digits(value, digits)}f}" if figures else name

    plural = len(sizes) > 1
    if found.together:
        sum_of = f", {signed('', told[0]).strip()}," if figures else ""
        won = f"together the terms {one} {about or 'it'}{sum_of}"
    else:
        *some, last = (signed(*term) for term in found.won)
        won = f"{', '.join(some)} and {last}" if some else last
    if found.lost is None:
        spoke = ("speak" if plural else "speaks") if now else "spoke"
        return f"{won} {spoke} {one} {about or 'it'}"
    outweighed = ("outweigh" if plural else "outweighs") if now else "outweighed"
    if about and not found.together:
        won = f"{won} {one} {about}"
    return f"{won} {outweighed} {signed(*found.lost)}" + (f" {other} {about}" if about else "")


def sentence(name: str, deed: Deed, by_habit: bool = False, figures: bool = True) -> str:
    """What a state did in a run, and why. `figures`: with the size of the terms."""
    how = f"{name} {deed.act}"
    chance = f"a choice with a chance of {deed.chance:.0%}"
    if by_habit:
        return f"{how}, by habit: {chance}."
    found = weighed(deed.terms)
    if deed.near(found):
        return f"{how}; it was near chance: {chance}."
    against = f"against '{deed.against}', " if deed.against and figures else ""
    why = against + because(found, figures, deed.refused)
    if not deed.favoured(found):
        if deed.unlikely:
            return f"{how} although {why}: {chance}."
        return f"{how}, the likeliest choice with a chance of {deed.chance:.0%}; {why}."
    if deed.unlikely:
        other = f"'{deed.likeliest[0]}'" if deed.against and figures else "another choice"
        return f"{how}: {why}, although {other} was likelier: {chance}."
    return f"{how}: {why}."


def sentence_of_many(
    name: str, done: Deed, share: float, runs: int, deeds: Sequence[Deed], by_habit: bool = False,
    figures: bool = True,
) -> str:  # fmt: skip
    """What a state did in a share of some runs, and the commonest reason among these.

    `done`: with mean chances. `deeds`: what was done in each of the runs in which it was; the
    reason is taken within each, and a size is the mean over those with that reason.
    """
    how = f"{_in_runs(share, runs)} {name} {done.act}"
    if by_habit:
        return f"{how}, by habit: a choice with a mean chance of {done.chance:.0%}."
    reasons = [deed.reason for deed in deeds]
    (main, count), *_ = Counter(reason for reason, _ in reasons).most_common(1)
    size = sum(v for reason, v in reasons if reason == main) / count
    told = {
        NEAR_CHANCE: "it was near chance",
        AGAINST_IT: "more spoke against it than for it",
    }.get(main, f"the main reason was {main}")
    often = f" in {count} of these {len(deeds)}" if count < len(deeds) else ""
    average = f" ({size:+.{_digits(size, 3)}f} on average)" if figures and size else ""
    other = f"'{done.likeliest[0]}'" if done.against and figures else "another choice"
    though = f", though {other} had a higher mean chance" if done.unlikely else ""
    return f"{how}{though}; {told}{often}{average}."


def _in_runs(share: float, runs: int) -> str:
    if share < 1:
        return f"In {share:.0%} of {runs} runs"
    return "In the only run with this choice" if runs == 1 else f"In all {runs} runs"
