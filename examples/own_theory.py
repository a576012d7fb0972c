"""A theory of one's own: states that live in fear of the worst and put no trust in others.

westphalia run europe-1890 --theory examples/own_theory.py:anxious
"""

from westphalia.theories import Expects, Learns, Theory, Wants, between, exactly

anxious = Theory(
    name="anxious",
    title="Anxious states",
    wants=Wants(consumption=exactly(1.0), survival=between(1.0, 1.5, 2.0)),
    expects=Expects(
        worst_case=between(0.3, 0.5, 0.7),
        balancing=between(1.0, 3.0, 5.0),
        passing=between(3.0, 5.0, 7.0),
        prior=between(0.2, 0.3, 0.4),
    ),
    learns=Learns(good_news=between(0.0, 0.3, 0.6)),
    sources=("Jervis 1976",),
)
