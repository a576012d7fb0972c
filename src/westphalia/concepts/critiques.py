"""E. Critiques and hard cases: what goes on inside states, 1914, the end of the Cold War."""

from westphalia import measures as m
from westphalia.claims import beyond_security, cold_war, domestic, origins_1914
from westphalia.claims.claim import subset_name
from westphalia.claims.worlds import ordinary
from westphalia.concepts import looks
from westphalia.concepts.concept import ORDINARY, Concept, Look, Trial, with_
from westphalia.experiments.condition import Condition

USUAL = ordinary()
OPEN = ordinary(given={"openness": domestic.FREE})
CLOSED = ordinary(given={"openness": domestic.NONE_FREE})
AMONG_FOUR = looks.at_war(domestic.DEMOCRACIES)
ROUTINE = Look(domestic.UNCHANGED, 0.05, "one year in twenty")
COSTLY = Look(beyond_security.COSTLY, 0.3, "a tenth of a usual three")
SECURE = ordinary(set={"greedy_share": 0.0})
GENERAL = Look(origins_1914.GENERAL_WAR, 0.05, "one run in twenty")
ENDED = Look(cold_war.ENDED, 0.05, "one rivalry in twenty")
ARMED = Look(cold_war.ARMED, 0.05, "a twentieth of their arms")
#: One state of eight begins an eighth of the usual wars.
BEGINS = Look(m.wars((0,)), 0.1, "a tenth of the usual one")
EXPANDS = (BEGINS, looks.share_of_resources((0,), 41))
ATTACKED = (looks.burden(), looks.SUSPICION, looks.WARS)
LIKELY = {"attack_hazard": 0.1}


def _without_cause(cause: str) -> Trial:
    """Europe with all four causes, and with the other three."""
    rest = tuple(other for other in origins_1914.CAUSES if other != cause)
    return Trial(
        f"Europe from 1890, nobody greedy; off: without {cause}",
        origins_1914.europe(origins_1914.CAUSES),
        origins_1914.europe(rest),
        (GENERAL,),
    )


def _with_cause(*causes: str) -> Trial:
    """A rivalry with one cause of its end, and with none."""
    return Trial(
        f"two rivals of whom one ceases to be greedy: {subset_name(causes)}",
        cold_war.rivalry(causes),
        cold_war.rivalry(()),
        (ENDED, ARMED),
    )


def _captured(where: str, world: Condition) -> Trial:
    return with_(where, world, *EXPANDS, **domestic.CAPTURED)


CONCEPTS = (
    Concept(
        "democratic peace", "E", 35,
        "openness costs an audience and earns trust (regime), against openness that does nothing",
        "Russett 1993",
        (
            with_(ORDINARY, USUAL, looks.DISPUTES, looks.WITHDRAWN, on=("regime",)),
            with_("four of eight are democracies", OPEN, AMONG_FOUR, looks.WARS, on=("regime",)),
            Trial("the module off: four democracies; off: none", OPEN, CLOSED, (AMONG_FOUR,)),
        ),
    ),
    Concept(
        "bureaucratic politics", "E", 36,
        "routines, ministries and mobilisation plans, against none",
        "Allison 1971",
        (
            with_(ORDINARY, USUAL, ROUTINE, looks.ACCIDENTS, looks.WARS, on=("organisations",)),
            with_("plans that run by themselves twice as often",
                  ordinary(set={"mobilisation": 0.06}), looks.ACCIDENTS, looks.WARS,
                  on=("organisations",)),
        ),
    ),
    Concept(
        "greed", "E", 37,
        "a quarter of states are greedy, against none",
        "Schweller 1994",
        (Trial(ORDINARY, USUAL, SECURE, (COSTLY, looks.WARS, looks.burden())),),
    ),
    Concept(
        "prestige", "E", 37,
        "challenges are worth something for their own sake, against nothing",
        "Lebow 2008",
        (
            with_(ORDINARY, USUAL, looks.DISPUTES, looks.WARS, on=("goals",)),
            with_("nobody is greedy", SECURE, COSTLY, looks.DISPUTES, on=("goals",)),
        ),
    ),
    Concept(
        "non-state attackers", "E", 37,
        "non-state attackers strike, against none",
        "Jervis 1976",
        (
            with_(ORDINARY, USUAL, *ATTACKED, on=("nonstate",)),
            with_("nobody is greedy, attacks five times as often", SECURE.having(set=LIKELY),
                  COSTLY, *ATTACKED, on=("nonstate",)),
        ),
    ),
    Concept(
        "causes of 1914", "E", 38,
        "four causes of a general war, against three of them",
        "Van Evera 1984",
        tuple(map(_without_cause, origins_1914.CAUSES)),
    ),
    Concept(
        "end of the Cold War", "E", 39,
        "what may end a rivalry, against nothing but that one side ceases to be greedy",
        "Brooks & Wohlforth 2000",
        (
            _with_cause(cold_war.SIGNALS, cold_war.VERIFICATION),
            _with_cause(cold_war.DECLINE),
            _with_cause(cold_war.IDENTITY),
        ),
    ),
    Concept(
        "over-expansion", "E", 40,
        "a state captured by those who gain from expansion, against one that is not",
        "Snyder 1991",
        (
            _captured(ORDINARY, USUAL),
            _captured("all expect few to join a target", ordinary(theory=domestic.INFORMED)),
        ),
    ),
    Concept(
        "leaders", "E", None,
        "leaders who differ come and go, against none who do",
        "Byman & Pollack 2001",
        (with_(ORDINARY, USUAL, looks.WARS, looks.DISPUTES, on=("leaders",)),),
    ),
)  # fmt: skip
