"""Run folders: complete or absent, and never overwritten."""

import errno
import json
from pathlib import Path

import pytest

from westphalia.cli import dispatch
from westphalia.runs.folder import open_run
from westphalia.runs.writing import beside, copy_whole, discard_unfinished, replace_file, writing
from westphalia.world.problems import UserError


def test_the_folder_holds_what_it_should(folder):
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {"case.yaml", "manifest.json", "results.nc", "tables/table.json"} <= names
    assert {"figures/pacts.png", "figures/scores.png", "figures/great_power_war.png"} <= names
    assert {"tables/dyad_years.parquet", "tables/scores.parquet"} <= names
    assert not list(folder.parent.glob(".*unfinished*"))


def test_a_folder_is_never_overwritten(folder, capsys):
    before = (folder / "manifest.json").read_bytes()
    assert dispatch(["run", "europe-1890", "--out", str(folder)]) == 2
    assert "not overwritten" in capsys.readouterr().err
    assert (folder / "manifest.json").read_bytes() == before


def test_a_default_folder_that_is_there_is_shown_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    args = ["run", "europe-1890", "--theory", "defensive", "--no-baselines", "--runs", "10"]
    assert dispatch([*args, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["folder"].startswith("runs/europe-1890-")
    stamp = Path(first["folder"], "manifest.json").stat().st_mtime_ns
    assert dispatch([*args, "--json"]) == 0
    again = capsys.readouterr()
    assert json.loads(again.out) == first
    assert "already exists" in again.err
    assert Path(first["folder"], "manifest.json").stat().st_mtime_ns == stamp
    Path(first["folder"], "results.nc").unlink()
    assert dispatch(args) == 2
    assert "not a complete run" in capsys.readouterr().err


def _fail_after_writing(folder: Path):
    (folder / "file").write_text("x")
    raise RuntimeError


def test_an_error_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), writing(tmp_path / "run") as half:
        _fail_after_writing(half)
    assert list(tmp_path.iterdir()) == []


def test_unfinished_folders_can_be_discarded(tmp_path):
    with pytest.raises(FileNotFoundError), writing(tmp_path / "run"):
        discard_unfinished()
    assert list(tmp_path.iterdir()) == []


def test_unfinished_files_can_be_discarded(tmp_path):
    def write_and_discard():
        with beside(tmp_path / "file") as file:
            file.write_bytes(b"half")
            assert discard_unfinished()

    with pytest.raises(FileNotFoundError):
        write_and_discard()
    assert list(tmp_path.iterdir()) == []


def test_two_may_write_the_same_file_at_once(tmp_path):
    with beside(tmp_path / "file") as one, beside(tmp_path / "file") as other:
        one.write_bytes(b"whole")
        other.write_bytes(b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def _full(*args):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    "write",
    [lambda path: replace_file(path, b"after"), lambda path: copy_whole(Path(__file__), path)],
)
def test_a_full_disk_leaves_a_file_as_it_was_and_is_told_by_its_name(tmp_path, monkeypatch, write):
    (tmp_path / "file").write_bytes(b"before")
    monkeypatch.setattr(Path, "write_bytes", _full)
    with pytest.raises(OSError, match="No space left") as error:
        write(tmp_path / "file")
    assert error.value.filename == str(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_is_told_by_the_name_of_the_folder_that_was_to_be(tmp_path):
    with pytest.raises(OSError, match="No space left") as error, writing(tmp_path / "run") as half:
        raise OSError(errno.ENOSPC, "No space left on device", str(half / "results.nc"))
    assert error.value.filename == str(tmp_path / "run" / "results.nc")


def test_a_copy_that_was_cut_short_is_written_again(tmp_path):
    source, copy = tmp_path / "own.py", tmp_path / "run" / "theories" / "own.py"
    copy.parent.parent.mkdir()
    source.write_bytes(b"x = 1\n")
    copy_whole(source, copy)
    assert copy.read_bytes() == source.read_bytes()
    before = copy.stat().st_mtime_ns
    copy_whole(source, copy)
    assert copy.stat().st_mtime_ns == before
    copy.write_bytes(b"x =")
    copy_whole(source, copy)
    assert copy.read_bytes() == source.read_bytes()


def test_a_folder_made_meanwhile_is_not_overwritten(tmp_path):
    target = tmp_path / "run"
    with pytest.raises(UserError, match="not overwritten"), writing(target):
        target.mkdir()
    assert list(target.iterdir()) == []


def test_what_is_no_run_folder_is_told(tmp_path):
    with pytest.raises(UserError, match="There is no run folder"):
        open_run(tmp_path / "none")
    with pytest.raises(UserError, match=r"manifest\.json"):
        open_run(tmp_path)
