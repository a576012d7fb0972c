"""What a decision is: its options weighed, its choice, what follows, and its words.

The year takes the decisions in their order (`decisions.IN_TURN`); games ask people about them,
explanations and the page put them in words, replay asks how likely history's choices were. All
go through the same `weigh`, so that a theory is scored, and explained, by what it does.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Literal, NamedTuple, get_args

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.decisions.context import Given, Rules, Taken, Year
from westphalia.decisions.valuation import Chances, Pull, habitual, pull_of, value_of, yes
from westphalia.decisions.words import Words
from westphalia.world.state import World
from westphalia.world.terms import Options, of_own_type

#: When in a year people who play a state are asked: with its plans, when a demand on it must be
#: answered, when a war has begun.
Phase = Literal["plan", "answer", "join"]
#: The phases in their order.
PHASES: tuple[Phase, ...] = get_args(Phase)


class Weighed(NamedTuple):
    """A decision before it is made. All [n, options, runs].

    `terms`: unweighted, as they are for the state's own type. `value` (utils) and `chance` of each
    option; `allowed`: which there are. `evidence`: what choosing an option tells others of the
    state's type, ln P(it | greedy) - ln P(it | secure); 0 where they learn nothing from it.
    `standing`: 1 where what an option would make stands already.
    """

    terms: dict[str, Array]
    value: Chances
    chance: Chances
    allowed: Chances
    evidence: Chances | float = 0.0
    standing: Chances | float = 0.0

    def taken(self, choice: Array) -> Taken:
        """The decision with the choice, for the record."""
        standing = jnp.broadcast_to(self.standing, jnp.shape(self.value))
        return Taken(self.terms, self.value, self.chance, choice, self.allowed, standing)

    def pulls(self, year: Year, given: Given, rules: Rules) -> Pull:
        """The value of the options counting the terms of given names alone."""
        return pull_of(self.terms, self.value, year.world, given, rules)


class Decision(ABC):
    """A decision of the year.

    `name`: the key under which it is weighed and recorded; `chosen_as`: that under which it is
    chosen, the same unless several are chosen as one. `stage`: what the step of the year is
    called. `phase`: when a person is asked. `words`: how it is put to people. `headline`: a year is
    summed up by the decision with the highest number, never by one with 0. `routine`: a year has
    many of them. `records`: variables of the yearly record in which the choice shows, and what a
    difference in each is called.
    """

    name: ClassVar[str]
    stage: ClassVar[str]
    phase: ClassVar[Phase] = "plan"
    headline: ClassVar[int] = 0
    routine: ClassVar[bool] = False
    records: ClassVar[Mapping[str, str]] = {}
    words: Words

    @property
    def chosen_as(self) -> str:
        """The key under which a chooser chooses it."""
        return self.name

    def words_if(self, standing: bool) -> Words:
        """How it is put, by whether what is decided on stands already (`Weighed.standing`)."""
        return self.words

    def words_for(self, world: World, i: int, j: int) -> Words:
        """How it is put to i about j as things stand. `world`: of one run, [n] and [n, n]."""
        return self.words_if(False)

    def note(self, world: World, i: int, j: int) -> str:
        """What i is told besides of how it stands with j; may be empty. `world`: the same."""
        return ""

    @abstractmethod
    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """The options as they stand in the year so far, with their terms, values and chances."""

    @abstractmethod
    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """The year after every state has made its choice."""

    def foresee(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """The same at the year's assessment, before anybody has acted on anything."""
        return self.weigh(year, given, rules)


def weigh_proposal(
    offered: Options,
    temperature: Float[Array, "..."],
    by_habit: Array,
    year: Year,
    given: Given,
    rules: Rules,
) -> Weighed:
    """Yes or no to a proposal, of each state, or to each other one. [n, 1 or n, runs]

    Args:
        temperature: of the choice, utils. by_habit: chance of yes of states that choose by habit.
    """
    terms = of_own_type(offered.terms, year.world.greedy)
    value = value_of(terms, year.world, given, rules)
    chance = habitual(yes(value, temperature), given.agents.habit, by_habit)
    allowed = jnp.broadcast_to(offered.allowed, value.shape)
    return Weighed(terms, value, chance, allowed)
