"""Write docs/claims.md and its figures from the run folder of a ledger.

python tools/write_claims_page.py FOLDER
"""

import argparse
import shutil
from pathlib import Path

from westphalia.report.claim_folder import read
from westphalia.report.claim_page import FIGURES, image, page


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a complete folder of `westphalia claims`")
    parser.add_argument("--to", type=Path, default=Path("docs/claims.md"))
    args = parser.parse_args()
    args.to.write_text(page(read(args.folder)), encoding="utf-8")
    for name, _ in (figure for figures in FIGURES.values() for figure in figures):
        drawn = args.folder / "figures" / name
        if drawn.is_file():
            shutil.copyfile(drawn, args.to.parent / image(name))
    print(f"{args.to} written from {args.folder}")


if __name__ == "__main__":
    main()
