"""The persistent compilation cache, in the user's cache folder."""

from functools import cache
from pathlib import Path

import jax
from platformdirs import user_cache_path


@cache
def use_cache() -> Path:
    """Keep compiled programs between sessions; a folder one can delete at any time."""
    folder = user_cache_path("westphalia") / "compiled"
    folder.mkdir(parents=True, exist_ok=True)
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.2)
    return folder
