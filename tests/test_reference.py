"""The version in C of the two hottest mechanisms computes what the package computes."""

import sys

import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from places import ROOT


@pytest.fixture
def reference(monkeypatch):
    """The benchmark beside C, which stands outside the package."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import reference

    yield reference
    for name in ("reference", "common"):
        sys.modules.pop(name, None)


def test_the_reference_in_c_follows_the_model(reference, tmp_path):
    library = reference.compiled("reference.c", tmp_path, "-shared", "-fPIC")
    if library is None:
        pytest.skip("there is no C compiler here")
    figures = reference.random_figures(5, 16 * 8)
    ours, (p, mods) = reference.package(figures)
    theirs, out = reference.by_hand(library, figures, p, mods)
    for name in ("assess", "helps"):
        theirs[name]()
    worst, beyond = reference.agreement(ours["assess"](1), ours["helps"](1), out)
    assert worst < 1e-4
    assert beyond < 1e-3
