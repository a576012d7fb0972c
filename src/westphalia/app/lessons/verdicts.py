"""The ledger's verdicts on the claims, as the lessons show them, compiled from its data."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from westphalia.app.lessons.types import Verdict
from westphalia.page.table_types import Interval
from westphalia.world.problems import UserError

DATA = "data/verdicts.json"
Row = Mapping[str, Any]


def compile_verdicts(ledger: Row) -> list[Verdict]:
    """The verdicts, claim by claim, of `ledger.json` in a folder of `westphalia claims`."""
    return [_verdict(row) for row in ledger["claims"]]


def _verdict(row: Row) -> Verdict:
    tested = bool(row["parts"])
    texts = (row["reading"], row["note"]) if tested else (row["note"],)
    return Verdict(
        id=row["id"],
        title=row["title"],
        sentence=row["sentence"],
        source=row["source"],
        verdict=row["verdict"],
        close=row["close"],
        share=Interval(**{end: row["share"][end] for end in Interval.__annotations__})
        if tested
        else None,
        draws=row["draws"],
        note=" ".join(text for text in texts if text),
    )


def packaged_verdicts(ledger: Row, manifest: Row) -> dict[str, Any]:
    """The packaged file's data: the verdicts and where they come from.

    `manifest`: `manifest.json` of the same folder.
    """
    design = ledger["about"]["design"]
    return {
        "from": {
            **{name: design[name] for name in ("seed", "draws", "runs", "defaults")},
            **{name: manifest[name] for name in ("date", "hash", "code_sha256", "versions")},
        },
        "verdicts": compile_verdicts(ledger),
    }


@cache
def verdicts() -> dict[int, Verdict]:
    """The packaged verdicts, by claim."""
    text = files("westphalia.app.lessons").joinpath(DATA).read_text(encoding="utf-8")
    return {row["id"]: row for row in json.loads(text)["verdicts"]}


def verdict(claim: int) -> Verdict:
    """The verdict on one claim.

    Raises:
        UserError: the packaged file does not have it.
    """
    found = verdicts().get(claim)
    if found is None:
        raise UserError(
            f"There is no verdict on claim {claim} in {DATA}; `make claims` writes them all."
        )
    return found
