"""What decided a decision: balancing, bandwagoning, buck-passing, profit, obligation and others.

A decision is classified from the recorded terms of its options, by the pull that was strongest:
the value of the chosen option, counting one kind of term alone, against the alternative. A pull
weaker than the noise of the choice decides nothing (`chance`). Who joins a side because spoils
were strongest is a jackal and not a balancer, whichever side it is (Walt 1987; Schweller 1994).
"""

from collections.abc import Callable

import jax.numpy as jnp
from jaxtyping import Array, Float

#: Codes of the record, by position.
MOTIVES = (
    "none",
    "balancing",
    "bandwagoning",
    "buck-passing",
    "profit",
    "obligation",
    "kinship",
    "security",
    "greed",
    "prestige",
    "chance",
    "aloof",
)
CODE = {name: float(k) for k, name in enumerate(MOTIVES)}

#: Kinds of terms, each with the class it stands for, in each kind of decision.
JOINING = {
    "balancing": ("survival", "response"),
    "profit": ("consumption", "power", "greed"),
    "obligation": ("obligation",),
    "kinship": ("identity",),
}
ALIGNING = {
    "balancing": ("survival",),
    "bandwagoning": ("restraint",),
    "kinship": ("identity",),
}
CHALLENGING = {
    "security": ("survival", "response"),
    "profit": ("consumption", "power"),
    "greed": ("greed",),
    "prestige": ("prestige", "identity"),
}

#: The value of the options counting the named terms alone. [n, options, runs]
By = Callable[..., Array]


def strongest(pulls: dict[str, Array], noise: Float[Array, "..."]) -> Float[Array, "..."]:
    """The code of the strongest pull, or of `chance` where none is above the noise.

    Args:
        pulls: utils by class, all of one shape. noise: the temperature of the choice, utils.
    """
    code = jnp.full_like(next(iter(pulls.values())), CODE["chance"])
    best = jnp.zeros_like(code) + noise
    for name, pull in pulls.items():
        code = jnp.where(pull > best, CODE[name], code)
        best = jnp.maximum(best, pull)
    return code


def of_joining(
    choice: Float[Array, "n 3 runs"], by: By, noise: Float[Array, "n #runs"]
) -> Float[Array, "n runs"]:
    """Why third states joined a war or stayed out of it. [n, runs]

    On the target's side: balancing if survival was the strongest pull, obligation, profit or
    kinship if that was. On the attacker's side survival makes a bandwagoner. Out of the war
    although survival pulled it to the target by more than the noise: buck-passing, unless the
    debt to an ally among the attackers was larger (obligation). Otherwise aloof.

    Args:
        choice: one-hot over out, target, attacker.
    """
    values = {name: by(*terms) for name, terms in JOINING.items()}
    against_out = {name: value - value[:, :1] for name, value in values.items()}
    target = strongest({k: v[:, 1] for k, v in against_out.items()}, noise)
    attacker = strongest({k: v[:, 2] for k, v in against_out.items()}, noise)
    attacker = jnp.where(attacker == CODE["balancing"], CODE["bandwagoning"], attacker)
    fear, debt = against_out["balancing"][:, 1], against_out["obligation"][:, 1]
    out = jnp.where(fear > noise, CODE["buck-passing"], CODE["aloof"])
    out = jnp.where((fear > noise) & (-debt > fear), CODE["obligation"], out)
    return choice[:, 0] * out + choice[:, 1] * target + choice[:, 2] * attacker


def of_pacts(by: By, noise: Float[Array, "n #runs"]) -> Float[Array, "n n runs"]:
    """Why i wants its pact with k. [i, k]

    Balancing if what the partner brings against others is worth more than the restraint it puts
    on the partner itself, bandwagoning if the restraint is: aligning with the danger (Walt
    1987). Kinship if the partner's welfare is.
    """
    return strongest({k: by(*terms) for k, terms in ALIGNING.items()}, noise[:, None])


def of_challenges(by: By, noise: Float[Array, "n #runs"]) -> Float[Array, "n options runs"]:
    """Why i challenges: security (a preventive war), profit, greed, prestige, or chance."""
    return strongest({k: by(*terms) for k, terms in CHALLENGING.items()}, noise[:, None])
