"""A game: states that people play in a world of theories. `board.Board` is where it is played."""
