"""The page on the layout of the code shows the floors that the import contract has."""

import re
import tomllib

import pytest
from places import ROOT

PAGE = ROOT / "docs" / "code.md"


def floors() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"
    )
    return [layer.replace("westphalia.", "") for layer in contract["layers"]]


def picture() -> list[str]:
    (drawn,) = re.findall(r"^```\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [line.split("   ")[0].strip() for line in drawn.splitlines()]


def test_the_picture_has_the_floors_of_the_contract():
    assert picture() == floors()


def test_every_package_stands_on_a_floor():
    source = ROOT / "src" / "westphalia"
    packages = {path.parent.name for path in source.glob("*/__init__.py")}
    assert packages == {name.strip() for floor in floors() for name in floor.split("|")}


@pytest.mark.parametrize("path", re.findall(r"`((?:\w+/)+\w*\.?\w*)`", PAGE.read_text("utf-8")))
def test_files_that_the_page_names_are_there(path):
    places = (ROOT / "src" / "westphalia" / path, ROOT / path)
    module = ROOT / "src" / "westphalia" / f"{path.rpartition('.')[0]}.py"
    assert any(place.exists() for place in (*places, module)), path
