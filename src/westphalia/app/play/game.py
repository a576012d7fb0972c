"""A game as a file: its plan, its players and their moves. Everything else follows from it."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from westphalia.cases import load_case
from westphalia.decisions import DECISIONS
from westphalia.decisions.words import Shape
from westphalia.runs.plan import MOST_SEED, Plan, line_of, modules_of
from westphalia.runs.scenario import told_of
from westphalia.runs.settings import settings_of
from westphalia.theories import THEORIES, Theory
from westphalia.world.problems import Problems, UserError, unknown
from westphalia.world.state import Modules

#: The longest game, years, and the most people who play one on one machine.
MOST_YEARS, MOST_PLAYERS = 200, 2
#: Phases of a year in which people choose, in their order.
PHASES = ("plan", "answer", "join")
Phase = Literal["plan", "answer", "join"]
Label = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]
Name = Annotated[str, Field(max_length=100)]
Yes = Annotated[dict[Label, bool], Field(max_length=300)]
Picked = Annotated[dict[Label, Name], Field(max_length=300)]


class _Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, frozen=True,
        json_schema_serialization_defaults_required=True,
    )  # fmt: skip


def _answer(shape: Shape) -> tuple[Any, Any]:
    """The type and the default of a move's field, by what the decision is about."""
    if shape == "act":
        return bool | None, None
    if shape in ("options", "targets"):
        return Annotated[str | None, Field(max_length=100)], None
    return (Yes if shape == "proposal" else Picked), {}


class _Move(_Strict):
    """What one state chose in one phase of a year; a field is there where it was asked.

    Proposals are answered by partner, wars by who began them, and claims (`answers`: resist,
    concede) by claimant; acts with true or false; the others with an option.
    """

    year: int
    state: Label
    phase: Phase
    answers: Picked = {}


_FIELDS: dict[str, Shape] = {d.words.field: d.words.shape for d in DECISIONS}
#: Fields of a move, in the order of the year.
FIELDS = (*_FIELDS, "answers")
_ANSWERS: Any = {field: _answer(shape) for field, shape in _FIELDS.items()}

if TYPE_CHECKING:
    Move = _Move
else:
    Move = create_model("Move", __base__=_Move, **_ANSWERS)


class Game(_Strict):
    """A game. `theories`: what the states follow, as `line_of` reads it; a player's state has one
    too, for what it believes and for the comparison. `advisers`: whose advice a player gets, by
    state; its own theory's if none is given. `years`: to the end of the case if None.
    """

    game: Literal[1] = 1
    case: Annotated[str, Field(max_length=1000)]
    players: Annotated[list[Label], Field(min_length=1, max_length=MOST_PLAYERS)]
    theories: Annotated[str, Field(max_length=5000)] = "defensive"
    advisers: Annotated[dict[Label, Name], Field(max_length=MOST_PLAYERS)] = {}
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)] | None = None
    parameters: Annotated[dict[Name, float], Field(max_length=500)] = {}
    forms: Annotated[dict[Name, Name], Field(max_length=100)] = {}
    modules: Annotated[dict[Name, bool], Field(max_length=100)] = {}
    moves: Annotated[list[Move], Field(max_length=MOST_YEARS * MOST_PLAYERS * len(PHASES))] = []

    def head(self) -> "Game":
        """The game before its first move."""
        return self.model_copy(update={"moves": []})


_Model = TypeVar("_Model", bound=BaseModel)


def read(model: type[_Model], data: Any) -> _Model:
    """The data as a game or a move.

    Raises:
        UserError: naming every field that is wrong and what it may be.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise UserError("\n".join(told_of(error))) from error


def read_game(data: Any) -> Game:
    """A game from its file's data. Its moves are checked when it is played."""
    return read(Game, data)


def plan_of(game: Game) -> tuple[Plan, tuple[Theory, ...]]:
    """The plan of a game, and the theory of each player's staff; all problems told at once."""
    case = load_case(game.case)
    labels, problems = case.start.labels, Problems()
    line = problems.tried(lambda: _line(game.theories, labels))
    named = {THEORIES[name] for name in game.advisers.values() if name in THEORIES}
    theories = None if line is None else (*line.theories, *named)
    settings = problems.tried(lambda: settings_of(game.parameters, theories, game.forms))
    on = [k for k, v in game.modules.items() if v]
    off = [k for k, v in game.modules.items() if not v]
    modules = problems.tried(lambda: modules_of(off, on))
    for label in game.players:
        problems.tried(lambda label=label: _known("players", label, labels))
    if len(set(game.players)) < len(game.players):
        problems.add("players: a state is given twice.")
    for label, name in game.advisers.items():
        problems.tried(lambda label=label: _known("advisers", label, game.players))
        problems.tried(lambda name=name: _known("advisers", name, THEORIES))
    years = game.years or 0
    if (years or case.last_year - case.start.year) > MOST_YEARS:
        problems.add(f"years: a game lasts at most {MOST_YEARS} years; give fewer.")
    problems.refuse()
    assert line is not None
    plan = Plan(
        case, (line.having(settings.numbers),), years=years, seed=game.seed,
        parameters=settings.parameters, modules=modules or Modules(), numbers=settings.numbers,
    )  # fmt: skip
    of_state = dict(zip(labels, line.theories, strict=True))
    advisers = {label: THEORIES[name] for label, name in game.advisers.items()}
    staffs = [advisers[k] if k in advisers else of_state[k] for k in game.players]
    return plan, settings.applied(staffs)


def _line(spec: str, labels: tuple[str, ...]) -> Any:
    if ".py" in spec:
        raise UserError("theories: a game runs no theory from a file; use those built in.")
    return line_of(spec, labels)


def _known(field: str, name: str, valid: Any) -> None:
    if name not in valid:
        raise unknown("state" if name.isupper() else "theory", name, valid, field)
