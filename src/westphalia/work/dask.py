"""Workers of a Dask cluster: one on this machine, or one that runs already (dask.distributed)."""

from dataclasses import dataclass
from importlib.util import find_spec

from westphalia.work.executors import Pool
from westphalia.work.plan import Plan
from westphalia.work.worker import Report
from westphalia.world.problems import UserError

#: Dask blames every task of a worker that dies; a task that this many have taken to their graves
#: is given up.
MOST_DEATHS = 50
#: Seconds that a scheduler has to answer.
ANSWER = 20.0


@dataclass(frozen=True)
class Dask:
    """The workers of a Dask cluster.

    `address`: of its scheduler; if None, a cluster of `number` processes is begun on this machine,
    one per core if that is None too. All must see the folder of the plan under the same path.
    """

    address: str | None = None
    number: int | None = None

    def __post_init__(self) -> None:
        if find_spec("distributed") is None:
            raise UserError(
                "Dask is not installed here. Install it with: pip install 'westphalia[cluster]'"
            )

    def run(self, plan: Plan, report: Report) -> None:
        """See `Workers`."""
        import dask.config
        import distributed

        failures = {"distributed.scheduler.allowed-failures": MOST_DEATHS}
        with dask.config.set(failures), self._client() as client:
            pool = client.get_executor(pure=False, retries=0)
            Pool(pool, gone=(distributed.KilledWorker,)).run(plan, report)

    def _client(self):
        from distributed import Client

        if self.address is None:
            return Client(
                n_workers=self.number,
                threads_per_worker=1,
                dashboard_address=None,
                env={"PJRT_NPROC": "1"},
            )
        try:
            return Client(self.address, timeout=ANSWER)
        except (OSError, ValueError) as error:
            raise UserError(
                f"No Dask scheduler answers at {self.address} ({error}). Give the address that it "
                f"prints when it begins, such as dask:tcp://10.0.0.1:8786."
            ) from error
