"""A crisis: whom to challenge, with limited or unlimited aims, or none."""

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp
from jaxtyping import Array

from westphalia.decisions import motives
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.decision import Decision, Weighed
from westphalia.decisions.resistance import RESISTANCE, foreseen, lots
from westphalia.decisions.standing import STANDING, judgement
from westphalia.decisions.valuation import habitual, own_weights, quantal, value_of
from westphalia.decisions.words import Act, Words
from westphalia.mechanisms import crisis
from westphalia.mechanisms.bargaining import Demand
from westphalia.world.state import PerDyad, PerState, flip
from westphalia.world.terms import of_own_type

#: The kinds of option, with the position of the first: quiet, then a demand on each state, then a
#: total war on each.
KINDS = ("quiet", "demand", "total war")


def first_of(kind: str, n: int) -> int:
    """The position of the first option of a kind, among n states."""
    at = KINDS.index(kind)
    return 0 if at == 0 else 1 + (at - 1) * n


class Challenge(Decision):
    """Each state challenges one other, or none: [n, 1 + 2 n, runs]."""

    name = "challenge"
    stage = "crisis"
    headline = 4
    records: ClassVar[Mapping[str, str]] = {"crisis": "challenge"}
    #: Security (a preventive war), profit, greed or prestige.
    kinds: ClassVar[motives.Kinds] = {
        "security": ("survival", "response"),
        "profit": ("consumption", "power"),
        "greed": ("greed",),
        "prestige": ("prestige", "identity"),
    }
    words = Words(
        "targets",
        "crisis",
        "a quiet year",
        {
            "quiet": Act("challenge nobody", "challenged nobody"),
            "demand": Act("make a demand on {}", "made a demand on {}"),
            "total war": Act("go to total war against {}", "went to total war against {}"),
        },
        "crisis",
        "Crisis",
        "Crisis",
        "a quiet year",
    )

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """With this year's errors of judgement and costs of war."""
        return self.weigh_knowing(year, *judgement(given, year.n), given, rules)[0]

    def weigh_knowing(
        self, year: Year, error: PerDyad, cost_draw: PerState, given: Given, rules: Rules
    ) -> tuple[Weighed, Demand]:
        """The options, and what demands promise, for given errors (logit) and costs (mean 1)."""
        world, assessment, agents, p = year.world, year.assessment, given.agents, given.p
        wants = own_weights(given, world)
        firm = STANDING.weigh_knowing(year, error, cost_draw, given, rules).chance
        offered, mine = crisis.options(
            world, assessment, year.answer, wants, error, cost_draw, firm, p, given.mods
        )
        temperature = self._temperature(year, given)
        looking = temperature[:, 1 : year.n + 1] * assessment.attention
        looking = jnp.concatenate([jnp.zeros_like(looking[:, :1]), looking, looking], axis=1)
        terms = of_own_type(offered.terms, world.greedy)
        value = value_of(terms, world, given, rules) + looking
        habit = self._habit(year, offered.allowed, given)
        chance = habitual(quantal(value, offered.allowed, temperature), agents.habit, habit)
        evidence = [
            assessment.evidence_quiet[:, None],
            assessment.evidence_demand,
            assessment.evidence_total,
        ]
        return Weighed(terms, value, chance, offered.allowed, jnp.concatenate(evidence, 1)), mine

    def _temperature(self, year: Year, given: Given) -> Array:
        """Noise of the choice, T_c s_ij: in smaller quarrels smaller things decide. [n, options]"""
        scale = year.assessment.ground.scale
        scale = jnp.concatenate([jnp.ones_like(scale[:, :1]), scale, scale], axis=1)
        return (given.p.temperature_crisis * year.world.leader_temperature)[:, None] * scale

    def _habit(self, year: Year, allowed: Array, given: Given) -> Array:
        """The chances of states that choose by habit: each other one alike."""
        agents, n = given.agents, year.n
        each = 1.0 / jnp.maximum(year.world.alive.sum(0) - 1.0, 1.0)
        return jnp.concatenate(
            [
                jnp.zeros_like(allowed[:, :1]) + (1.0 - agents.h_demand - agents.h_total)[:, None],
                agents.h_demand[:, None] * allowed[:, 1 : n + 1] * each,
                agents.h_total[:, None] * allowed[:, n + 1 :] * each,
            ],
            axis=1,
        )

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """Crises opened, and what came of them: concession, or war."""
        world, assessment, p = year.world, year.assessment, given.p
        n = year.n
        known = judgement(given, n)
        weighed, mine = self.weigh_knowing(year, *known, given, rules)
        stand = STANDING.weigh_knowing(year, *known, given, rules)
        u = given.streams.uniform("crisis/choice", n)
        choice = rules.chooser.pick(self.name, weighed.chance, u)
        demanded, attacked = choice[:, 1 : n + 1], choice[:, n + 1 :]
        facing = RESISTANCE.weigh_demands(year, mine, foreseen(year), given)
        resists = rules.chooser.consent(
            RESISTANCE.name, facing.chance, jnp.full_like(facing.chance, 0.5)
        )
        accident = lots(given, n)[1]
        nerve = given.streams.uniform("crisis/fight", n)[:, None]
        firm = rules.chooser.consent(STANDING.name, stand.chance, nerve + 0.0 * stand.chance)
        opened = crisis.resolve(
            world,
            assessment,
            mine,
            demanded,
            attacked,
            flip(resists),
            firm,
            accident[:, None],
            p,
            given.mods,
        )
        there = weighed._replace(allowed=weighed.allowed * world.alive[:, None])
        year = year.noting(self.name, there.taken(choice), rules)
        answered = facing._replace(allowed=facing.allowed * flip(demanded))
        year = year.noting(RESISTANCE.name, answered.taken(resists), rules)
        asked = stand._replace(allowed=stand.allowed * demanded * opened.resisted)
        year = year.noting(STANDING.name, asked.taken(firm), rules)
        year = self._motives(year, weighed, choice, given, rules)
        evidence = crisis.evidence(assessment, demanded, attacked, opened)
        return year._replace(opened=opened).telling(evidence)

    def _motives(
        self, year: Year, weighed: Weighed, choice: Array, given: Given, rules: Rules
    ) -> Year:
        """Why each state challenged whom it did. [i, j]"""
        n, pull = year.n, weighed.pulls(year, given, rules)
        noise = self._temperature(year, given)
        why = choice * motives.strongest_of(self.kinds, pull, noise)
        each = why[:, 1 : n + 1] + why[:, n + 1 :]
        if rules.detail:
            security = choice * pull("survival", "response")
            year = year.recording(challenge_security=security[:, 1 : n + 1] + security[:, n + 1 :])
        return year.recording(challenge=motives.or_habit(each, given.agents).astype(jnp.uint8))


CHALLENGE = Challenge()
