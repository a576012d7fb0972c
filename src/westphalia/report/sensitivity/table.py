"""A sensitivity analysis as a table, and for the terminal."""

from collections.abc import Sequence

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from westphalia.experiments.sensitivity.answers import Index
from westphalia.report.sensitivity.analysis import Part, Sensitivity
from westphalia.report.sensitivity.design import GRID
from westphalia.report.sensitivity.words import (
    BELOW_ZERO,
    KIND_WORDS,
    scattered_below_zero,
    sentences,
    with_interval,
)

#: The name of the table, and of its files.
NAME = "sensitivity"


def frame_of(found: Sensitivity) -> pd.DataFrame:
    """A row for every measure, group, factor and kind of index, and for what cannot be told."""
    names = () if found.design.kind == GRID else tuple(found.design.groups[0])
    rows = [
        {
            "measure": part.measure,
            "unit": part.unit,
            **{name: part.levels[name] for name in names},
            "analysis": answer.analysis,
            **(index or Index(*[None] * 5))._asdict(),  # type: ignore[arg-type]
            "noise": part.noise,
            "note": answer.note or None,
        }
        for part in found.parts
        for answer in part.answers
        for index in answer.indices or (None,)
    ]
    return pd.DataFrame(rows).astype(dict.fromkeys(("value", "low", "high", "noise"), float))


def show(found: Sensitivity, console: Console) -> None:
    """Print for each measure and group its indices, what tells most first, and what they say."""
    for part in found.parts:
        label = found.label(part)
        title = f"{part.measure}, {part.unit}" + (f": {label}" if label else "")
        console.print(title, style="bold", highlight=False, markup=False, soft_wrap=True)
        if part.telling:
            console.print(_table(part))
        for sentence in sentences(found, part):
            console.print(f"  {sentence}", highlight=False, markup=False, soft_wrap=True)
        console.print()
    if scattered_below_zero(found):
        console.print(BELOW_ZERO, highlight=False, markup=False, soft_wrap=True)


def _table(part: Part) -> Table:
    indices = [index for answer in part.answers for index in answer.indices]
    by = {(index.factor, index.kind): index for index in indices}
    kinds: Sequence[str] = list(dict.fromkeys(index.kind for index in indices))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("factor", overflow="fold")
    for kind in kinds:
        sure = any(index.low == index.low for index in indices if index.kind == kind)
        word = KIND_WORDS.get(kind, kind)
        table.add_column(f"{word} [95%]" if sure else word, justify="right", no_wrap=True)
    for index in part.telling:
        table.add_row(index.factor, *(with_interval(by[index.factor, kind]) for kind in kinds))
    return table
