"""A year of a game: what the players' states may do, and what comes of what they do."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Int

from westphalia.decisions import CHOICES, DECISIONS, Weighed
from westphalia.decisions.challenge import CHALLENGE
from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.joining import JOINING
from westphalia.decisions.resistance import RESISTANCE, lots
from westphalia.decisions.signal import SIGNAL
from westphalia.decisions.standing import judgement
from westphalia.mechanisms import crisis
from westphalia.mechanisms.bargaining import Demand
from westphalia.mechanisms.contest import chance
from westphalia.mechanisms.response import Response
from westphalia.mechanisms.threat import Assessment
from westphalia.programs import QUICK, compiled
from westphalia.simulation.driver import Start, begin_runs
from westphalia.simulation.game.chooser import Choices, Imposed
from westphalia.simulation.game.perspectives import Perspectives, shared, staffs_of
from westphalia.simulation.year import go_through, parts
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, World, flip
from westphalia.world.streams import year_streams
from westphalia.world.terms import weighted_sum

#: The year in parts: up to its assessment, up to the crises, the crises, and what follows.
ASSESSMENT, PLANS, CRISES, REST = parts("agreements", CHALLENGE.stage, JOINING.stage)


class Setup(NamedTuple):
    """What is the same in every year. `players`: positions of their states."""

    perspectives: Perspectives
    p: Parameters
    mods: Modules
    keys: tuple[Array, Array]
    players: Int[Array, "players"]


class Sight(NamedTuple):
    """What the players' states know besides what is public, each as its staff sees it.

    [players, n]: `belief`, `threat`, `identity`; `odds`, `against`: chance of victory of the
    state over each other and of each other over it; `demand`, `risk`, `credible`: of a demand on
    each. [players]: `cost` of war this year, mean 1; `greedy`.
    """

    belief: Array
    threat: Array
    identity: Array
    odds: Array
    against: Array
    demand: Array
    risk: Array
    credible: Array
    cost: Array
    greedy: Array


class Outlook(NamedTuple):
    """A year before anybody acts: the assessment, the players' decisions and what they know.

    `attack`, `defend`: strengths as all can see them, in units of arms. [n]
    """

    world: World
    assessment: Assessment
    answer: Response
    plans: dict[str, Weighed]
    sight: Sight
    attack: Array
    defend: Array


class Demands(NamedTuple):
    """Demands on the players' states that must be answered. [players, n], by challenger.

    `answers`: resisting against conceding, with another axis, of perspectives. `asked`: the share
    asked for. `cost`: the target's private cost of war, in pies. `odds`: the challenger's chance of
    victory, as the target's staff sees it. `firm`: the chance that the challenger goes to war if
    it is resisted.
    """

    answers: Weighed
    asked: Array
    cost: Array
    odds: Array
    firm: Array


class Acted(NamedTuple):
    """A year after everybody acted: the world, its public record, and what waits for answers.

    `joins`: decisions about each war, [attackers, players, 3, perspectives], as they look when the
    year's wars begin.
    """

    world: World
    record: dict[str, Array]
    demands: Demands
    joins: Weighed


def given_in(setup: Setup, growth: Array, year: Array) -> Given:
    """What a year is given from outside."""
    n = setup.perspectives.own.shape[0]
    streams = year_streams(setup.keys, year)
    return Given(setup.perspectives.numbers, jnp.zeros(n), setup.p, setup.mods, streams, growth)


@compiled("the start of a game", seconds=5, options=QUICK)
def begin_game(start: Start, perspectives: Perspectives) -> tuple[tuple[Array, Array], World]:
    """The keys and the world of run 0 before its first year, in every perspective."""
    runs = jnp.zeros(perspectives.own.shape[1], jnp.uint32)
    begun = begin_runs(start._replace(agents=perspectives.numbers, runs=runs), None)
    return begun.keys, shared(begun.world, perspectives)


@compiled("the plans of a game", seconds=5, options=QUICK)
def look_ahead(setup: Setup, growth: Array, world: World, now: Array) -> Outlook:
    """A year's shocks, lessons and assessment, and the plans that can be made on it."""
    given, rules = given_in(setup, growth, now), Rules(Draw(), (weighted_sum,))
    year = go_through(ASSESSMENT, Year(world, {}), given, rules)
    plans = {d.name: d.foresee(year, given, rules) for d in DECISIONS if d.phase == "plan"}
    own = {k: of_players(v, setup.players) for k, v in plans.items()}
    made = CHALLENGE.weigh_knowing(year, *judgement(given, year.n), given, rules)[1]
    first = year.assessment
    return Outlook(
        year.world, year.assessment, year.answer, own, sight(year, made, given, setup.players),
        first.attack[:, 0], first.defend[:, 0],
    )  # fmt: skip


def of_players(weighed: Weighed, players: Array) -> Weighed:
    """A decision of the players' states alone. [players, options, perspectives]"""
    shape = weighed.value.shape
    return jax.tree.map(lambda v: jnp.broadcast_to(v, shape)[players], weighed)


def sight(year: Year, demand: Demand, given: Given, players: Array) -> Sight:
    """What the players' states know besides what is public. See `Sight`."""
    world, assessment = year.world, year.assessment
    error, cost = judgement(given, world.arms.shape[0])
    which = staffs_of(players.shape[0])

    def own(matrix: Array) -> Array:
        return jnp.broadcast_to(matrix, world.threat.shape)[players, :, which]

    def of(vector: Array) -> Array:
        return vector[players, which]

    return Sight(
        belief=own(world.belief),
        threat=own(assessment.threat),
        identity=own(world.identity),
        odds=own(chance(assessment.odds + error)),
        against=own(flip(facing(world, assessment))),
        demand=own(demand.asked),
        risk=own(demand.war),
        credible=own(demand.credible),
        cost=of(cost),
        greedy=of(world.greedy),
    )


def facing(world: World, assessment: Assessment) -> PerDyad:
    """The chance that i beats j if i attacks, as j judges it. [i, j]

    A target that overrates the defence, or itself, underrates the attacker.
    """
    judged = jnp.log(world.perceived_defence * world.leader_confidence)[None, :]
    return chance(assessment.odds - assessment.bias[:, None] - judged)


@compiled("the year of a game", seconds=5, options=QUICK)
def act(setup: Setup, growth: Array, outlook: Outlook, choices: Choices, now: Array) -> Acted:
    """The rest of a year with what people chose; what nobody chose for is drawn."""
    given = given_in(setup, growth, now)
    rules = Rules(Imposed(choices), (weighted_sum,), explain=True)
    year = Year(outlook.world, {}, outlook.assessment, outlook.answer)
    planned = go_through(PLANS, year, given, rules)
    opened = go_through(CRISES, planned, given, rules)
    demands = demands_on(planned, opened, given, rules, setup.players)
    one = jax.tree.map(lambda v: jnp.broadcast_to(v[..., :1], v.shape), opened.opened)
    opened = opened._replace(opened=one)
    year = go_through(REST, opened, given, rules)
    joins = JOINING.weigh_each(opened, year.fought, given, rules)
    own = jax.tree.map(lambda v: v[:, setup.players], joins)
    offered = Weighed(own.terms, own.value, own.chance, own.allowed)
    return Acted(shared(year.world, setup.perspectives), public(year), demands, offered)


def demands_on(before: Year, after: Year, given: Given, rules: Rules, players: Array) -> Demands:
    """Demands on the players' states, made from the first perspective, weighed by their staffs."""
    made = CHALLENGE.weigh_knowing(before, *judgement(given, before.n), given, rules)[1]
    made, world, assessment = jax.tree.map(
        lambda v: v[..., :1] if jnp.ndim(v) else v, (made, before.world, before.assessment)
    )
    seen = facing(before.world, before.assessment)
    first = before._replace(world=world, assessment=assessment)
    answers = RESISTANCE.weigh_demands(first, made, seen, given)
    answers = answers._replace(allowed=answers.allowed * flip(after.opened.demanded))
    resist = lots(given, before.n)[0][:, None]
    found = crisis.resistance(world, assessment, made, seen, resist)

    def own(matrix: Array) -> Array:
        turned = flip(jnp.broadcast_to(matrix, seen.shape))
        return turned[players, :, staffs_of(players.shape[0])]

    shown = [own(matrix) for matrix in (made.asked, found.cost, seen, found.firm)]
    return Demands(of_players(answers, players), *shown)


def public(year: Year) -> dict[str, Array]:
    """What all can see of a year, from the first perspective."""
    opened, fought = year.opened, year.fought
    kept = ("resources", "arms", "alive", "result", *CHOICES)
    record: dict[str, Any] = {k: year.record[k] for k in kept}
    record |= {
        "demanded": opened.demanded,
        "begun": opened.war,
        "total": opened.total,
        "taken": fought.taken,
        "third": fought.motives > 0,
        "sent": year.taken[SIGNAL.name].choice[:, 0],
        "institutions": year.world.institutions,
    }
    return {k: v[..., 0] for k, v in record.items()}
