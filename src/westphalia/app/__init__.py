"""What people use in a browser: the server, the lessons, the game."""
