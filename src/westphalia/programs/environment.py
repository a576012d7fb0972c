"""What of the code, a machine and its environment can change the last digits of a number."""

import os
import platform
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

#: Packages whose versions can change a number or a file.
PACKAGES = (
    "westphalia", "jax", "jaxlib", "numpy", "scipy", "pandas", "xarray", "netCDF4",
    "scikit-learn", "nutpie",
)  # fmt: skip
#: Those of them that simulate, and so decide the numbers of a run folder.
SIMULATING = ("jax", "jaxlib")
#: Beginnings of the names of variables that JAX and XLA read, and those that change no number.
VARIABLES = ("JAX_", "XLA_")
HARMLESS = (
    "JAX_COMPILATION_CACHE", "JAX_PERSISTENT_CACHE", "JAX_TRACEBACK", "JAX_LOG", "JAX_DEBUG_LOG",
    "JAX_ENABLE_X64", "XLA_PYTHON_CLIENT",
)  # fmt: skip
#: Settings of JAX that change numbers. Simulations set x64 off for themselves.
SETTINGS = (
    "jax_default_matmul_precision", "jax_default_prng_impl", "jax_disable_jit",
    "jax_numpy_rank_promotion", "jax_threefry_partitionable",
)  # fmt: skip
#: Families of a processor's features for which XLA compiles other code.
FEATURES = ("sse4", "avx", "fma", "amx", "asimd", "sve", "bf16", "fp16", "f16c")


@cache
def code_digest(parts: tuple[str, ...]) -> str:
    """One hash over the source files in some parts of the package."""
    root = Path(__file__).resolve().parent.parent
    total = sha256()
    for part in parts:
        for path in sorted((root / part).rglob("*.py")):
            total.update(path.relative_to(root).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def versions() -> dict[str, str]:
    """Python and the packages that can change a number."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def environment() -> dict[str, Any]:
    """The processor, the device and the settings that simulations run on."""
    import jax

    return {
        "machine": platform.machine(),
        "cpu_features": cpu_features(),
        "device": jax.devices()[0].device_kind,
        "variables": {
            k: v
            for k, v in sorted(os.environ.items())
            if k.startswith(VARIABLES) and not k.startswith(HARMLESS)
        },
        "settings": {name: _plain(getattr(jax.config, name, None)) for name in SETTINGS},
    }


@cache
def cpu_features() -> list[str]:
    """The processor's instruction sets that XLA uses; empty where the system does not tell."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() in ("flags", "Features"):
            return sorted(f for f in value.split() if f.startswith(FEATURES))
    return []


def differences(written: Mapping[str, Any]) -> list[str]:
    """What is other here than where a manifest was written, in words; only what changes numbers."""
    out = []
    here = versions()
    for package in SIMULATING:
        there = written.get("versions", {}).get(package)
        if there != here.get(package):
            out.append(f"{package} {here.get(package)} instead of {there}")
    recorded, now = written.get("environment", {}), environment()
    for name, value in now.items():
        there = recorded.get(name)
        if there == value:
            continue
        if isinstance(value, dict) and isinstance(there, dict):
            out += _list_changes(there, value)
        elif isinstance(value, list) and isinstance(there, list):
            only_here, only_there = set(value) - set(there), set(there) - set(value)
            words = [*(f"with {f}" for f in sorted(only_here))]
            words += [f"without {f}" for f in sorted(only_there)]
            out.append(f"a processor {', '.join(words)}")
        else:
            out.append(f"{name} {value} instead of {there}")
    return out


def _list_changes(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    names = sorted({*there, *here})
    return [
        f"{k}={here.get(k, '(not set)')} instead of {there.get(k, '(not set)')}"
        for k in names
        if here.get(k) != there.get(k)
    ]


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | str | None) else str(value)
