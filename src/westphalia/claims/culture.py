"""Culture: the same material world among friends and among enemies."""

from dataclasses import replace

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import YEARS, N, ordinary
from westphalia.experiments.condition import Condition
from westphalia.mechanisms.suspicion import constant_prior
from westphalia.theories import constructivist, exactly

#: The last ten years.
LATE = YEARS - 9


def culture(identity: float, fixed: bool = False) -> Condition:
    """Constructivist states that see each other as friends or as enemies at the start.

    `fixed`: whatever they do, they go on seeing each other so.
    """
    towards = np.full((N, N), identity, np.float32)
    np.fill_diagonal(towards, np.nan)
    off = ("identities",) if fixed else ()
    return ordinary(theory=constructivist, given={"identity": towards}, off=off)


#: The same states without culture: identity is neither valued nor the ground of suspicion.
MATERIAL = replace(
    constructivist,
    name="material",
    wants=replace(constructivist.wants, identity=exactly(0.0)),
    expects=replace(constructivist.expects, suspicion=constant_prior),
)
FRIENDS = {"friends": 1.0, "enemies": -1.0}
FIXED = {"friends, fixed": 1.0, "enemies, fixed": -1.0}
WIDENED = {**FRIENDS, "friends, fixed": -1.0, "enemies, fixed": 1.0}

CULTURE = Claim(
    id=43,
    title="Anarchy is what states make of it",
    sentence="In the same material world there is less war and suspicion among states that began "
    "as friends than among those that began as enemies, and it stays so.",
    source="Wendt 1999",
    treatment="all states begin as friends (identity 0.6)",
    control="all begin as enemies (identity -0.6), with the same places, resources and arms",
    conditions={
        "friends": culture(0.6),
        "enemies": culture(-0.6),
        "friends, fixed": culture(0.6, fixed=True),
        "enemies, fixed": culture(-0.6, fixed=True),
    },
    parts=(
        Part("fewer pairs at war", m.pairs_at_war(), "-", FRIENDS),
        Part("less suspicion", m.suspicion(), "-", FRIENDS),
        Part("fewer pairs at war in the last ten years", m.pairs_at_war(first=LATE), "-", FRIENDS),
        Part("less suspicion in the last ten years", m.suspicion(first=LATE), "-", FRIENDS),
    ),
    reported=(
        Part("fewer wars begin", m.wars(), "-", FRIENDS),
        Part("lower burdens", m.burden(), "-", FRIENDS),
        Part("practice widens the gap in suspicion", m.suspicion(first=LATE), "-", WIDENED),
        Part("practice widens the gap in war", m.pairs_at_war(first=LATE), "-", WIDENED),
        Part("war if culture is fixed", m.pairs_at_war(first=LATE), "-", FIXED),
    ),
    without=Without(
        "identity is neither valued nor the ground of suspicion",
        {"theory": MATERIAL},
    ),
    note="That friends are suspected less at first is by construction, since suspicion follows "
    "identity. What is not: that it shows in wars, and that it is still there after 50 years. "
    "Slow learning alone would keep a part of the difference; with culture held fixed (reported) "
    "one sees whether what states do widens or closes it.",
)

CLAIMS = (CULTURE,)
