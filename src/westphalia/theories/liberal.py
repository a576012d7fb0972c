"""Liberalism: states want welfare, and openness and institutions lower suspicion.

States act for societies that want welfare (Moravcsik 1997); institutions give them information
and make cooperation pay (Keohane 1984); and pairs of open states, and of members of the same
institutions, have less to fear from each other (Oneal & Russett 1997), which is the rule that
their suspicion follows.
"""

from westphalia.mechanisms.suspicion import assured_prior
from westphalia.theories.numbers import between, exactly
from westphalia.theories.theory import Expects, Learns, Theory, Wants

liberal = Theory(
    name="liberal",
    title="Liberalism",
    about="States want prosperity; trade, institutions and openness lower suspicion.",
    follower="a liberal",
    wants=Wants(
        consumption=between(1.5, 2.0, 2.5, "states act for societies, which want welfare first",
                            "Moravcsik 1997"),
        survival=between(0.6, 0.8, 1.0, "security is one want of a society among others",
                         "Moravcsik 1997"),
        power=exactly(0.0, "what is wanted is welfare, and not more of it than others have",
                      "Keohane 1984"),
        identity=exactly(0.0, "states serve their own societies", "Moravcsik 1997"),
    ),
    expects=Expects(
        worst_case=exactly(0.0, "information takes the place of worst-case thinking",
                           "Keohane 1984"),
        balancing=between(2.0, 4.0, 6.0, "two of five join the target: between the realists"),
        passing=between(4.0, 6.0, 8.0, "three of five stay out: between the realists"),
        prior=between(0.1, 0.2, 0.3, "a little below the realists': wants differ, few are for war",
                      "Moravcsik 1997"),
        assurance=exactly(1.0, "open states with institutions in common have nothing to fear",
                          "Oneal & Russett 1997"),
        suspicion=assured_prior,
    ),
    learns=Learns(
        good_news=exactly(1.0, "what institutions reveal is believed", "Keohane 1984"),
        identity_learning=between(0.02, 0.05, 0.1, "of no effect where identity weighs nothing"),
    ),
    sources=("Keohane 1984", "Moravcsik 1997", "Oneal & Russett 1997"),
)  # fmt: skip
