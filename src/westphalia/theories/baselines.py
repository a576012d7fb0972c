"""Baselines: states that choose without regard to what anything is worth.

They act in the same world, through the same options and consequences, so that what the theories
add is measured against doing nothing, doing what is usual, and doing anything at all.
"""

from westphalia.theories.numbers import between, exactly
from westphalia.theories.theory import Expects, Habits, Learns, Theory, Wants
from westphalia.world.parameters import DEFAULTS

_UNUSED = "of no effect: its states choose by habit"
_NEUTRAL = "neutral: only the threat that others see in the record rests on it"
_WANTS = Wants(
    consumption=exactly(1.0, _UNUSED),
    survival=exactly(1.0, _UNUSED),
    power=exactly(0.0, _UNUSED),
    identity=exactly(0.0, _UNUSED),
)
_EXPECTS = Expects(
    worst_case=exactly(0.0, _NEUTRAL),
    balancing=exactly(5.0, _NEUTRAL),
    passing=exactly(5.0, _NEUTRAL),
    prior=exactly(0.25, _NEUTRAL),
)
_LEARNS = Learns(
    good_news=exactly(1.0, _NEUTRAL), identity_learning=between(0.02, 0.05, 0.1, _UNUSED)
)

no_change = Theory(
    name="no-change",
    title="No change",
    about="Baseline: everything stays as it is at the start.",
    wants=_WANTS,
    expects=_EXPECTS,
    learns=_LEARNS,
    habits=Habits(
        form=0.0,
        keep=1.0,
        agree=0.0,
        raise_=0.0,
        cut=0.0,
        posture=0.0,
        demand=0.0,
        total=0.0,
        join_target=0.0,
        join_attacker=0.0,
    ),
)

# Chances a year from the record of 1816-1889, before either case starts, with the number of
# cases behind each; `tools/compile_base_rates.py` counts them in ATOP 5.1, COW wars v4.0, GML
# disputes 2.2.1 and COW NMC v7.0. Pacts are those of the great powers, the rest of all states.
PACT_FORMED = 0.0422  # 1/pair-year without a pact of help (592)
PACT_ENDED = 0.0883  # 1/pair-year with one (283)
FORCE_BEGUN = 0.0391  # disputes begun with force short of war, 1/state-year (2,533)
WAR_BEGUN = 0.0103  # interstate wars begun, 1/state-year (2,533)
JOINED_TARGET = 0.0042  # of states outside a war when it began (942)
JOINED_ATTACKER = 0.0085  # the same
RAISED = 0.145  # soldiers per head up by half a burden step or more, 1/state-year (2,311)
CUT = 0.140  # down by as much


def _consent(chance: float) -> float:
    """Consent of each that gives a pair this chance a year, at the usual pace of reviews."""
    return (chance / DEFAULTS["consideration"]) ** 0.5


base_rate = Theory(
    name="base-rate",
    title="Base rate",
    about="Baseline: states act at the frequencies of two centuries, without reasons.",
    wants=_WANTS,
    expects=_EXPECTS,
    learns=_LEARNS,
    habits=Habits(
        form=_consent(PACT_FORMED),
        keep=_consent(DEFAULTS["consideration"] - PACT_ENDED),
        agree=0.5,
        raise_=RAISED,
        cut=CUT,
        posture=0.0,
        demand=FORCE_BEGUN,
        total=WAR_BEGUN,
        join_target=JOINED_TARGET,
        join_attacker=JOINED_ATTACKER,
    ),
    sources=("Leeds et al. 2002", "Sarkees & Wayman 2010", "Gibler et al. 2016", "Singer 1987"),
)

random = Theory(
    name="random",
    title="Random choice",
    about="Baseline: all options are equally likely.",
    wants=_WANTS,
    expects=_EXPECTS,
    learns=_LEARNS,
    habits=Habits(
        form=0.5,
        keep=0.5,
        agree=0.5,
        raise_=0.2,
        cut=0.2,
        posture=0.2,
        demand=1.0 / 3.0,
        total=1.0 / 3.0,
        join_target=1.0 / 3.0,
        join_attacker=1.0 / 3.0,
    ),
)
