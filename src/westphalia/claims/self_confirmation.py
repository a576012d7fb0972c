"""Offensive realists' worlds, and which expectation about third parties confirms itself."""

from dataclasses import replace
from itertools import product

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Atlas, Cell, Claim, Part, Without
from westphalia.claims.worlds import YEARS, N, ordinary
from westphalia.experiments.condition import Condition
from westphalia.theories import defensive, offensive
from westphalia.world.parameters import DEFAULTS

#: The same states, who differ only in what they expect third parties to do.
EXPECTS_BALANCING = defensive
EXPECTS_PASSING = replace(
    defensive,
    name="expects-buck-passing",
    title="Defensive realists who expect buck-passing",
    expects=replace(
        defensive.expects,
        balancing=offensive.expects.balancing,
        passing=offensive.expects.passing,
    ),
)
#: One power-maximiser, state 0, among seven defenders.
LONE = (offensive, *(defensive,) * (N - 1))

PERCEIVED = (0.5, 0.71, 1.0, 1.41, 2.0)  # perceived / true defence advantage
SPOILS = (1.0, 2.0, 3.7, 8.0, 16.0)  # what a pair disputes / mean cost of a war
POWERS = (4, 8, 12)
#: Geometric mean of what a pair disputes and of a war's cost at the defaults.
SCALE = (DEFAULTS["stake_size"] * DEFAULTS["war_cost"]) ** 0.5


def cell(perceived: float, spoils: float, powers: int) -> Cell:
    """A world of the map, in which everybody expects balancing or everybody buck-passing."""
    stake = {"stake_size": SCALE * spoils**0.5, "war_cost": SCALE / spoils**0.5}

    def condition(theory: object) -> Condition:
        return Condition(
            YEARS,
            states=powers,
            theory=theory,  # type: ignore[arg-type]
            set=stake,
            given={"perceived_defence": np.full(powers, perceived, np.float32)},
        )

    return Cell(
        {
            "perceived / true defence advantage": perceived,
            "spoils / cost of war": spoils,
            "powers": powers,
        },
        {
            "expect balancing": condition(EXPECTS_BALANCING),
            "expect buck-passing": condition(EXPECTS_PASSING),
        },
    )


ATLAS = Atlas(
    axes={
        "perceived / true defence advantage": "ratio",
        "spoils / cost of war": "ratio",
        "powers": "number",
    },
    cells=tuple(cell(*at) for at in product(PERCEIVED, SPOILS, POWERS)),
    measures={
        "all third parties, by how much the attacker threatens them": m.joining_target(),
        "third parties whom survival pulls to the target's side": m.balancers(),
    },
    priors={"expect balancing": 0.8, "expect buck-passing": 0.2},
)

CLAIMS = (
    Claim(
        id=41,
        title="Offensive realists' worlds",
        sentence="A world of power-maximisers who expect buck-passing has more war and more "
        "concentration than a world of security-seekers who expect balancing.",
        source="Mearsheimer 2001",
        treatment="eight states under offensive realism",
        control="eight states under defensive realism",
        conditions={
            "treatment": ordinary(theory=(offensive,) * N),
            "control": ordinary(),
            "expect buck-passing": ordinary(theory=(EXPECTS_PASSING,) * N),
            "lone maximiser": ordinary(theory=LONE),
            "lone, expected to be balanced": ordinary(
                theory=(
                    replace(
                        offensive,
                        name="bold",
                        expects=replace(
                            offensive.expects,
                            balancing=defensive.expects.balancing,
                            passing=defensive.expects.passing,
                        ),
                    ),
                    *(defensive,) * (N - 1),
                )
            ),
        },
        parts=(
            Part("more wars begin", m.wars(), "+"),
            Part("resources are more concentrated", m.concentration(), "+"),
        ),
        reported=(
            Part(
                "wars, from expectations alone",
                m.wars(),
                "+",
                {"expect buck-passing": 1.0, "control": -1.0},
            ),
            Part(
                "a lone maximiser's share against a defender's in its place",
                m.resources((0,)),
                "+",
                {"lone maximiser": 1.0, "control": -1.0},
            ),
            Part(
                "the same, if it expects to be balanced",
                m.resources((0,)),
                "+",
                {"lone, expected to be balanced": 1.0, "control": -1.0},
            ),
            Part(
                "a lone maximiser's survival against a defender's in its place",
                m.survival((0,)),
                "+",
                {"lone maximiser": 1.0, "control": -1.0},
            ),
        ),
        without=Without(
            "power-maximisers want and expect what security-seekers do",
            by_condition={"treatment": {"theory": (defensive,) * N}},
        ),
        atlas=ATLAS,
        note="The map holds wants fixed (those of defensive realism) and varies what states expect "
        "of third parties; an expectation confirms itself where what third parties do is nearer to "
        "it than to the rival expectation.",
    ),
)
