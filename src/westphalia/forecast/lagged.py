"""What a panel knew at the end of the year before a decision; NaN where it did not know."""

import numpy as np

from westphalia.records.observed_decisions import ObservedDecisions
from westphalia.records.panel import UNKNOWN, Panel
from westphalia.world.problems import UserError

NEAREST = 0.01  # thousand km; capitals nearer than 10 km count as 10 km apart


def require_past(panel: Panel, d: ObservedDecisions) -> None:
    """Raise UserError for decisions in the panel's first year, or outside its years."""
    wrong = np.flatnonzero((d.year < 1) | (d.year >= len(panel.years)))
    if len(wrong):
        raise UserError(
            f"{len(wrong)} decisions ({d.kind}) lie in the panel's first year or outside its "
            f"years, so that nothing is known of the year before; the first is number {wrong[0]}, "
            f"in year position {d.year[wrong[0]]} of 1 to {len(panel.years) - 1}."
        )


def capabilities(panel: Panel) -> np.ndarray:
    """Composite capability: mean of the share of resources and of arms among members. [T, n]

    NaN for who is not a member and where no member has arms.
    """
    each = []
    for stock in (panel.resources, panel.arms):
        held = np.where(panel.member, stock, np.nan)
        total = np.nansum(held, 1, keepdims=True)
        each.append(np.divide(held, total, np.full_like(held, np.nan), where=total > 0))
    return (each[0] + each[1]) / 2.0


def state(values: np.ndarray, d: ObservedDecisions, who: np.ndarray | None = None) -> np.ndarray:
    """What [T, n] was of the decider, or of another, at the end of the year before. [N]"""
    return values[d.year - 1, d.who if who is None else who].astype(float)


def towards(values: np.ndarray, d: ObservedDecisions, whom: np.ndarray | None = None) -> np.ndarray:
    """What [T, n, n] was of the decider towards its partner, or another, then. [N]"""
    return values[d.year - 1, d.who, d.whom if whom is None else whom].astype(float)


def lower_of_pair(values: np.ndarray, d: ObservedDecisions, whom: np.ndarray) -> np.ndarray:
    """The lower of the decider's and another's; NaN unless both are known. [N]"""
    return np.minimum(state(values, d), state(values, d, whom))


def ln_distance(panel: Panel, d: ObservedDecisions, whom: np.ndarray) -> np.ndarray:
    """ln of the effective distance, thousand km, between the decider and another. [N]"""
    return np.log(np.maximum(towards(panel.distance, d, whom), NEAREST))


def own_share(panel: Panel, d: ObservedDecisions, whom: np.ndarray) -> np.ndarray:
    """The decider's capability as a share of its own and another's. [N]"""
    c = capabilities(panel)
    own, other = state(c, d), state(c, d, whom)
    return own / (own + other)


def known_counts(counts: np.ndarray) -> np.ndarray:
    """Counts or flags as numbers, NaN where the data do not cover them."""
    return np.where(counts == UNKNOWN, np.nan, counts)


def other_members(panel: Panel) -> np.ndarray:
    """The other members [.., .., j] that each state [.., i, ..] meets. [T, n, n] bool"""
    return panel.member[:, None, :].astype(bool) & ~np.eye(panel.n, dtype=bool)


def count(flags: np.ndarray, panel: Panel) -> np.ndarray:
    """Sum over other members; NaN if one of them is not known. [T, n]"""
    return np.where(other_members(panel), flags, 0.0).sum(2)


def common_rivals(rival: np.ndarray, panel: Panel) -> np.ndarray:
    """Whether a pair has a known rival in common; NaN if only unknown ones may be. [T, n, n]"""
    sure, possible = other_members(panel) & (rival > 0), other_members(panel) & ~(rival == 0)
    shared, may_share = (f @ f.swapaxes(1, 2) for f in (1.0 * sure, 1.0 * possible))
    return np.where(shared > 0, 1.0, np.where(may_share > 0, np.nan, 0.0))


def years_since(event: np.ndarray, covered: np.ndarray, panel: Panel) -> np.ndarray:
    """Years, at the end of each, since a pair's last event, or since both were members or the
    data began, whichever is the latest; NaN where not `covered` or no pair. All [T, n, n]
    """
    there = covered & other_members(panel) & other_members(panel).swapaxes(1, 2)
    clock = np.where(there, 0.0, np.nan)
    for t in range(1, len(clock)):
        longer = np.where(event[t], 0.0, np.nan_to_num(clock[t - 1] + 1.0))
        clock[t] = np.where(there[t], longer, np.nan)
    return clock


def watched_members(panel: Panel) -> np.ndarray:
    """Members that each state watches when it arms: its neighbours and known rivals. [T, n, n]"""
    return ((panel.contiguous > 0) | (panel.rival > 0)) & other_members(panel)
