"""`westphalia claims`: from the texts of a command line to a ledger in its folder."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from westphalia.claims import CLAIMS
from westphalia.claims.claim import Claim
from westphalia.claims.ledger import Ledger, select_claims, theories_of
from westphalia.experiments.design import Design, ranges, spans_of
from westphalia.report.claims import table as claim_table
from westphalia.report.claims.folder import (
    LedgerFolder,
    default_folder,
    prepare_folder,
    run_ledger,
)
from westphalia.runs.draws import Draws, read_draws, spelt_out, thinned
from westphalia.runs.settings import Given, forms_named, numbers_of, ranges_of
from westphalia.runs.switches import modules_of
from westphalia.runs.writing import ALREADY, resumable
from westphalia.theories import Theory
from westphalia.work.executors import Workers
from westphalia.world.problems import Problems, UserError

#: Draws and runs of a full and of a quick ledger, and runs at the default point per run of a draw.
FULL, QUICK, DEFAULTS = (200, 100), (32, 16), 8
#: Worlds of a map are many: as many runs as this share of the draws gives, of so many runs each.
ATLAS_SHARE, ATLAS_RUNS, ATLAS_LEAST = 8, 16, 8


class ClaimsRun(NamedTuple):
    """A ledger to run."""

    to: LedgerFolder

    @property
    def size(self) -> int:
        """Runs in all."""
        return sum(piece.size for piece in self.to.plan.job.pieces())

    def result(
        self, workers: Workers, progress: Callable[[str, int], None]
    ) -> tuple[dict[str, Any], str]:
        """The ledger as data, run or read, and what was done."""
        there = prepare_folder(self.to)
        if there is not None:
            return there, ALREADY
        left = self.size

        def tell(runs: int) -> None:
            nonlocal left
            left -= runs
            progress("simulating" if left else "report", runs)

        with resumable(self.to.folder):
            return run_ledger(self.to, workers, tell), "written"


class ClaimsOptions(NamedTuple):
    """The options of a command line about a ledger, as typed; `set_` and `form` may be mappings.

    `draws`: how many, or a table of them.
    """

    ids: Sequence[int | str | Claim] = ()
    draws: int | Path | None = None
    runs: int | None = None
    seed: int = 1
    quick: bool = False
    widen: float = 1.0
    range_: Sequence[str] = ()
    set_: Given = ()
    off: Sequence[str] = ()
    on: Sequence[str] = ()
    form: Iterable[str] | Mapping[str, str] = ()
    out: Path | None = None


def draws_of(text: str | None) -> int | Path | None:
    """How many draws, or the table of them, from the text of a command line."""
    if text is None:
        return None
    try:
        number = int(text)
    except ValueError:
        return Path(text)
    if number < 2:
        raise UserError(f"--draws {number}: give at least 2, or a table of draws.")
    return number


def claims_run(asked: ClaimsOptions) -> ClaimsRun:
    """A ledger from its options; problems of several of them are reported together."""
    problems = Problems()
    usual = QUICK if asked.quick else FULL
    claims = problems.attempt(lambda: select_claims(CLAIMS, asked.ids))
    theories = None if claims is None else theories_of(claims)
    table = None
    if isinstance(asked.draws, Path):
        table = problems.attempt(lambda: _table(asked, theories))
    draws = len(table.values) if table else asked.draws if isinstance(asked.draws, int) else None
    size = (draws or usual[0], asked.runs or usual[1])
    drawn = problems.attempt(lambda: ranges_of(asked.range_, theories)) or {}
    spans = problems.attempt(lambda: ranges(asked.widen, drawn)) or {}
    fixed = problems.attempt(lambda: numbers_of(asked.set_, theories)) or {}
    forms = problems.attempt(lambda: forms_named(asked.form)) or {}
    both = sorted(set(fixed) & set(drawn))
    problems.add(*(f"{name} is given both a value and a range." for name in both))
    if table is not None:
        spans = spans_of(table)
        twice = [name for name in table.names if name in {**fixed, **drawn}]
        problems.add(*(f"{name} is a column of the draws; give no other value." for name in twice))
        if asked.widen != 1.0:
            problems.add("--widen cannot be combined with a table of draws.")
    problems.attempt(lambda: modules_of(asked.off, asked.on))
    given = (spans, asked.widen, fixed, forms)
    few = max(size[0] // ATLAS_SHARE, ATLAS_LEAST)
    some = None if table is None else thinned(table, few)
    atlas = few if some is None else len(some.values), ATLAS_RUNS
    designs = problems.attempt(
        lambda: (
            Design(*size, asked.seed, DEFAULTS * size[1], *given, table),
            Design(*atlas, asked.seed, 0, *given, some),
        )
    )
    problems.refuse()
    assert claims is not None  # what could not be made was refused
    ledger = Ledger(claims, *designs, off=tuple(asked.off), on=tuple(asked.on))
    folder = asked.out if asked.out is not None else default_folder(ledger, len(CLAIMS))
    return ClaimsRun(LedgerFolder(ledger, folder))


def _table(asked: ClaimsOptions, theories: set[Theory] | None) -> Draws:
    """The draws that are given; a quick ledger has some of them."""
    assert isinstance(asked.draws, Path)
    known = None if theories is None else tuple(theories)
    draws = spelt_out(read_draws(asked.draws, known), known or ())
    return thinned(draws, QUICK[0]) if asked.quick else draws


def show(data: dict[str, Any], console: Console, whole: bool) -> None:
    """Print the ledger, or with `whole` everything about each of its claims."""
    claim_table.show(data["claims"], data["about"], console, whole)
