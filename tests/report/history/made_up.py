"""Studies of history as their functions give them, small and made up, for tests of reports."""

from itertools import combinations, product
from typing import Any

KINDS = ["pact formed", "pact ended", "dispute", "joining", "arms"]
THEORIES = ["defensive", "offensive"]
NAMES = [*THEORIES, "base rate", "dyadic"]
ALIKE = "cannot be told apart"
OUTCOMES = {"joining": ["target", "attacker"], "arms": ["raise", "cut"]}
#: Of each contender: its difference to the base rate, the half-width of an interval, its verdict.
GAINS = {
    "defensive": (0.0123, 0.004, "better"),
    "offensive": (-0.0042, 0.009, ALIKE),
    "base rate": (0.0, 0.0, ALIKE),
    "dyadic": (0.031, 0.011, "better"),
}


def difference(value: float, half: float, verdict: str) -> dict[str, Any]:
    ends = [[value - h, value + h] for h in (half, 0.7 * half)]
    return {"value": value, "decades": ends[0], "pairs": ends[1], "verdict": verdict}


def cell(window: str, kind: str, name: str) -> dict[str, Any]:
    gain = GAINS[name]
    areas = {k: [0.7, 0.61, None] for k in OUTCOMES.get(kind, ["happened"])}
    return {
        "window": window,
        "kind": kind,
        "contender": name,
        "decisions": 12345,
        "events": None if kind == "all" else 67,
        "log": -0.131 + gain[0],
        "brier": 0.0312 - gain[0] / 2,
        "against_base": difference(*gain),
        "auc": None if kind == "all" else areas,
    }


def curve(window: str, kind: str, name: str) -> dict[str, Any]:
    return {
        "window": window,
        "kind": kind,
        "contender": name,
        "chance": [0.001, 0.02],
        "observed": [0.0, 0.03],
        "low": [0.0, 0.02],
        "high": [0.001, 0.05],
        "number": [6000, 6345],
        "binned": 0.02,
        "reliability": 0.001,
        "resolution": 0.002,
        "uncertainty": 0.021,
    }


def estimate(theory: str, window: str) -> dict[str, Any]:
    return {
        "theory": theory,
        "window": window,
        "learnt_until": 1913,
        "names": ["consideration", "survival"],
        "values": [0.31, 2.0],
        "low": [0.21, None],
        "high": [0.42, None],
        "default": [0.5, 1.0],
        "at_limit": [False, True],
        "log_likelihood": -1234.5,
        "at_default": -1300.25,
        "slope": 1e-4,
    }


def recovery(estimated: bool = False, kinds: tuple[str, ...] = (*KINDS, "all")) -> dict[str, Any]:
    rows = [
        {
            "kind": kind,
            "made_by": made,
            "best": best,
            "share": [0.9, 0.71, 0.98] if made == best else [0.1, 0.02, 0.29],
            "clear": [0.35, 0.17, 0.57] if made == best else [0.0, 0.0, 0.12],
        }
        for kind, made, best in product(kinds, THEORIES, THEORIES)
    ]
    return {
        "names": THEORIES,
        "kinds": list(kinds),
        "histories": 20,
        "estimated": estimated,
        "rows": rows,
    }


RANKS = {
    "names": ["consideration", "survival"],
    "histories": 20,
    "ranks": [list(range(20)), [0] * 20],
    "bins": [[5, 5, 5, 5], [20, 0, 0, 0]],
    "uniform_p": [1.0, 1e-6],
    "draws": 99,
}
PANEL = {
    "states": ["USA", "UKG", "FRN"],
    "codes": [2, 200, 220],
    "first": 1817,
    "last": 2016,
    "coding": {"obligations": ["defence", "offence"], "disputes": "gml", "resources": "material"},
    "covered": {"pact": [1815, 2018], "dispute": [1816, 2014]},
    "sources": ["nmc", "atop", "gml", "nuclear"],
}


TARGETS = {
    "folder": "mine",
    "figures": [
        {
            "id": "war_share",
            "definition": "share of pair-years with a war, given | a rivalry",
            "unit": "share",
            "period": [1816, 2007],
            "sources": ["wars", "states"],
            "value": 0.01234,
            "n": 4321,
            "lacking": [],
            "there": {"value": "0.012", "uncertainty": "", "n": 4321},
            "differs": [],
            "verdict": "agrees",
        },
        {
            "id": "alone",
            "there": {"value": "0.5", "uncertainty": "", "n": 3},
            "lacking": [],
            "value": None,
            "verdict": "not computed",
        },
    ],
    "counts": {"agrees": 1, "not computed": 1},
}


def contenders() -> list[dict[str, Any]]:
    titles = {"defensive": "Defensive realism", "offensive": "Offensive realism"}
    return [
        {"name": n, "title": titles.get(n, f"The {n}"), "baseline": n not in THEORIES}
        for n in NAMES
    ]


def scored(windows: list[str]) -> dict[str, Any]:
    kinds = [*KINDS, "all"]
    return {
        "panel": PANEL,
        "kinds": KINDS,
        "contenders": contenders(),
        "against": "base rate",
        "cells": [cell(*at) for at in product(windows, kinds, NAMES)],
        "calibration": [curve(*at) for at in product(windows, KINDS, NAMES)],
        "notes": {"dyadic": {"joining": "never seen in training: 'attacker'"}},
        "seed": 1,
    }


def replay() -> dict[str, Any]:
    """What `replay_study` gives, with estimates and posterior draws."""
    return {
        **scored(["all years"]),
        "log_likelihood": dict.fromkeys(THEORIES, -1234.5),
        "estimates": [estimate(name, "all years") for name in THEORIES],
        "posterior": [
            {
                "theory": "defensive",
                "names": ["consideration", "survival"],
                "mean": [0.3, 1.9],
                "low": [0.2, 1.1],
                "high": [0.4, 3.0],
                "rhat": [1.001, 1.002],
                "ess": [1500.0, 900.0],
                "divergent": 0,
            }
        ],
        "serial": False,
    }


def pair(window: str, kind: str, one: str, other: str) -> dict[str, Any]:
    value = GAINS[one][0] - GAINS[other][0]
    clear = abs(value) > 0.01
    verdict = ("better" if value > 0 else "worse") if clear else ALIKE
    return {
        "window": window,
        "kind": kind,
        "one": one,
        "other": other,
        **difference(value, abs(value) * (0.5 if clear else 2.0), verdict),
    }


def tournament() -> dict[str, Any]:
    """What `tournament_study` gives."""
    windows = ["1914-1945", "rolling"]
    order = "defensive > offensive"
    return {
        **scored(windows),
        "windows": [
            {"name": "1914-1945", "train": [[1816, 1913]], "test": [1914, 1945]},
            {"name": "rolling", "train": [[1816, 1859]], "test": [1860, 1869]},
            {"name": "rolling", "train": [[1816, 1869]], "test": [1870, 1879]},
        ],
        "estimated": True,
        "pairs": [
            pair(window, kind, one, other)
            for window, kind in product(windows, [*KINDS, "all"])
            for one, other in combinations(NAMES, 2)
        ],
        "stacking": [
            {"window": w, "kind": k, "weights": dict.fromkeys(NAMES, 0.25)}
            for w, k in product(windows, KINDS)
        ],
        "estimates": [estimate(name, w) for name, w in product(THEORIES, windows)],
        "order": THEORIES,
        "robustness": [
            {
                "what": "parameter draws",
                "cases": 16,
                "reference": order,
                "same_order": [0.75, 0.5, 0.9],
                "same_best": [0.75, 0.5, 0.9],
                "kendall": 0.5,
                "orders": {order: 12, "offensive > defensive": 4},
            }
        ],
        "recovery": [recovery(), recovery(estimated=True)],
        "quick": False,
    }


def recovered() -> dict[str, Any]:
    """What `westphalia recover` finds."""
    return {"panel": PANEL, "seed": 1, "recovery": [recovery()], "ranks": RANKS}
