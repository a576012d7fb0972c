"""Compiled programs are kept in the user's own cache folder."""

import jax
import pytest

from westphalia.simulation import cache

SETTINGS = ("jax_compilation_cache_dir", "jax_persistent_cache_min_compile_time_secs")


@pytest.fixture
def told(monkeypatch):
    """What jax would be told, which is not told here: the cache of the tests stays as it is."""
    settings = {}
    monkeypatch.setattr(jax.config, "update", settings.__setitem__)
    return settings


def test_the_cache_is_a_folder_of_its_own_that_is_made_if_it_is_not_there(
    monkeypatch, tmp_path, told
):
    asked = []

    def place(name):
        asked.append(name)
        return tmp_path / "deep" / name

    monkeypatch.setattr(cache, "user_cache_path", place)
    folder = cache.use_cache.__wrapped__()
    assert asked == ["westphalia"]
    assert folder == tmp_path / "deep" / "westphalia" / "compiled"
    assert folder.is_dir()
    assert told["jax_compilation_cache_dir"] == str(folder)
    (folder / "program").write_text("compiled")
    assert cache.use_cache.__wrapped__() == folder  # what is there stays
    assert (folder / "program").read_text() == "compiled"


def test_what_compiles_in_an_instant_is_not_kept(monkeypatch, tmp_path, told):
    monkeypatch.setattr(cache, "user_cache_path", lambda name: tmp_path)
    cache.use_cache.__wrapped__()
    assert set(told) == set(SETTINGS)
    assert 0.0 < told["jax_persistent_cache_min_compile_time_secs"] < 1.0
    assert all(hasattr(jax.config, name) for name in SETTINGS)
