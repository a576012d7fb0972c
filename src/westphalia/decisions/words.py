"""How decisions are put to people: in explanations, on the page, in games and their logs."""

from typing import Literal, NamedTuple

#: What a decision is about: an act, done or not; a proposal to each of several partners; one of a
#: few options; one of several targets; a side in each of several wars.
Shape = Literal["act", "proposal", "options", "targets", "wars"]
#: The heading of agreements, of keeping them, and of signals.
TALKS = "Agreements and signals"


class Act(NamedTuple):
    """An option in words, {} being the other state: what one does, and what one did."""

    do: str
    did: str


class Words(NamedTuple):
    """A decision in words.

    `title`: what it is called where it is explained; `against`: what values are relative to.
    `acts`: by option; of an act or a proposal, "yes" and "no". `field`: where a game's move answers
    it. `heading`: under which a game asks it, with others of the same heading; `question`: what a
    player is asked, and `baseline`, what values are relative to there (what "no" does if empty).
    `doing`: what saying yes is called where it was not done.
    """

    shape: Shape
    title: str
    against: str
    acts: dict[str, Act]
    field: str
    heading: str
    question: str
    baseline: str = ""
    doing: str = "it"

    @property
    def nothing(self) -> str:
        """The option that changes nothing, with which others are compared: a quiet year, staying
        out of a war. Empty where there is none."""
        return next(iter(self.acts)) if self.shape in ("targets", "wars") else ""
