"""Keeping to an arms cap, or cheating: a cheat that is found ends the cap."""

import jax.numpy as jnp

from westphalia.decisions.agreements.agreement import agenda_of, deal_temperature
from westphalia.decisions.agreements.cap import CAP, proposed
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.decision import Decision, Weighed, weigh_proposal
from westphalia.decisions.words import TALKS, Act, Words
from westphalia.mechanisms import cooperation
from westphalia.world.state import World


class Compliance(Decision):
    """Each year every party to an arms cap keeps it or cheats."""

    name = "comply"
    stage = "compliance"
    routine = True
    words = Words(
        "proposal",
        "arms cap kept",
        "cheating",
        {
            "yes": Act("keep to the cap", "kept its arms cap with {}"),
            "no": Act("cheat", "cheated on its arms cap with {}"),
        },
        "caps",
        TALKS,
        "Keeping the arms cap with {}",
        "cheating",
        "keeping it",
    )

    def note(self, world: World, i: int, j: int) -> str:
        """A player is asked also about a cap that is not agreed on yet."""
        return "" if world.cap[i, j] > 0 else "If you both agree on it this year."

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """See `cooperation.compliance`. [i, j]"""
        world, p = year.world, given.p
        offered = cooperation.compliance(world, year.assessment, year.answer, p, given.mods)
        temperature = deal_temperature(world, given)
        return weigh_proposal(offered, temperature, jnp.ones_like(world.cap), year, given, rules)

    def foresee(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """The same, also for the caps that may be agreed on this year."""
        world = year.world
        may_be = agenda_of(year, given)[CAP.name] * proposed(world, given)
        cap = jnp.where(world.cap > 0, world.cap, may_be)
        return self.weigh(year._replace(world=world._replace(cap=cap)), given, rules)

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """The ceilings that kept caps put on burdens, and the caps that are left."""
        weighed = self.weigh(year, given, rules)
        resolve, found = given.streams.two("cooperation/comply", year.n)
        complies = rules.chooser.consent(self.name, weighed.chance, resolve[:, None])
        world, ceiling, kept = cooperation.keep_caps(
            year.world, complies, found[:, None], given.p, given.mods
        )
        year = year.noting(self.name, weighed.taken(complies), rules)
        return year._replace(world=world, ceiling=ceiling, kept=kept)


COMPLIANCE = Compliance()
