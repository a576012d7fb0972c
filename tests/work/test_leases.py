"""Leases: one holder at a time; void when the holder has ended or says nothing for long."""

import json
import os
import subprocess
import sys
import time

import pytest

from westphalia.work.leases import Leases
from westphalia.world.problems import UserError


def lease(folder, **changes):
    """The lease of somebody else, written by hand."""
    folder.mkdir(exist_ok=True)
    path = folder / "a-b.json"
    path.write_text(json.dumps({"machine": "elsewhere", "process": 1} | changes))
    return path


def test_only_one_has_a_lease_until_it_is_given_back(tmp_path):
    one, other = Leases(tmp_path), Leases(tmp_path)
    assert one.take("a/b")
    assert not other.take("a/b")
    assert not one.take("a/b")
    assert other.take("a/c")
    one.give_back("a/b")
    assert other.take("a/b")
    other.end()
    assert list(tmp_path.iterdir()) == []


def test_the_lease_of_another_machine_is_void_when_it_was_not_touched_for_long(tmp_path):
    path = lease(tmp_path)
    assert not Leases(tmp_path).take("a/b")
    then = time.time() - 59.0
    os.utime(path, (then, then))
    assert not Leases(tmp_path).take("a/b")
    os.utime(path, (then - 2.0, then - 2.0))
    assert Leases(tmp_path).take("a/b")


def test_the_lease_of_a_process_of_this_machine_that_has_ended_is_void_at_once(tmp_path):
    import platform

    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                           capture_output=True, text=True, check=True)  # fmt: skip
    lease(tmp_path, machine=platform.node(), process=int(ended.stdout))
    assert Leases(tmp_path).take("a/b")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"machine": "here"}'])
def test_a_lease_that_cannot_be_read_is_somebodys_until_its_time_is_over(tmp_path, text):
    path = lease(tmp_path)
    path.write_text(text)
    assert not Leases(tmp_path).take("a/b")
    os.utime(path, (0.0, 0.0))
    assert Leases(tmp_path).take("a/b")


def test_who_holds_a_lease_touches_it(tmp_path):
    leases = Leases(tmp_path, patience=0.3)
    assert leases.take("a/b")
    path, until = tmp_path / "a-b.json", time.monotonic() + 10.0
    os.utime(path, (0.0, 0.0))
    while path.stat().st_mtime == 0.0 and time.monotonic() < until:
        time.sleep(0.01)
    assert not Leases(tmp_path, patience=0.3).take("a/b")
    leases.end()


def test_of_many_who_take_over_a_void_lease_one_gets_it(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    for _ in range(30):
        os.utime(lease(tmp_path), (0.0, 0.0))
        many = [Leases(tmp_path) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            got = list(pool.map(lambda leases: leases.take("a/b"), many))
        assert sum(got) == 1
        for leases in many:
            leases.end()


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        Leases(tmp_path / "file").take("a/b")
