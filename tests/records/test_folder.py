"""A folder of data: its tables, its files, and how it is remembered."""

import pytest

from records.folders import NMC, STATES, write
from westphalia.records.folder import open_folder, remember, remembered_folder
from westphalia.world.problems import UserError


def test_a_table_is_ones_own(tmp_path):
    folder = open_folder(write(tmp_path, nmc_v7__csv=NMC, states__csv=STATES))
    table = folder.table("nmc")
    table.loc[0, "cinc"] = 1.0
    assert folder.table("nmc").cinc[0] == 0.2


def test_files_and_their_checksums(tmp_path):
    folder = open_folder(write(tmp_path / "x", nmc_v7__csv="", states__csv=STATES))
    assert folder.files["nmc"] == tmp_path / "x" / "nmc_v7.csv"
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert folder.sha256("nmc") == empty
    assert folder.has("nmc")
    assert not folder.has("trade")


def test_a_missing_table_says_what_to_get_and_where(tmp_path):
    folder = open_folder(tmp_path)
    with pytest.raises(UserError, match=r"National Material Capabilities.*NMC-70-abridged.*Corre"):
        folder.table("nmc")
    with pytest.raises(UserError, match="Did you mean nmc"):
        folder.table("nmcs")
    with pytest.raises(UserError, match="is not a folder"):
        open_folder(tmp_path / "nowhere")


def test_a_folder_is_remembered_until_it_is_gone(config, tmp_path, monkeypatch):
    assert remembered_folder() is None
    folder = write(tmp_path / "mine")
    assert remember(folder) == remembered_folder() == folder
    with pytest.raises(UserError, match="is not a folder"):
        remember(tmp_path / "nowhere")
    assert remembered_folder() == folder
    monkeypatch.setenv("WESTPHALIA_DATA", str(tmp_path))
    assert remembered_folder() == tmp_path
    monkeypatch.setenv("WESTPHALIA_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(UserError, match="WESTPHALIA_DATA, does not exist"):
        remembered_folder()
    monkeypatch.delenv("WESTPHALIA_DATA")
    folder.rmdir()
    with pytest.raises(UserError, match=r"mine.*does not exist; name another"):
        remembered_folder()


@pytest.mark.parametrize("text", ["", "{}", "[1]", "no"])
def test_a_broken_note_of_the_folder_is_told(text, config):
    write(config, data__json=text)
    with pytest.raises(UserError, match=r"data\.json does not name a folder"):
        remembered_folder()
