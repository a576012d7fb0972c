"""Compiled programs on disk: whole or absent, the oldest deleted, nothing lost by damage."""

import os
import time

import pytest

from westphalia.programs import cache


@pytest.fixture(autouse=True)
def here(monkeypatch, tmp_path):
    """The cache in a temporary folder."""
    monkeypatch.setattr(cache, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path / "westphalia" / "programs"


def test_what_is_written_is_read_and_what_is_not_there_is_none(here):
    assert cache.read("a") is None
    cache.write("a", b"program")
    assert cache.read("a") == b"program"
    assert [path.name for path in here.iterdir()] == ["a"]


@pytest.mark.parametrize("damage", [lambda d: d[:-1], lambda d: d + b"x", lambda d: d[:5],
                                    lambda d: d[:-3] + b"y" + d[-2:], lambda d: b""])  # fmt: skip
def test_a_damaged_file_is_deleted_and_can_be_written_again(here, damage):
    cache.write("a", b"program")
    (here / "a").write_bytes(damage((here / "a").read_bytes()))
    assert cache.read("a") is None
    assert not (here / "a").exists()
    cache.write("a", b"program")
    assert cache.read("a") == b"program"


def test_a_copied_cache_is_read(here, monkeypatch, tmp_path):
    cache.write("a", b"program")
    (tmp_path / "other").mkdir()
    here.parent.rename(tmp_path / "other" / "westphalia")
    monkeypatch.setattr(cache, "user_cache_path", lambda name: tmp_path / "other" / name)
    assert cache.read("a") == b"program"


def test_those_go_first_that_were_used_longest_ago(here, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 3 * (1000 + 32))
    for k, name in enumerate("abc"):
        cache.write(name, bytes(1000))
        os.utime(here / name, (k, k))
    assert cache.read("a") is not None  # used now
    cache.write("d", bytes(1000))
    assert sorted(path.name for path in here.iterdir()) == ["a", "c", "d"]


def test_a_program_of_two_names_counts_once_and_goes_with_both(here, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 2 * (1000 + 32))
    for k, name in enumerate("ab"):
        cache.write(name, bytes(1000))
        cache.link(f"{name} too", name)
        os.utime(here / name, (k, k))
    assert cache.read("a too") == cache.read("b too") == bytes(1000)
    for k, name in enumerate("ab"):
        os.utime(here / name, (k, k))
    cache.write("c", bytes(1000))
    assert sorted(path.name for path in here.iterdir()) == ["b", "b too", "c"]


def test_one_at_a_time_makes_a_program_and_nobody_waits_for_ever(here, monkeypatch):
    with cache.making("a"):
        assert [path.name for path in here.iterdir()] == [".a.lock"]
        with cache.making("b"):
            pass
        monkeypatch.setattr(cache, "PATIENCE", 0.1)
        started = time.monotonic()
        with cache.making("a"):
            assert time.monotonic() - started >= 0.1
        assert [path.name for path in here.iterdir()] == [".a.lock"]
    assert list(here.iterdir()) == []


def test_where_nothing_can_be_locked_a_program_is_made_all_the_same(here):
    here.parent.mkdir(parents=True)
    here.write_text("a file in the way")
    with cache.making("a"):
        pass


def test_a_name_is_given_anew_and_none_where_there_is_no_program(here):
    cache.write("a", b"one")
    cache.write("b", b"other")
    cache.link("x", "a")
    cache.link("x", "b")
    assert cache.read("x") == b"other"
    cache.link("y", "nothing")
    assert cache.read("y") is None


def test_where_nothing_can_be_written_it_is_said_and_nothing_fails(here, capsys):
    here.parent.mkdir(parents=True)
    here.write_text("a file in the way")
    cache.write("a", b"program")
    assert f"cannot be kept in {here}" in capsys.readouterr().err
    assert cache.read("a") is None
