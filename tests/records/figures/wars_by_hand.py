"""Two wars of three states, written down by hand."""

import pandas as pd


class Tables:
    """Tables in memory."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        self._tables = tables

    def has(self, key: str) -> bool:
        return key in self._tables

    def table(self, key: str) -> pd.DataFrame:
        return self._tables[key].copy()


def part(war, ccode, side, first, last, **other):
    """A part in a war; `first` and `last` as YYYYMMDD."""
    row = {
        "WarNum": war,
        "ccode": ccode,
        "Side": side,
        "Initiator": 2,
        "Outcome": 6,
        "BatDeath": -9,
    }
    for name, date in (("Start", first), ("End", last), ("Start2", -8), ("End2", -8)):
        k = name.removeprefix("Start").removeprefix("End") or "1"
        stem = name.rstrip("2")
        whole = (date // 10000, date // 100 % 100, date % 100) if date > 0 else (-8, -8, -8)
        row |= dict(
            zip((f"{stem}{unit}{k}" for unit in ("Year", "Month", "Day")), whole, strict=True)
        )
    return row | other


RETURN = {
    f"{stem}{unit}2": number
    for stem, date in (("Start", (1903, 2, 1)), ("End", (1903, 3, 1)))
    for unit, number in zip(("Year", "Month", "Day"), date, strict=True)
}


WARS = pd.DataFrame(
    [
        part(1, 10, 1, 19000101, 19000110, Initiator=1, Outcome=1, BatDeath=100),
        part(1, 20, 2, 19000101, 19000110, Outcome=2),
        part(2, 10, 1, 19010501, 19020101, Initiator=1, Outcome=2, **RETURN),
        part(2, 20, 2, 19010601, 19030401, Outcome=1),
        part(2, 30, 2, 19020201, 19020301, Outcome=8),
        part(2, 30, 1, 19030101, 19030401, Outcome=2),
    ]
)
