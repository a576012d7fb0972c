"""Baselines: states that choose without regard to what anything is worth.

They act in the same world, through the same options and consequences, so that what the theories
add is measured against doing nothing, doing what is usual, and doing anything at all.
"""

from westphalia.theories.theory import Expects, Habits, Learns, Theory, Wants, exactly

_WANTS = Wants(consumption=exactly(1.0), survival=exactly(1.0))
_EXPECTS = Expects(
    worst_case=exactly(0.0), balancing=exactly(5.0), passing=exactly(5.0), prior=exactly(0.25)
)

no_change = Theory(
    name="no-change",
    title="No change",
    wants=_WANTS,
    expects=_EXPECTS,
    learns=Learns(),
    habits=Habits(
        form=0.0,
        keep=1.0,
        agree=0.0,
        raise_=0.0,
        cut=0.0,
        posture=0.0,
        claim=0.0,
        total=0.0,
        join_target=0.0,
        join_attacker=0.0,
    ),
)

# Chances from the record of 1816-1889, European great powers, before either case starts
# (ATOP 5.1, COW wars v4.0, COW NMC v7.0); see docs/model.md for how each was counted.
base_rate = Theory(
    name="base-rate",
    title="Base rate",
    wants=_WANTS,
    expects=_EXPECTS,
    learns=Learns(),
    habits=Habits(
        form=0.2,
        keep=0.65,
        agree=0.5,
        raise_=0.3,
        cut=0.25,
        posture=0.0,
        claim=0.01,
        total=0.003,
        join_target=0.1,
        join_attacker=0.07,
    ),
    sources=("Leeds et al. 2002", "Sarkees & Wayman 2010", "Singer 1987"),
)

random = Theory(
    name="random",
    title="Random choice",
    wants=_WANTS,
    expects=_EXPECTS,
    learns=Learns(),
    habits=Habits(
        form=0.5,
        keep=0.5,
        agree=0.5,
        raise_=0.2,
        cut=0.2,
        posture=0.2,
        claim=1.0 / 3.0,
        total=1.0 / 3.0,
        join_target=1.0 / 3.0,
        join_attacker=1.0 / 3.0,
    ),
)
