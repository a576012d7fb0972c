"""Write docs/claims.md, its figures and the lessons' verdicts from the folder of a full ledger.

python tools/write_claims_page.py [FOLDER]; without one, from the newest in runs/.
"""

import argparse
import json
import shutil
from pathlib import Path

from westphalia.app.lessons.verdicts import packaged_verdicts
from westphalia.report.claims.folder import read_ledger
from westphalia.report.claims.page import FIGURES, image, page
from westphalia.runs.manifest import read_manifest
from westphalia.runs.writing import MANIFEST

VERDICTS = Path("src/westphalia/app/lessons/data/verdicts.json")


def newest() -> Path | None:
    """The complete folder of all claims that was finished last."""
    found = sorted(Path("runs").glob(f"claims-all-*/{MANIFEST}"), key=lambda p: p.stat().st_mtime)
    return found[-1].parent if found else None


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", help="a complete folder of `westphalia claims`"
    )
    parser.add_argument("--to", type=Path, default=Path("docs/claims.md"))
    args = parser.parse_args()
    folder = args.folder or newest()
    if folder is None:
        parser.error("there is no complete ledger in runs/: `westphalia claims` makes one")
    ledger = read_ledger(folder)
    args.to.write_text(page(ledger), encoding="utf-8")
    verdicts = json.dumps(
        packaged_verdicts(ledger, read_manifest(folder)), indent=1, ensure_ascii=False
    )
    VERDICTS.write_text(verdicts + "\n", encoding="utf-8")
    for name, _ in (figure for figures in FIGURES.values() for figure in figures):
        drawn = folder / "figures" / name
        if drawn.is_file():
            shutil.copyfile(drawn, args.to.parent / image(name))
    print(f"{args.to} and {VERDICTS} written from {folder}")


if __name__ == "__main__":
    main()
