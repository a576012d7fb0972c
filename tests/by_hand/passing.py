"""From year to year: who enters, what is learned, and what a year's acts leave behind."""

from collections.abc import Mapping
from math import isnan
from typing import Any

import numpy as np

from by_hand.choices import Year
from by_hand.world import FIRST, GREEDY, SECURE, Carried, bayes, clip, logistic, pact_known

SLIM = 1e-12  # smallest chance among options that were not told apart


def enter(panel: Any, s: int, now: Carried, p: Any, t: Mapping[str, float]) -> Year:
    """Who is new starts afresh, and so do its pairs; then what was seen last year is learned."""
    year = Year(panel, s, now, p, t)
    new = {i for i in year.there if s == 0 or not panel.member[s - 1, i]}
    for i in year.there:
        if i in new:
            now.joined[i], now.abstained[i] = t["balancing"], t["passing"]
            now.evidence[i], now.posture[i] = 0.0, FIRST["posture"]
        if panel.posture is not None and not isnan(panel.posture[s, i]):
            now.posture[i] = float(np.float32(panel.posture[s, i]))
    fresh = [(i, j) for i, j in year.pairs if i in new or j in new]
    base = {}
    for i, j in year.pairs:
        both = year.figure("openness", i) * year.figure("openness", j)
        assured = 1.0 - (1.0 - both) * (1.0 - year.figure("institutions", i, j))
        base[i, j] = t["prior"] * (1.0 - assured * (t["suspicion"] == "assured_prior"))
    year.strengths()
    for i, j in fresh:
        now.identity[i, j] = -0.5 if panel.rival[s, i, j] > 0 else FIRST["identity"]
        now.threat[i, j], now.settled[i, j] = FIRST["threat"], 1.0 - p.new_issues
        own = 0.5 * (1.0 - now.identity[i, j])
        now.belief[i, j] = own if t["suspicion"] == "identity" else base[i, j]
        wins = [
            logistic(year.odds_of(year.lam[a, b] * year.EA[a], year.own[b]))
            for a, b in ((i, j), (j, i))
        ]
        now.stake[i, j] = wins[0] / sum(wins)
    for at in year.pairs:
        now.belief[at] = clip(now.belief[at], 1e-3, 1.0 - 1e-3)
    if fresh:  # assessed once before their first year
        year.assess()
        now.threat |= {at: year.l[at] for at in fresh}
    for i, j in year.pairs:
        b = now.belief[i, j]
        if t["suspicion"] == "identity":
            b = 0.5 * (1.0 - now.identity[i, j])
        else:
            b += p.type_turnover * (base[i, j] - b)
            e = now.evidence[j]
            heard = min(p.tempering * (1.0 + year.figure("institutions", i, j)), 1.0)
            b = bayes(b, heard * (p.bad_news * max(e, 0.0) + t["good_news"] * min(e, 0.0)))
        now.belief[i, j] = clip(b, 1e-4, 1.0 - 1e-4)
    return year


def leave(year: Year) -> Carried:
    """What the year's acts leave behind."""
    then = Carried()
    then.belief, then.threat = dict(year.c.belief), dict(year.l)
    for i in year.there:
        _done(year, i, then)
    for i, j in year.pairs:
        _between(year, i, j, then)
    _others(year, then)
    return then


def challenged(panel: Any, s: int, i: int) -> list[int]:
    """Whom i challenged in the year after entry s, with limited aims or with unlimited."""
    return [
        int(j)
        for j in np.flatnonzero(panel.member[s])
        if j != i and (panel.dispute[s + 1, i, j] > 0 or panel.attack[s + 1, i, j] > 0)
    ]


def watched(panel: Any, s: int, i: int) -> bool:
    """Whether the year's disputes are known."""
    return any(panel.dispute[s + 1, i, j] >= 0 for j in range(panel.n) if j != i)


def possible(panel: Any, s: int, i: int) -> list[int]:
    """The options of arming that a year's choice may have been."""
    done = panel.arming[s + 1, i]
    if isnan(done):
        return []
    if done != 0:
        return [1 if done > 0 else 2]
    if panel.posture is None or isnan(panel.posture[s + 1, i] - panel.posture[s, i]):
        return [0, 3, 4]
    turned = round(float(panel.posture[s + 1, i] - panel.posture[s, i]), 4)
    return [3 if turned > 0 else 4 if turned < 0 else 0]


def _done(year: Year, i: int, then: Carried) -> None:
    """What a state's arms and disputes say of it, and its posture."""
    panel, s, p = year.panel, year.s, year.p
    chances, said = year.arms(i)
    may = possible(panel, s, i)
    share = p.greedy_share
    public = [
        max((1.0 - share) * chances[SECURE][k] + share * chances[GREEDY][k], SLIM) for k in range(5)
    ]
    known = sum(public[k] for k in may)
    weight = {k: public[k] / known for k in may} if may else {0: 1.0}
    spoken = sum(w * said[k] for k, w in weight.items()) if may else 0.0
    if watched(panel, s, i):
        begun = challenged(panel, s, i)
        for j in begun:
            spoken += year.said[i, j, int(panel.attack[s + 1, i, j] > 0)]
        spoken += 0.0 if begun else year.said_quiet[i]
    then.evidence[i] = spoken
    turned = {3: 0.1, 4: -0.1}
    then.posture[i] = sum(
        w * clip(year.c.posture[i] + turned.get(k, 0.0), 0.0, 1.0) for k, w in weight.items()
    )


def _between(year: Year, i: int, j: int, then: Carried) -> None:
    """A pair's pact, identity and share."""
    panel, s, p, now = year.panel, year.s, year.p, year.c
    fought, had = panel.fought[s + 1, i, j] > 0, year.pact[i, j]
    depth = had + p.deepening * (1.0 - had) if had else FIRST["depth"]
    then.depth[i, j] = depth if pact_known(panel, s + 1, i, j) and not fought else 0.0
    shared = (then.depth[i, j] > 0) + year.figure("institutions", i, j)
    shared = (shared + year.figure("trade", i, j)) / 3.0
    liking = now.identity[i, j]
    change = -(1.0 + liking) if fought else p.identity_act * shared * (1.0 - liking)
    then.identity[i, j] = liking + year.t["identity_learning"] * change
    won = {at: any(_all_to(w, *at) for w in ended(panel, s)) for at in ((i, j), (j, i))}
    asked = {
        (a, b): panel.dispute[s + 1, a, b] > 0 and not panel.attack[s + 1, a, b] > 0 and not fought
        for a, b in ((i, j), (j, i))
    }
    stake, anew = now.stake[i, j], True
    if won[i, j] != won[j, i]:  # nothing is settled if each beat the other
        stake = 1.0 if won[i, j] else 0.0
    elif asked[i, j] and asked[j, i]:
        stake = 0.5
    elif asked[i, j]:
        stake = year.demand(i, j)
    elif asked[j, i]:
        stake = 1.0 - year.demand(j, i)
    else:
        anew = False
    then.stake[i, j] = stake
    then.settled[i, j] = (1.0 - p.new_issues) * (1.0 if anew else now.settled[i, j])


def ended(panel: Any, s: int) -> list[Any]:
    """The wars that were over in the year after entry s."""
    return [w for w in panel.wars if w.ended == s + 1]


def _all_to(w: Any, i: int, j: int) -> bool:
    """Whether i won, in that war, all that it disputed with j."""
    if w.won > 0:
        return i in (w.attacker, *w.with_attacker) and j == w.target
    return w.won < 0 and (i, j) == (w.target, w.attacker)


def _others(year: Year, then: Carried) -> None:
    """What third states did in the wars that were over, each by how much it was threatened."""
    there, wars, now = year.there, ended(year.panel, year.s), year.c
    could = {(k, w.attacker) for w in wars for k in w.third if k in there and w.attacker in there}
    did = {(k, w.attacker) for w in wars for k in w.with_target if k in there}
    fear = {(k, a): year.l[k, a] / max(year.total[k], 1e-9) for k, a in could | did}
    for i in there:
        then.joined[i] = year.p.memory * now.joined[i] + sum(fear[at] for at in did)
        then.abstained[i] = year.p.memory * now.abstained[i] + sum(fear[at] for at in could - did)
