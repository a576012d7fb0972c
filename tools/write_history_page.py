"""Write docs/history.md and its figures from the run folders of the studies of history.

python tools/write_history_page.py [--tournament FOLDER] [--replay FOLDER] [--recover FOLDER]
[--data FOLDER]; without one, from the newest of each in runs/, and from the data folder that is
remembered. Only a tournament is needed.
"""

import argparse
import shutil
from pathlib import Path

from westphalia.forecast.results import Result, TournamentResult
from westphalia.records.folder import remembered_folder
from westphalia.report.history.folder import read_study
from westphalia.report.history.page import page
from westphalia.report.history.page_tables import image
from westphalia.report.records.figures import recompute_figures
from westphalia.runs.writing import MANIFEST


def newest(kind: str) -> Path | None:
    """The complete folder of a kind of study that was finished last; of quick ones none."""
    found = sorted(Path("runs").glob(f"{kind}-*/{MANIFEST}"), key=lambda p: -p.stat().st_mtime)
    return next((p.parent for p in found if not is_quick(read_study(p.parent))), None)


def is_quick(result: Result) -> bool:
    """Whether a tournament was a short one."""
    return isinstance(result, TournamentResult) and result.quick


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    for kind in ("tournament", "replay", "recover"):
        parser.add_argument(f"--{kind}", type=Path, help=f"a folder of `westphalia {kind}`")
    parser.add_argument("--data", type=Path, help="a folder of data, for calibration targets")
    parser.add_argument("--to", type=Path, default=Path("docs/history.md"))
    args = parser.parse_args()
    folders = {k: getattr(args, k) or newest(k) for k in ("tournament", "replay", "recover")}
    if folders["tournament"] is None:
        parser.error("there is no full tournament in runs/: `westphalia tournament` makes one")
    data = args.data or remembered_folder()
    drawn = copy_figures(folders, args.to.parent)
    studies = {k: read_study(folder) for k, folder in folders.items() if folder is not None}
    targets = recompute_figures(data) if data is not None else None
    args.to.write_text(page(**studies, targets=targets, drawn=drawn), encoding="utf-8")
    sources = ", ".join(str(folder) for folder in folders.values() if folder is not None)
    print(f"{args.to} written from {sources}")


def copy_figures(folders: dict[str, Path | None], to: Path) -> list[str]:
    """Copy the tournament's figures, and those of ranks, beside the page; their names."""
    drawn = []
    for kind, pattern in (("tournament", "*.png"), ("recover", "ranks*.png")):
        folder = folders[kind]
        for path in sorted((folder / "figures").glob(pattern)) if folder else ():
            (to / image(path.stem)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to / image(path.stem))
            drawn.append(path.stem)
    return drawn


if __name__ == "__main__":
    main()
