"""Compiled programs: compiled once for each shape of inputs, kept on disk, run by many threads."""

from westphalia.programs.compiled import QUICK, SCAN, compiled
from westphalia.programs.running import keep_at_most, make_room

__all__ = ["QUICK", "SCAN", "compiled", "keep_at_most", "make_room"]
