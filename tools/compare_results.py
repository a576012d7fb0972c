"""Compare two folders of results, array by array, table by table, number by number.

    python tools/compare_results.py OLD NEW

Prints every array, table column and number that is not the same to the bit, with the largest
difference, and, where an array has a dimension `run`, the share of runs that took another path
(a difference above 1e-6). What only one of the folders has is listed. Exit code 1 if anything
differs by more than 1e-6 in more than one run of a hundred, or is missing. Dates, versions,
hashes and places are not results, and texts may be reworded: they are left out.
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

CLOSE, FEW_RUNS = 1e-6, 0.01
#: Fields of JSON files that say where, when and with what something was made.
NOT_RESULTS = {
    "date", "command", "versions", "platform", "code_sha256", "hash", "folder", "westphalia",
    "sha256", "seconds",
}  # fmt: skip


def arrays_in(path: Path) -> Iterator[tuple[str, tuple[str, ...], np.ndarray]]:
    """Every array of a file: name, dimensions if they have names, values."""
    if path.suffix == ".nc":
        import netCDF4

        with netCDF4.Dataset(path) as root:
            groups = {"": root, **root.groups}
        for group in groups:
            with xr.open_dataset(path, group=group or None) as data:
                for name, array in data.variables.items():
                    dims = tuple(map(str, array.dims))
                    yield f"{group}/{name}".lstrip("/"), dims, array.values
    elif path.suffix == ".npz":
        with np.load(path) as data:
            for name in data.files:
                yield name, (), data[name]
    elif path.suffix in (".parquet", ".csv"):
        table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
        for column in table:
            yield str(column), (), table[column].to_numpy()
    elif path.suffix == ".json":
        for name, value in leaves(json.loads(path.read_text(encoding="utf-8"))):
            if not isinstance(value, str):
                yield name, (), np.asarray(math.nan if value is None else value, float)


def leaves(data: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every number and text of JSON data, by its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in NOT_RESULTS:
                yield from leaves(value, f"{name}.{key}")
    elif isinstance(data, list):
        for k, value in enumerate(data):
            yield from leaves(value, f"{name}[{k}]")
    else:
        yield name, data


def difference(dims: tuple[str, ...], old: np.ndarray, new: np.ndarray) -> tuple[float, float]:
    """The largest difference of two arrays, relative above 1, and the share of runs it is in."""
    if old.dtype.kind not in "fiub" or new.dtype.kind not in "fiub":
        same = np.asarray([str(a) == str(b) for a, b in zip(old.ravel(), new.ravel(), strict=True)])
        return float(not same.all()), float(1.0 - same.mean()) if same.size else 0.0
    one, two = old.astype(float), new.astype(float)
    gap = np.abs(one - two) / np.maximum(1.0, np.abs(one))
    gap = np.where((one == two) | (np.isnan(one) & np.isnan(two)), 0.0, gap)
    gap = np.where(np.isnan(gap), np.inf, gap)
    largest = float(gap.max()) if gap.size else 0.0
    if "run" not in dims:
        return largest, float(largest > CLOSE)
    runs = np.moveaxis(gap, dims.index("run"), 0).reshape(gap.shape[dims.index("run")], -1)
    return largest, float((runs > CLOSE).any(1).mean())


def compare(old: Path, new: Path) -> int:
    """Print what differs; the number of differences that are too large."""
    files = {p.relative_to(old) for p in old.rglob("*") if p.is_file()}
    others = {p.relative_to(new) for p in new.rglob("*") if p.is_file()}
    kinds = {".nc", ".npz", ".parquet", ".csv", ".json"}
    bad = same = 0
    for name in sorted(files ^ others):
        if name.suffix in kinds:
            print(f"{name}: only in {old if name in files else new}")
            bad += 1
    for name in sorted(files & others):
        if name.suffix not in kinds or name.name == "manifest.json":
            continue
        first = {key: rest for key, *rest in arrays_in(old / name)}
        second = {key: rest for key, *rest in arrays_in(new / name)}
        for key in sorted(first.keys() ^ second.keys()):
            print(f"{name} {key}: only in {old if key in first else new}")
            bad += 1
        for key in first.keys() & second.keys():
            (dims, one), (_, two) = first[key], second[key]
            if one.shape != two.shape:
                print(f"{name} {key}: shape {one.shape} and {two.shape}")
                bad += 1
                continue
            largest, share = difference(dims, one, two)
            same += largest == 0.0
            if largest > 0.0:
                print(f"{name} {key}: {largest:.3g}, another path in {share:.1%} of runs")
                bad += largest > CLOSE and share > FEW_RUNS
    print(f"{same} arrays and numbers are the same to the bit, {bad} differ too much.")
    return bad


if __name__ == "__main__":
    sys.exit(compare(Path(sys.argv[1]), Path(sys.argv[2])) > 0)
