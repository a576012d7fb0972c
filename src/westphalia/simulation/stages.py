"""The stages of a year: each composes mechanisms with the chooser and returns the year so far."""

from functools import partial

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array

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
from westphalia.mechanisms.critiques import leaders, nonstate
from westphalia.mechanisms.pledges import balancing_expected
from westphalia.mechanisms.terms import ITEMS, Options
from westphalia.simulation import choices, motives
from westphalia.simulation.choices import Choice, counting, valued
from westphalia.simulation.frame import Decided, Given, Rules, Year
from westphalia.simulation.values import habitual, yes
from westphalia.world.state import Mind, PerDyad, World, living_pairs


def _by(offered: Options, given: Given, world: World, rules: Rules) -> motives.By:
    """The value of the options counting some of their terms alone."""
    return partial(counting, offered, given, world, rules)


def _habit(why: PerDyad, mind: Mind) -> PerDyad:
    """Motives, with chance for those who choose by habit."""
    by_habit = (mind.habit[:, None] > 0) & (why > 0)
    return jnp.where(by_habit, motives.CODE["chance"], why)


def shocks(year: Year, given: Given, rules: Rules) -> Year:
    """Growth, turnover of types and leaders, reopened issues."""
    world, p, draw = year.world, given.p, given.streams
    n = world.arms.shape[0]
    world = growth.turn_types(world, *draw.two("types/turn", n), p)
    world = leaders.succeed(
        world,
        draw.uniform("leaders/turn", n),
        draw.normal("leaders/character", 2, n),
        p,
        given.mods,
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
    attack = given.streams.uniform("nonstate/attack", n)
    blame = given.streams.uniform("nonstate/blame", n, n)

    def struck(now: World) -> World:
        return nonstate.strike(now, attack, blame, given.p, given.mods)

    world = lax.cond(jnp.any(jnp.asarray(given.mods.nonstate) > 0), struck, lambda now: now, world)
    seen = threat.assess(world, given.mind, given.p, given.mods)
    answer = response.respond(world, seen, balancing_expected(world), given.p, given.mods)
    world = world._replace(threat=seen.threat)
    return year._replace(world=world, seen=seen, answer=answer)


def cooperate(year: Year, given: Given, rules: Rules) -> Year:
    """One item a pair may agree on; keeping or cheating on arms caps; costly signals."""
    return _signal(_comply(_agree(year, given, rules), given, rules), given, rules)


def _agree(year: Year, given: Given, rules: Rules) -> Year:
    """Each pair may meet on one item; it stands if both accept."""
    world, p, draw = year.world, given.p, given.streams
    n = world.arms.shape[0]
    on_table = cooperation.agenda(world, draw.pair("cooperation/item", n)[0], p, given.mods)
    offered = cooperation.options(
        world, year.seen, year.answer, on_table, given.mind, p, given.mods
    )
    heat = p.heat_deal * world.leader_heat[:, None]
    values = {k: valued(offered[k], given, world, rules) for k in ITEMS}
    value = sum((on_table[k] * values[k] for k in ITEMS), jnp.zeros_like(world.belief))
    chance = habitual(yes(value, heat), given.mind.habit, given.mind.h_agree[:, None])
    consent = rules.chooser.consent("agree", chance, draw.uniform("cooperation/consent", n, n))
    told = sum((on_table[k] * offered[k].said for k in ITEMS), jnp.zeros_like(world.belief))
    spoken = cooperation.evidence(consent, chance, told, p)
    for k in ITEMS:
        note = Decided(offered[k].terms, values[k], yes(values[k], heat), consent, on_table[k])
        year = year.noting(k, note, rules)
    world = cooperation.resolve(world, on_table, consent, p)
    return year._replace(world=world._replace(evidence=world.evidence + spoken))


def _comply(year: Year, given: Given, rules: Rules) -> Year:
    """Each year every party to an arms cap keeps it or cheats; a cheat may be found."""
    world, p, n = year.world, given.p, year.world.arms.shape[0]
    value = cooperation.compliance(world, year.seen, year.answer, given.mind, p)
    heat = p.heat_deal * world.leader_heat[:, None]
    honest = habitual(yes(value, heat), given.mind.habit, jnp.ones_like(value))
    resolve, luck = given.streams.two("cooperation/comply", n)
    complies = rules.chooser.consent("comply", honest, resolve[:, None])
    world, ceiling, kept = cooperation.keep_caps(world, complies, luck[:, None], p, given.mods)
    return year._replace(world=world, ceiling=ceiling, kept=kept)


def _signal(year: Year, given: Given, rules: Rules) -> Year:
    """A state may give up offence to be believed; silence speaks too."""
    world, p, n = year.world, given.p, year.world.arms.shape[0]
    offered = signals.options(world, year.seen, year.answer, p, given.mods)
    value = valued(offered, given, world, rules)
    heat = (p.heat_deal * world.leader_heat)[:, None]
    chance = habitual(yes(value, heat), given.mind.habit, jnp.zeros_like(value)) * offered.allowed
    sends = rules.chooser.consent(
        "signal", chance, given.streams.uniform("signals/send", n)[:, None]
    )
    said = jnp.where(sends > 0, offered.said[:, 1:], offered.said[:, :1]) * offered.allowed
    year = year.noting(
        "signal", Decided(offered.terms, value, chance, sends, offered.allowed), rules
    )
    world = signals.resolve(world, sends[:, 0], p)
    return year._replace(world=world._replace(evidence=world.evidence + said[:, 0]))


def reviews(given: Given, n: int) -> PerDyad:
    """1 for the pairs that review their alignment this year. [i, k]"""
    lot = given.streams.pair("alignment/meet", n)[0]
    return (lot < given.p.consideration) * given.mods.pacts


def align(year: Year, given: Given, rules: Rules) -> Year:
    """Pacts: each of a pair says whether it wants one; all at once, or in turn."""
    world, seen, mind, p = year.world, year.seen, given.mind, given.p
    n = world.arms.shape[0]
    meets = reviews(given, n)
    u = given.streams.uniform("alignment/consent", n, n)

    def consider(state: World, view: threat.Assessment) -> Choice:
        return choices.pacts(state, view, alignment.helps(state, view, p), given, rules)

    helped = alignment.helps(world, seen, p)
    offered, value, chance, _ = choices.pacts(world, seen, helped, given, rules)
    allied = (world.pact > 0).astype(chance.dtype)
    if rules.serial:
        rho = balancing_expected(world)

        def wants_in(state: World) -> PerDyad:
            view = alignment.reviewed(state, seen, rho, p, given.mods)
            return rules.chooser.consent("align", consider(state, view).chance, u)

        order = given.streams.uniform("alignment/order", n)
        now = alignment.in_turn(world, meets, order, wants_in)
    else:
        now = alignment.agree(allied, rules.chooser.consent("align", chance, u), meets)
    wants = (u < chance).astype(chance.dtype)
    year = year.noting(
        "align", Decided(offered.terms, value, chance, wants, meets * offered.allowed), rules
    )
    after = alignment.resolve(world, now, p)
    on = given.mods.pacts > 0
    pact, age = jnp.where(on, after.pact, world.pact), jnp.where(on, after.pact_age, world.pact_age)
    born = (pact > 0) & (world.pact == 0)
    by = _by(offered, given, world, rules)
    why = motives.of_pacts(by, p.heat_pact * world.leader_heat)
    year = year.recording(alignment=jnp.where(born, _habit(why, mind), 0.0).astype(jnp.uint8))
    return year._replace(world=world._replace(pact=pact, pact_age=age), helped=helped)


def arm(year: Year, given: Given, rules: Rules) -> Year:
    """Burden and posture, by the state's interest and, if on, by its organisations."""
    world, p, n = year.world, given.p, year.world.arms.shape[0]
    offered, value, chance, there = choices.arms(world, year.seen, year.answer, given, rules)
    choice = rules.chooser.pick("arm", chance, given.streams.uniform("arming/choice", n))
    said = (choice * offered.said).sum(1)
    year = year.noting("arm", Decided(offered.terms, value, chance, choice, there), rules)
    world = arming.resolve(world, choice, year.ceiling, p)
    return year._replace(world=world._replace(evidence=world.evidence + said))


def judgement(given: Given, n: int) -> tuple[PerDyad, Array]:
    """What challengers alone know: their errors of judgement (logit) and cost of war (mean 1)."""
    error = given.p.misjudgement * given.streams.normal("crisis/error", n, n)
    return error, 2.0 * given.streams.uniform("crisis/cost", n)


def challenge(year: Year, given: Given, rules: Rules) -> Year:
    """Crises: whom to challenge, or none; concession, or war."""
    world, seen, mind, p, mods = year.world, year.seen, given.mind, given.p, given.mods
    draw, n = given.streams, world.arms.shape[0]
    error, cost = judgement(given, n)
    offered, value, chance = choices.challenges(world, seen, year.answer, error, cost, given, rules)
    choice = rules.chooser.pick("challenge", chance, draw.uniform("crisis/choice", n))
    claimed, attacked = choice[:, 1 : n + 1], choice[:, n + 1 :]
    resist, accident = draw.two("crisis/resist", n)

    def answer(worth: PerDyad) -> PerDyad:
        """A target knows its cost, so that its chance of resisting is 0 or 1."""
        return rules.chooser.consent("resist", worth, jnp.full_like(worth, 0.5))

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
        answer,
    )
    for name, part, chosen, at in (
        ("claim", offered.claim, claimed, 1),
        ("total war", offered.total, attacked, n + 1),
    ):
        note = Decided(
            part.terms, value[:, at : at + n], chance[:, at : at + n], chosen, part.allowed
        )
        year = year.noting(name, note, rules)
    noise = p.heat_crisis * world.leader_heat
    why = jnp.zeros_like(claimed)
    for part, chosen in ((offered.claim, claimed), (offered.total, attacked)):
        by = _by(part, given, world, rules)
        why += chosen * motives.of_challenges(by, noise)
        year = year.detailing(rules, challenge_security=(chosen * by("survival", "response")))
    year = year.recording(challenge=_habit(why, mind).astype(jnp.uint8))
    said = crisis.evidence(seen, claimed, attacked)
    return year._replace(world=world._replace(evidence=world.evidence + said), opened=opened)


def fight(year: Year, given: Given, rules: Rules) -> Year:
    """Wars, each with those who join it, and their outcome."""
    world, mind, p, mods = year.world, given.mind, given.p, given.mods
    draw, n = given.streams, world.arms.shape[0]
    priority, decisive = draw.two("war/priority", n)
    luck = war.Chance(priority, decisive, *draw.two("war/outcome", n))

    def join(offered: Options, front: war.Front) -> war.Join:
        chance = choices.joining(offered, world, given, rules).chance
        u = draw.uniform_for("war/join", front.attacker, n)
        choice = rules.chooser.pick("join", chance, u, front.attacker)
        by = _by(offered, given, world, rules)
        why = motives.of_joining(choice, by, p.heat_join * world.leader_heat)
        return war.Join(choice, jnp.where(mind.habit > 0, motives.CODE["chance"], why))

    order = draw.uniform("war/order", n) if rules.serial else None
    fought = war.wage(world, year.seen, year.helped, year.opened, join, order, luck, mind, p, mods)
    return year._replace(world=fought.world, fought=fought)


def consequences(year: Year, given: Given, rules: Rules) -> Year:
    """What the year leaves: settlements, identities, what third parties did, power rescaled."""
    fought, opened = year.fought, year.opened
    world = war.settle(fought, opened.stake, given.p)
    fighting = (fought.roles > 0).astype(world.arms.dtype)
    world = learning.identify(world, fighting, given.mind, given.p, given.mods)
    everyone = jnp.ones_like(world.arms)
    world = learning.expect(
        world, fought.joined * everyone, fought.abstained * everyone, given.p, given.mods
    )
    others = living_pairs(world)
    chosen = opened.war - opened.total - opened.accident
    crises = opened.conceded + 2.0 * chosen + 3.0 * opened.total + 4.0 * opened.accident
    record = {
        "resources": world.resources,
        "arms": world.arms,
        "burden": world.burden,
        "posture": world.posture,
        "alive": world.alive.astype(jnp.bool_),
        "threatened": year.seen.threat.sum(1),
        "threat": year.seen.threat,
        "suspected": (world.belief * others).sum(0) / jnp.maximum(others.sum(0), 1.0),
        "result": fought.result.astype(jnp.int8),
        "pact": world.pact > 0,
        "war": fought.roles.astype(jnp.uint8),
        "crisis": crises.astype(jnp.uint8),
        "agreements": _bits(world) | (year.kept.astype(jnp.uint8) << 5),
        "joining": fought.motives.astype(jnp.uint8),
    }
    year = year.detailing(
        rules,
        belief=world.belief,
        greedy=world.greedy,
        caution=given.mind.survival[:, None]
        * year.answer.pressure
        / jnp.maximum(given.mind.consumption[:, None], 1e-9),
        volunteers=jnp.stack([fought.joined, fought.abstained]),
    )
    return year._replace(world=growth.normalise(world), record={**year.record, **record})


def _bits(world: World) -> Array:
    """Agreements in force as bits: 1 inspection, 2 hotline, 4 withdrawal, 8 cap, 16 trade."""
    flags = (world.transparency, world.hotline, world.withdrawal, world.cap, world.trade)
    bits = jnp.zeros(world.trade.shape, jnp.uint8)
    for k, flag in enumerate(flags):
        bits = bits | ((flag > (0.5 if k == 4 else 0.0)).astype(jnp.uint8) << k)
    return bits
