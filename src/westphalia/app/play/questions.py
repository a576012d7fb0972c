"""What a player is asked in a phase of a year, with its staff's estimate of every option."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from westphalia.app.play.words import advice, figure
from westphalia.decisions import DECISIONS, Decision, Weighed
from westphalia.decisions.challenge import first_of
from westphalia.decisions.joining import JOINING
from westphalia.decisions.resistance import RESISTANCE
from westphalia.decisions.words import Words
from westphalia.mechanisms.arming import HIGHEST, LOWEST
from westphalia.simulation.game.perspectives import staffs_of, theorists
from westphalia.simulation.game.year import Demands, Sight
from westphalia.simulation.reasons import weigh_terms
from westphalia.theories import weighted_sum
from westphalia.world.parameters import Parameters
from westphalia.world.state import World
from westphalia.world.terms import REST, Weights

SMALL = 1e-5


@dataclass(frozen=True)
class Option:
    """One option. `choice`: what a move says to choose it; `name`: it in a word; `act`: in words.

    `value`, `terms` (utils) and `chance` are the staff's estimate; `theories`: the chance that each
    of the theories chooses it, None where theories have no part in it. `about`: further
    figures by name.
    """

    choice: bool | str
    name: str
    act: str
    value: float = 0.0
    terms: dict[str, float] = dataclasses.field(default_factory=dict)
    chance: float = 0.0
    theories: tuple[float, ...] | None = None
    about: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A decision to make. `field` of the move and, where it has several, its `key` (a state).

    `heading`: under which it stands, with others. `against`: what values are relative to. `note`:
    what else there is to know. `about`: figures.
    """

    field: str
    heading: str
    key: str | None
    title: str
    against: str
    options: tuple[Option, ...]
    note: str = ""
    about: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where a move answers it: 'arms', 'pacts.RUS'."""
        return self.field if self.key is None else f"{self.field}.{self.key}"

    def option(self, choice: Any) -> Option | None:
        """The option with this choice, of the same type (1 is not True)."""
        same = (o for o in self.options if o.choice == choice)
        return next((o for o in same if type(o.choice) is type(choice)), None)

    def data(self, secret: Sequence[str] = ("theories",)) -> dict[str, Any]:
        """Ready for JSON; what the theories would do is not shown before the end."""
        shown = [{k: v for k, v in vars(o).items() if k not in secret} for o in self.options]
        best = max(self.options, key=lambda o: o.value)
        about = {**self.about, "note": self.note}
        about |= {"advised": best.choice, "advice": advice(self.options)}
        asked = {k: getattr(self, k) for k in ("field", "heading", "key", "title", "against")}
        return asked | about | {"options": shown}


class Asking(NamedTuple):
    """What a player's questions are made from: `player` is its position among the players, `i`
    its state's; `world` what all can see, without the axis of perspectives; `wants` its staff's."""

    player: int
    i: int
    labels: tuple[str, ...]
    names: tuple[str, ...]
    world: World
    sight: Sight
    wants: Weights
    p: Parameters

    @property
    def others(self) -> list[int]:
        """The positions of the others."""
        return [j for j in range(len(self.labels)) if j != self.i]

    def option(
        self, made: Weighed, k: int, choice: bool | str, name: str, act: str, **about: Any
    ) -> Option | None:
        """Option k of a decision as the staff sees it; None where there is none."""
        staff = int(staffs_of(self.player + 1)[-1])
        if made.allowed[self.player, k, staff] <= 0:
            return None
        terms = {t: np.asarray(v[self.player, k, staff]) for t, v in made.terms.items()}
        value = float(made.value[self.player, k, staff])
        parts = {t: float(v) for t, v in weigh_terms(terms, self.wants, weighted_sum).items()}
        rest = value - sum(parts.values())
        if abs(rest) > SMALL:
            parts[REST] = rest
        chances = made.chance[self.player, k]
        by_theory = tuple(float(c) for c in chances[theorists(self.player)])
        shown = {t: figure(v) for t, v in parts.items() if abs(v) > 5e-7}
        return Option(
            choice, name, act, figure(value), shown, figure(chances[staff]), by_theory, about
        )

    def yes_or_no(
        self, made: Weighed, k: int, words: Words, key: str | None, partner: str, note: str
    ) -> Iterator[Question]:
        """A proposal to accept or refuse, if it is made."""
        yes, no = (words.acts[name].do.format(partner) for name in ("yes", "no"))
        accepts = self.option(made, k, True, "yes", yes)
        if accepts is None:
            return
        assert accepts.theories is not None
        refuses = Option(
            False, "no", no, chance=figure(1.0 - accepts.chance),
            theories=tuple(1.0 - c for c in accepts.theories),
        )  # fmt: skip
        title, against = words.question.format(partner), words.baseline or no
        options = (accepts, refuses)
        yield Question(words.field, words.heading, key, title, against, options, note)


def plan_questions(ask: Asking, plans: Mapping[str, Weighed]) -> tuple[Question, ...]:
    """Everything that rests on the year's assessment, in the order of the year."""
    out: list[Question] = []
    for decision in DECISIONS:
        if decision.phase == "plan":
            out += _QUESTIONS[decision.words.shape](ask, decision, plans[decision.name])
    return tuple(out)


def _proposals(ask: Asking, decision: Decision, made: Weighed) -> Iterator[Question]:
    """Yes or no to each partner."""
    for j in ask.others:
        words = decision.words_for(ask.world, ask.i, j)
        note = decision.note(ask.world, ask.i, j)
        yield from ask.yes_or_no(made, j, words, ask.labels[j], ask.names[j], note)


def _acts(ask: Asking, decision: Decision, made: Weighed) -> Iterator[Question]:
    """To do something, or not."""
    yield from ask.yes_or_no(made, 0, decision.words, None, "", "")


def _pick(
    words: Words, key: str | None, title: str, options: Sequence[Option | None]
) -> Iterator[Question]:
    """One choice among several, if there is more than one, best first."""
    there = sorted((o for o in options if o is not None), key=lambda o: -o.value)
    if len(there) > 1:
        yield Question(words.field, words.heading, key, title, words.baseline, tuple(there))


def _options(ask: Asking, decision: Decision, made: Weighed) -> Iterator[Question]:
    """Arms and posture: the burden that each option leads to."""
    words = decision.words
    now, step = float(ask.world.burden[ask.i]), float(np.exp(ask.p.burden_step))
    to = {"raise": min(now * step, HIGHEST), "cut": max(now / step, LOWEST)}
    options = []
    for k, (name, act) in enumerate(words.acts.items()):
        burden = to.get(name, now)
        text = act.do.format(burden=burden)
        options.append(ask.option(made, k, name, name, text, burden=figure(burden)))
    yield from _pick(words, None, words.question, options)


def _targets(ask: Asking, decision: Decision, made: Weighed) -> Iterator[Question]:
    """A quiet year, and both kinds of challenge to each other state."""
    n, sight, words = len(ask.labels), ask.sight, decision.words
    (quiet, none), *acts = words.acts.items()
    out = [ask.option(made, 0, quiet, quiet, none.do)]
    for j in ask.others:
        odds = {"odds": figure(sight.odds[ask.player, j])}
        about = {
            "demand": odds
            | {
                "demand": figure(sight.demand[ask.player, j]),
                "risk": figure(sight.risk[ask.player, j]),
                "credible": bool(sight.credible[ask.player, j] > 0),
            }
        }
        for kind, act in acts:
            name, more = f"{kind} {ask.labels[j]}", about.get(kind, odds)
            text, k = act.do.format(ask.names[j]), first_of(kind, n) + j
            out.append(ask.option(made, k, name, name, text, **more))
    yield from _pick(words, None, words.question, out)


_QUESTIONS = {"act": _acts, "proposal": _proposals, "options": _options, "targets": _targets}


def answer_questions(ask: Asking, demands: Demands) -> tuple[Question, ...]:
    """The demands that others make on the player's state."""
    words = RESISTANCE.words
    out: list[Question] = []
    for j in ask.others:
        asked, cost, odds, firm = (figure(v[ask.player, j]) for v in demands[1:])
        held = figure(ask.world.stake[ask.i, j])
        about = {"held": held, "demand": asked, "odds": odds, "cost": cost, "firm": firm}
        title = f"{ask.names[j]} demands {asked:.0%} of what is disputed; it holds {1 - held:.0%}"
        for question in ask.yes_or_no(demands.answers, j, words, ask.labels[j], ask.names[j], ""):
            yes, no = (dataclasses.replace(o, theories=None) for o in question.options)
            yes = dataclasses.replace(yes, name="resist", act=_resisting(firm))
            no = dataclasses.replace(no, name="concede", act=f"concede {asked:.0%}")
            new = dataclasses.replace(question, title=title, options=(yes, no), about=about)
            out.append(new)
    return tuple(out)


def _resisting(firm: float) -> str:
    """What resisting a demand comes to, by the challenger's chance of standing firm."""
    if firm == 1.0:
        return "resist, and go to war"
    return f"resist, and go to war if it stands firm ({firm:.0%} likely)"


def join_questions(
    ask: Asking, joins: Weighed, begun: np.ndarray, total: np.ndarray
) -> tuple[Question, ...]:
    """The wars of others that the player's state may join, as they look when they begin."""
    out: list[Question] = []
    for a in ask.others:
        if not begun[a].any():
            continue
        t = int(np.argmax(begun[a]))
        made = Weighed({k: v[a] for k, v in joins.terms.items()}, *(f[a] for f in joins[1:4]))
        words = JOINING.words
        names = {"attacker": ask.names[a], "target": ask.names[t]}
        title = words.question.format(**names, aims="total" if total[a, t] > 0 else "limited")
        options = [
            ask.option(made, k, side, side, act.do.format(**names))
            for k, (side, act) in enumerate(words.acts.items())
        ]
        out += _pick(words, ask.labels[a], title, options)
    return tuple(out)
