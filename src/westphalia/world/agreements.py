"""The agreements that a pair of states may have: where the world holds each, and its code.

Each is one row here, one variable and one switch in `world.state`, and one file with its terms
and words in `decisions.agreements`.
"""

from typing import Any, NamedTuple


class Agreement(NamedTuple):
    """What a pair may agree on.

    `name`: of the item on the agenda. `variable`: of the world, [n, n, runs], where it is held.
    `module`: the switch without which it does not come up. `bit`: its bit in the recorded variable
    `agreements`, 0 where the record holds the degree of it elsewhere or not at all. `flag`: what
    the bit means, in one word. `above`: it is in force where the variable is larger than this.
    `kept`: the bit that says that i keeps it, 0 where neither side can break it.
    """

    name: str
    variable: str
    module: str
    bit: int
    flag: str
    above: float = 0.0
    kept: int = 0

    def in_force(self, world: Any) -> Any:
        """Where it is in force in a world. [n, n, ...] bool"""
        return getattr(world, self.variable) > self.above


#: In the order in which an agenda is drawn, so that new ones go at the end.
AGREEMENTS = (
    Agreement("deal", "trade", "deals", 16, "trade", above=0.5),
    Agreement("inspection", "transparency", "inspections", 1, "inspection"),
    Agreement("hotline", "hotline", "hotlines", 2, "hotline"),
    Agreement("withdrawal", "withdrawal", "withdrawals", 4, "withdrawal"),
    Agreement("cap", "cap", "caps", 8, "cap", kept=32),
    Agreement("institution", "institutions", "institutions", 0, "institution"),
)
#: The agreements that the record tells apart.
RECORDED = tuple(sorted((a for a in AGREEMENTS if a.bit), key=lambda a: a.bit))
#: The bits that say that i keeps an agreement that either side may break, by its flag.
KEPT = {a.flag: a.kept for a in RECORDED if a.kept}
#: What each bit of the record means, in one word.
FLAGS = {a.bit: a.flag for a in RECORDED} | {
    bit: f"{flag}_kept_by_state" for flag, bit in KEPT.items()
}
#: Bit by module, for those.
MODULE_BITS = {a.module: a.bit for a in RECORDED}
