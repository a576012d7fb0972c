"""Positions that are kept are bounded."""

import pytest

from app.play.playing import SMALL, calm, play_on
from westphalia.app.play import position_cache as kept
from westphalia.app.play import read_game

pytestmark = pytest.mark.xdist_group(name="play")


def test_positions_that_are_kept_are_bounded(monkeypatch):
    monkeypatch.setattr(kept, "POSITIONS", 3)
    play_on(read_game(SMALL), calm, 6)
    assert len(kept._KEPT) == 3
