"""What a year is made of: its rules, what it is given, what it has so far, what it records."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from jaxtyping import Array, Float

from westphalia.mechanisms import crisis, response, threat, war
from westphalia.mechanisms.terms import Terms
from westphalia.simulation.choosers import Chooser
from westphalia.simulation.values import Value
from westphalia.world.parameters import Parameters
from westphalia.world.state import Mind, Modules, PerDyad, PerState, World
from westphalia.world.streams import Streams

_NOT_YET: Any = None


@dataclass(frozen=True)
class Rules:
    """What is fixed while a simulation is compiled.

    `chooser`; `values`: the value functions of the theories in play; `serial`: whether states
    ally and join one after another in random order instead of all at once; `explain`: whether
    the record keeps every option's terms; `detail`: whether it keeps threats, beliefs, types,
    what third parties did, the weight of relative gains and the security at issue in challenges.
    """

    chooser: Chooser
    values: tuple[Value, ...]
    serial: bool = False
    explain: bool = False
    detail: bool = False


class Given(NamedTuple):
    """What a year is given from outside: theories, parameters, switches, random numbers."""

    mind: Mind
    owner: Float[Array, "n"]
    p: Parameters
    mods: Modules
    streams: Streams
    growth: PerState


class Year(NamedTuple):
    """A year so far: the world, what its stages have found out, and the record.

    `seen` and `answer` come from the assessment (learn), `ceiling` on the burden from arms caps
    and `kept`, who kept its cap with whom, from cooperate, `helped`, what every ally is worth,
    from align, `opened` from the crises and `fought` from the wars; before its stage each is
    empty.
    """

    world: World
    record: dict[str, Any]
    seen: threat.Assessment = _NOT_YET
    answer: response.Response = _NOT_YET
    ceiling: PerState = _NOT_YET
    kept: PerDyad = _NOT_YET
    helped: PerDyad = _NOT_YET
    opened: crisis.Opened = _NOT_YET
    fought: war.Fought = _NOT_YET

    def recording(self, **values: Any) -> "Year":
        """The year with something more on record."""
        return self._replace(record={**self.record, **values})

    def detailing(self, rules: Rules, **values: Array) -> "Year":
        """The same, added up under one name, if details are wanted."""
        if not rules.detail:
            return self
        return self.recording(**{k: self.record.get(k, 0.0) + v for k, v in values.items()})

    def noting(self, name: str, decided: "Decided", rules: Rules) -> "Year":
        """The year with a decision's options, terms, chances and choice on record."""
        if not rules.explain:
            return self
        return self.recording(**{name: decided})


class Decided(NamedTuple):
    """One decision as recorded: terms, value and chance of each option, and the choice."""

    terms: Terms
    value: Array
    chance: Array
    choice: Array
    allowed: Array
