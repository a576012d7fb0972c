"""The command line: one file for each group of verbs."""

from westphalia.cli.app import dispatch, main

__all__ = ["dispatch", "main"]
