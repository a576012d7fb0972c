"""The store of outcomes: to the bit, complete or absent, damage named."""

import errno
from zipfile import ZipFile

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


def test_one_wrong_byte_is_found_at_the_start(tmp_path):
    store = Store(tmp_path / "parts")
    for key in ("a/1", "a/2"):
        store.put(key, {"x": np.random.default_rng(1).normal(size=1000)})
    path = store.path("a/2")
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    assert store.remove_damaged(["a/1", "a/2", "a/3"]) == ["a/2"]
    assert store.has("a/1")
    assert not store.has("a/2")


def test_what_may_not_be_read_is_not_taken_for_damaged(tmp_path, monkeypatch):
    store = Store(tmp_path / "parts")
    store.put("a/1", {"x": np.ones(3)})

    def refused(*args):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("westphalia.work.store.ZipFile", refused)
    with pytest.raises(PermissionError):
        store.remove_damaged(["a/1"])
    assert store.path("a/1").is_file()


@pytest.fixture
def packed(tmp_path):
    """A store whose pieces are packed."""
    store = Store(tmp_path / "parts")
    for key in ("a/1", "a/2"):
        store.put(key, {"x": np.random.default_rng(1).normal(size=1000)})
    store.pack(["a/1", "a/2"])
    return Store(tmp_path / "parts")


@pytest.mark.parametrize("kind", ["empty", "of another kind", "cut short", "garbled"])
def test_a_damaged_file_of_all_pieces_is_named_with_the_remedy(packed, kind):
    packed.packed.write_bytes(damage(packed.packed.read_bytes(), kind))
    told = r"parts\.zip is damaged\. Remove it, and .*manifest\.json if it is there"
    with pytest.raises(UserError, match=told):
        packed.remove_damaged([])
    with pytest.raises(UserError, match=told):
        packed.get("a/1")
    if kind in ("empty", "of another kind"):  # in the others a list can be read
        with pytest.raises(UserError, match=told):
            packed.has("a/1")


def test_a_full_disk_while_pieces_are_packed_leaves_them_as_they_are(tmp_path, monkeypatch):
    store = Store(tmp_path / "parts")
    store.put("a/1", {"x": np.ones(3)})

    def full(*args):
        assert len(list(tmp_path.glob(".unfinished-*"))) == 1
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space left") as error:
        store.pack(["a/1"])
    assert error.value.filename == str(store.packed)
    assert [path.name for path in tmp_path.iterdir()] == ["parts"]
    assert store.has("a/1")


def test_two_may_pack_the_same_pieces_at_once(tmp_path, monkeypatch):
    store = Store(tmp_path / "parts")
    for key in ("a/1", "a/2"):
        store.put(key, {"x": np.ones(3)})
    write = ZipFile.writestr

    def and_the_other(*args):
        monkeypatch.setattr(ZipFile, "writestr", write)
        Store(tmp_path / "parts").pack(["a/1", "a/2"])
        write(*args)

    monkeypatch.setattr(ZipFile, "writestr", and_the_other)
    store.pack(["a/1", "a/2"])
    assert [path.name for path in tmp_path.iterdir()] == ["parts.zip"]
    assert store.get("a/2")["x"].tolist() == [1.0] * 3


def test_a_missing_piece_is_named(tmp_path):
    with pytest.raises(UserError, match=r"piece\.npz"):
        Store(tmp_path).get("condition/piece")


def test_a_store_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        Store(tmp_path / "file").put("condition/piece", {"x": np.ones(1)})
