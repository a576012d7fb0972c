"""The store of outcomes: to the bit, complete or absent, damage named."""

import numpy as np
import pytest
from experiments.small import same

from westphalia.work.store import Store
from westphalia.world.problems import UserError


def test_what_is_stored_comes_back_to_the_bit(tmp_path):
    store, rng = Store(tmp_path), np.random.default_rng(1)
    arrays = {"a name, % of x": rng.normal(size=(2, 7)).astype(np.float32), "none": np.zeros(0)}
    assert not store.has("condition/piece")
    store.put("condition/piece", arrays)
    assert store.has("condition/piece")
    same(arrays, store.get("condition/piece"))
    store.put("condition/piece", {"other": np.ones(1)})  # written again, replaced whole
    assert list(store.get("condition/piece")) == ["other"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_write_leaves_nothing_behind(tmp_path, monkeypatch, stop):
    store = Store(tmp_path)

    def half(file, **arrays):
        file.write(b"PK half of a file")
        file.flush()
        assert len(list(tmp_path.rglob(".unfinished-*"))) == 1
        raise stop

    monkeypatch.setattr(np, "savez_compressed", half)
    expected = UserError if isinstance(stop, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as told:
        store.put("condition/piece", {"x": np.ones(3)})
    if expected is UserError:
        assert "No space left on device" in str(told.value)
        assert "piece.npz" in str(told.value)
    assert not store.has("condition/piece")
    assert [f for f in tmp_path.rglob("*") if f.is_file()] == []


def damage(whole, kind):
    middle = len(whole) // 2
    return {
        "empty": b"",
        "of another kind": b"not a file of numbers at all",
        "cut short": whole[:middle],
        "garbled": whole[:60] + bytes(byte ^ 255 for byte in whole[60:middle]) + whole[middle:],
    }[kind]


@pytest.mark.parametrize("kind", ["empty", "of another kind", "cut short", "garbled"])
def test_a_damaged_file_is_named_with_the_remedy(tmp_path, kind):
    store = Store(tmp_path)
    store.put("condition/piece", {"x": np.random.default_rng(1).normal(size=1000)})
    path = tmp_path / "condition" / "piece.npz"
    path.write_bytes(damage(path.read_bytes(), kind))
    with pytest.raises(UserError) as told:
        store.get("condition/piece")
    assert str(path) in str(told.value)
    assert "Remove it and run the same command again" in str(told.value)


def test_a_missing_piece_is_named(tmp_path):
    with pytest.raises(UserError, match=r"piece\.npz"):
        Store(tmp_path).get("condition/piece")


def test_a_store_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        Store(tmp_path / "file").put("condition/piece", {"x": np.ones(1)})
