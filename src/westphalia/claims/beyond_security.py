"""Wars that make their author less secure: what it takes for states to begin them."""

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import of_state, ordinary
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records


def _insecure(records: Records) -> tuple:
    """Wars chosen by their author, and those of them that cost it security, by run."""
    chosen = (records["crisis"] == m.LIMITED) | (records["crisis"] == m.TOTAL)
    costly = chosen & (records["challenge_security"] < 0.0)
    return chosen.sum((0, 1, 2)), costly.sum((0, 1, 2)), len(chosen)


def _rate(records: Records) -> Sums:
    chosen, costly, years = _insecure(records)
    return m.CENTURY / years * costly, 0.0 * chosen + 1.0


def _share(records: Records) -> Sums:
    chosen, costly, _ = _insecure(records)
    return costly.astype(float), chosen.astype(float)


COSTLY = Measure("wars chosen that lower their author's security", "per century", _rate)
SHARE = Measure("share of chosen wars that lower their author's security", "share", _share)
SECURE = {"greedy_share": 0.0}

BEYOND_SECURITY = Claim(
    id=37,
    title="Goals beyond security",
    sentence="Wars that lower the initiator's own security need greed, capture or a non-state "
    "shock.",
    source="Schweller 1994",
    treatment="a world of secure states with one of three things: some are greedy (a quarter); "
    "two of eight are captured; non-state attackers strike",
    control="none of the three",
    conditions={
        "greed": ordinary(),
        "capture": ordinary(
            set=SECURE, on=("capture",), given={"capture": of_state({0: 1.0, 1: 1.0})}
        ),
        "shock": ordinary(set=SECURE, on=("nonstate",)),
        "none": ordinary(set=SECURE),
    },
    parts=(
        Part("there are none without the three", COSTLY, "0", {"none": 1.0}, margin=0.1),
        Part("greed makes more", COSTLY, "+", {"greed": 1.0, "none": -1.0}),
        Part("capture makes more", COSTLY, "+", {"capture": 1.0, "none": -1.0}),
        Part("non-state shocks make more", COSTLY, "+", {"shock": 1.0, "none": -1.0}),
    ),
    reported=(
        Part("their share of wars without the three", SHARE, "+", {"none": 1.0}),
        Part("with greed", SHARE, "+", {"greed": 1.0}),
        Part("all wars without the three", m.wars(), "+", {"none": 1.0}),
    ),
    without=Without(
        "nobody is greedy, capture inflates nothing, nobody strikes",
        {"set": {**SECURE, "capture_gain": 0.0, "attack_hazard": 0.0}},
    ),
    note="Security is what the author itself reckons with: what it saves by a preventive war, less "
    "how others will answer; nearly every war costs some by that. Secure states too want the "
    "material stakes of a quarrel. 'None' is taken as less than one such war in a thousand years.",
)

CLAIMS = (BEYOND_SECURITY,)
