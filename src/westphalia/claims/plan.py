"""A ledger as the work of a plan, so that other processes and machines can make it again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from westphalia.claims import CLAIMS
from westphalia.claims.claim import FILES, Claim
from westphalia.claims.ledger import Ledger, select_claims
from westphalia.experiments.design import design_of, with_points
from westphalia.runs.manifest import DECISIVE, copy_file
from westphalia.work.job import Job
from westphalia.work.plan import Kind
from westphalia.world.problems import UserError

#: Ledgers, and the parts of the code that decide their numbers.
LEDGERS = Kind("claims", (*DECISIVE, "experiments", "claims"))


def keep(ledger: Ledger, folder: Path) -> None:
    """Keep beside a plan the files of the user's claims, and the points, which take seconds."""
    for claim in ledger.claims:
        if claim.file is not None:
            copy_file(claim.file, folder, FILES)
    for design in (ledger.design, ledger.atlas):
        with_points(design, folder)


def claims_in(about: Mapping[str, Any], folder: Path) -> tuple[Claim, ...]:
    """The claims of a ledger, from how it describes itself. Files of the user's are run."""
    texts = (f"{folder / what}" if isinstance(what, str) else what for what in about["claims"])
    return select_claims(CLAIMS, texts)


def job_of(about: Mapping[str, Any], folder: Path) -> Job:
    """The work of a ledger, from how it describes itself.

    Raises:
        UserError: a file of the user's was changed.
    """
    designs = (with_points(design_of(about[name], folder), folder) for name in ("design", "atlas"))
    claims = claims_in(about, folder)
    for claim, text in zip(claims, about["claims"], strict=True):
        if claim.text != text:
            raise UserError(f"{claim.file} was changed: it is no longer the file of the plan.")
    return Ledger(claims, *designs, off=tuple(about["off"]), on=tuple(about["on"])).job
