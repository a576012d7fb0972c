"""`python -m westphalia`: the command line."""

from westphalia.cli import main

main()
