"""Games over HTTP: the page sends the whole game and gets it back with the move added."""

from typing import Annotated, Any, cast

from pydantic import Field

from westphalia.app.play import Game, move, seat
from westphalia.app.play.types import Seat
from westphalia.app.server.requests import StrictRequest
from westphalia.app.server.types import PlayAnswer
from westphalia.cases import case_names
from westphalia.world.problems import unknown


class PlayRequest(StrictRequest):
    """A game, the state whose seat is shown, and its move, if it makes one."""

    game: Game
    state: Annotated[str, Field(min_length=1, max_length=8)]
    choices: dict[str, Any] | None = None

    def answer(self) -> PlayAnswer:
        """The game after the move, and what the player sees.

        Raises:
            UserError: the case is not a built-in one, or what `seat` and `move` refuse.
        """
        if self.game.case not in case_names():
            raise unknown("built-in case", self.game.case[:100], case_names())
        game = self.game if self.choices is None else move(self.game, self.state, self.choices)
        return PlayAnswer(game=game, seat=cast(Seat, seat(game, self.state)))
