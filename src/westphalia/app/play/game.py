"""A game as a file: its run, its players and their moves. Everything else follows from it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from westphalia.cases import load_case
from westphalia.cases.fields import LABEL, Finding
from westphalia.cases.reading import list_findings, read_data
from westphalia.decisions import DECISIONS
from westphalia.decisions.decision import PHASES, Phase
from westphalia.decisions.words import Shape
from westphalia.runs.parse import attempt, refuse_files, spec_in
from westphalia.runs.settings import settings_of
from westphalia.runs.spec import MOST_SEED, Spec
from westphalia.theories import THEORIES, Theory
from westphalia.world.problems import UserError, unknown

#: The longest game, years, and the most people who play one on one machine.
MOST_YEARS, MOST_PLAYERS = 200, 2
Label = Annotated[str, Field(pattern=LABEL)]
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

    Proposals are answered by partner and demands by challenger (true: resist), wars by who began
    them; acts with true or false; the others with an option.
    """

    year: int
    state: Label
    phase: Phase


_ANSWERS: Any = {d.words.field: _answer(d.words.shape) for d in DECISIONS}
#: Fields of a move in which decisions are answered.
FIELDS = tuple(_ANSWERS)

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


def read_game(data: Any) -> Game:
    """A game from its file's data. Its moves are checked when it is played.

    Raises:
        UserError: naming every field that is wrong and what it may be.
    """
    return read_data(data, Game)


def spec_of(game: Game) -> tuple[Spec, tuple[Theory, ...]]:
    """The run of a game, and the theory of each player's staff; all problems reported together."""
    head, findings = _head(game), []
    attempt(findings, "theories", lambda: refuse_files(game.theories))
    if findings:
        head["theories"] = []
    advisers = [THEORIES[name] for name in game.advisers.values() if name in THEORIES]
    spec, found = spec_in(head, Path(), advisers)
    findings += found
    findings += _players(game, _labels(game) if spec is None else spec.labels)
    if spec is not None and spec.years > MOST_YEARS:
        findings.append((("years",), f"a game lasts at most {MOST_YEARS} years; give fewer"))
    if findings or spec is None:
        raise UserError(list_findings(findings))
    of_state = dict(zip(spec.labels, spec.lines[0].theories, strict=True))
    named = {label: THEORIES[name] for label, name in game.advisers.items()}
    staffs = [named[k] if k in named else of_state[k] for k in game.players]
    known = (*spec.lines[0].theories, *named.values())
    return spec, settings_of(game.parameters, known, game.forms).apply(staffs)


def _labels(game: Game) -> tuple[str, ...] | None:
    """The states of a game's case, None where the case is unknown."""
    try:
        return load_case(game.case).start.labels
    except UserError:
        return None


def _head(game: Game) -> dict[str, Any]:
    """What a game is made of, with the fields of a scenario file."""
    return {
        "case": game.case,
        "theories": [game.theories],
        "baselines": False,
        "runs": 1,
        "years": game.years,
        "seed": game.seed,
        "parameters": game.parameters,
        "forms": game.forms,
        "modules": game.modules,
    }


def _players(game: Game, labels: tuple[str, ...] | None) -> list[Finding]:
    """What is wrong with who plays and who advises. `labels`: None where the case is unknown."""
    out: list[Finding] = []
    for k, label in enumerate(game.players):
        if labels is not None and label not in labels:
            out.append((("players", k), str(unknown("state", label, labels))))
        if label in game.players[:k]:
            out.append((("players", k), f"{label} is given twice; keep one"))
    for label, name in game.advisers.items():
        if label not in game.players:
            out.append((("advisers", label), str(unknown("player", label, game.players))))
        if name not in THEORIES:
            out.append((("advisers", label), str(unknown("theory", name, THEORIES))))
    return out
