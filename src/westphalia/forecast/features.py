"""Covariates of decisions: what was known of the deciders at the end of the year before.

All are read at position t - 1 for a decision in t, nothing from t or later. What is not known
is NaN; what to do about it is the model's affair.
"""

from collections.abc import Callable, Iterable

import numpy as np

from westphalia.forecast import lagged
from westphalia.records.observed_decisions import KINDS, ObservedDecisions
from westphalia.records.panel import UNKNOWN, Panel
from westphalia.world.problems import unknown

Columns = dict[str, np.ndarray]

#: Sets of covariates; each holds those before it.
SETS = ("capability", "dyadic", "everything")
#: Years since an event; more count as so many. Early years know no long spells, and a cubic fitted
#: to them would bend without hold just where the later years lie.
LONGEST = 30.0
LEAST_BURDEN = 1e-4  # share of resources; a smaller one, or none, counts as this in logs


def features(
    panel: Panel, decisions: ObservedDecisions, which: str
) -> tuple[tuple[str, ...], np.ndarray]:
    """Names of F covariates and their values [N, F], float64, NaN where not known.

    `which`: "capability", the balance of capabilities alone (share of resources and share of
    arms among members, averaged). "dyadic", with the standard covariates of the field: for
    pairs contiguity, distance, the weaker link of democracy, pacts, great powers and a cubic in
    the years since the last event of the kind (Bremer 1992; Oneal & Russett 1997; Carter &
    Signorino 2010); for arms the burden, arming of the state and of its neighbours and rivals,
    wars. "everything", with all else that a panel knows.

    The years since a dispute or a change of pact begin with the panel or its data where the last
    one lies before them.

    Raises:
        UserError: an unknown set or kind; a decision without a year before it.
    """
    if which not in SETS:
        raise unknown("set of covariates", which, SETS)
    if decisions.kind not in KINDS:
        raise unknown("kind of decisions", decisions.kind, KINDS)
    lagged.require_past(panel, decisions)
    found: Columns = {}
    for groups in _GROUPS[decisions.kind][: SETS.index(which) + 1]:
        for group in groups:
            found |= group(panel, decisions)
    return tuple(found), np.column_stack([np.asarray(v, float) for v in found.values()])


# ---------------------------------------------------------------- pairs


def _ratio(panel: Panel, d: ObservedDecisions) -> Columns:
    c = lagged.capabilities(panel)[d.year - 1]
    rows = np.arange(d.size)
    return {"ln capability ratio": np.abs(np.log(c[rows, d.who] / c[rows, d.whom]))}


def _share(panel: Panel, d: ObservedDecisions) -> Columns:
    return {"own share of capability": lagged.own_share(panel, d, d.whom)}


def _pair(panel: Panel, d: ObservedDecisions) -> Columns:
    one, other = lagged.state(panel.major, d), lagged.state(panel.major, d, d.whom)
    return {
        "contiguous": lagged.towards(panel.contiguous, d),
        "ln distance": lagged.ln_distance(panel, d, d.whom),
        "lower openness": lagged.lower_of_pair(panel.openness, d, d.whom),
        "one great power": one != other,
        "two great powers": one * other,
        "rivals": lagged.towards(panel.rival, d),
        "years since a war": lagged.towards(panel.peace_years, d),
    }


def _quiet(panel: Panel, d: ObservedDecisions) -> Columns:
    """A pact, and years since either began a dispute with the other."""
    begun = panel.dispute > 0
    either = begun | begun.swapaxes(1, 2)
    clock = lagged.towards(lagged.years_since(either, panel.dispute != UNKNOWN, panel), d)
    return {"pact": lagged.towards(lagged.known_counts(panel.pact), d)} | _cubic("dispute", clock)


def _ties(panel: Panel, d: ObservedDecisions) -> Columns:
    """A common rival, the number of pacts, years since the pair last made or ended one."""
    changed = np.concatenate([np.zeros_like(panel.pact[:1]), np.diff(panel.pact, axis=0)]) != 0
    clock = lagged.towards(lagged.years_since(changed, panel.pact != UNKNOWN, panel), d)
    pacts = lagged.count(lagged.known_counts(panel.pact), panel)
    return {
        "a common rival": lagged.towards(lagged.common_rivals(panel.rival, panel), d),
        "pacts of both": lagged.state(pacts, d) + lagged.state(pacts, d, d.whom),
    } | _cubic("change of pact", clock)


def _more_of_pair(panel: Panel, d: ObservedDecisions) -> Columns:
    """What else is known of each, in the order of the decision, and of both."""
    fought = lagged.count(lagged.known_counts(panel.fought), panel)
    disputes = lagged.known_counts(panel.dispute)
    shares = lagged.capabilities(panel)
    found: Columns = {
        "trade": lagged.towards(panel.trade, d),
        "joint memberships": lagged.towards(panel.institutions, d),
        "dispute begun by the first": lagged.towards(disputes, d),
        "dispute begun by the second": lagged.towards(disputes.swapaxes(1, 2), d),
    }
    for name, who in (("first", d.who), ("second", d.whom)):
        found |= {
            f"capability of the {name}": lagged.state(shares, d, who),
            f"growth of the {name}": lagged.state(panel.growth, d, who),
            f"burden of the {name}": lagged.state(panel.burden, d, who),
            f"arming of the {name}": lagged.state(panel.arming, d, who),
            f"openness of the {name}": lagged.state(panel.openness, d, who),
            f"nuclear arms of the {name}": lagged.state(panel.nuclear, d, who),
            f"wars of the {name}": lagged.state(fought, d, who),
        }
    return found


# ---------------------------------------------------------------- joining a war


def _sides_ratio(panel: Panel, d: ObservedDecisions) -> Columns:
    c, rows = lagged.capabilities(panel)[d.year - 1], np.arange(d.size)
    target = _targets(panel, d)
    return {
        "ln capability, attacker to target": np.log(c[rows, d.whom] / c[rows, target]),
        "own share beside the target": lagged.own_share(panel, d, target),
        "own share beside the attacker": lagged.own_share(panel, d, d.whom),
    }


def _sides(panel: Panel, d: ObservedDecisions) -> Columns:
    found: Columns = {"great power": lagged.state(panel.major, d)}
    for name, other in (("target", _targets(panel, d)), ("attacker", d.whom)):
        found |= {
            f"pact with the {name}": lagged.towards(lagged.known_counts(panel.pact), d, other),
            f"contiguous to the {name}": lagged.towards(panel.contiguous, d, other),
            f"ln distance to the {name}": lagged.ln_distance(panel, d, other),
            f"lower openness with the {name}": lagged.lower_of_pair(panel.openness, d, other),
            f"rival of the {name}": lagged.towards(panel.rival, d, other),
        }
    return found


def _more_of_sides(panel: Panel, d: ObservedDecisions) -> Columns:
    found: Columns = {
        "wars": lagged.state(lagged.count(lagged.known_counts(panel.fought), panel), d),
        "nuclear arms": lagged.state(panel.nuclear, d),
        "burden": lagged.state(panel.burden, d),
        "growth": lagged.state(panel.growth, d),
        "openness": lagged.state(panel.openness, d),
    }
    for name, other in (("target", _targets(panel, d)), ("attacker", d.whom)):
        found |= {
            f"years since a war with the {name}": lagged.towards(panel.peace_years, d, other),
            f"trade with the {name}": lagged.towards(panel.trade, d, other),
            f"joint memberships with the {name}": lagged.towards(panel.institutions, d, other),
            f"great power as {name}": lagged.state(panel.major, d, other),
            f"dispute begun with the {name}": lagged.towards(
                lagged.known_counts(panel.dispute), d, other
            ),
        }
    return found


def _targets(panel: Panel, d: ObservedDecisions) -> np.ndarray:
    """The target of each decision's war. [N]"""
    return np.array([war.target for war in panel.wars], int)[d.war]


# ---------------------------------------------------------------- arms


def _strongest(panel: Panel, d: ObservedDecisions) -> Columns:
    """Capability against the strongest neighbour or rival; NaN without any."""
    c = lagged.capabilities(panel)
    there = np.where(lagged.watched_members(panel), c[:, None, :], -np.inf).max(2)
    ratio = np.log(c / np.where(there > 0, there, np.nan))
    return {"ln capability to the strongest watched": lagged.state(ratio, d)}


def _own(panel: Panel, d: ObservedDecisions) -> Columns:
    seen = lagged.watched_members(panel) & np.isfinite(panel.arming)[:, None, :]
    sums = np.where(seen, panel.arming[:, None, :], 0.0).sum(2)
    number = seen.sum(2)
    theirs = np.divide(sums, number, np.full_like(sums, np.nan), where=number > 0)
    last = lagged.state(panel.arming, d)
    return {
        "ln burden": np.log(np.maximum(lagged.state(panel.burden, d), LEAST_BURDEN)),
        "raised": np.where(np.isnan(last), np.nan, last > 0),
        "cut": np.where(np.isnan(last), np.nan, last < 0),
        "arming of those watched": lagged.state(theirs, d),
        "great power": lagged.state(panel.major, d),
        "wars": lagged.state(lagged.count(lagged.known_counts(panel.fought), panel), d),
        "growth": lagged.state(panel.growth, d),
        "openness": lagged.state(panel.openness, d),
    }


def _more_of_own(panel: Panel, d: ObservedDecisions) -> Columns:
    begun = lagged.known_counts(panel.dispute)
    return {
        "capability": lagged.state(lagged.capabilities(panel), d),
        "nuclear arms": lagged.state(panel.nuclear, d),
        "pacts": lagged.state(lagged.count(lagged.known_counts(panel.pact), panel), d),
        "rivals": lagged.state(lagged.count(panel.rival, panel), d),
        "disputes begun": lagged.state(lagged.count(begun, panel), d),
        "disputes suffered": lagged.state(lagged.count(begun.swapaxes(1, 2), panel), d),
    }


def _cubic(name: str, years: np.ndarray) -> Columns:
    """t, t^2 and t^3 in decades, at most `LONGEST` (Carter & Signorino 2010)."""
    t = np.minimum(years, LONGEST) / 10.0
    return {f"decades since a {name}{power}": t**k for k, power in ((1, ""), (2, "²"), (3, "³"))}


Group = Callable[[Panel, ObservedDecisions], Columns]
_PACT: tuple[Iterable[Group], ...] = ((_ratio,), (_pair, _ties), (_more_of_pair,))
#: By kind the groups of covariates that each set adds.
_GROUPS: dict[str, tuple[Iterable[Group], ...]] = {
    "pact formed": _PACT,
    "pact ended": _PACT,
    "dispute": ((_ratio, _share), (_pair, _quiet), (_more_of_pair,)),
    "joining": ((_sides_ratio,), (_sides,), (_more_of_sides,)),
    "arms": ((_strongest,), (_own,), (_more_of_own,)),
}
