"""What all can see of a year of a game: its events and its figures."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from westphalia.app.play.words import figure
from westphalia.decisions import AGREEMENTS
from westphalia.measures.quantities import share_held
from westphalia.mechanisms.crisis import OUTCOMES
from westphalia.mechanisms.war import ROLES
from westphalia.world.state import World
from westphalia.world.text import join_names

Record = Mapping[str, np.ndarray]
#: What a demand came to, by `crisis.OUTCOMES`.
_CAME_TO = {
    "none": "The demand was not credible and came to nothing.",
    "demand conceded": "{} conceded.",
    "limited war": "{} resisted, and there was war.",
    "accidental war": "The crisis slipped into a war that nobody chose.",
    "challenger backed down": "{} resisted, and the demand was withdrawn.",
}


class Chronicle:
    """A year's events from the world before it, [n] and [n, n], and its record."""

    def __init__(
        self, labels: Sequence[str], names: Sequence[str], before: World, record: Record
    ) -> None:
        self._labels, self._names = labels, names
        self._before, self._record = before, record
        n = len(labels)
        self._pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]

    def events(self) -> list[dict[str, Any]]:
        """Every event as kind, states and a sentence, in the order of the year."""
        parts = (self._agreements, self._signals, self._pacts, self._arms, self._crises)
        return [e for part in (*parts, self._wars, self._deaths) for e in part()]

    def _event(self, kind: str, states: Sequence[int], text: str, **more: Any) -> dict[str, Any]:
        labels = [self._labels[i] for i in states]
        return {"kind": kind, "states": labels, "text": text, **more}

    def _agreements(self) -> Iterator[dict[str, Any]]:
        now = self._record["agreements"]
        for i, j in self._pairs:
            pair = f"{self._names[i]} and {self._names[j]}"
            for item in sorted(AGREEMENTS, key=lambda item: item.about.bit):
                if not item.about.bit:
                    continue
                stands = now[i, j] & item.about.bit > 0
                if stands != item.about.in_force(self._before)[i, j]:
                    how = "agreed on" if stands else "no longer have"
                    yield self._event(
                        "agreement", (i, j), f"{pair} {how} {item.noun}.",
                        item=item.name, began=bool(stands),
                    )  # fmt: skip
            change = self._record["institutions"][i, j] - self._before.institutions[i, j]
            if abs(change) > 1e-6:
                how = "deepened" if change > 0 else "loosened"
                text = f"{pair} {how} their joint institutions."
                yield self._event(
                    "agreement", (i, j), text, item="institution", began=bool(change > 0)
                )

    def _signals(self) -> Iterator[dict[str, Any]]:
        for i in np.flatnonzero(self._record["sent"]).tolist():
            text = f"{self._names[i]} scrapped offensive arms, to be believed."
            yield self._event("signal", (i,), text)

    def _pacts(self) -> Iterator[dict[str, Any]]:
        now, before = self._record["pact"] > 0, self._before.pact > 0
        for i, j in self._pairs:
            if now[i, j] == before[i, j]:
                continue
            how = "made a pact of help" if now[i, j] else "no longer have their pact of help"
            text = f"{self._names[i]} and {self._names[j]} {how}."
            yield self._event("pact", (i, j), text, began=bool(now[i, j]))

    def _arms(self) -> Iterator[dict[str, Any]]:
        change = np.log(self._record["burden"] / self._before.burden)
        alive = self._before.alive > 0
        for how, which in (("raised", change > 1e-3), ("cut", change < -1e-3)):
            states = np.flatnonzero(which & alive).tolist()
            if states:
                text = f"{join_names([self._names[i] for i in states])} {how} the burden of arms."
                yield self._event("arms", states, text, began=how == "raised")

    def _crises(self) -> Iterator[dict[str, Any]]:
        for i, j in np.argwhere(self._record["demanded"] > 0).tolist():
            code = int(self._record["crisis"][i, j])
            came = _CAME_TO[OUTCOMES[code]].format(self._names[j])
            text = f"{self._names[i]} made a demand on {self._names[j]}. {came}"
            yield self._event("demand", (i, j), text, outcome=code)

    def _wars(self) -> Iterator[dict[str, Any]]:
        for a, t in np.argwhere(self._record["begun"] > 0).tolist():
            roles = self._record["war"]
            if roles[a, t] == 0:  # one of the two had just ceased to exist
                continue
            third = self._record["third"][:, a]
            beside = np.flatnonzero(
                third & (roles[:, t] == ROLES.index("joined attacker"))
            ).tolist()
            against = np.flatnonzero(third & (roles[:, a] == ROLES.index("joined target"))).tolist()
            taken = self._record["taken"]
            won, repelled = taken[a, t] > 0, taken[t, a] > 0
            total = bool(self._record["total"][a, t] > 0)
            sides = [[self._names[k] for k in (first, *more)] for first, more in
                     ((a, beside), (t, against))]  # fmt: skip
            kind = "total war" if total else "a limited war"
            end = "Neither side won."
            if won != repelled:
                end = f"{sides[0 if won else 1][0]} won."
            text = f"{join_names(sides[0])} fought {kind} against {join_names(sides[1])}. {end}"
            winner = None if won == repelled else self._labels[a if won else t]
            yield self._event(
                "war", (a, t), text, total=total, winner=winner,
                side_a=[self._labels[k] for k in (a, *beside)],
                side_b=[self._labels[k] for k in (t, *against)],
            )  # fmt: skip

    def _deaths(self) -> Iterator[dict[str, Any]]:
        for i in np.flatnonzero((self._before.alive > 0) & ~self._record["alive"]).tolist():
            text = f"{self._names[i]} was conquered and ceased to exist."
            yield self._event("death", (i,), text)


def figures(record: Record) -> dict[str, Any]:
    """The year's public figures by state. `power`: share of the resources of living states."""
    alive = record["alive"]
    power = share_held(record["resources"], alive)
    arms = record["arms"] / max(record["resources"][alive].mean(), 1e-9)
    named = {"power": power, "arms": arms, "burden": record["burden"] * alive}
    shown: dict[str, Any] = {k: [figure(x) for x in v] for k, v in named.items()}
    return shown | {"alive": [bool(x) for x in alive]}
