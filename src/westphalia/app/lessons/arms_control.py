"""Arms control and verification: are caps kept where cheating is never detected?"""

from collections.abc import Mapping

from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.arms_control import COMPLIANCE, found
from westphalia.claims.worlds import YEARS
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records

#: Years that a point of the picture covers.
BACK = 6


def worlds(chance: float) -> Mapping[str, Condition]:
    """Cheating is detected with this chance a year, and never."""
    return {"verified": found(chance), "never verified": found(0.0)}


def _compliance(records: Records) -> Sums:
    """From compliance beyond half to compliance."""
    beyond, caps = COMPLIANCE.sums(records)
    return beyond + 0.5 * caps, caps


KEPT = Measure("caps of a year kept in the next", "share of caps", _compliance)

ARMS_CONTROL = Lesson(
    id="arms-control",
    title="Arms control and verification",
    question="Are treaties on arms kept when nobody can check?",
    story=(
        "Two rivals agree to spend less on arms. Each would be better off if both kept their "
        "word, and each is tempted to cheat, or afraid that the other will. 'Trust, but verify' "
        "is the usual answer: whoever cheats must expect to be detected in time, so that "
        "keeping one's word pays for as long as the treaty lasts.",
        "Pairs of states here may agree on a cap, a cut of both burdens by about a fifth. Every "
        "year each of them keeps it or cheats, weighing this year's advantage against what the "
        "treaty is worth in the years to come. Cheating that is detected ends the treaty. The "
        "control is the chance that it is detected.",
        "Look at the share of caps that are kept. The textbook expects two things: that caps are "
        "kept more often the better they are verified, and that without verification most are "
        "broken. Judge them one by one.",
    ),
    control=Control(
        label="Chance that cheating is detected",
        unit="1/year",
        values=(0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0),
        value=0.9,
        about="The chance a year that cheating on an arms cap is detected, which ends the cap.",
        source="Downs & Rocke 1990",
    ),
    picture=Picture(
        title=f"Arms caps that are kept, mean of the last {BACK} years",
        what="the share of arms caps that are kept in the next year",
        measure=KEPT,
        curve="Share of caps that a state keeps in the following year, all fifty years",
        years=(BACK, YEARS),
        back=BACK,
    ),
    worlds=worlds,
    exercise=Exercise(
        question="Set the control to 0: cheating is never detected. How many of the caps are kept "
        "from one year to the next?",
        answers=("Almost none", "Fewer than half", "More than half", "Almost all"),
        right=2,
        because="Verification works: what a treaty is worth in later years counts only "
        "if cheating may end it. But without it, keeping one's word is not the trap of the "
        "textbook, in which cheating always pays. A cut costs security and saves money, and a "
        "state that has armed as it thought best stands where the two nearly balance. A "
        "cap that nobody checks is then kept more often than not, whether it is small or large.",
    ),
    claims=(24,),
    reading=("Downs & Rocke 1990", "Axelrod 1984"),
)
