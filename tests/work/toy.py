"""Work that is quick to do and to check, and that notes down who did what."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from westphalia.work.job import Piece
from westphalia.work.store import Store
from westphalia.work.worker import work


@dataclass(frozen=True)
class Toy:
    """`number` pieces of random numbers, of which every tenth needs the nine before it.

    `folder`: where a line is noted for each time that a piece is made. `seconds`: each takes.
    """

    folder: Path
    number: int = 30
    seconds: float = 0.0

    def pieces(self):
        keys = [f"some/{k:03d}" for k in range(self.number)]
        return [
            Piece(key, k + 1, tuple(keys[k - 9 : k]) if k % 10 == 9 else ())
            for k, key in enumerate(keys)
        ]

    def make(self, number, store):
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "made.txt").open("a") as file:
            file.write(f"{number} {os.getpid()}\n")
        time.sleep(self.seconds)
        before = [store.get(key)["x"] for key in self.pieces()[number].needs]
        return {"x": np.random.default_rng(number).normal(size=100) + sum(before)}

    def made(self):
        """The numbers of pieces in the order in which they were begun."""
        return [
            int(line.split()[0]) for line in (self.folder / "made.txt").read_text().splitlines()
        ]


def files(store):
    """Every finished piece, byte for byte."""
    return {
        p.relative_to(store.folder).as_posix(): p.read_bytes() for p in store.folder.rglob("*.npz")
    }


if __name__ == "__main__":
    place = Path(sys.argv[1])
    work(Toy(place, 60, float(sys.argv[2])), Store(place / "parts"), threads=1)
