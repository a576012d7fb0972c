"""What a player's state sees: what is public, and its own beliefs, threats and odds."""

from typing import Any

import numpy as np

from westphalia.app.play.questions import Asking
from westphalia.app.play.words import figure
from westphalia.measures.quantities import share_held
from westphalia.world.agreements import AGREEMENTS


def view_of(ask: Asking, attack: np.ndarray, defend: np.ndarray) -> dict[str, Any]:
    """What the state sees at the beginning of a year. See `Sight` in the page's types.

    Nothing in it depends on another state's type, beliefs, values or private costs.
    `attack`, `defend`: strengths as all can see them, which tell as much of posture as there is.
    """
    world, i, sight = ask.world, ask.i, ask.sight
    power = share_held(np.asarray(world.resources), np.asarray(world.alive))
    strengths = {"attack": attack, "defend": defend, "power": power}
    public = {**strengths, "arms": world.arms, "burden": world.burden}

    def shown(k: int) -> dict[str, Any]:
        figures = {name: figure(values[k]) for name, values in public.items()}
        return {"state": ask.labels[k], "name": ask.names[k], **figures}

    threat = sight.threat[ask.player]
    own = shown(i) | {
        "alive": bool(world.alive[i] > 0),
        "posture": figure(world.posture[i]),
        "type": "greedy" if sight.greedy[ask.player] > 0 else "secure",
        "war_cost": figure(sight.cost[ask.player]),
        "threatened": figure(threat.sum()),
    }
    others = [shown(j) | _other(ask, j) for j in ask.others]
    n = len(ask.labels)
    pacts = [
        {"states": [ask.labels[a], ask.labels[b]], "years": int(world.pact_age[a, b])}
        for a in range(n) for b in range(a + 1, n) if world.pact[a, b] > 0
    ]  # fmt: skip
    return {"own": own, "others": others, "pacts": pacts}


def _other(ask: Asking, j: int) -> dict[str, Any]:
    """What lies between the state and another."""
    world, i, sight, q = ask.world, ask.i, ask.sight, ask.player
    own = {k: getattr(sight, k)[q, j] for k in ("belief", "threat", "odds", "against", "identity")}
    held = [a.name for a in AGREEMENTS if a.bit and a.in_force(world)[i, j]]
    return {
        "alive": bool(world.alive[j] > 0),
        **{k: figure(v) for k, v in own.items()},
        "stake": figure(world.stake[i, j]),
        "pact": int(world.pact_age[i, j]) if world.pact[i, j] > 0 else None,
        "agreements": held,
        "institutions": figure(world.institutions[i, j]),
        "near": figure(world.delivery[i, j]),
        "peace": int(world.peace_years[i, j]),
    }
