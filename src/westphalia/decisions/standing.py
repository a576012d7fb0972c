"""Standing firm: whether a challenger that is resisted goes to war or backs down."""

import jax.numpy as jnp

from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.decision import Decision, Weighed
from westphalia.decisions.valuation import value_of
from westphalia.decisions.words import Act, Words
from westphalia.mechanisms import brinkmanship
from westphalia.world.state import PerDyad, PerState, living_pairs
from westphalia.world.terms import of_own_type


class Standing(Decision):
    """A challenger that is resisted stands firm, and there is war, or backs down (Fearon 1994).

    Where demands are taken or left it has no choice.
    """

    name = "stand"
    stage = "crisis"
    headline = 0
    words = Words(
        "proposal",
        "demands resisted",
        "backing down",
        {
            "yes": Act("stand firm against {} if it resists", "stood firm against {}"),
            "no": Act("back down if it resists", "backed down before {}"),
        },
        "firm",
        "Crisis",
        "If {} resists your demand",
        "backing down",
        "standing firm",
    )

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """With this year's errors of judgement and costs of war. [n, n, runs]"""
        return self.weigh_knowing(year, *judgement(given, year.n), given, rules)

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """The year as it is: a challenger decides within the crisis it opened (`challenge`)."""
        return year

    def weigh_knowing(
        self, year: Year, error: PerDyad, cost_draw: PerState, given: Given, rules: Rules
    ) -> Weighed:
        """For given errors (logit) and costs (mean 1): see `brinkmanship.standing_firm`."""
        world, assessment, p = year.world, year.assessment, given.p
        about, odds = assessment.ground, assessment.odds + error
        one = jnp.ones_like(odds)
        if assessment.made is None:
            return Weighed({"effort": 0.0 * one}, 0.0 * one, one, 0.0 * one)
        offered = brinkmanship.standing_firm(world, about, odds, cost_draw[:, None], p)
        terms = of_own_type(offered, world.greedy)
        value = value_of(terms, world, given, rules)
        heat = p.temperature_fight * world.leader_temperature[:, None]
        chance = brinkmanship.chance_firm(value, about, heat)
        by_habit = given.agents.habit[:, None] > 0
        there = given.mods.limited_war * living_pairs(world) * one
        return Weighed(terms, value, jnp.where(by_habit, 1.0, chance), there)


def judgement(given: Given, n: int) -> tuple[PerDyad, PerState]:
    """What challengers alone know: their errors of judgement (logit) and cost of war (mean 1)."""
    error = given.p.misjudgement * given.streams.normal("crisis/error", n, n)
    return error, 2.0 * given.streams.uniform("crisis/cost", n)


STANDING = Standing()
