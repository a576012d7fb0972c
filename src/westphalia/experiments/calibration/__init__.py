"""Calibration: which parameters are not ruled out by what history says, and draws from them.

plan = Plan(space_of({"beta": (0.0, 2.0)}), (Target("burden", 0.03, 0.005, "..."),))
rounds = []
while len((ask := next_points(plan, rounds)).points):
    values, errors = ...  # simulated at plan.space.values(ask.points)
    rounds.append(Round(*ask, values, errors))
found = finish(plan, rounds)
"""

from westphalia.experiments.calibration.draws import Draws
from westphalia.experiments.calibration.plan import Ask, Found, Left, Plan, finish, next_points
from westphalia.experiments.calibration.predictive import Check, Pulls, check, pulls
from westphalia.experiments.calibration.space import Range, Space, space_of
from westphalia.experiments.calibration.targets import Target, target_between
from westphalia.experiments.calibration.verdict import Verdict, in_words
from westphalia.experiments.calibration.waves import Round, Wave

__all__ = [
    "Ask",
    "Check",
    "Draws",
    "Found",
    "Left",
    "Plan",
    "Pulls",
    "Range",
    "Round",
    "Space",
    "Target",
    "Verdict",
    "Wave",
    "check",
    "finish",
    "in_words",
    "next_points",
    "pulls",
    "space_of",
    "target_between",
]
