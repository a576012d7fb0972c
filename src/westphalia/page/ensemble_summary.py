"""What the page shows of many runs: chances, spreads, and which run is the typical one."""

import numpy as np

from westphalia.measures.quantities import (
    Records,
    by_pair,
    fighting,
    of_living,
    pairs,
    power,
)
from westphalia.page.packing import pack
from westphalia.page.types import Ensemble, RunRecord

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Runs of which quantiles are taken and among which the typical one is sought: so many, but no
#: more than fit in so many flags of pairs and years.
SAMPLE, FLAGS = 1000, 20_000_000


class EnsembleSummary:
    """Sums over all runs of one simulation, and a sample of the first of them.

    Feed it the records chunk by chunk, in order (`add`). Its memory does not grow with the number
    of runs beyond the sample. It is no `Measure`: the page shows every state and pair by year.
    """

    def __init__(self, n: int, years: int) -> None:
        self.n, self.years = n, years
        wide = (years, len(pairs(n)[0]))
        self.sample = max(1, min(SAMPLE, FLAGS // (years * max(1, wide[1]))))
        self.runs = 0
        self._sums = {name: np.zeros(wide) for name in ("pact", "war", "fought")}
        self._sums |= {"alive": np.zeros((years, n)), "threat": np.zeros((years, n, n))}
        self._kept: dict[str, list[np.ndarray]] = {}

    def add(self, records: Records) -> None:
        """Add a chunk of records, [years, ..., runs]."""
        pact, war = by_pair(records["pact"]), by_pair(fighting(records["war"]))
        fought = np.logical_or.accumulate(war, axis=0)
        flags = {"pact": pact, "war": war, "fought": fought, "alive": records["alive"]}
        for name, values in (flags | {"threat": records["threat"]}).items():
            self._sums[name] += values.sum(-1, dtype=float)
        room = max(0, self.sample - self.runs)
        for name, values in (flags | spreads(records)).items():
            if room and name != "war":
                self._kept.setdefault(name, []).append(values[..., :room])
        self.runs += pact.shape[-1]

    def _sampled(self, name: str) -> np.ndarray:
        return np.concatenate(self._kept[name], axis=-1)

    def typical(self) -> int:
        """The run nearest to all others: the medoid.

        The distance of two runs is the number of flags in which they differ: who is allied with
        whom and who has fought whom by then, by year, and who lives. Under this (Hamming)
        distance the sum over all others is linear in a run's flags: a flag that is up in c of N
        runs adds N - c where it is up and c where it is down.
        """
        flags = np.concatenate([self._sampled(k) for k in ("pact", "fought", "alive")], axis=1)
        flags = flags.reshape(-1, flags.shape[-1])
        count, runs = flags.sum(1), flags.shape[-1]
        return int(np.argmin((runs - 2.0 * count) @ flags))

    def ensemble(self) -> Ensemble:
        """Chances and quantiles, packed."""
        shares = {name: pack(total / self.runs) for name, total in self._sums.items()}
        return Ensemble(
            runs=self.runs,
            sample=min(self.runs, self.sample),
            pact=shares["pact"],
            war=shares["war"],
            fought=shares["fought"],
            alive=shares["alive"],
            threat=shares["threat"],
            power=pack(self._quantiles("power")),
            burden=pack(self._quantiles("burden")),
            arms=pack(self._quantiles("arms")),
        )

    def _quantiles(self, name: str) -> np.ndarray:
        """Over the sampled runs in which the state lives; NaN where it lives in none."""
        values = np.where(self._sampled("alive"), self._sampled(name), np.nan)
        gone = np.isnan(values)
        everywhere, somewhere = ~gone.any(-1), gone.any(-1) & ~gone.all(-1)
        out = np.full((len(QUANTILES), *values.shape[:-1]), np.nan)
        out[:, everywhere] = np.quantile(values[everywhere], QUANTILES, axis=-1)  # far faster
        out[:, somewhere] = np.nanquantile(values[somewhere], QUANTILES, axis=-1)
        return out


def spreads(records: Records) -> dict[str, np.ndarray]:
    """The states' power (share of the living's resources), burden and arms, of living states."""
    return {
        "power": power(records),
        **{name: of_living(records, name) for name in ("burden", "arms")},
    }


def run_record(records: Records, position: int, run: int) -> RunRecord:
    """One run of a chunk, packed.

    Args:
        position: of the run in the chunk. run: its number.
    """
    one = {name: values[..., position : position + 1] for name, values in records.items()}
    own = spreads(one) | {"posture": one["posture"]}
    for name in ("burden", "posture"):  # undefined for extinct states
        own[name] = np.where(one["alive"], own[name], np.nan)
    return RunRecord(
        run=run,
        power=pack(own["power"][..., 0]),
        burden=pack(own["burden"][..., 0]),
        arms=pack(own["arms"][..., 0]),
        posture=pack(own["posture"][..., 0]),
        threat=pack(one["threat"][..., 0]),
        alive=pack(one["alive"][..., 0], whole=True),
        pact=pack(by_pair(one["pact"])[..., 0], whole=True),
        war=pack(one["war"][..., 0], whole=True),
        crisis=pack(one["crisis"][..., 0], whole=True),
        agreements=pack(one["agreements"][..., 0], whole=True),
    )
