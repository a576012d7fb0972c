"""What the tests of joining by the future share: the danger of an attacker, by hand."""

import numpy as np
from conftest import switched

from mechanisms.assessments import logistic

THIRDS = (2, 3)
FORMS = {"joining": "future", "crisis": "brinkmanship", "pacts": "binding"}
FLOWS = switched(flows=1.0)


def years_of(q):
    """Discounted years that land and arms are felt."""
    land, arms = (1.0 - q.discount * (1.0 - h) for h in (q.convergence, q.depreciation))
    return 1.0 / land, 1.0 / arms


def danger_by_hand(w, s, q, total, duel, k):
    """The danger to k from 0 once it has attacked 1: l', and its factors. From docs/model.md."""
    least = q.decisiveness * (1.0 - logistic(s.odds[0, k]))
    steep = min(max(s.by_attack[k, 0], least), 4.0)
    firm = min(max(-s.by_defence[k, 0], least), 4.0)
    land = q.annexation * (1.0 - q.waste) * w.resources[1] * total
    take = q.stake_size * min(w.resources[:2]) + land
    held = total * q.annexation * duel**2
    nearer = min(max(w.delivery[1, k] / w.delivery[0, k], 1.0) ** firm, 5.0)
    rho = w.joined[0] / (w.joined[0] + w.abstained[0])
    strength = w.delivery[1, k] * s.defend[1]
    reach = w.delivery[1, k] + q.bases * w.pact[1, k] * (1.0 - w.delivery[1, k])
    if w.pact[1, k] > 0:
        counted = willing = q.reliability * w.pact[1, k] * reach * s.defend[1]
    else:
        willing = rho * strength
        counted = q.volunteers * rho * strength * w.threat[1, 0] / w.threat[1].sum()
    counted *= w.pact[1, 0] == 0
    willing = max(willing, counted)
    met = s.met[0, k] + willing - counted
    lost = held + (1.0 - held) * q.defeat_loss
    bare = min((met / max(met - lost * willing, 0.05 * met)) ** firm, 5.0)
    belief = w.belief[k, 0]
    told = q.tempering * (s.evidence_total if total else s.evidence_demand)[0, 1]
    after = belief * np.exp(told) / (belief * np.exp(told) + 1.0 - belief)
    known = s.looming[k, 0] + s.looming_by_belief[k, 0] * (after - belief)
    grown = (1.0 + take / w.resources[0]) ** steep * (1.0 + held * (nearer - 1.0)) * bare
    return min(max(known, 0.0), 0.5), grown, np.exp(-steep * q.defeat_loss)
