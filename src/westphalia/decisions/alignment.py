"""Alignment: whether a pair makes, keeps or ends a pact of help (external balancing)."""

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp

from westphalia.decisions import motives
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.decision import Decision, Weighed, weigh_proposal
from westphalia.decisions.words import Act, Words
from westphalia.mechanisms import alignment
from westphalia.mechanisms.pledges import balancing_expected
from westphalia.world.state import PerDyad, World


class Alignment(Decision):
    """Each of a pair that reviews its alignment says whether it wants a pact."""

    name = "align"
    stage = "align"
    headline = 2
    records: ClassVar[Mapping[str, str]] = {"pact": "pact"}
    #: Balancing if what the partner brings against others is worth more than the restraint that
    #: a pact puts on the partner itself; bandwagoning, aligning with the danger, if the restraint
    #: is (Walt 1987); kinship if the partner's welfare is.
    kinds: ClassVar[motives.Kinds] = {
        "balancing": ("survival",),
        "bandwagoning": ("restraint",),
        "kinship": ("identity",),
    }
    words = Words(
        "proposal",
        "pacts reviewed",
        "no pact",
        {
            "yes": Act("want a pact", "wanted a pact with {}"),
            "no": Act("want no pact", "wanted no pact with {}"),
        },
        "pacts",
        "Pacts",
        "A pact of help with {}",
        "no pact",
    )
    #: The words for a pair that has a pact already.
    words_kept = words._replace(
        acts={
            "yes": Act("keep the pact", "kept its pact with {}"),
            "no": Act("leave the pact", "left its pact with {}"),
        },
        question="Your pact of help with {}",
    )

    def words_if(self, standing: bool) -> Words:
        """A pact that there is already is kept or left."""
        return self.words_kept if standing else self.words

    def words_for(self, world: World, i: int, j: int) -> Words:
        """The words for a pair with a pact or without."""
        return self.words_if(bool(world.pact[i, j] > 0))

    def note(self, world: World, i: int, j: int) -> str:
        """How long there has been a pact."""
        return f"In force for {world.pact_age[i, j]:.0f} years." if world.pact[i, j] > 0 else ""

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """Whether i wants a pact with k when the pair reviews its alignment. [i, k]

        With what every ally is worth as `year.helped` has it, or computed if it is not there.
        """
        world, agents, p = year.world, given.agents, given.p
        helped = alignment.helps(world, year.assessment, p) if year.helped is None else year.helped
        offered = alignment.options(world, year.assessment, helped, p, given.mods)
        usual = jnp.where(world.pact > 0, agents.h_keep[:, None], agents.h_form[:, None])
        temperature = p.temperature_pact * world.leader_temperature[:, None]
        weighed = weigh_proposal(offered, temperature, usual, year, given, rules)
        standing = (world.pact > 0).astype(weighed.chance.dtype)
        return weighed._replace(chance=weighed.chance * offered.allowed, standing=standing)

    def foresee(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """The same for the pairs that review their alignment this year."""
        weighed = self.weigh(year, given, rules)
        return weighed._replace(allowed=reviews(year, given) * weighed.allowed)

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """Pacts: all at once, or pair by pair in random order."""
        world, assessment, p = year.world, year.assessment, given.p
        year = year._replace(helped=alignment.helps(world, assessment, p))
        meets = reviews(year, given)
        u = given.streams.uniform("alignment/consent", year.n, year.n)
        weighed = self.weigh(year, given, rules)
        allied = (world.pact > 0).astype(weighed.chance.dtype)
        if rules.serial:
            rho = balancing_expected(world)

            def wants_in(state: World) -> PerDyad:
                view = alignment.reviewed(state, assessment, rho, p, given.mods)
                then = self.weigh(
                    year._replace(world=state, assessment=view, helped=None), given, rules
                )
                return rules.chooser.consent(self.name, then.chance, u)

            order = given.streams.uniform("alignment/order", year.n)
            now = alignment.in_turn(world, meets, order, wants_in)
        else:
            consent = rules.chooser.consent(self.name, weighed.chance, u)
            now = alignment.agree(allied, consent, meets)
        wants = (u < weighed.chance).astype(weighed.chance.dtype)
        taken = weighed._replace(allowed=meets * weighed.allowed).taken(wants)
        return self._resolve(year.noting(self.name, taken, rules), weighed, now, given, rules)

    def _resolve(
        self, year: Year, weighed: Weighed, now: PerDyad, given: Given, rules: Rules
    ) -> Year:
        """The pacts there are now, and why those were made that are new."""
        world, p = year.world, given.p
        after = alignment.resolve(world, now, p)
        on = given.mods.pacts > 0
        pact = jnp.where(on, after.pact, world.pact)
        age = jnp.where(on, after.pact_age, world.pact_age)
        born = (pact > 0) & (world.pact == 0)
        noise = (p.temperature_pact * world.leader_temperature)[:, None]
        why = motives.strongest_of(self.kinds, weighed.pulls(year, given, rules), noise)
        why = jnp.where(born, motives.or_habit(why, given.agents), 0.0).astype(jnp.uint8)
        year = year.recording(alignment=why)
        return year._replace(world=world._replace(pact=pact, pact_age=age))


def reviews(year: Year, given: Given) -> PerDyad:
    """1 for the pairs that review their alignment this year. [i, k]"""
    lot = given.streams.pair("alignment/meet", year.n)[0]
    return (lot < given.p.consideration) * given.mods.pacts


ALIGNMENT = Alignment()
