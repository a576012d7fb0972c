"""A small ledger in a folder: real work for real processes."""

from westphalia.claims import CLAIMS
from westphalia.claims.ledger import Ledger, select_claims
from westphalia.experiments.design import Design, ranges
from westphalia.report.claims.folder import LedgerFolder, prepare_folder
from westphalia.work.plan import read_plan

#: Of two conditions, whose program other tests have too.
CLAIM = 29


def begun(folder):
    """The plan of a small ledger, begun in a folder and read from there."""
    design = Design(4, 32, 5, 0, ranges())
    ledger = Ledger(select_claims(CLAIMS, [CLAIM]), design, design)
    assert prepare_folder(LedgerFolder(ledger, folder)) is None
    return read_plan(folder)
