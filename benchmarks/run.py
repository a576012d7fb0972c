"""Benchmarks of Westphalia: speed, memory, start, and all that SECTIONS names.

    python benchmarks/run.py                      # everything, about ten minutes
    python benchmarks/run.py speed start          # some of it
    python benchmarks/run.py --quick              # fewer sizes and repetitions
    python benchmarks/run.py --out figures.json   # also write the figures down

Figures depend on the machine and on what else it does; ratios are measured in one run. Each
measurement has a process of its own, and a compilation cache of its own that is thrown away.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from common import cores
from rich.console import Console

SECTIONS = (
    "speed", "scaling", "memory", "start", "roofline", "reference", "replay", "work", "sweep",
    "page",
)  # fmt: skip


def arguments() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; default: all"
    )
    parser.add_argument("--quick", action="store_true", help="fewer sizes and repetitions")
    parser.add_argument("--out", type=Path, help="write the figures to this JSON file")
    chosen = parser.parse_args()
    for name in chosen.sections:
        if name not in SECTIONS:
            parser.error(f"there is no section {name!r}; choose from {', '.join(SECTIONS)}")
    return chosen


def machine() -> dict[str, str | int]:
    """What the figures were measured on."""
    from importlib.metadata import version

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor() or platform.machine(),
        "cores": cores(),
        "system": platform.system(),
        "python": platform.python_version(),
        "jax": version("jax"),
    }


def main() -> None:
    """Measure the sections in turn and print a table of each as soon as it is there."""
    chosen = arguments()
    console = Console() if Console().width >= 120 else Console(width=120)
    about = machine()
    console.print(", ".join(f"{k} {v}" for k, v in about.items()), highlight=False)
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > 0.5:
        console.print(f"Note: the machine is busy already (load {os.getloadavg()[0]:.1f}).")
    found: dict[str, object] = {"machine": about}
    with tempfile.TemporaryDirectory() as cache:
        for name in chosen.sections or SECTIONS:
            section = import_module(name)
            found[name] = section.measure(Path(cache), chosen.quick)
            console.print()
            console.print(section.table(found[name]), highlight=False)
    if chosen.out:
        chosen.out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
