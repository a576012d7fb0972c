"""Compile history's values of the moments from a folder of the raw files.

Writes the table that `westphalia moments` reads. With --check it writes nothing, and fails if the
table that is there differs from what it would write.
"""

import argparse
from pathlib import Path

from westphalia.records.folder import open_folder
from westphalia.records.moments import history
from westphalia.records.moments.compile import rows


def main() -> None:
    """Write the table, or compare it with the one that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the raw files")
    parser.add_argument("--out", type=Path, default=Path(str(history.FILE)), help="the table")
    parser.add_argument("--check", action="store_true", help="only compare")
    args = parser.parse_args()
    text = history.text_of(rows(open_folder(args.data)))
    if args.check:
        there = args.out.read_text("utf-8") if args.out.is_file() else ""
        raise SystemExit(0 if there == text else f"{args.out} differs from the data")
    args.out.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
