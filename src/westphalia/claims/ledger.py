"""The ledger: which claims are run over which design, and what comes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from westphalia.claims.atlas import Map, regions
from westphalia.claims.claim import Claim
from westphalia.claims.judge import NOBODY, Judgement, judge
from westphalia.claims.load import load_claim
from westphalia.experiments.condition import Condition, set_less
from westphalia.experiments.design import Design
from westphalia.experiments.run import Outcome, Simulations, Work, outcomes, together
from westphalia.measures.load import is_reference
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.theories import Theory
from westphalia.work.store import Store
from westphalia.world.problems import Problems


def _nobody(records: Records) -> Sums:
    empty = ~records["alive"][-1].any(0)
    return empty.astype(float), np.ones(len(empty))


ANYBODY = Measure(NOBODY, "share of runs", _nobody)


@dataclass(frozen=True)
class Ledger:
    """Claims over a design. `atlas`: the design of the maps, which have many worlds.

    `off`, `on`: modules switched in every condition, whatever the condition itself says of them.
    """

    claims: tuple[Claim, ...]
    design: Design
    atlas: Design
    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()

    def condition(self, condition: Condition) -> Condition:
        """A condition with the modules that are switched everywhere, at the start and later."""
        if not self.off and not self.on:
            return condition
        later = condition.later
        if later is not None:
            switched = (*self.off, *self.on)
            later = replace(
                later, off=set_less(later.off, switched), on=set_less(later.on, switched)
            )
        return condition.having(off=self.off, on=self.on, later=later)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """All that is to be simulated, every condition once."""
        return together(work for claim in self.claims for work in self._of(claim))

    def _of(self, claim: Claim) -> Iterable[Work]:
        yield from self._works(claim).values()
        for cell in self._cells(claim):
            yield from cell.values()

    def _works(self, claim: Claim) -> dict[str, Work]:
        """What is to be simulated of a claim, by condition."""
        return {
            name: Work(self.condition(condition), (*claim.measures(name), ANYBODY), self.design)
            for name, condition in claim.conditions.items()
        }

    def _cells(self, claim: Claim) -> list[dict[str, Work]]:
        """What is to be simulated for the maps of a claim, by cell and condition."""
        if claim.atlas is None:
            return []
        every = tuple(claim.atlas.measures.values())
        return [
            {a: Work(self.condition(c), every, self.atlas) for a, c in cell.conditions.items()}
            for cell in claim.atlas.cells
        ]

    @cached_property
    def job(self) -> Simulations:
        """What is to be simulated, in pieces."""
        return Simulations(self.works)

    def measured(self, claim: Claim, store: Store) -> dict[str, Mapping[str, Outcome]]:
        """What the conditions of a claim gave."""
        return {name: outcomes(work, store) for name, work in self._works(claim).items()}

    def maps(self, claim: Claim, store: Store) -> dict[str, Map]:
        """The maps of a claim, by what they count; none if it has no atlas."""
        if claim.atlas is None:
            return {}
        cells = [
            {a: outcomes(work, store) for a, work in cell.items()} for cell in self._cells(claim)
        ]
        return {
            what: regions(claim.atlas, [{a: o[m.name] for a, o in c.items()} for c in cells])
            for what, m in claim.atlas.measures.items()
        }

    def judged(self, store: Store) -> list[Judgement]:
        """The verdicts, in the order of the claims."""
        return [judge(claim, self.measured(claim, store), self.design) for claim in self.claims]

    def describe(self) -> dict[str, Any]:
        """The ledger as data: everything that decides its numbers."""
        return {
            "claims": [claim.text for claim in self.claims],
            "design": self.design.describe(),
            "atlas": self.atlas.describe(),
            "off": sorted(self.off),
            "on": sorted(self.on),
            "conditions": sorted({work.condition.key for work in self.works}),
        }


def theories_of(claims: Iterable[Claim]) -> set[Theory]:
    """The theories of all conditions of some claims."""
    return {t for claim in claims for c in claim.conditions.values() for t in c.theories}


def select_claims(
    claims: Sequence[Claim], wanted: Iterable[int | str | Claim]
) -> tuple[Claim, ...]:
    """The claims that are wanted, all if nothing is: numbers, `path/to/file.py:NAME`, or claims.

    Raises:
        UserError: everything that is no claim, and two claims of one number.
    """
    asked = list(wanted)
    objects = [what for what in asked if isinstance(what, Claim)]
    named = [what for what in asked if not isinstance(what, Claim)]
    texts = list(dict.fromkeys(str(what).strip() for what in named))
    by_id, problems = {claim.id: claim for claim in claims}, Problems()
    numbers = sorted({int(text) for text in texts if text.isdecimal()})
    strange = [text for text in texts if not text.isdecimal() and not is_reference(text)]
    strange += [str(k) for k in numbers if k not in by_id]
    if strange:
        problems.add(
            f"There is no claim {', '.join(strange)}: claims are {min(by_id)} to {max(by_id)}, "
            f"or path/to/file.py:NAME. `westphalia claims --list` names them."
        )
    own = [problems.attempt(lambda t=t: load_claim(t)) for t in texts if is_reference(t)]
    own += objects
    found = [by_id[k] for k in numbers if k in by_id] + [claim for claim in own if claim]
    for one, other in combinations(found if found else claims, 2):
        if one.id == other.id:
            problems.add(f"{_place(other)}claim {other.id} has the number of another; change it.")
    problems.add(
        *(
            f"{_place(claim)}claim {claim.id} has the number of a built-in one; take one that is "
            f"free, such as {max(by_id) + 1}."
            for claim in own
            if claim and claim.id in by_id and by_id[claim.id] not in found
        )
    )
    problems.refuse()
    return tuple(found) or tuple(claims)


def _place(claim: Claim) -> str:
    """The file of a claim, before what is wrong with it."""
    return "" if claim.file is None else f"{claim.file}: "
