"""How sure the order of theories is: parameter draws, codings, measures, order of acting.

The order is by the log score of all decisions held out. In every case all theories are scored
alike, and the question is how often they come out in another order than in the case they are
compared with.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

import numpy as np
from scipy.stats import kendalltau

from westphalia.experiments.design import Design
from westphalia.forecast.contenders import TheoryContender
from westphalia.forecast.forecasting import ESTIMATE, PLAIN, SEARCH, start_of_search
from westphalia.forecast.results import RobustnessRow
from westphalia.forecast.tournament import hold_out, rank, score_held_out, total_logs
from westphalia.forecast.windows import FIXED, Window, windows_inside
from westphalia.measures.intervals import share
from westphalia.records.panel import Coding, Panel
from westphalia.replay.replay import Replay
from westphalia.theories import Theory
from westphalia.work.job import Piece
from westphalia.work.store import Store
from westphalia.world.parameters import DEFAULTS, Parameters
from westphalia.world.problems import UserError

#: Other codings of the same history, one thing changed at a time.
CODINGS: dict[str, Coding] = {
    "pacts: defence alone": Coding(obligations=("defence",)),
    "pacts: consultation too": Coding(obligations=("defence", "offence", "consultation")),
    "disputes: COW": Coding(disputes="cow"),
    "resources: GDP": Coding(resources="gdp"),
}
#: Parameter draws in a piece, which takes seconds.
BLOCK = 20

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Robustness:
    """The theories' log scores of all decisions held out, in other cases: a `work.job.Job`.

    `replay`: of the usual panel; `panel_of`: the panel in a coding. `design`: draws of
    parameters. `ends`: by theory the piece of the tournament after whose search that in other
    codings starts; None: other codings at the defaults. `serial`: also with states acting in turn.
    """

    replay: Replay
    panel_of: Callable[[Coding], Panel]
    theories: Mapping[str, Theory]
    design: Design
    ends: Mapping[str, str] | None
    serial: bool

    @cached_property
    def _windows(self) -> tuple[Window, ...]:
        return windows_inside(self.replay.panel, FIXED)

    @cached_property
    def _replay_in(self) -> Callable[[str], Replay]:
        """The replay in a coding by name, the last two kept; UserError if the data lack it."""
        return lru_cache(2)(lambda coding: Replay(self.panel_of(CODINGS[coding])))

    @cached_property
    def _cases(self) -> list[tuple[Piece, Callable[[Store], Arrays]]]:
        """Every piece with what makes it; what needs others first."""
        cases = [case for coding in CODINGS for case in self._coded(coding)]
        for first in range(0, self.design.draws, BLOCK):
            some = range(first, min(first + BLOCK, self.design.draws))
            piece = Piece(f"orders/draws-{first:04d}", PLAIN)
            cases.append((piece, partial(self._drawn, some)))
        cases.append((Piece("orders/defaults", PLAIN), self._at_defaults))
        if self.serial:
            cases.append((Piece("orders/serial", PLAIN), self._in_turn))
        return cases

    def _coded(self, coding: str) -> list[tuple[Piece, Callable[[Store], Arrays]]]:
        """The pieces of a coding: one, or each theory's search in each window."""
        key = f"orders/{coding.replace(': ', '-').replace(' ', '-')}"
        if self.ends is None:
            made = partial(self._in_coding, coding, lambda replay, _: self._logs(replay))
            return [(Piece(key, PLAIN), made)]
        found, before = [], dict(self.ends)
        for window in self._windows:
            for theory in self.theories.values():
                piece = Piece(f"{key}-{window.name}-{theory.name}", SEARCH, (before[theory.name],))
                estimated = partial(self._estimated, theory, window, before[theory.name])
                found.append((piece, partial(self._in_coding, coding, estimated)))
                before[theory.name] = piece.key
        return found

    def _in_coding(
        self, coding: str, make: Callable[[Replay, Store], Arrays], store: Store
    ) -> Arrays:
        """What is made in a coding, or why there is none: a user's folder need not hold it."""
        try:
            replay = self._replay_in(coding)
        except UserError as error:
            return {"skipped": np.array(str(error))}
        return make(replay, store)

    def _estimated(
        self, theory: Theory, window: Window, before: str, replay: Replay, store: Store
    ) -> Arrays:
        """The log score of a theory in a window, [1], and where its search ended."""
        rival = TheoryContender(theory, start=start_of_search(theory.name, before, store))
        learnt = rival.learn(replay, window)
        assert learnt.estimate is not None
        held = hold_out(replay, window, learnt.forecasts)
        logs = total_logs(score_held_out(replay, [window], [{theory.name: held}]), [theory.name])
        return {"logs": logs, f"{theory.name}/{ESTIMATE}z": learnt.estimate.z}

    def _at_defaults(self, store: Store) -> Arrays:
        return self._logs(self.replay)

    def _in_turn(self, store: Store) -> Arrays:
        return self._logs(Replay(self.replay.panel, serial=True))

    def _drawn(self, some: range, store: Store) -> Arrays:
        """The log scores at some draws of all parameters, nothing being estimated. [some, n]"""
        return {"logs": np.array([self._logs(self.replay, k)["logs"] for k in some])}

    def _logs(self, replay: Replay, draw: int | None = None) -> Arrays:
        """The theories' log scores at the defaults, or at a draw of all parameters. [theories]"""
        forecasts = {}
        for theory in self.theories.values():
            rival = TheoryContender(theory, False)
            rival = rival if draw is None else self._at_draw(rival, draw)
            forecasts[theory.name] = rival.learn(replay, self._windows[0]).forecasts
        made = [
            {name: hold_out(replay, window, every) for name, every in forecasts.items()}
            for window in self._windows
        ]
        return {"logs": total_logs(score_held_out(replay, self._windows, made), list(forecasts))}

    def _at_draw(self, rival: TheoryContender, draw: int) -> TheoryContender:
        design = self.design
        at = draw * design.runs
        p = design.parameters(at, at + 1, {})
        point = Parameters(**{k: float(getattr(p, k)[0]) for k in DEFAULTS}, forms=p.forms)
        agents = design.agents((rival.theory,) * self.replay.panel.n, at, at + 1)
        return replace(rival, parameters=point, agents=agents)

    def pieces(self) -> Sequence[Piece]:
        """See `Job`: some draws, a coding, or a theory's search in it each."""
        return self._pieces

    @cached_property
    def _pieces(self) -> list[Piece]:
        return [piece for piece, _ in self._cases]

    def make(self, number: int, store: Store) -> Arrays:
        """See `Job`."""
        return self._cases[number][1](store)

    def rows(self, store: Store, reference: Sequence[str]) -> list[RobustnessRow]:
        """Orders of the theories in other cases, each held against a reference.

        `reference`: the order in the tournament, with which codings are compared where parameters
        are estimated; all else is compared with the order at the defaults.
        """
        names = [theory.name for theory in self.theories.values()]
        made = {piece.key: store.get(piece.key) for piece in self.pieces()}

        def orders(head: str) -> list[list[str]]:
            rows = [v["logs"] for key, v in made.items() if key.startswith(f"orders/{head}")]
            return [rank(names, row) for row in np.concatenate([np.atleast_2d(r) for r in rows])]

        (plainly,) = orders("defaults")
        found = [compare_orders("parameter draws", orders("draws"), plainly)]
        usually = plainly if self.ends is None else reference
        every = []
        for name in CODINGS:
            here = [made[piece.key] for piece, _ in self._coded(name)]
            if "skipped" in here[0]:
                skipped = str(here[0]["skipped"])
                found.append(replace(compare_orders(name, [], usually), skipped=skipped))
                continue
            logs = np.concatenate([one["logs"] for one in here]).reshape(-1, len(names))
            every.append(rank(names, logs.sum(0)))
            found.append(compare_orders(name, every[-1:], usually))
        if every:
            found.append(compare_orders("all codings", every, usually))
        if self.serial:
            found.append(compare_orders("serial activation", orders("serial"), plainly))
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
