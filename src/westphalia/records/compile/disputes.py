"""Militarized disputes as events: who began one against whom, in two codings."""

import pandas as pd

from westphalia.records.compile.grid import Frame, Source

#: Keys of the data sets and names of the columns that tell an onset, by coding.
CODINGS = {"gml": ("mid_gml", "midonset"), "cow": ("mid_cow", "disponset")}


def disputes(folder: Source, first: int, last: int) -> Frame:
    """A row for each dispute that one originator began against another, as `DISPUTES`.

    Who began it is on side A, the side that acted first; against whom is on side B. Only pairs of
    states that were there from the first day, so that joining a dispute is not beginning one. A
    pair whose onset a data set gives twice counts in the first of the years.
    """
    tables = []
    for coding, (key, onset) in CODINGS.items():
        if folder.has(key):
            table = folder.table(key)
            flags = table[[onset, "orig1", "orig2", "sidea1"]] == 1
            rows = table[flags.all(axis=1) & (table.sidea2 == 0) & table.year.between(first, last)]
            rows = rows.assign(coding=coding, hostility=rows[["hostlev1", "hostlev2"]].max(axis=1))
            rows = rows.rename(columns={"dispnum": "number"}).sort_values("year")
            tables.append(rows.drop_duplicates(["number", "ccode1", "ccode2"]))
    order = ["coding", "year", "number", "ccode1", "ccode2"]
    return pd.concat(tables).sort_values(order)
