"""Every module of the model has a test file of its own, in the same place, that imports it."""

import ast
from pathlib import Path

import pytest

import westphalia

SOURCE = Path(westphalia.__file__).parent
TESTS = Path(__file__).parent
PACKAGES = ("mechanisms", "decisions", "simulation")

#: Modules without a test file of their own, and why. An `__init__.py` needs none: it gathers names.
EXEMPT: dict[str, str] = {}

MODULES = sorted(
    path.relative_to(SOURCE).as_posix()
    for package in PACKAGES
    for path in (SOURCE / package).rglob("*.py")
    if path.name != "__init__.py"
)


def mirror(module: str) -> Path:
    """Where the tests of a module stand: decisions/arming.py in decisions/test_arming.py."""
    place = Path(module)
    return TESTS / place.parent / f"test_{place.name}"


def imported(text: str) -> set[str]:
    """Everything that a source text imports, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("module", [m for m in MODULES if m not in EXEMPT])
def test_every_module_has_tests_of_its_own_that_import_it(module):
    path = mirror(module)
    assert path.is_file(), f"{module} has no {path.relative_to(TESTS).as_posix()}"
    text = path.read_text(encoding="utf-8")
    name = "westphalia." + module.removesuffix(".py").replace("/", ".")
    assert name in imported(text), f"{path.relative_to(TESTS).as_posix()} does not import {name}"
    assert "def test_" in text


def test_the_mirror_sees_all_packages_and_every_exemption_is_needed():
    assert {module.split("/")[0] for module in MODULES} == set(PACKAGES)
    assert len(MODULES) > 50
    assert {m for m in EXEMPT if m not in MODULES or mirror(m).is_file()} == set()


def test_what_is_imported_is_found_however_it_is_written():
    text = "import a.b\nfrom c import d, e as f\n\ndef g():\n    from h.i import j\n"
    assert imported(text) == {"a.b", "c", "c.d", "c.e", "h.i", "h.i.j"}
    assert mirror("decisions/agreements/cap.py") == TESTS / "decisions/agreements/test_cap.py"
