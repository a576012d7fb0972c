"""Concepts as a page of documentation, from the JSON of `westphalia concepts`."""

from collections.abc import Sequence
from itertools import groupby

from westphalia.concepts.verdict import VERDICTS
from westphalia.report.claims.table import amount, format_effect
from westphalia.report.concepts.data import Row, never_live, there_and_inert, title

HEAD = """# What each mechanism does

<!-- Written by `make concepts`. Do not edit: change the concepts and run it. -->

Every concept of the theory is a mechanism of the world that can be switched. `westphalia concepts`
runs the world with it and without it, with the same random numbers, in ordinary worlds and where
it should matter; `westphalia concepts spiral` or `westphalia concepts 29` runs one of them. The
table is of

```
$ westphalia concepts --runs {runs} --seed {seed}
```

Ordinary worlds are the eight random powers over fifty years of the [ledger of claims](claims.md);
a number before a name is that of its claim there. All numbers have their usual values: an effect is
of these worlds, and the ledger says over which ranges of numbers a claim holds. In brackets stands
what the world without the mechanism has instead. A difference is on less off, with its 95% interval
over runs. It *matters* from the smallest effect of interest on, a tenth or a twentieth of a usual
level as it was known beforehand, from [moments.md](moments.md) and the ledger, and not as it came
out below. It was written down before any run and not changed, with one exception: that on total
wars was taken from a wrong level, .3 a century, and corrected to .08 after a trial of 128 runs.

- **live**: told from nothing (the interval excludes 0), and at least the smallest effect of
  interest;
- **inert**: the whole interval lies within the smallest effect of interest, to either side (two
  one-sided tests, each at 2.5%). An effect may be told from nothing and be inert: it is there, and
  too small to matter;
- **weak**: told from nothing, but smaller; a larger effect is not ruled out;
- **unclear**: told neither from nothing nor from an effect that would matter; or what is counted
  never happened in either world, or had no occasion.

What is inert is a finding about this world, and is printed as such; nothing was tuned to come out
live. Nor does a word say that an effect goes the way that a theory predicts: that is for the sign
and the claim.

{counts}
"""
COLUMNS = (
    "| world (what it has instead if off) | looked at | on | off | difference [95%] | matters | |"
)


def page(data: Row) -> str:
    """The page, in Markdown."""
    rows = data["rows"]
    head = HEAD.format(runs=data["runs"], seed=data["seed"], counts=_counts(data))
    parts = [_part(part, list(of)) for part, of in groupby(rows, key=lambda row: row["part"])]
    return "\n".join([head, *_findings(rows), *parts, *_no_trial(data["no_trial"])])


def _counts(data: Row) -> str:
    found = ", ".join(f"{data['counts'][v]} are {v}" for v in VERDICTS)
    names = len({row["name"] for row in data["rows"]})
    both = there_and_inert(data["rows"])
    return (
        f"Of {len(data['rows'])} rows about {names} mechanisms {found}. Of the inert {both} are "
        "told from nothing all the same."
    )


def _findings(rows: Sequence[Row]) -> list[str]:
    """What has no live row, and what matters only where it should."""
    still = [f"{k} ({', '.join(v)})" for k, v in never_live(rows).items()]
    out = [f"**Nowhere live**: {'; '.join(still) or 'none'}.\n"]
    live = [row for row in rows if row["verdict"] == "live"]
    usual = {row["name"] for row in rows if row["where"].startswith("ordinary worlds")}
    at_ease = {row["name"] for row in live if row["where"].startswith("ordinary worlds")}
    only = [n for n in dict.fromkeys(r["name"] for r in live) if n in usual and n not in at_ease]
    apart = "**Live where it should matter, and not in ordinary worlds**"
    return [*out, f"{apart}: {'; '.join(only) or 'none'}.\n"]


def _part(part: str, rows: Sequence[Row]) -> str:
    lines = [f"## {part}\n"]
    for _, of in groupby(rows, key=lambda row: row["name"]):
        concept = list(of)
        first = concept[0]
        lines += [f"**{title(first)}**: {first['mechanism']} ({first['source']}).\n"]
        lines += [COLUMNS, "|---|---|---|---|---|---|---|"]
        lines += [*map(_line, concept), ""]
    return "\n".join(lines)


def _line(row: Row) -> str:
    cells = (
        f"{row['where']} ({', '.join(row['without'])})",
        f"{row['measure']}, {row['unit']}",
        amount(row["on"]["value"]),
        amount(row["off"]["value"]),
        format_effect(row["difference"]),
        f"{amount(row['least'])} ({row['why']})",
        row["verdict"],
    )
    return f"| {' | '.join(cells)} |"


def _no_trial(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    return ["## No mechanisms\n", *(f"- **{title(row)}**: {row['why']}" for row in rows), ""]
