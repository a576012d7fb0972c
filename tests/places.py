"""Where things are in the repository."""

from pathlib import Path

#: The root of the repository.
ROOT = Path(__file__).resolve().parent.parent
