"""Write docs/claims.md from the run folder of a ledger: python tools/write_claims_page.py FOLDER"""

import argparse
from pathlib import Path

from westphalia.report.claim_folder import read
from westphalia.report.claim_page import page


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a complete folder of `westphalia claims`")
    parser.add_argument("--to", type=Path, default=Path("docs/claims.md"))
    args = parser.parse_args()
    args.to.write_text(page(read(args.folder)), encoding="utf-8")
    print(f"{args.to} written from {args.folder}")


if __name__ == "__main__":
    main()
