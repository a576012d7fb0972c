"""`westphalia cases`, `theories`, `parameters` and `measures`: what there is."""

from westphalia.cli.options import tables


def cases() -> None:
    """List the built-in cases."""
    from westphalia.report.lists import cases as table

    tables().print(table())


def theories() -> None:
    """List the theories and baselines, with their numbers."""
    from westphalia.report.lists import theories as table

    tables().print(table())


def parameters() -> None:
    """List the numbers of the world and of theories, the forms and the modules."""
    from westphalia.report.lists import parameters as table

    tables().print(table())


def measures() -> None:
    """List the measures of a run: unit, meaning, target range."""
    from westphalia.report.lists import measures as table

    tables().print(table())
