"""Every table of a run folder as CSV, with a codebook of all columns."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from westphalia.report.columns import Column, describe
from westphalia.report.table_file import legal_names, read_parquet, write_csv
from westphalia.runs.folder import nearby
from westphalia.runs.writing import MANIFEST, PLAN, RESULTS, writing
from westphalia.world.problems import UserError

#: Where the tables go in a run folder, and what all their columns are listed in.
CSV, CODEBOOK = "csv", "codebook"


def export(folder: Path, out: Path | None = None) -> Path:
    """Write every table of a run folder as CSV, and the codebook; returns the folder of them.

    `out`: that folder, `csv` in the run folder if it is not given.

    Raises:
        UserError: it is not a run folder, has no tables, one of them is damaged, or the folder to
            be written exists.
    """
    tables = tables_in(folder)
    target = folder / CSV if out is None else out
    with writing(target) as made:
        rows: list[dict[str, str]] = []
        for name, path in tables.items():
            frame = read_parquet(path)
            write_csv(frame, made / f"{name}.csv")
            rows += _codebook(name, frame)
        write_csv(pd.DataFrame(rows), made / f"{CODEBOOK}.csv")
    return target


def tables_in(folder: Path) -> dict[str, Path]:
    """The tables of a run folder, or of a ledger or study: their files by name."""
    if not folder.is_dir():
        raise UserError(f"There is no run folder {folder}.{nearby(folder)}")
    if not (folder / MANIFEST).is_file():
        if (folder / PLAN).is_file():
            raise UserError(
                f"{folder} is not finished: run the command that began it again, which goes on "
                f"from what is done, and then export it."
            )
        raise UserError(f"{folder} is not a run folder: {MANIFEST} is missing.{nearby(folder)}")
    places = folder, folder / "tables"
    found = {path.stem: path for place in places for path in sorted(place.glob("*.parquet"))}
    if not found:
        raise UserError(
            f"{folder} has no tables: a run of a random world has none. Read its {RESULTS} with "
            f"xarray, or export the folder of a case, a ledger of claims or a study of history."
        )
    return found


def _codebook(table: str, frame: pd.DataFrame) -> Iterator[dict[str, str]]:
    """What is known of each column of a table, by its name in the CSV file."""
    for original, name in legal_names(frame).items():
        about = describe(table, original) or Column("", "")
        of = {"table": table, "column": name, "original": original}
        yield {**of, **about.described("empty")}
