"""The claims from Python: their list, and the ledger run or read from its folder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Any

import pandas as pd

from westphalia.claims import CLAIMS
from westphalia.claims.claim import Claim
from westphalia.claims.ledger import select_claims
from westphalia.report.claims.job import ClaimsOptions, claims_run
from westphalia.runs.arguments import names_in, values_in
from westphalia.work.executors import Threads
from westphalia.work.parse import workers_of
from westphalia.world.problems import Problems, UserError


@dataclass(frozen=True, repr=False)
class ClaimsTable:
    """Claims, a row each: what they say and, where they were run, the verdict.

    `data`: everything, nested. `folder`: where the ledger lies, if it was run.
    """

    data: Mapping[str, Any]
    folder: Path | None = None

    def to_dataframe(self) -> pd.DataFrame:
        """A table with a row for every claim."""
        return pd.DataFrame(
            [
                {k: v for k, v in row.items() if isinstance(v, str | int | float | bool | None)}
                for row in self.data["claims"]
            ]
        )

    def __len__(self) -> int:
        return len(self.data["claims"])

    def __repr__(self) -> str:
        where = "" if self.folder is None else f", run in {self.folder}"
        return f"<ClaimsTable {len(self)} claims{where}>"

    def _repr_html_(self) -> str:
        return self.to_dataframe().to_html(index=False)


def list_claims() -> ClaimsTable:
    """The claims: number, title, sentence, source. Nothing is run."""
    rows = [
        {"id": c.id, "title": c.title, "sentence": c.sentence, "source": c.source} for c in CLAIMS
    ]
    return ClaimsTable({"claims": rows})


def run_claims(
    ids: int | str | Claim | Iterable[int | str | Claim] = (),
    draws: int | str | Path | None = None,
    runs: int | None = None,
    seed: int = 1,
    quick: bool = False,
    set: Mapping[str, float] | None = None,
    off: Iterable[str] = (),
    on: Iterable[str] = (),
    forms: Mapping[str, str] | None = None,
    folder: str | Path | None = None,
    workers: int | str | None = None,
) -> ClaimsTable:
    """Put claims to the test, as `westphalia claims` does, or read them where that was done.

    Args:
        ids: numbers of claims, your own as "path/to/file.py:NAME", or `Claim` objects, which
            threads of this process alone can run; all, which takes hours, if there are none.
        draws, runs: draws of all parameters, or a table of them, and runs per draw.
        quick: fewer of both, with wide intervals.
        set: parameters held at a value in every draw.
        off, on: modules switched in every world.
        forms: the form of a process that has several, such as {"contest": "difference"}.
        folder: where the ledger is written.
        workers: number of threads, one per core if None; or what `--workers` takes, such as
            "processes:2".

    Raises:
        UserError: every argument that is wrong.
    """
    problems = Problems()
    wanted = problems.attempt(lambda: _claims(ids))
    problems.attempt(lambda: select_claims(CLAIMS, wanted or ()))
    values = values_in(set)
    chosen_forms = {} if forms is None else forms
    for name, given in (("set", values), ("forms", chosen_forms)):
        if not isinstance(given, Mapping):
            problems.add(f"{name}: {given!r} is not a mapping of names to values.")
    switched_off = problems.attempt(lambda: names_in("off", off))
    switched_on = problems.attempt(lambda: names_in("on", on))
    who = problems.attempt(lambda: workers_of(None if workers is None else str(workers)))
    table = Path(draws) if isinstance(draws, str | Path) else None
    number = draws if isinstance(draws, int | None) else None
    for name, value, least in (("draws", None if table else draws, 2), ("runs", runs, 2)):
        if value is not None and (not isinstance(value, int) or value < least):
            problems.add(f"{name}: {value!r} is not a whole number of at least {least}.")
    if not isinstance(seed, int) or not 0 <= seed < 2**32:
        problems.add(f"seed: {seed!r} is not a whole number from 0 to {2**32 - 1}.")
    made_here = [c for c in wanted or () if isinstance(c, Claim) and c.file is None]
    if made_here and type(who) not in (NoneType, Threads):
        problems.add(
            f"Claim {made_here[0].id} exists only in this session: put it into a file and give it "
            f"as path/to/file.py:NAME, so that other processes can run it."
        )
    problems.refuse()
    job = claims_run(
        ClaimsOptions(
            wanted, table or number, runs, seed, quick, set_=values, off=switched_off,
            on=switched_on,
            form=chosen_forms, out=None if folder is None else Path(folder),
        )
    )  # fmt: skip
    data, _ = job.result(who, lambda what, done: None)
    return ClaimsTable(data, job.to.folder)


def _claims(ids: Any) -> list[int | str | Claim]:
    several: list[Any] = [ids]
    if isinstance(ids, Iterable) and not isinstance(ids, str):
        several = list(ids)
    if not all(isinstance(k, int | str | Claim) and not isinstance(k, bool) for k in several):
        raise UserError(
            f"ids: {str(ids)[:60]} is not a list of claims, such as [29, 'mine.py:DEAR_WARS']."
        )
    return several
