"""Arms control: caps on the burden, kept or broken under better and worse verification."""

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.cooperation import ending
from westphalia.claims.worlds import ordinary
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records


def _beyond_half(records: Records) -> Sums:
    bits, alive = records["agreements"], records["alive"]
    living = alive[1:, :, None] & alive[1:, None]
    capped = (bits[:-1] & m.AGREEMENTS["cap"] > 0) & living
    kept = (bits[1:] & m.AGREEMENTS["kept"] > 0) & capped
    count = capped.sum((0, 1, 2)).astype(float)
    return kept.sum((0, 1, 2)) - 0.5 * count, count


#: A cheat that is found ends the cap within the year, so that compliance among the caps of the
#: year's end would leave cheats out. A cap that lapses at a meeting counts as not kept.
COMPLIANCE = Measure("caps of a year kept in the next, beyond half", "share - 0.5", _beyond_half)


def _both_keep(records: Records) -> Sums:
    bits, alive = records["agreements"], records["alive"]
    held = bits & m.AGREEMENTS["kept"] > 0
    both = held & held.swapaxes(1, 2)
    pairs = (alive[:, :, None] & alive[:, None]).sum((0, 1, 2)) - alive.sum((0, 1))
    return both.sum((0, 1, 2)).astype(float), pairs.astype(float)


BOTH_KEEP = Measure("pairs that both keep an arms cap", "share of pairs", _both_keep)


def found(chance: float) -> Condition:
    """A cheat is found with some chance a year, inspected or not."""
    return ordinary(set={"detection": chance, "inspected_detection": chance})


ARMS_CONTROL = Claim(
    id=24,
    title="Arms control needs verification",
    sentence="Arms control holds above a level of verification and collapses below it, for fear "
    "of cheating.",
    source="Downs & Rocke 1990",
    treatment="a cheat is found with chance 0.9 a year",
    control="never; between them, with chance 0.3",
    conditions={"treatment": found(0.9), "control": found(0.0), "middle": found(0.3)},
    parts=(
        Part("caps are kept more often", COMPLIANCE, "+"),
        Part("well verified, most are kept", COMPLIANCE, "+", {"treatment": 1.0}),
        Part("unverified, most are broken", COMPLIANCE, "-", {"control": 1.0}),
    ),
    reported=(
        Part("kept in the middle", COMPLIANCE, "+", {"middle": 1.0}),
        Part("more pairs have a cap that both keep", BOTH_KEEP, "+"),
        Part("fewer caps end", ending(("cap",), "cap"), "-"),
        Part("burdens are lower", m.burden(), "-"),
    ),
    without=Without(
        "a cap cuts nothing, so that neither has anything to lose by the other's cheating",
        {"set": {"cap_depth": 0.0}},
    ),
    note="Caps are small cuts (15 to 22%) of the burden. A cheat that is never found ends nothing, "
    "so unverified caps last as paper by construction; how long caps last is only reported. "
    "Whether to sign a cap does not take into account whether it will be kept.",
)

CLAIMS = (ARMS_CONTROL,)
