"""A small plan whose runs the page shows."""

from westphalia.runs.plan import plan_from


def plan(case="cold-war-1947", theories=("defensive",), runs=40, years=6, **other):
    return plan_from(
        case, list(theories), runs, years, other.pop("seed", 3), None, None, None, False, False
    )
