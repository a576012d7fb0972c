"""Resistance: whether the target of a demand resists it or concedes."""

from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.decision import Decision, Weighed
from westphalia.decisions.standing import STANDING, judgement
from westphalia.decisions.valuation import own_weights
from westphalia.decisions.words import Act, Words
from westphalia.mechanisms import crisis
from westphalia.mechanisms.bargaining import Demand
from westphalia.mechanisms.contest import chance
from westphalia.world.state import PerDyad, PerState, flip, living_pairs


class Resistance(Decision):
    """A target knows its own cost of war, so that it resists with chance 0 or 1 (Fearon 1995).

    It is decided within the crisis that the challenger opened (`challenge`), by what is disputed
    and by what war costs alone.
    """

    name = "resist"
    stage = "crisis"
    phase = "answer"
    words = Words(
        "proposal",
        "demands of others",
        "conceding",
        {
            "yes": Act("resist", "resisted the demand of {}"),
            "no": Act("concede", "conceded the demand of {}"),
        },
        "answers",
        "Demands on your state",
        "A demand of {}",
        "conceding",
        "resisting",
    )

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """The answers to the demands that challengers would make this year. [target, challenger]"""
        error, cost = judgement(given, year.n)
        firm = STANDING.weigh_knowing(year, error, cost, given, rules).chance
        wants, odds = own_weights(given, year.world), year.assessment.odds + error
        made = crisis.promised(year.world, year.assessment, odds, wants, cost, firm, given.p)[0]
        return self.weigh_demands(year, made, foreseen(year), given)

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """The year as it is: a target decides within the crisis (`challenge`)."""
        return year

    def weigh_demands(self, year: Year, made: Demand, seen: PerDyad, given: Given) -> Weighed:
        """The answers to given demands, w_C share_j p_F (room - c) against conceding, utils.

        Args:
            made: of i on j. seen: the chance that i would win a war, as j judges it. [i, j]
        """
        world = year.world
        resist = lots(given, year.n)[0][:, None]
        found = crisis.resistance(world, year.assessment, made, seen, resist)
        share = year.assessment.ground.share
        shame = share * flip(found.conceding)
        worth = share * flip(found.firm * (found.room - found.cost))
        wanted = given.agents.consumption[:, None]
        yes = flip((found.cost < found.room).astype(worth.dtype))
        terms = {"consumption": worth - shame, "audience": wanted * shame}
        there = flip(made.credible) * living_pairs(world)
        return Weighed(terms, wanted * worth, yes, there * given.mods.limited_war)


def lots(given: Given, n: int) -> tuple[PerState, PerState]:
    """Uniform numbers behind targets' private costs and accidents, by challenger. [n] each"""
    return given.streams.two("crisis/resist", n)


def foreseen(year: Year) -> PerDyad:
    """The chance that i would beat j, as j judges it. [i, j]"""
    return chance(year.assessment.odds - year.assessment.bias[:, None])


RESISTANCE = Resistance()
