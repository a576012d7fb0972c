"""Players for tests: they answer what is asked by a rule, until the end."""

import json

from westphalia.app.play import move, seat
from westphalia.app.play.position_cache import position_of

SMALL = {"case": "examples/three-powers.yaml", "players": ["NOR"]}
TWO = {**SMALL, "players": ["NOR", "SUD"]}


def answers(seen, choose):
    """A move that answers every question as `choose` says."""
    out = {}
    for question in seen["questions"]:
        choice = choose(question)
        if question["key"] is None:
            out[question["field"]] = choice
        else:
            out.setdefault(question["field"], {})[question["key"]] = choice
    return out


def any_of(rng):
    return lambda question: rng.choice(question["options"])["choice"]


def mostly_quiet(rng):
    """Random, but wars are rare enough that games go on."""

    def choose(question):
        if question["field"] == "crisis" and rng.random() < 0.8:
            return "quiet"
        return any_of(rng)(question)

    return choose


def calm(question):
    """Hold, keep, accept, concede, stay out."""
    usual = {"arms": "hold", "crisis": "quiet", "answers": False, "joins": "out"}
    return usual.get(question["field"], question["field"] != "signal")


def play_on(game, choose, steps=10_000):
    """The game after some moves of whoever has to choose."""
    for _ in range(steps):
        position = position_of(game)
        if position.over:
            break
        state = position.table.labels[position.questions[0][0]]
        game = move(game, state, answers(seat(game, state), choose))
    return game


def text(data):
    return json.dumps(data, allow_nan=False)


def demanding(question):
    """A credible demand on another player, where there is one."""
    if question["field"] != "crisis":
        return None
    demands = [o["choice"] for o in question["options"] if o["about"].get("credible")]
    return next((c for c in demands if c[-3:] in TWO["players"]), None)


def answered(game, position):
    """Both answers to a demand, each of which comes to pass."""
    state = position.table.labels[position.questions[0][0]]
    question = seat(game, state)["questions"][0]
    assert question["field"] == "answers"
    assert 0 < question["demand"] <= 1
    assert 0 < question["odds"] < 1
    for choice in (True, False):
        told = move(game, state, {"answers": {question["key"]: choice}})
        if position_of(told).phase != "plan":
            told = play_on(told, calm, 1)
        year = next(y for y in seat(told, state)["log"] if y["year"] == position.calendar)
        demand = next(
            e for e in year["events"] if e["kind"] == "demand" and e["states"][0] == question["key"]
        )
        assert demand["outcome"] in ({2} if choice else {1, 4})
    return {True, False}
