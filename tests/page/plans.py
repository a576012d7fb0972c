"""A small plan whose runs the page shows."""

from westphalia.runs.options import spec_from_options


def plan(case="cold-war-1947", theories=("defensive",), runs=40, years=6, **other):
    return spec_from_options(
        case, list(theories), runs, years, other.pop("seed", 3), None, None, None, False, False
    )
