"""The theories: what states want, expect and learn. One short file each."""

from westphalia.theories.baselines import base_rate, no_change, random
from westphalia.theories.constructivist import constructivist
from westphalia.theories.defensive import defensive
from westphalia.theories.liberal import liberal
from westphalia.theories.load import load_theory
from westphalia.theories.numbers import NUMBERS, Range, between, exactly
from westphalia.theories.offensive import offensive
from westphalia.theories.theory import Expects, Habits, Learns, Theory, Wants
from westphalia.world.terms import weighted_sum

THEORIES = {t.name: t for t in (defensive, offensive, liberal, constructivist)}
BASELINES = {t.name: t for t in (no_change, base_rate, random)}

__all__ = [
    "BASELINES",
    "NUMBERS",
    "THEORIES",
    "Expects",
    "Habits",
    "Learns",
    "Range",
    "Theory",
    "Wants",
    "base_rate",
    "between",
    "constructivist",
    "defensive",
    "exactly",
    "liberal",
    "load_theory",
    "no_change",
    "offensive",
    "random",
    "weighted_sum",
]
