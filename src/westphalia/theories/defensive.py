"""Defensive realism: states want security and expect aggression to be balanced."""

from westphalia.theories.theory import Expects, Learns, Theory, Wants, between, exactly

defensive = Theory(
    name="defensive",
    title="Defensive realism",
    wants=Wants(
        consumption=exactly(1.0),
        survival=between(0.8, 1.0, 1.2),
        power=exactly(0.0),
    ),
    expects=Expects(
        worst_case=between(0.1, 0.15, 0.3),
        balancing=between(6.0, 8.0, 10.0),
        passing=between(1.0, 2.0, 4.0),
        prior=between(0.15, 0.25, 0.35),
    ),
    learns=Learns(good_news=exactly(1.0)),
    sources=("Waltz 1979", "Walt 1987", "Jervis 1978", "Glaser 2010"),
)
