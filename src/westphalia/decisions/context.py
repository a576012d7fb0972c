"""What a decision is taken in: the rules of a simulation, what a year is given, the year so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from jaxtyping import Array, Float

from westphalia.decisions.choosers import Chooser
from westphalia.mechanisms import crisis, response, threat, war
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents, Modules, PerDyad, PerState, World
from westphalia.world.streams import Streams

_NOT_YET: Any = None
_NOTHING: dict[str, Any] = {}


@dataclass(frozen=True)
class Rules:
    """What is fixed while a simulation is compiled.

    `chooser`; `values`: the value functions of the theories in play; `serial`: whether states
    ally and join one after another in random order instead of all at once; `explain`: whether
    the record keeps every option's terms; `detail`: whether it keeps threats, beliefs, types,
    what third parties did, the weight of relative gains and the security at issue in challenges.
    """

    chooser: Chooser
    values: tuple[Any, ...]
    serial: bool = False
    explain: bool = False
    detail: bool = False


class Given(NamedTuple):
    """What a year is given from outside: theories, parameters, switches, random numbers."""

    agents: Agents
    owner: Float[Array, "n"]
    p: Parameters
    mods: Modules
    streams: Streams
    growth: PerState


class Taken(NamedTuple):
    """A decision on record: terms, value and chance of each option, the choice (1 where chosen),
    which options there were, and which stand already (a pact to be kept or left). [deciders,
    options, runs]; of joining, [attackers, ...] before.
    """

    terms: dict[str, Any]
    value: Any
    chance: Any
    choice: Any
    allowed: Any
    standing: Any


class Year(NamedTuple):
    """A year so far: the world, what its steps have found out, and the record.

    `assessment` and `answer` come from the assessment (learn), `ceiling` on the burden from arms
    caps and `kept`, who kept its cap with whom, from compliance, `helped`, what every ally is
    worth, from alignment, `opened` from the crises and `fought` from the wars; before its step each
    is empty. `taken`: the decisions with their reasons, by name, if the rules explain.
    """

    world: World
    record: dict[str, Any]
    assessment: threat.Assessment = _NOT_YET
    answer: response.Response = _NOT_YET
    ceiling: PerState = _NOT_YET
    kept: PerDyad = _NOT_YET
    helped: PerDyad = _NOT_YET
    opened: crisis.Opened = _NOT_YET
    fought: war.Fought = _NOT_YET
    taken: Mapping[str, Taken] = _NOTHING

    @property
    def n(self) -> int:
        """Number of states."""
        return self.world.arms.shape[0]

    def recording(self, **values: Any) -> "Year":
        """The year with something more on record."""
        return self._replace(record={**self.record, **values})

    def detailing(self, rules: Rules, **values: Array) -> "Year":
        """The same, if details are wanted."""
        return self.recording(**values) if rules.detail else self

    def noting(self, name: str, taken: Taken, rules: Rules) -> "Year":
        """The year with a decision and its reasons, if they are wanted."""
        return self._replace(taken={**self.taken, name: taken}) if rules.explain else self

    def telling(self, evidence: PerState) -> "Year":
        """The year with more evidence of the states' types (log likelihood ratios). [n]"""
        return self._replace(world=self.world._replace(evidence=self.world.evidence + evidence))
