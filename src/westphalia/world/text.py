"""Names and years in a sentence."""

from collections.abc import Iterable, Sequence


def join_names(names: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def spans(years: Iterable[int]) -> str:
    """Rising years: '1891-1899, 1905', or ''."""
    out: list[list[int]] = []
    for year in years:
        if out and out[-1][1] == year - 1:
            out[-1][1] = year
        else:
            out.append([year, year])
    return ", ".join(f"{a}-{b}" if a < b else f"{a}" for a, b in out)
