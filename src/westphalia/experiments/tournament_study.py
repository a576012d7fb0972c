"""The whole tournament: held-out scores, verdicts, weights, robustness, recovery."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from westphalia.experiments.design import Design, ranges, spans_of
from westphalia.experiments.rank_robustness import Robustness
from westphalia.forecast.contenders import contenders
from westphalia.forecast.forecasting import Forecasting
from westphalia.forecast.recovery import Recovery
from westphalia.forecast.results import PanelSummary, TournamentResult
from westphalia.forecast.tournament import (
    BASE,
    calibrate,
    compare_pairs,
    rank,
    score_cell,
    stack,
    total_logs,
)
from westphalia.forecast.windows import FIXED, Window, rolling_windows, windows_inside
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Coding, Panel
from westphalia.replay.replay import MOST_IN_TURN, Replay
from westphalia.replay.world_of_history import FORMS, NUMBERS, RANGES
from westphalia.runs.draws import Draws, thinned
from westphalia.theories import Theory
from westphalia.work.job import Job, Together, all_made
from westphalia.work.store import Store
from westphalia.work.worker import work_at_once


@dataclass(frozen=True, eq=False)
class Tournament:
    """Theories against baselines on held-out history.

    `panel_of`: the panel in a coding. `quick`: no rolling origin, other codings at the defaults,
    few draws and histories: minutes instead of an hour. `table`: draws of parameters, at least
    two, if they are not to come from the plausible ranges.
    """

    panel_of: Callable[[Coding], Panel]
    theories: Mapping[str, Theory]
    quick: bool = False
    seed: int = 1
    table: Draws | None = None

    @cached_property
    def _replay(self) -> Replay:
        return Replay(self.panel_of(Coding()))

    @cached_property
    def _fixed(self) -> tuple[Window, ...]:
        return windows_inside(self._replay.panel, FIXED)

    @cached_property
    def _forecasting(self) -> Forecasting:
        rolling = () if self.quick else rolling_windows(self._replay.panel)
        windows = (*self._fixed, *rolling)
        return Forecasting("forecasts", self._replay, windows, contenders(self.theories))

    @cached_property
    def _recoveries(self) -> tuple[Recovery, ...]:
        def of(number: int, estimated: bool) -> Recovery:
            return Recovery(self._replay.panel, self.theories, number, self.seed, estimated)

        return (of(10, False),) if self.quick else (of(40, False), of(3, True))

    @cached_property
    def _robustness(self) -> Robustness:
        draws = 16 if self.quick else 200
        forms = FORMS._asdict()
        spans = ranges(given={name: (low, high) for name, (_, low, high) in RANGES.items()})
        design = Design(draws, 2, self.seed, 0, spans, forms=forms)
        if self.table is not None:
            some = thinned(self.table, draws) if self.quick else self.table
            held = {k: v for k, v in NUMBERS.items() if k not in some.names}
            size = len(some.values), 2, self.seed, 0
            design = Design(*size, spans_of(some), fixed=held, forms=forms, table=some)
        return Robustness(
            self._replay,
            self.panel_of,
            self.theories,
            design,
            ends=None if self.quick else self._forecasting.last(),
            serial=self._replay.panel.n <= MOST_IN_TURN,
        )

    @cached_property
    def job(self) -> Job:
        """What is to be done, in pieces: searches, of which each awaits another, come first."""
        return Together([self._forecasting, *self._recoveries[::-1], self._robustness])

    def gather(self, store: Store) -> TournamentResult:
        """What comes of it."""
        made = self._forecasting.made(store)
        scored, rivals = made.scored(), made.contenders()
        names, fixed = [c.name for c in rivals], {w.name for w in self._fixed}
        theories = [theory.name for theory in self.theories.values()]
        logs = total_logs([s for s in scored if s.window in fixed], theories)
        order = rank(theories, logs)
        return TournamentResult(
            panel=PanelSummary.of(self._replay.panel),
            kinds=tuple(KINDS),
            windows=tuple(self._forecasting.windows),
            contenders=rivals,
            against=BASE,
            estimated=True,
            cells=tuple(score_cell(s, name) for s in scored for name in names),
            pairs=tuple(pair for s in scored for pair in compare_pairs(s, names)),
            stacking=tuple(row for s in scored if (row := stack(s)) is not None),
            calibration=tuple(row for s in scored for n in names if (row := calibrate(s, n))),
            estimates=made.estimates(),
            notes=made.notes(),
            order=tuple(order),
            robustness=tuple(self._robustness.rows(store, order)),
            recovery=tuple(job.matrix(all_made(job, store)) for job in self._recoveries),
            seed=self.seed,
            quick=self.quick,
        )


def tournament_study(
    panel_of: Callable[[Coding], Panel],
    theories: Mapping[str, Theory],
    quick: bool = False,
    seed: int = 1,
) -> TournamentResult:
    """What comes of a `Tournament`, by threads of this process."""
    tournament = Tournament(panel_of, theories, quick, seed)
    return work_at_once(tournament.job, tournament.gather)
