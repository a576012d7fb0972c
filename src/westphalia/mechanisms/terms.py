"""The names under which mechanisms report the parts of an option's value.

Terms are unweighted except where said: a theory weighs consumption, survival, power and
identity; greed is weighed by a state's type; the rest is in utils as it stands.
"""

from typing import NamedTuple

from jaxtyping import Array, Float

#: term -> what it is
TERMS = {
    "consumption": "change of ln consumption, or of a material gain as a share of resources",
    "survival": "change of ln survival over the horizon",
    "restraint": "change of ln survival because a pact restrains the partner",
    "response": "change of ln survival because of how others answer (expected response)",
    "power": "change of ln power share",
    "greed": "resources taken, in mean resources",
    "identity": "change of the welfare of others, times how far one identifies with them",
    "opportunity": "change of what the coming crises are worth (inclusive value), utils",
    "obligation": "costs of leaving or breaking a pact, utils",
    "autonomy": "freedom of action lost to an ally, utils",
    "entrapment": "expected share in an ally's wars, utils",
    "prestige": "value of a challenge for its own sake, utils",
    "effort": "fixed costs: a crisis, a treaty, a change of posture, utils",
}

Terms = dict[str, Float[Array, "n options #runs"]]

#: What a pair may find on its agenda in a year.
ITEMS = ("deal", "inspection", "hotline", "withdrawal", "cap", "institution")


class Options(NamedTuple):
    """What a decider may do: the terms of each option, whether it is there, what it says.

    `allowed` is 1 where the option exists. `said` is ln P(option | greedy) - ln P(option |
    secure), the evidence that choosing it gives to others. All [n, options, runs].
    """

    terms: Terms
    allowed: Float[Array, "n options #runs"]
    said: Float[Array, "n options #runs"]
