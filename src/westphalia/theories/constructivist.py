"""Constructivism: suspicion follows identity, and identity follows what states do."""

from westphalia.theories.theory import Expects, Learns, Theory, Wants, between, exactly

constructivist = Theory(
    name="constructivist",
    title="Constructivism",
    wants=Wants(
        consumption=exactly(1.0),
        survival=between(0.5, 0.7, 0.9),
        power=exactly(0.0),
        identity=between(0.2, 0.5, 0.8),
    ),
    expects=Expects(
        worst_case=exactly(0.0),
        balancing=between(4.0, 5.0, 6.0),
        passing=between(4.0, 5.0, 6.0),
        prior=between(0.15, 0.25, 0.35),
    ),
    learns=Learns(
        good_news=exactly(1.0),
        identity_prior=exactly(1.0),
        identity_learning=between(0.02, 0.1, 0.2),
    ),
    sources=("Wendt 1999",),
)
