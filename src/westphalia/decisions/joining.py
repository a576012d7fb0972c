"""Joining a war of others: staying out, joining the target, joining the attacker."""

from collections.abc import Mapping
from typing import ClassVar

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.decisions import motives
from westphalia.decisions.context import Given, Rules, Taken, Year
from westphalia.decisions.decision import Decision, Weighed
from westphalia.decisions.motives import CODE
from westphalia.decisions.valuation import Pull, habitual, quantal, value_of
from westphalia.decisions.words import Act, Words
from westphalia.mechanisms import joining, war
from westphalia.world.indexing import column
from westphalia.world.state import PerState, World
from westphalia.world.terms import of_own_type

_OUT: Float[Array, "1 3 1"] = jnp.array([1.0, 0.0, 0.0])[None, :, None]


class Joining(Decision):
    """Whether each third state joins a war, and on which side."""

    name = "join"
    stage = "war and joining"
    phase = "join"
    headline = 3
    records: ClassVar[Mapping[str, str]] = {"war": "joining a war"}
    kinds: ClassVar[motives.Kinds] = {
        "balancing": ("survival", "response"),
        "profit": ("consumption", "power", "greed"),
        "obligation": ("obligation",),
        "kinship": ("identity",),
    }
    #: Motives that `motives` tells beside these: of those who join, and of those who stay out.
    further: ClassVar[tuple[str, ...]] = ("bandwagoning", "chance", "buck-passing", "aloof")
    words = Words(
        "wars",
        "joining the war begun by {attacker}",
        "staying out, without breach of a pact",
        {
            "out": Act("stay out", "stayed out of {attacker}'s war"),
            "target": Act("join {target}, the target", "joined the target of {attacker}'s war"),
            "attacker": Act("join {attacker}, the attacker", "joined {attacker} in its war"),
        },
        "joins",
        "Wars of others",
        "{attacker} is at war with {target}, with {aims} aims",
        "staying out",
    )  # fmt: skip

    def weigh(self, year: Year, given: Given, rules: Rules) -> Weighed:
        """The wars of a year are several: see `weigh_war` and `weigh_each`."""
        raise TypeError("Joining is weighed war by war: `weigh_war`, or `weigh_each`.")

    def weigh_war(
        self,
        year: Year,
        front: joining.Front,
        side: joining.Sides,
        given: Given,
        rules: Rules,
        joined: joining.Strengths | None = None,
    ) -> Weighed:
        """Joining one war per run. [n, 3, runs]

        Args:
            joined: strength that has joined (attacker, target) when states decide in turn.
        """
        offered = self.offered(year, front, side, given, joined)
        return self._weigh_offered(year, front, offered, given, rules)

    def offered(
        self,
        year: Year,
        front: joining.Front,
        side: joining.Sides,
        given: Given,
        joined: joining.Strengths | None = None,
    ) -> joining.Offered:
        """What third states may do about one war per run. `joined`: see `weigh_war`."""
        return joining.options(
            year.world, year.assessment, year.helped, front, side, given.p, given.mods, joined
        )

    def _weigh_offered(
        self, year: Year, front: joining.Front, offered: joining.Offered, given: Given, rules: Rules
    ) -> Weighed:
        agents, world = given.agents, year.world
        terms = of_own_type(offered.terms, world.greedy)
        temperature = self._temperature(world, front, given)
        looking = temperature * joining.attention(world, front, given.p)
        value = value_of(terms, world, given, rules) + looking
        usual = jnp.stack(
            [1.0 - agents.h_target - agents.h_attacker, agents.h_target, agents.h_attacker], axis=1
        )
        chance = habitual(quantal(value, offered.allowed, temperature), agents.habit, usual)
        chance = jnp.where(offered.allowed[:, 1:2] > 0, chance, _OUT)
        return Weighed(terms, value, chance, offered.allowed)

    def _temperature(self, world: World, front: joining.Front, given: Given) -> Array:
        """Noise of the choice, utils. [n, 1, runs]"""
        return (joining.noise(world, front, given.p) * world.leader_temperature)[:, None]

    def take(self, year: Year, given: Given, rules: Rules) -> Year:
        """Wars, each with those who join it, and their outcome."""
        agents, p, mods = given.agents, given.p, given.mods
        draw, n = given.streams, year.n
        priority, decisive = draw.two("war/priority", n)
        outcome, annex = draw.two("war/outcome", n)
        draws = war.Draws(priority, decisive, outcome, annex, draw.uniform("war/size", n))

        def join(
            now: World, front: joining.Front, side: joining.Sides, joined: joining.Strengths | None
        ) -> joining.Join:
            then = year._replace(world=now)
            offered = self.offered(then, front, side, given, joined)
            weighed = self._weigh_offered(then, front, offered, given, rules)
            u = draw.uniform_for("war/join", front.attacker, n)
            choice = rules.chooser.pick(self.name, weighed.chance, u, front.attacker)
            worth = self.own_defence(then, front, offered, given, rules)
            noise = self._temperature(now, front, given)[:, 0]
            why = self.motives(choice, weighed.pulls(then, given, rules), noise, worth)
            return joining.Join(choice, jnp.where(agents.habit > 0, CODE["chance"], why))

        order = draw.uniform("war/order", n) if rules.serial else None
        fought = war.wage(year.world, year.opened, join, order, draws, p, mods)
        return year._replace(world=fought.world, fought=fought)

    def own_defence(
        self,
        year: Year,
        front: joining.Front,
        offered: joining.Offered,
        given: Given,
        rules: Rules,
    ) -> tuple[PerState, PerState] | None:
        """What joining the target is worth for survival alone, its price counted. [n, runs], utils

        Survival less effort and what fighting costs, if nobody else came and with the help that a
        state reckons with. None where joining is not weighed by the help of others.
        """
        if offered.unaided is None:
            return None
        terms = of_own_type(offered.terms, year.world.greedy)
        survival, effort = (terms[name][:, 1:2] for name in ("survival", "effort"))
        paid = joining.price(year.world, front, given.p, given.mods)[:, None]

        def worth(survival: Array) -> PerState:
            terms = {"survival": survival, "effort": effort, "consumption": -paid}
            return value_of(terms, year.world, given, rules)[:, 0]

        return worth(offered.unaided[:, None]), worth(survival)

    def motives(
        self,
        choice: Float[Array, "n 3 runs"],
        pull: Pull,
        noise: Float[Array, "n #runs"],
        worth: tuple[PerState, PerState] | None = None,
    ) -> Float[Array, "n runs"]:
        """Why third states joined a war or stayed out of it. [n, runs]

        On the target's side: balancing if survival was the strongest pull, obligation, profit or
        kinship if that was. On the attacker's side survival makes a bandwagoner. Out of the war
        although survival pulled it to the target by more than the noise: buck-passing, unless
        the debt to an ally among the attackers was larger (obligation). Otherwise aloof.

        Where states reckon with the help of others, survival pulls if fighting would be worth it
        for survival alone, price counted, if nobody else came; and it is passing the buck only
        if it is not worth it with the help that is expected.

        Args:
            choice: one-hot over out, target, attacker. worth: see `own_defence`.
        """
        values = {name: pull(*terms) for name, terms in self.kinds.items()}
        against_out = {name: value - value[:, :1] for name, value in values.items()}
        target = motives.strongest({k: v[:, 1] for k, v in against_out.items()}, noise)
        attacker = motives.strongest({k: v[:, 2] for k, v in against_out.items()}, noise)
        attacker = jnp.where(attacker == CODE["balancing"], CODE["bandwagoning"], attacker)
        fear, debt = against_out["balancing"][:, 1], against_out["obligation"][:, 1]
        passes = fear > noise
        if worth is not None:
            fear, helped = worth
            passes = (fear > noise) & (helped <= noise)
        out = jnp.where(passes, CODE["buck-passing"], CODE["aloof"])
        out = jnp.where((fear > noise) & (-debt > fear), CODE["obligation"], out)
        return choice[:, 0] * out + choice[:, 1] * target + choice[:, 2] * attacker

    def weigh_each(self, year: Year, fought: war.Fought, given: Given, rules: Rules) -> Taken:
        """Joining each war of the year as it looks when the year's wars begin. By attacker.

        Wars are fought one after another; a later one may look different from this.

        Args:
            year: before its wars. fought: its wars as they were fought.
        """
        world, opened = year.world, year.opened
        n, width = world.arms.shape
        targets = jnp.argmax(opened.war, axis=1)
        totals = opened.total.sum(1)

        def one(attacker: Array) -> Taken:
            a = jnp.full((width,), attacker)
            front = joining.Front(a, targets[attacker], totals[attacker])
            side = joining.sides(world, front, given.p, given.mods)
            weighed = self.weigh_war(year, front, side, given, rules)
            did = column(fought.joins, a)
            choice = jnp.stack([did == place for place in range(len(joining.JOIN))], axis=1)
            asked = (fought.size[attacker] > 0) & (side.thirds > 0)
            there = (asked & (weighed.allowed[:, 1] > 0))[:, None]
            weighed = weighed._replace(allowed=weighed.allowed * there)
            return weighed.taken(choice.astype(weighed.value.dtype))

        return jax.lax.map(one, jnp.arange(n))


JOINING = Joining()
