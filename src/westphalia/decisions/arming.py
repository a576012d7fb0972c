"""Arming and posture (internal balancing): one step a year, by interest and by organisation."""

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp

from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.decision import Decision, Weighed
from westphalia.decisions.valuation import habitual, pull_of, quantal, value_of
from westphalia.decisions.words import Act, Words
from westphalia.mechanisms import arming
from westphalia.mechanisms.critiques import organisations
from westphalia.world.terms import of_own_type

#: What each ministry looks at, where the organisations have a say (Allison 1971).
TREASURY = ("consumption", "effort")
MILITARY = ("survival", "power", "opportunity", "effort")


class Arming(Decision):
    """Hold, raise or cut the burden of arms, or move the posture: one of five options."""

    name = "arm"
    stage = "arm and posture"
    records: ClassVar[Mapping[str, str]] = {"burden": "burden", "posture": "posture"}
    words = Words(
        "options",
        "arms and posture",
        "today's burden and posture",
        {
            "hold": Act("hold the burden at {burden:.1%} of resources",
                        "held its burden and posture"),
            "raise": Act("raise the burden to {burden:.1%} of resources", "raised its burden"),
            "cut": Act("cut the burden to {burden:.1%} of resources", "cut its burden"),
            "offence": Act("move a tenth of your arms to the offence",
                           "moved its posture to the offence"),
            "defence": Act("move a tenth of your arms to the defence",
                           "moved its posture to the defence"),
        },
        "arms",
        "Arms and posture",
        "Arms and posture",
        "today's",
    )  # fmt: skip

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """Over `arming.OPTIONS`. [n, options, runs]"""
        world, agents, p, mods = year.world, given.agents, given.p, given.mods
        offered, evidence = arming.options(world, year.assessment, year.answer, agents, p, mods)
        terms = of_own_type(offered.terms, world.greedy)
        value = value_of(terms, world, given, rules)
        temperature = (p.temperature_arms * world.leader_temperature)[:, None]
        pull = pull_of(terms, value, world, given, rules)
        chance = organisations.compromise(
            quantal(value, offered.allowed, temperature),
            quantal(pull(*TREASURY), offered.allowed, temperature),
            quantal(pull(*MILITARY), offered.allowed, temperature),
            p,
            mods,
        )
        moves = 2.0 * agents.h_posture + agents.h_raise + agents.h_cut
        usual = jnp.stack(
            [1.0 - moves, agents.h_raise, agents.h_cut, agents.h_posture, agents.h_posture], axis=1
        )
        chance = habitual(chance, agents.habit, usual)
        return Weighed(terms, value, chance, offered.allowed * world.alive[:, None], evidence)

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """Burden, posture and stock after the choice, and what it tells."""
        weighed = self.weigh(year, given, rules)
        u = given.streams.uniform("arming/choice", year.n)
        choice = rules.chooser.pick(self.name, weighed.chance, u)
        year = year.noting(self.name, weighed.taken(choice), rules)
        world = arming.resolve(year.world, choice, year.ceiling, given.p)
        return year._replace(world=world).telling((choice * weighed.evidence).sum(1))


ARMING = Arming()
