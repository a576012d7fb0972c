"""Liberalism: states want welfare, and openness and institutions lower suspicion."""

from westphalia.theories.theory import Expects, Learns, Theory, Wants, between, exactly

liberal = Theory(
    name="liberal",
    title="Liberalism",
    wants=Wants(
        consumption=between(1.5, 2.0, 2.5),
        survival=between(0.6, 0.8, 1.0),
        power=exactly(0.0),
    ),
    expects=Expects(
        worst_case=exactly(0.0),
        balancing=between(2.0, 4.0, 6.0),
        passing=between(4.0, 6.0, 8.0),
        prior=between(0.1, 0.2, 0.3),
        liberal_prior=exactly(1.0),
    ),
    learns=Learns(good_news=exactly(1.0)),
    sources=("Keohane 1984", "Moravcsik 1997", "Oneal & Russett 1997"),
)
