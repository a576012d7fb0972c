"""Anarchy: what a sovereign would change, and what can be had without one."""

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import TRUSTING, WAR, ordinary
from westphalia.theories import defensive

ANARCHY = Claim(
    id=1,
    title="Anarchy",
    sentence="Under a sovereign who punishes every breach, arms fall, alliances lose their point, "
    "deals are accepted and war ends; under anarchy they do not.",
    source="Waltz 1979",
    treatment="enforcement e = 1: every breach of the peace is punished",
    control="anarchy, e = 0",
    conditions={"treatment": ordinary(set={"enforcement": 1.0}), "control": ordinary()},
    parts=(
        Part("burdens fall", m.burden(), "-"),
        Part("states have fewer allies", m.allies(), "-"),
        Part("fewer wars begin", m.wars(), "-"),
        Part("more pairs trade", m.agreement("trade"), "+"),
    ),
    without=Without("the sovereign's penalty is nil", {"set": {"sanction": 0.0}}),
    note="That war ends is close to construction: an attack costs its author the sovereign's "
    "penalty. What follows for arms, pacts and deals is not. Trade in force stands for deals "
    "accepted; under anarchy, too, nearly all are, for one's own gain is also security.",
)

NOT_CHAOS = Claim(
    id=2,
    title="Anarchy is not chaos",
    sentence="There are anarchic worlds without war for generations.",
    source="Waltz 1979",
    treatment="anarchy in which nobody is greedy, the defence has the advantage (beta = 1.5) and "
    "weapons tell (d = 0.6)",
    control="anarchy as it is",
    conditions={
        "treatment": ordinary(
            set={"greedy_share": 0.0, "defence_advantage": 1.5, "distinguishability": 0.6}
        ),
        "control": ordinary(),
    },
    parts=(
        Part("more worlds without war for 50 years", m.no_war(), "+"),
        Part("there are such worlds", m.no_war(), "+", {"treatment": 1.0}),
    ),
    reported=(Part("and without such conditions", m.no_war(), "+", {"control": 1.0}),),
    without=Without(
        "war is impossible in either world, so the conditions do nothing",
        {"off": WAR},
    ),
)

SELF_HELP = Claim(
    id=3,
    title="Self-help",
    sentence="Under anarchy, states that rely on unenforced promises alone, without arms or "
    "allies, survive less.",
    source="Waltz 1979",
    treatment="two of eight states neither arm nor ally, and agree to whatever is proposed",
    control="the same two states behave as the others do",
    conditions={
        "treatment": ordinary(theory=(TRUSTING, TRUSTING, *(defensive,) * 6)),
        "control": ordinary(theory=(defensive,) * 8),
    },
    parts=(Part("they survive less", m.survival((0, 1)), "-"),),
    reported=(Part("they are attacked more often", m.wars(against=(0, 1)), "+"),),
    without=Without("no victory annexes", {"off": ("annexation",)}),
)

CLAIMS = (ANARCHY, NOT_CHAOS, SELF_HELP)
