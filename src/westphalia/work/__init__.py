"""Work in pieces: plans as folders, who makes which piece, and where."""
