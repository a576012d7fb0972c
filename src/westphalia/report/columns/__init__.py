"""What every column of the tables of run folders holds, its unit, its gaps and its source.

A new column is a row here, in the table it belongs to; a test fails for one that is not described.
"""

from westphalia.report.columns.column import Column, Columns
from westphalia.report.columns.of_calibrations import OF_CALIBRATIONS
from westphalia.report.columns.of_claims import OF_CLAIMS, describe_drawn
from westphalia.report.columns.of_history import OF_HISTORY
from westphalia.report.columns.of_runs import OF_RUNS
from westphalia.report.columns.of_sweeps import OF_SWEEPS, describe_factor

__all__ = ["TABLES", "Column", "describe"]

#: The columns of every table, by its name.
TABLES: dict[str, Columns] = {**OF_RUNS, **OF_CLAIMS, **OF_HISTORY, **OF_SWEEPS, **OF_CALIBRATIONS}
#: Tables with columns for what differs from row to row of a sweep or a calibration.
FREE = (*OF_SWEEPS, "calibrated", "simulated")


def describe(table: str, column: str) -> Column | None:
    """What is known of a column of a table; None if nothing is."""
    found = TABLES.get(table, {}).get(column)
    if found is None and table == "points":
        return describe_drawn(column)
    return describe_factor(column) if found is None and table in FREE else found
