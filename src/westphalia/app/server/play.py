"""Games over the wire: the page sends the whole game, and gets it back a move further on."""

from typing import Annotated, Any

from pydantic import Field

from westphalia.app.play import Game, move, seat
from westphalia.app.server.requests import Asked
from westphalia.cases import case_names
from westphalia.world.problems import unknown


class PlayRequest(Asked):
    """A game, the state that asks, and its move, if it makes one."""

    game: Game
    state: Annotated[str, Field(min_length=1, max_length=8)]
    choices: dict[str, Any] | None = None

    def answer(self) -> dict[str, Any]:
        """The game after the move, and what the player sees.

        Raises:
            UserError: the case is not a built-in one, or what `seat` and `move` refuse.
        """
        if self.game.case not in case_names():
            raise unknown("built-in case", self.game.case[:100], case_names())
        game = self.game if self.choices is None else move(self.game, self.state, self.choices)
        return {"game": game.model_dump(), "seat": seat(game, self.state)}
