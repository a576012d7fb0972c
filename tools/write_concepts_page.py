"""Write docs/concepts.md from what `westphalia concepts --json` printed.

python tools/write_concepts_page.py FILE
"""

import argparse
import json
from pathlib import Path

from westphalia.report.concepts.page import page


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="the JSON of `westphalia concepts --json`")
    parser.add_argument("--to", type=Path, default=Path("docs/concepts.md"))
    args = parser.parse_args()
    data = json.loads(args.file.read_text(encoding="utf-8"))
    args.to.write_text(page(data), encoding="utf-8")
    print(f"{args.to} written from {args.file}")


if __name__ == "__main__":
    main()
