"""How sure the order of theories is: parameter draws, codings, measures, order of acting.

The order is by the log score of all decisions held out. In every case all theories are scored
alike, and the question is how often they come out in another order than in the case they are
compared with.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import kendalltau

from westphalia.experiments.design import Design, ranges
from westphalia.forecast.contenders import TheoryContender
from westphalia.forecast.results import RobustnessRow
from westphalia.forecast.tournament import rank_contenders, score_held_out
from westphalia.forecast.windows import FIXED, Window, windows_inside
from westphalia.measures.intervals import share
from westphalia.records.panel import Coding, Panel
from westphalia.replay.replay import Replay
from westphalia.theories import Theory
from westphalia.world.parameters import DEFAULTS, with_values
from westphalia.world.problems import UserError

Progress = Callable[[str], None]
#: Other codings of the same history, one thing changed at a time.
CODINGS: dict[str, Coding] = {
    "pacts: defence alone": Coding(obligations=("defence",)),
    "pacts: consultation too": Coding(obligations=("defence", "offence", "consultation")),
    "disputes: COW": Coding(disputes="cow"),
    "resources: GDP": Coding(resources="gdp"),
}


def robustness(
    panel_of: Callable[[Coding], Panel],
    theories: Mapping[str, Theory],
    reference: Sequence[str],
    draws: int,
    starts: Mapping[str, np.ndarray] | None,
    serial: bool,
    seed: int = 1,
    progress: Progress = lambda what: None,
) -> list[RobustnessRow]:
    """Orders of the theories in other cases, each held against a reference.

    Args:
        reference: the order in the tournament, with which codings are compared; draws of
            parameters, and states acting in turn, are compared with the order at the defaults.
        draws: points of a Latin hypercube over the plausible ranges of all parameters.
        starts: where the estimation of each theory in other codings starts; None: other codings
            at the defaults, and compared with the order there.
        serial: also with states acting in turn.
    """
    usual = Replay(panel_of(Coding()))
    plainly = _order(usual, [TheoryContender(t, False) for t in theories.values()])
    drawn = [
        _order_in_draw(usual, theories, design, k, progress)
        for design in [_design(draws, seed)]
        for k in range(draws)
    ]
    found = [compare_orders("parameter draws", drawn, plainly)]
    usually = plainly if starts is None else reference
    orders = []
    for name, coding in CODINGS.items():
        progress(name)
        try:
            replay = Replay(panel_of(coding))
        except UserError as error:  # a user's folder need not hold every coding
            found.append(replace(compare_orders(name, [], usually), skipped=str(error)))
            continue
        rivals = [TheoryContender(t, starts is not None) for t in theories.values()]
        for rival in rivals:
            rival.start = None if starts is None else starts.get(rival.name)
        orders.append(_order(replay, rivals))
        found.append(compare_orders(name, orders[-1:], usually))
    if orders:
        found.append(compare_orders("all codings", orders, usually))
    if serial:
        progress("states acting in turn")
        replay = Replay(usual.panel, serial=True)
        rivals = [TheoryContender(t, False) for t in theories.values()]
        found.append(compare_orders("serial activation", [_order(replay, rivals)], plainly))
    return found


def compare_orders(
    what: str, orders: Sequence[Sequence[str]], reference: Sequence[str]
) -> RobustnessRow:
    """How often an order is another than the reference, and how close they are (Kendall's tau)."""
    many = len(orders)
    same = sum(list(o) == list(reference) for o in orders)
    best = sum(o[0] == reference[0] for o in orders)
    place = [reference.index(name) for name in reference]
    ranks = [[list(o).index(name) for name in reference] for o in orders]
    taus = [float(np.asarray(kendalltau(place, rank)[0])) for rank in ranks]
    return RobustnessRow(
        what,
        many,
        " > ".join(reference),
        share(same, many),
        share(best, many),
        float(np.mean(taus)) if taus else float("nan"),
        dict(Counter(" > ".join(o) for o in orders).most_common()),
    )


def _windows(replay: Replay) -> tuple[Window, ...]:
    return windows_inside(replay.panel, FIXED)


def _order(replay: Replay, rivals: Sequence[TheoryContender]) -> list[str]:
    found = score_held_out(replay, _windows(replay), rivals)
    return rank_contenders(found, [c.name for c in rivals])


def _design(draws: int, seed: int) -> Design:
    return Design(max(draws, 2), 2, seed, 0, ranges())


def _order_in_draw(
    replay: Replay, theories: Mapping[str, Theory], design: Design, k: int, progress: Progress
) -> list[str]:
    """The order at one draw of all parameters, nothing being estimated."""
    progress(f"parameter draw {k + 1} of {design.draws}")
    at = k * design.runs
    p = design.parameters(at, at + 1, {})
    point = with_values({name: float(getattr(p, name)[0]) for name in DEFAULTS})
    rivals = []
    for theory in theories.values():
        agents = design.agents((theory,) * replay.panel.n, at, at + 1)
        rivals.append(TheoryContender(theory, False, point, agents=agents))
    return _order(replay, rivals)
