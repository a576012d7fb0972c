"""Constructivism: suspicion follows identity, and identity follows what states do.

Anarchy as such tells a state nothing: whether others are enemies, rivals or friends is learned
from how they treat one another, and enemies are feared and friends are helped whatever they own
(Wendt 1999).
"""

from westphalia.mechanisms.suspicion import identity
from westphalia.theories.numbers import between, exactly
from westphalia.theories.theory import Expects, Learns, Theory, Wants

constructivist = Theory(
    name="constructivist",
    title="Constructivism",
    about="Whether states see each other as friends or enemies decides what they fear.",
    follower="a constructivist",
    wants=Wants(
        consumption=exactly(1.0, "the unit in which other wants are weighed"),
        survival=between(0.5, 0.7, 0.9, "a want beside others, and no law of anarchy",
                         "Wendt 1999"),
        power=exactly(0.0, "power means what identities make of it", "Wendt 1999"),
        identity=between(0.2, 0.5, 0.8, "the good of friends is half as dear as one's own",
                         "Wendt 1999"),
    ),
    expects=Expects(
        worst_case=exactly(0.0, "anarchy alone gives no ground for fear", "Wendt 1999"),
        balancing=between(4.0, 5.0, 6.0, "even chances: anarchy alone says nothing of help",
                          "Wendt 1999"),
        passing=between(4.0, 5.0, 6.0, "even chances: anarchy alone says nothing of help",
                        "Wendt 1999"),
        prior=between(0.15, 0.25, 0.35, "of no effect: suspicion follows identity"),
        suspicion=identity,
    ),
    learns=Learns(
        good_news=exactly(1.0, "good and bad acts alike make identities", "Wendt 1999"),
        identification=exactly(1.0, "whether others are feared is a matter of identity alone",
                               "Wendt 1999"),
        identity_learning=between(0.02, 0.1, 0.2, "identities change within decades of interaction",
                                  "Wendt 1999"),
    ),
    sources=("Wendt 1999",),
)  # fmt: skip
