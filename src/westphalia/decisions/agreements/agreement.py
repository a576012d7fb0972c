"""An item on the agenda of a pair: what accepting it is worth, and what then stands."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import jax.numpy as jnp

from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.decision import Decision, Weighed, weigh_proposal
from westphalia.decisions.words import TALKS, Act, Words
from westphalia.mechanisms import cooperation, inference
from westphalia.world import agreements
from westphalia.world.state import PerDyad, World
from westphalia.world.terms import Options, TypedTerms, Weights

#: The key under which the item that a pair meets on is accepted or not.
MEETING = "agree"
#: Terms of accepting an item with each partner, against not having it. [n, n, runs]
TermsOf = Callable[[Year, Given], TypedTerms]


class Agreement(Decision):
    """Whether i accepts an item that it meets on with j."""

    stage = "agreements"
    routine = True
    records: ClassVar[Mapping[str, str]] = {"agreements": "agreements"}

    def __init__(
        self,
        name: str,
        terms: TermsOf,
        question: str,
        acts: tuple[Act, Act],
        noun: str,
        standing: str,
        upkeep: float = 1.0,
    ) -> None:
        """
        Args:
            name: see `world.agreements`. terms: of accepting, but for the effort of keeping it.
            question, acts (yes, no): see `Words`; what one side did is to want it or to refuse it.
            noun: the agreement once made, as in "agreed on a hotline".
            standing: what a player is told where it is in force already.
            upkeep: what keeping it costs, of `agreement_cost`.
        """
        self.name = name  # type: ignore[misc]
        self.about = next(a for a in agreements.AGREEMENTS if a.name == name)
        self.noun, self.standing, self.upkeep = noun, standing, upkeep
        self.terms_of = terms
        yes, no = acts
        self.words = Words(
            "proposal", name, "no agreement", {"yes": yes, "no": no}, "agreements", TALKS, question
        )

    @property
    def chosen_as(self) -> str:
        """The one item that a pair meets on is chosen as such."""
        return MEETING

    def note(self, world: World, i: int, j: int) -> str:
        """What a player is told where it is in force already."""
        return self.standing if self.about.in_force(world)[i, j] else ""

    def options(self, year: Year, given: Given, on_table: PerDyad) -> Options:
        """Accepting the item, with the cost of keeping it. [i, j]"""
        effort = -self.upkeep * given.p.agreement_cost * jnp.ones_like(year.world.threat)
        return Options({**self.terms_of(year, given), "effort": effort}, on_table)

    def keenness(self, offered: Options, given: Given) -> PerDyad:
        """How much more it is worth to a greedy than to a secure state, as others can tell."""
        agents = given.agents
        known = Weights(agents.consumption[:, None], agents.survival[:, None], 0.0, 0.0, 0.0)
        return inference.keenness(offered.terms, known, offered.allowed)

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """Where the pair meets on it this year. [i, j]"""
        on_table = agenda_of(year, given)[self.name]
        return self.weigh_offered(self.options(year, given, on_table), year, given, rules)

    def weigh_offered(self, offered: Options, year: Year, given: Given, rules: Rules) -> Weighed:
        """The options weighed."""
        habit = given.agents.h_agree[:, None]
        return weigh_proposal(
            offered, deal_temperature(year.world, given), habit, year, given, rules
        )

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """Agreements are decided on together, at a pair's meeting: see `meeting.meet`."""
        raise TypeError("A pair's one item of a year is decided on by `meeting.meet`.")

    def after(
        self, world: World, on_table: Mapping[str, PerDyad], both: PerDyad, given: Given
    ) -> World:
        """What stands after the meetings. `both`: 1 where both have accepted their item."""
        name = self.about.variable
        then = cooperation.stands(self.name, getattr(world, name), on_table, both)
        return world._replace(**{name: then})


def deal_temperature(world: World, given: Given) -> PerDyad:
    """The temperature of decisions on agreements, utils. [n, 1, runs]"""
    return given.p.temperature_deal * world.leader_temperature[:, None]


def agenda_of(year: Year, given: Given) -> dict[str, PerDyad]:
    """Which item each pair meets on this year, by name. [i, j]"""
    lot = given.streams.pair("cooperation/item", year.n)[0]
    return cooperation.agenda(year.world, lot, given.p, given.mods)
