"""The persistent compilation cache, in the user's cache folder."""

from functools import cache
from pathlib import Path

import jax
from platformdirs import user_cache_path

#: Options of XLA for programs that run once or a few times: compiled in less than half the time,
#: five times slower to run (measured). Results may differ from others' by rounding.
QUICK: dict[str, bool | int] = {
    "xla_cpu_use_fusion_emitters": False,
    "xla_backend_optimization_level": 0,
}


@cache
def use_cache() -> Path:
    """Keep compiled programs between sessions; a folder one can delete at any time."""
    folder = user_cache_path("westphalia") / "compiled"
    folder.mkdir(parents=True, exist_ok=True)
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.2)
    return folder
