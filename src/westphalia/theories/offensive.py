"""Offensive realism: states want power, fear the worst and expect others to pass the buck."""

from westphalia.theories.theory import Expects, Learns, Theory, Wants, between, exactly

offensive = Theory(
    name="offensive",
    title="Offensive realism",
    wants=Wants(
        consumption=exactly(1.0),
        survival=between(0.5, 0.6, 0.8),
        power=between(0.3, 0.5, 0.7),
    ),
    expects=Expects(
        worst_case=between(0.5, 0.7, 1.0),
        balancing=between(1.0, 2.0, 4.0),
        passing=between(6.0, 8.0, 10.0),
        prior=between(0.15, 0.25, 0.35),
    ),
    learns=Learns(good_news=exactly(0.0)),
    sources=("Mearsheimer 2001",),
)
