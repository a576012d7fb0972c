"""Compile the built-in panel of the great powers from a folder of the raw files.

Writes the compact tables that `westphalia.records.builtin` reads, with a README. With --check it
writes nothing, and fails if the files that are there differ from what it would write.
"""

import argparse
from pathlib import Path

import pandas as pd
from case_sources import SOURCES

from westphalia.records.builtin import DATA, GREAT_POWERS, compact
from westphalia.records.compile.columns import TABLES, Column
from westphalia.records.compile.compile_tables import compile_tables
from westphalia.records.folder import Folder, open_folder

SOURCES = SOURCES | {
    "cow_mid": "Palmer, McManus, D'Orazio et al. (2022), Conflict Management and Peace Science "
    "39(4). Correlates of War, Militarized Interstate Disputes v5.0.",
    "fariss_gdp": "Fariss, Anders, Markowitz & Barnum (2022), Journal of Conflict Resolution "
    "66(6). Latent gross domestic product, as in isard.",
    "nuclear": "Years of the first nuclear tests: general histories, not confirmed in a data set.",
}
README = """\
# The great powers, 1816-2016

Figures on the nine states that ever were great powers, for `westphalia.great_powers`.
Compiled from the sources below by `tools/compile_panel.py`, which also wrote this page; nothing
here is edited by hand. An empty field is unknown, never zero.

* `states.csv`: a row for each state that is in the system at the end of a year. Shares are of all
  states of the system, not of the nine.
* `dyads.csv`: a row for each pair and spell of years in which nothing about the pair changes.
* `institutions.csv`: the joint memberships of each pair (columns) in each year (rows).
* `disputes.csv`: disputes that one of the nine began against another, in two codings.
* `wars.csv`: the part of each of the nine in each war between states.
* `fights.csv`: who of the nine fought whom, from when to when.
* `coverage.yaml`: the first and last year that each source covers.
* `world/capitals.csv`: capitals of all states of the system, for a user's folder without them.
* `world/names.csv`: names of all states of the system.

What stands in a year stands at its end, so a pact that ended in 1914 is last in force in 1913.
Locarno and Nyon are not counted as promises of defence; the German Confederation is, as in ATOP.

## Columns

{columns}
## Sources

{sources}
## Terms

These are facts and figures compiled from the sources, not copies of their files. Cite the sources
you use. The Correlates of War data, ATOP and the disputes are free to use with citation, as far as
known; V-Dem is under CC BY-SA 4.0, and so is what is derived from its column `polyarchy`; Polity is
copyright Center for Systemic Peace. The package itself is under its own licence.
"""


def described(columns: dict[str, Column]) -> list[str]:
    """Each column with its meaning, unit and the keys of its sources."""
    return [
        f"{name}: {column.meaning} ({column.unit})" + "".join(f" [{s}]" for s in column.sources)
        for name, column in columns.items()
    ]


def header(file: str, tables: dict[str, dict[str, Column]]) -> str:
    """The comment at the head of a file: what wrote it, and what its columns are."""
    lines = ["Written by tools/compile_panel.py from raw data; columns, (units) and [sources]:"]
    return "".join(f"# {line}\n" for line in [*lines, *described(tables[file])])


def written() -> dict[str, dict[str, Column]]:
    """The columns of each file."""
    dyads = dict(TABLES["dyads"])
    year, joint = dyads.pop("year"), dyads.pop("institutions")
    span = {
        "first": Column("first year of the spell", "year", ()),
        "last": Column("last year of the spell", "year", ()),
    }
    pair = {name: dyads.pop(name) for name in ("ccode1", "ccode2")}
    files = {f"{name}.csv": columns for name, columns in TABLES.items()}
    return files | {
        "dyads.csv": pair | span | dyads,
        "institutions.csv": {"year": year, "ccode1-ccode2": joint},
        "coverage.yaml": {
            "years": Column("first and last year of states and pairs", "year", ()),
            "covered": Column("first and last year that a source covers", "year", ()),
        },
    }


def readme(tables: dict[str, dict[str, Column]]) -> str:
    """The page that tells what the files hold."""
    columns = [f"`{f}`\n\n" + "".join(f"* {c}\n" for c in described(t)) for f, t in tables.items()]
    used = {key for table in tables.values() for column in table.values() for key in column.sources}
    sources = "".join(f"* {key}: {SOURCES[key]}\n" for key in sorted(used))
    return README.format(columns="\n".join(columns), sources=sources)


def capitals(folder: Folder) -> str:
    """Capitals of all states, with their dates and coordinates in degrees."""
    table = folder.table("capitals")[["ccode", "start", "end", "lat", "lon"]]
    head = f"# Written by tools/compile_panel.py. {SOURCES['capitals']}\n"
    return head + table.round({"lat": 3, "lon": 3}).to_csv(index=False, lineterminator="\n")


def names(folder: Path) -> str:
    """Abbreviations and names of all states that were ever in the system."""
    table = pd.read_csv(folder / "states.csv").drop_duplicates("stateabb")
    table = table.rename(columns={"stateabb": "label", "statenme": "name"})[["label", "name"]]
    head = f"# Written by tools/compile_panel.py. {SOURCES['cow_states']}\n"
    return head + table.to_csv(index=False, lineterminator="\n")


def main() -> None:
    """Write the files, or compare them with those that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the raw files")
    parser.add_argument("--out", type=Path, default=DATA, help="folder of the compact tables")
    parser.add_argument("--check", action="store_true", help="only compare")
    args = parser.parse_args()
    tables = written()
    texts = compact(compile_tables(open_folder(args.data), codes=GREAT_POWERS))
    files = {name: header(name, tables) + text for name, text in texts.items()}
    files["README.md"] = readme(tables)
    files["world/capitals.csv"] = capitals(open_folder(args.data))
    files["world/names.csv"] = names(args.data)
    if args.check:
        there = {
            path.relative_to(args.out).as_posix(): path.read_text("utf-8")
            for path in args.out.rglob("*")
            if path.is_file()
        }
        changed = [name for name in sorted(files | there) if files.get(name) != there.get(name)]
        raise SystemExit(f"differ in {args.out}: {', '.join(changed)}" if changed else 0)
    (args.out / "world").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (args.out / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
