"""What goes on inside states: democracies, organisations, captured governments."""

from dataclasses import replace

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import of_state, ordinary
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.theories import defensive, exactly

DEMOCRACIES = (0, 1, 2, 3)
FREE = of_state(dict.fromkeys(DEMOCRACIES, 0.95), others=0.05)
NONE_FREE = of_state({}, others=0.05)
WITH_MODULE = {"open, module": 1.0, "closed, module": -1.0}
WITHOUT_MODULE = {"open": 1.0, "closed": -1.0}

DEMOCRATIC_PEACE = Claim(
    id=35,
    title="Democratic peace",
    sentence="Democracies keep peace with each other only if regimes matter by themselves; "
    "defensive realism alone does not produce it.",
    source="Russett 1993",
    treatment="four of eight states are democracies (openness 0.95, the others 0.05), with and "
    "without the regime module",
    control="none is (openness 0.05), with and without the module",
    conditions={
        "open, module": ordinary(given={"openness": FREE}, on=("regime",)),
        "closed, module": ordinary(given={"openness": NONE_FREE}, on=("regime",)),
        "open": ordinary(given={"openness": FREE}),
        "closed": ordinary(given={"openness": NONE_FREE}),
    },
    parts=(
        Part("with the module, the four fight less", m.pairs_at_war(DEMOCRACIES), "-", WITH_MODULE),
        Part("without it, nothing changes", m.pairs_at_war(DEMOCRACIES), "0", WITHOUT_MODULE),
    ),
    reported=(
        Part("with the module, fewer wars begin", m.wars(), "-", WITH_MODULE),
        Part("democracies begin fewer", m.wars(DEMOCRACIES), "-", WITH_MODULE),
        Part(
            "the others fight each other less",
            m.pairs_at_war((4, 5, 6, 7)),
            "-",
            WITH_MODULE,
        ),
    ),
    without=Without(
        "openness costs no audience and earns no trust",
        {"set": {"audience": 0.0, "democratic_trust": 0.0}},
    ),
    note="The second part holds by construction and exactly: nothing but the module and the "
    "liberals' expectations reads openness. The module is given the two causes that the "
    "literature names; the claim shows what follows from them, not that they are so.",
)


def _holds(records: Records) -> Sums:
    burden, posture, alive = records["burden"], records["posture"], records["alive"]
    same = (burden[1:] == burden[:-1]) & (posture[1:] == posture[:-1])
    there = alive[1:]
    return (same & there).sum((0, 1)).astype(float), there.sum((0, 1)).astype(float)


UNCHANGED = Measure("years in which arms policy stays as it was", "share of state-years", _holds)

BUREAUCRATS = Claim(
    id=36,
    title="Bureaucratic politics",
    sentence="Routines and mobilisation plans change a share of decisions, and raise accidental "
    "escalation.",
    source="Allison 1971",
    treatment="organisations: routine decides 30% of arms choices, one ministry 40% of the rest, "
    "and a settled crisis slips into war with chance 0.2 more",
    control="states choose by their interest",
    conditions={"treatment": ordinary(on=("organisations",)), "control": ordinary()},
    parts=(
        Part("arms policy more often stays as it was", UNCHANGED, "+"),
        Part("more wars that nobody chose", m.challenges(m.ACCIDENT), "+"),
    ),
    reported=(
        Part("more wars in all", m.wars(), "+"),
        Part("burdens", m.burden(), "+"),
        Part("demands conceded", m.challenges(m.CONCEDED), "-"),
    ),
    without=Without(
        "no routine, no vote of a ministry, no plan that runs by itself",
        {"set": {"routine": 0.0, "ministries": 0.0, "mobilisation": 0.0}},
    ),
    note="Close to true by construction: the module makes routines and slips, and the claim shows "
    "that they are not undone by what follows. The size of the effects is what it adds.",
)

#: Defensive realists who expect of third parties what these do in such worlds: 5 to 7% of
#: those threatened join the target (see the last part reported).
INFORMED = replace(
    defensive,
    name="informed",
    title="Defensive realism with correct expectations",
    expects=replace(defensive.expects, balancing=exactly(0.5), passing=exactly(9.5)),
)
CAPTURED = {"on": ("capture",), "given": {"capture": of_state({0: 1.0})}}
OVERESTIMATED = {"treatment, expecting 0.8": 1.0, "control, expecting 0.8": -1.0}

CAPTURE = Claim(
    id=40,
    title="Over-expansion",
    sentence="A state whose policy is captured by those who gain from expansion over-expands, "
    "even when balancing is correctly expected.",
    source="Snyder 1991",
    treatment="one state is captured and counts the gains of war twice (1 + k_cap); all expect "
    "that threatened third parties join the target with chance 0.05, about as often as they do",
    control="no state is captured; the same expectation",
    conditions={
        "treatment": ordinary(theory=INFORMED, **CAPTURED),
        "control": ordinary(theory=INFORMED),
        "treatment, expecting 0.8": ordinary(**CAPTURED),
        "control, expecting 0.8": ordinary(),
    },
    parts=(
        Part("it begins more wars", m.wars((0,)), "+"),
        Part("it ends with a smaller share of resources", m.resources((0,), 41), "-"),
    ),
    reported=(
        Part("it survives less", m.survival((0,)), "-"),
        Part("it is threatened more", m.threat((0,)), "+"),
        Part("it has fewer allies", m.allies((0,)), "-"),
        Part(
            "more wars where balancing is overestimated at 0.8",
            m.wars((0,)),
            "+",
            OVERESTIMATED,
        ),
        Part("a smaller share there", m.resources((0,), 41), "-", OVERESTIMATED),
        Part("third parties that join the target", m.joining_target(), "+", {"treatment": 1.0}),
    ),
    without=Without("capture inflates nothing", {"set": {"capture_gain": 0.0}}),
    note="Over-expansion is taken as expansion that does not pay the state. The captured state is "
    "a defensive realist otherwise, and others know that it is captured.",
)

CLAIMS = (DEMOCRATIC_PEACE, BUREAUCRATS, CAPTURE)
