"""A costly signal: giving up offence to be believed. Silence tells something too."""

import jax.numpy as jnp

from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.decision import Decision, Weighed, weigh_proposal
from westphalia.decisions.words import TALKS, Act, Words
from westphalia.mechanisms import signals


class Signal(Decision):
    """Whether a state scraps part of its offensive arms, for all to see."""

    name = "signal"
    stage = "signals"
    headline = 1
    routine = True
    words = Words(
        "act",
        "costly signal",
        "no signal",
        {
            "yes": Act("scrap part of your offensive arms, for all to see", "sent a costly signal"),
            "no": Act("send no signal", "sent no costly signal"),
        },
        "signal",
        TALKS,
        "A costly signal",
        "no signal",
    )

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """See `signals.options`. [n, 1, runs]"""
        world, p = year.world, given.p
        offered = signals.options(world, year.assessment, year.answer, p, given.mods)
        temperature = (p.temperature_deal * world.leader_temperature)[:, None]
        never = jnp.zeros_like(offered.allowed)
        weighed = weigh_proposal(offered, temperature, never, year, given, rules)
        return weighed._replace(chance=weighed.chance * offered.allowed)

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """Arms and posture after the signals, and what they tell."""
        world, p = year.world, given.p
        weighed = self.weigh(year, given, rules)
        u = given.streams.uniform("signals/send", year.n)[:, None]
        sends = rules.chooser.consent(self.name, weighed.chance, u)
        sent, silent = signals.evidence(signals.terms(world, year.assessment, p), p)
        evidence = jnp.where(sends > 0, sent, silent) * weighed.allowed
        year = year.noting(self.name, weighed.taken(sends), rules)
        world = signals.resolve(world, sends[:, 0], p)
        return year._replace(world=world).telling(evidence[:, 0])


SIGNAL = Signal()
