"""Defensive realism: states want security and expect aggression to be balanced.

States seek survival and take power for a means (Waltz 1979). They judge others by what makes them
dangerous and expect the threatened to come to the aid of a target (Walt 1987), fear one another
because arms may be for offence (Jervis 1978), and believe a state that shows itself harmless
(Glaser 2010): aggression should seldom pay, and restraint should.
"""

from westphalia.theories.numbers import between, exactly
from westphalia.theories.theory import Expects, Learns, Theory, Wants

defensive = Theory(
    name="defensive",
    title="Defensive realism",
    about="States want to survive, expect others to balance, and learn from what they do.",
    follower="a defensive realist",
    wants=Wants(
        consumption=exactly(1.0, "the unit in which other wants are weighed"),
        survival=between(0.8, 1.0, 1.2, "survival is the first end, at the price of its worth",
                         "Waltz 1979"),
        power=exactly(0.0, "power is a means to security and no end", "Waltz 1979"),
        identity=exactly(0.0, "under self-help the welfare of others counts for nothing",
                         "Waltz 1979"),
    ),
    expects=Expects(
        worst_case=between(0.1, 0.15, 0.3, "a little: arms that can attack are feared even in "
                           "friendly hands", "Jervis 1978"),
        balancing=between(6.0, 8.0, 10.0, "four of five who are threatened join the target",
                          "Walt 1987"),
        passing=between(1.0, 2.0, 4.0, "one of five stays out", "Walt 1987"),
        prior=between(0.15, 0.25, 0.35, "the true share of greedy states: no bias"),
    ),
    learns=Learns(
        good_news=exactly(1.0, "restraint reassures: motives can be shown", "Glaser 2010"),
        identity_learning=between(0.02, 0.05, 0.1, "of no effect where identity weighs nothing"),
    ),
    sources=("Waltz 1979", "Walt 1987", "Jervis 1978", "Glaser 2010"),
)  # fmt: skip
