"""A year: its stages, in a printable order, composed of mechanisms and a chooser.

Every stage takes the year so far and returns it. All decisions of a year rest on one assessment,
made after the year's shocks and lessons: plans are yearly. What is decided about arms and pacts
takes effect at once, for those who fight this year too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms import (
    alignment,
    arming,
    cooperation,
    crisis,
    growth,
    learning,
    response,
    signals,
    threat,
    war,
)
from westphalia.mechanisms.critiques import leaders, nonstate, organisations
from westphalia.mechanisms.pledges import balancing_expected
from westphalia.mechanisms.terms import ITEMS, Options, Terms
from westphalia.simulation.choosers import Chooser
from westphalia.simulation.values import Value, habitual, quantal, weights, worth, yes
from westphalia.world.parameters import Parameters
from westphalia.world.state import Mind, Modules, PerDyad, PerState, World
from westphalia.world.streams import Streams


@dataclass(frozen=True)
class Rules:
    """What is fixed while a simulation is compiled.

    `chooser`; `values`: the value functions of the theories in play; `serial`: whether states
    ally and join one after another in random order instead of all at once; `explain`: whether
    the record keeps every option's terms.
    """

    chooser: Chooser
    values: tuple[Value, ...]
    serial: bool = False
    explain: bool = False


class Given(NamedTuple):
    """What a year is given from outside: theories, parameters, switches, random numbers."""

    mind: Mind
    owner: Float[Array, "n"]
    p: Parameters
    mods: Modules
    streams: Streams
    growth: PerState


class Year(NamedTuple):
    """A year so far: the world, the assessment behind the decisions, and the record."""

    world: World
    seen: threat.Assessment | None
    answer: response.Response | None
    helped: PerDyad | None
    ceiling: PerState | None
    opened: crisis.Opened | None
    fought: war.Fought | None
    record: dict[str, Any]

    def noting(self, name: str, decided: "Decided", rules: Rules) -> "Year":
        """The year with a decision's options, terms, chances and choice on record."""
        if not rules.explain:
            return self
        return self._replace(record={**self.record, name: decided})


class Decided(NamedTuple):
    """One decision as recorded: terms, value and chance of each option, and the choice."""

    terms: Terms
    value: Array
    chance: Array
    choice: Array
    allowed: Array


def _value(offered: Options, given: Given, world: World, rules: Rules) -> Array:
    greed = given.p.greed * world.greedy
    return worth(offered.terms, weights(given.mind, greed), rules.values, given.owner)


def shocks(year: Year, given: Given, rules: Rules) -> Year:
    """Growth, turnover of types and leaders, reopened issues, non-state attacks."""
    world, p, draw = year.world, given.p, given.streams
    n = world.arms.shape[0]
    world = growth.turn_types(world, *draw.two("types/turn", n), p)
    world = leaders.succeed(
        world, draw.uniform("leaders/turn", n), draw.normal("leaders/character", 2, n), p, given.mods
    )
    world = growth.grow(
        world, draw.normal("growth/noise", n), draw.normal("growth/shock", n), given.growth, p
    )
    world = growth.open_issues(world, *draw.pair("issues", n), p)
    return year._replace(world=world)


def learn(year: Year, given: Given, rules: Rules) -> Year:
    """Beliefs after last year's acts, fear after attacks, and the year's assessment."""
    world = learning.observe(year.world, given.mind, given.p, given.mods)
    n = world.arms.shape[0]
    world = nonstate.strike(
        world,
        given.streams.uniform("nonstate/attack", n),
        given.streams.uniform("nonstate/blame", n, 1),
        given.p,
        given.mods,
    )
    seen = threat.assess(world, given.mind, given.p, given.mods)
    answer = response.respond(world, seen, balancing_expected(world), given.p, given.mods)
    world = world._replace(threat=seen.threat)
    return year._replace(world=world, seen=seen, answer=answer)


def cooperate(year: Year, given: Given, rules: Rules) -> Year:
    """Signals; one item a pair may agree on; keeping or cheating on arms caps."""
    world, seen, answer = year.world, year.seen, year.answer
    mind, p, mods, draw = given.mind, given.p, given.mods, given.streams
    n = world.arms.shape[0]
    lot = jnp.floor(draw.pair("cooperation/item", n)[0] / p.agenda * len(ITEMS))
    on = cooperation.switches(mods)
    agenda = {k: (lot == i) * on[k] for i, k in enumerate(ITEMS)}
    offers = cooperation.accepted(world, seen, answer, mind, p, mods)
    told = cooperation.said_by(world, seen, answer, p)
    value = sum(
        agenda[k] * _value(Options(offers[k], agenda[k], agenda[k]), given, world, rules)
        for k in ITEMS
    )
    value = value + p.enforcement * p.sanction
    chance = habitual(
        yes(value, p.heat_deal * world.leader_heat[:, None]), mind.habit, mind.h_agree[:, None]
    )
    consent = rules.chooser.consent(
        "cooperate", chance, draw.uniform("cooperation/consent", n, n)
    )
    # first order in the difference between types: d ln P(answer) / d value
    keener = sum(agenda[k] * difference for k, difference in told.items())
    spoken = jnp.clip((consent - chance) * keener / p.heat_deal, -4.0, 4.0)
    world = cooperation.resolve(world, agenda, consent, p)
    worth_keeping = cooperation.compliance(world, seen, answer, mind, p)
    honest = habitual(
        yes(worth_keeping, p.heat_deal * world.leader_heat[:, None]), mind.habit, 1.0
    )
    resolve_of, luck_of = draw.two("cooperation/comply", n)
    complies = rules.chooser.consent("comply", honest, resolve_of[:, None])
    world, ceiling = cooperation.keep_caps(world, complies, luck_of[:, None], p, mods)
    offered = signals.options(world, seen, answer, p, mods)
    signal_value = _value(offered, given, world, rules)
    heat = p.heat_arms * world.leader_heat
    sends = offered.allowed[:, 0] * rules.chooser.consent(
        "signal",
        habitual(yes(signal_value, heat[:, None]), mind.habit, 0.0)[:, 0],
        draw.uniform("signals/send", n),
    )
    said = jnp.where(sends > 0, offered.said[:, 1], offered.said[:, 0]) * offered.allowed[:, 0]
    world = signals.resolve(world, sends, p)
    world = world._replace(evidence=world.evidence + said + spoken.sum(1))
    if rules.explain:
        for k in ITEMS:
            each = _value(Options(offers[k], agenda[k], agenda[k]), given, world, rules)
            note = Decided(offers[k], each, yes(each, p.heat_deal), consent, agenda[k])
            year = year.noting(k, note, rules)
        year = year.noting(
            "signal",
            Decided(
                offered.terms,
                signal_value,
                yes(signal_value, heat[:, None]),
                sends[:, None],
                offered.allowed,
            ),
            rules,
        )
    return year._replace(world=world, ceiling=ceiling)


def align(year: Year, given: Given, rules: Rules) -> Year:
    """Pacts: each of a pair says whether it wants one; all at once, or in turn."""
    world, seen, mind, p = year.world, year.seen, given.mind, given.p
    n = world.arms.shape[0]
    meets = (given.streams.pair("alignment/meet", n)[0] < p.consideration).astype(float)
    u = given.streams.uniform("alignment/consent", n, n)
    heat = p.heat_pact * world.leader_heat[:, None]

    def consider(state: World, view: threat.Assessment) -> tuple[Options, PerDyad, PerDyad]:
        helped = alignment.helps(state, view, p)
        offered = alignment.options(state, view, helped, p, given.mods)
        value = _value(offered, given, state, rules)
        usual = jnp.where(state.pact > 0, mind.h_keep[:, None], mind.h_form[:, None])
        chance = habitual(yes(value, heat), mind.habit, usual) * offered.allowed
        return offered, value, chance

    helped = alignment.helps(world, seen, p)
    offered, value, chance = consider(world, seen)
    allied = (world.pact > 0).astype(chance.dtype)
    if rules.serial:
        rho = balancing_expected(world)

        def wants_in(state: World) -> PerDyad:
            view = alignment.reviewed(state, seen, rho, p, given.mods)
            return rules.chooser.consent("align", consider(state, view)[2], u)

        order = given.streams.uniform("alignment/order", n)
        now = alignment.in_turn(world, meets, order, wants_in)
    else:
        now = alignment.agree(allied, rules.chooser.consent("align", chance, u), meets)
    wants = (u < chance).astype(chance.dtype)
    year = year.noting(
        "align", Decided(offered.terms, value, chance, wants, meets * offered.allowed), rules
    )
    return year._replace(world=alignment.resolve(world, now, p), helped=helped)


def arm(year: Year, given: Given, rules: Rules) -> Year:
    """Burden and posture, by the state's interest and, if on, by its organisations."""
    world, mind, p, mods = year.world, given.mind, given.p, given.mods
    n = world.arms.shape[0]
    offered = arming.options(world, year.seen, year.answer, mind, p, mods)
    value = _value(offered, given, world, rules)
    heat = (p.heat_arms * world.leader_heat)[:, None]

    def by(*names: str) -> Array:
        part = {k: offered.terms[k] for k in names}
        return quantal(
            _value(Options(part, offered.allowed, offered.said), given, world, rules),
            offered.allowed,
            heat,
        )

    chance = organisations.compromise(
        quantal(value, offered.allowed, heat),
        by("consumption", "effort"),
        by("survival", "power", "opportunity", "effort"),
        p,
        mods,
    )
    moves = 2.0 * mind.h_posture + mind.h_raise + mind.h_cut
    usual = jnp.stack(
        [1.0 - moves, mind.h_raise, mind.h_cut, mind.h_posture, mind.h_posture], axis=1
    )
    chance = habitual(chance, mind.habit, usual)
    choice = rules.chooser.pick("arm", chance, given.streams.uniform("arming/choice", n))
    said = (choice * offered.said).sum(1)
    year = year.noting("arm", Decided(offered.terms, value, chance, choice, offered.allowed), rules)
    world = arming.resolve(world, choice, year.ceiling, p)
    return year._replace(world=world._replace(evidence=world.evidence + said))


def challenge(year: Year, given: Given, rules: Rules) -> Year:
    """Crises: whom to challenge, or none; concession, or war."""
    world, seen, mind, p, mods = year.world, year.seen, given.mind, given.p, given.mods
    draw, n = given.streams, world.arms.shape[0]
    offered = crisis.options(
        world,
        seen,
        year.answer,
        mind,
        p.misjudgement * draw.normal("crisis/error", n, n),
        2.0 * draw.uniform("crisis/cost", n),
        p,
        mods,
    )
    heat = (p.heat_crisis * world.leader_heat)[:, None]
    prior = threat.attention(world)
    quiet = jnp.zeros_like(world.arms)[:, None]
    claim = _value(offered.claim, given, world, rules)
    total = _value(offered.total, given, world, rules)
    value = jnp.concatenate([quiet, claim + heat * prior, total + heat * prior], axis=1)
    allowed = jnp.concatenate([quiet + 1.0, offered.claim.allowed, offered.total.allowed], axis=1)
    each = 1.0 / jnp.maximum(world.alive.sum(0) - 1.0, 1.0)
    usual = jnp.concatenate(
        [
            quiet + (1.0 - mind.h_claim - mind.h_total)[:, None],
            mind.h_claim[:, None] * offered.claim.allowed * each,
            mind.h_total[:, None] * offered.total.allowed * each,
        ],
        axis=1,
    )
    chance = habitual(quantal(value, allowed, heat), mind.habit, usual)
    choice = rules.chooser.pick("challenge", chance, draw.uniform("crisis/choice", n))
    claimed, attacked = choice[:, 1 : n + 1], choice[:, n + 1 :]
    resist, accident = draw.two("crisis/resist", n)
    opened = crisis.resolve(
        world,
        seen,
        offered,
        claimed,
        attacked,
        resist[:, None],
        accident[:, None],
        p,
        mods,
    )
    for name, part, chosen, at in (
        ("claim", offered.claim, claimed, 1),
        ("total war", offered.total, attacked, n + 1),
    ):
        note = Decided(
            part.terms, value[:, at : at + n], chance[:, at : at + n], chosen, part.allowed
        )
        year = year.noting(name, note, rules)
    said = crisis.evidence(seen, claimed, attacked)
    return year._replace(
        world=world._replace(evidence=world.evidence + said), opened=opened
    )


def fight(year: Year, given: Given, rules: Rules) -> Year:
    """Wars, each with those who join it, and their outcome."""
    world, mind, p, mods = year.world, given.mind, given.p, given.mods
    draw, n = given.streams, world.arms.shape[0]
    priority, decisive = draw.two("war/priority", n)
    luck = war.Chance(priority, decisive, *draw.two("war/outcome", n))

    def join(offered: Options, front: war.Front) -> Array:
        value = _value(offered, given, world, rules)
        heat = (p.heat_join * world.leader_heat)[:, None]
        usual = jnp.stack(
            [1.0 - mind.h_target - mind.h_attacker, mind.h_target, mind.h_attacker], axis=1
        )
        chance = habitual(quantal(value, offered.allowed, heat), mind.habit, usual)
        chance = jnp.where(offered.allowed[:, 1:2] > 0, chance, _OUT)
        return rules.chooser.pick("join", chance, draw.uniform_for("war/join", front.attacker, n))

    order = draw.uniform("war/order", n) if rules.serial else None
    fought = war.wage(
        world, year.seen, year.helped, year.opened, join, order, luck, mind, p, mods
    )
    return year._replace(world=fought.world, fought=fought)


def consequences(year: Year, given: Given, rules: Rules) -> Year:
    """What the year leaves: settlements, identities, what third parties did, power rescaled."""
    fought, opened = year.fought, year.opened
    world = war.settle(fought, opened.stake, given.p)
    fighting = (fought.roles > 0).astype(world.arms.dtype)
    world = learning.identify(world, fighting, given.mind, given.p, given.mods)
    everyone = jnp.ones_like(world.arms)
    world = learning.expect(
        world, fought.joined * everyone, fought.abstained * everyone, given.p
    )
    crises = opened.conceded + 2.0 * (opened.war - opened.total) + 3.0 * opened.total
    record = {
        "resources": world.resources,
        "arms": world.arms,
        "burden": world.burden,
        "posture": world.posture,
        "alive": world.alive.astype(jnp.bool_),
        "threatened": year.seen.threat.sum(1),
        "suspected": world.belief.mean(0),
        "result": fought.result.astype(jnp.int8),
        "pact": world.pact > 0,
        "war": fought.roles.astype(jnp.uint8),
        "crisis": crises.astype(jnp.uint8),
        "agreements": _bits(world),
    }
    return year._replace(world=growth.normalise(world), record={**year.record, **record})


def _bits(world: World) -> Array:
    """Agreements in force as bits: 1 inspection, 2 hotline, 4 withdrawal, 8 cap, 16 trade."""
    flags = (world.transparency, world.hotline, world.withdrawal, world.cap, world.trade)
    return sum((flag > 0).astype(jnp.uint8) << k for k, flag in enumerate(flags))


Stage = Callable[[Year, Given, Rules], Year]

#: The order of a year, as data.
YEAR: tuple[tuple[str, Stage], ...] = (
    ("shocks", shocks),
    ("observe and learn", learn),
    ("cooperate", cooperate),
    ("align", align),
    ("arm and posture", arm),
    ("crisis", challenge),
    ("war and joining", fight),
    ("consequences", consequences),
)


def step(world: World, given: Given, rules: Rules) -> tuple[World, dict[str, Any]]:
    """One year: the world after it, and its record."""
    year = Year(world, None, None, None, None, None, None, {})
    for name, stage in YEAR:
        with jax.named_scope(name.replace(" ", "_")):
            year = stage(year, given, rules)
            if name in STORED:
                year = stored(year, given.streams.year > 0)
    return year.world, year.record


def stored(tree: Any, always: Array) -> Any:
    """The same values, computed once and kept in memory.

    XLA fuses a producer into each of its consumers, so that what a year's shocks and assessment
    compute per state would be computed again for every pair that uses it: the step takes up to
    twice as long. A conditional cannot be fused across; `always` is true, which the compiler
    cannot know. (`lax.optimization_barrier` does not outlive fusion on a CPU.)
    """
    leaves, structure = jax.tree.flatten(tree)
    kept = jax.lax.cond(
        always, lambda *v: v, lambda *v: tuple(jnp.zeros_like(x) for x in v), *leaves
    )
    return jax.tree.unflatten(structure, kept)


#: Stages after which everything is computed and kept in memory (see `stored`; measured).
STORED = ("shocks", "observe and learn")
_OUT = jnp.array([1.0, 0.0, 0.0])[None, :, None]
