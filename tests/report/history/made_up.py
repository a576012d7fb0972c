"""Results of studies of history as their functions give them, small and made up."""

from itertools import combinations, product
from math import nan

from westphalia.forecast.results import (
    CalibrationRow,
    Cell,
    Comparison,
    ContenderSummary,
    EstimateRow,
    Pair,
    PanelSummary,
    PosteriorRow,
    RankRow,
    RecoveryMatrix,
    RecoveryResult,
    RecoveryRow,
    ReplayResult,
    RobustnessRow,
    StackingRow,
    TournamentResult,
)
from westphalia.forecast.windows import Window
from westphalia.measures.intervals import Interval
from westphalia.records.panel import Coding

KINDS = ("pact formed", "pact ended", "dispute", "joining", "arms")
THEORIES = ("defensive", "offensive")
NAMES = (*THEORIES, "base rate", "dyadic")
ALIKE = "cannot be told apart"
OUTCOMES = {"joining": ["target", "attacker"], "arms": ["raise", "cut"]}
#: Of each contender: its difference to the base rate, the half-width of an interval, its verdict.
GAINS = {
    "defensive": (0.0123, 0.004, "better"),
    "offensive": (-0.0042, 0.009, ALIKE),
    "base rate": (0.0, 0.0, ALIKE),
    "dyadic": (0.031, 0.011, "better"),
}


def comparison(value: float, half: float, verdict: str) -> Comparison:
    """A difference whose interval over decades is the wider one."""
    decades, pairs = ((value - h, value + h) for h in (half, 0.7 * half))
    return Comparison(value, decades, pairs, verdict)


def cell(window: str, kind: str, name: str) -> Cell:
    gain = GAINS[name]
    areas = {k: Interval(0.7, 0.61, nan) for k in OUTCOMES.get(kind, ["happened"])}
    return Cell(
        window,
        kind,
        name,
        decisions=12345,
        events=None if kind == "all" else 67,
        log=-0.131 + gain[0],
        brier=0.0312 - gain[0] / 2,
        against_base=comparison(*gain),
        auc=None if kind == "all" else areas,
    )


def curve(window: str, kind: str, name: str) -> CalibrationRow:
    return CalibrationRow(
        window,
        kind,
        name,
        chance=(0.001, 0.02),
        observed=(0.0, 0.03),
        low=(0.0, 0.02),
        high=(0.001, 0.05),
        number=(6000, 6345),
        binned=0.02,
        reliability=0.001,
        resolution=0.002,
        uncertainty=0.021,
    )


def estimate(theory: str, window: str) -> EstimateRow:
    return EstimateRow(
        theory,
        window,
        learnt_until=1913,
        names=("consideration", "survival"),
        values=(0.31, 2.0),
        low=(0.21, nan),
        high=(0.42, nan),
        default=(0.5, 1.0),
        at_limit=(False, True),
        log_likelihood=-1234.5,
        at_default=-1300.25,
        slope=1e-4,
    )


def recovery(estimated: bool = False, kinds: tuple[str, ...] = (*KINDS, "all")) -> RecoveryMatrix:
    own = Interval(0.9, 0.71, 0.98), Interval(0.35, 0.17, 0.57)
    other = Interval(0.1, 0.02, 0.29), Interval(0.0, 0.0, 0.12)
    rows = tuple(
        RecoveryRow(kind, made, best, *(own if made == best else other))
        for kind, made, best in product(kinds, THEORIES, THEORIES)
    )
    return RecoveryMatrix(THEORIES, kinds, 20, estimated, rows)


RANKS = RankRow(
    "defensive",
    ("consideration", "survival"),
    ranks=(tuple(range(20)), (0,) * 20),
    draws=99,
    histories=20,
    bins=((5, 5, 5, 5), (20, 0, 0, 0)),
    uniform_p=(1.0, 1e-6),
    mean=(0.5, 0.01),
)
PANEL = PanelSummary(
    states=("USA", "UKG", "FRN"),
    codes=(2, 200, 220),
    first=1817,
    last=2016,
    coding=Coding(),
    covered={"pact": (1815, 2018), "dispute": (1816, 2014)},
    sources=("nmc", "atop", "gml", "nuclear"),
)


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


def contenders() -> tuple[ContenderSummary, ...]:
    titles = {"defensive": "Defensive realism", "offensive": "Offensive realism"}
    return tuple(ContenderSummary(n, titles.get(n, f"The {n}"), n not in THEORIES) for n in NAMES)


def scores(windows: tuple[str, ...]) -> dict:
    """What a replay and a tournament have alike."""
    return {
        "panel": PANEL,
        "kinds": KINDS,
        "contenders": contenders(),
        "against": "base rate",
        "cells": tuple(cell(*at) for at in product(windows, (*KINDS, "all"), NAMES)),
        "calibration": tuple(curve(*at) for at in product(windows, KINDS, NAMES)),
        "notes": {"dyadic": {"joining": "never seen in training: 'attacker'"}},
        "seed": 1,
    }


def replay() -> ReplayResult:
    """What `replay_study` gives, with estimates and posterior draws."""
    return ReplayResult(
        **scores(("all years",)),
        log_likelihood=dict.fromkeys(THEORIES, -1234.5),
        estimates=tuple(estimate(name, "all years") for name in THEORIES),
        posterior=(
            PosteriorRow(
                "defensive",
                ("consideration", "survival"),
                mean=(0.3, 1.9),
                low=(0.2, 1.1),
                high=(0.4, 3.0),
                rhat=(1.001, 1.002),
                ess=(1500.0, 900.0),
                divergent=0,
                gradients=9000,
                chains=4,
                draws=1000,
            ),
        ),
        serial=False,
    )


def pair(window: str, kind: str, one: str, other: str) -> Pair:
    value = GAINS[one][0] - GAINS[other][0]
    clear = abs(value) > 0.01
    verdict = ("better" if value > 0 else "worse") if clear else ALIKE
    half = abs(value) * (0.5 if clear else 2.0)
    return Pair(window, kind, one, other, comparison(value, half, verdict))


def tournament(quick: bool = False) -> TournamentResult:
    """What `tournament_study` gives."""
    windows = ("1914-1945", "rolling")
    order = "defensive > offensive"
    three_quarters = Interval(0.75, 0.5, 0.9)
    return TournamentResult(
        **scores(windows),
        windows=(
            Window("1914-1945", ((1816, 1913),), (1914, 1945)),
            Window("rolling", ((1816, 1859),), (1860, 1869)),
            Window("rolling", ((1816, 1869),), (1870, 1879)),
        ),
        estimated=True,
        pairs=tuple(
            pair(window, kind, one, other)
            for window, kind in product(windows, [*KINDS, "all"])
            for one, other in combinations(NAMES, 2)
        ),
        stacking=tuple(
            StackingRow(w, k, dict.fromkeys(NAMES, 0.25)) for w, k in product(windows, KINDS)
        ),
        estimates=tuple(estimate(name, w) for name, w in product(THEORIES, windows)),
        order=THEORIES,
        robustness=(
            RobustnessRow(
                "parameter draws",
                16,
                order,
                three_quarters,
                three_quarters,
                0.5,
                {order: 12, "offensive > defensive": 4},
            ),
            RobustnessRow(
                "disputes: COW", 0, order, *(Interval(nan, nan, nan),) * 2, nan, {}, "not there"
            ),
        ),
        recovery=(recovery(), recovery(estimated=True)),
        quick=quick,
    )


def recovered() -> RecoveryResult:
    """What `westphalia recover` finds."""
    return RecoveryResult(PANEL, 1, (recovery(),), (RANKS,))
