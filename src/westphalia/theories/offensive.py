"""Offensive realism: states want power, fear the worst and expect others to pass the buck.

Nobody can be sure of another's intentions, so the worst is assumed and reassurance is not
believed; the best way to be safe is to be strong; and those who could help a victim would rather
leave that to others (Mearsheimer 2001).
"""

from westphalia.theories.numbers import between, exactly
from westphalia.theories.theory import Expects, Learns, Theory, Wants

offensive = Theory(
    name="offensive",
    title="Offensive realism",
    about="States also want power, expect little help and assume the worst of others.",
    follower="an offensive realist",
    wants=Wants(
        consumption=exactly(1.0, "the unit in which other wants are weighed"),
        survival=between(0.5, 0.6, 0.8, "the first end, but sought in good part through power",
                         "Mearsheimer 2001"),
        power=between(0.3, 0.5, 0.7, "relative power is wanted for itself: it is what makes safe",
                      "Mearsheimer 2001"),
        identity=exactly(0.0, "under self-help the welfare of others counts for nothing",
                         "Mearsheimer 2001"),
    ),
    expects=Expects(
        worst_case=between(0.5, 0.7, 1.0, "intentions can never be known, so the worst is assumed",
                           "Mearsheimer 2001"),
        balancing=between(1.0, 2.0, 4.0, "one of five joins the target: balancing is inefficient",
                          "Mearsheimer 2001"),
        passing=between(6.0, 8.0, 10.0, "four of five leave the fight to others",
                        "Mearsheimer 2001"),
        prior=between(0.15, 0.25, 0.35, "as in defensive realism: fear comes from the worst case"),
    ),
    learns=Learns(
        good_news=exactly(0.0, "intentions may change, so reassurance tells nothing",
                          "Mearsheimer 2001"),
        identity_learning=between(0.02, 0.05, 0.1, "of no effect where identity weighs nothing"),
    ),
    sources=("Mearsheimer 2001",),
)  # fmt: skip
