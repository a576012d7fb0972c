"""Every column of every table is described, in one place and in the Parquet files themselves."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

from westphalia.measures.registry import MEASURES
from westphalia.report.columns import TABLES, describe
from westphalia.report.export import tables_in
from westphalia.theories import NUMBERS
from westphalia.world.parameters import ABOUT

KINDS = ("run", "ledger", "replay", "tournament", "recovery", "sweep", "sensitivity", "calibration")


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_described_and_says_so_in_its_file(folders, kind):
    tables = tables_in(folders[kind])
    assert tables
    for name, path in tables.items():
        for field in pq.read_schema(path):
            about = describe(name, field.name)
            assert about is not None, f"{name}.{field.name} is described nowhere"
            assert about.meaning, f"{name}.{field.name}"
            assert about.unit, f"{name}.{field.name}"
            assert about.source, f"{name}.{field.name}"
            kept = {k.decode(): v.decode() for k, v in (field.metadata or {}).items()}
            assert kept == about.described(), f"{name}.{field.name}"


def test_no_description_is_of_a_column_that_no_table_has(folders):
    there: dict[str, set[str]] = {}
    for folder in folders.values():
        for name, path in tables_in(folder).items():
            there.setdefault(name, set()).update(pq.read_schema(path).names)
    drawn = there["points"] - {"draw"}
    factors = {"theory", "hotlines", "war_cost", "defence_advantage"}
    numbers = {"war_cost", "defence_advantage"}
    free = {"points": drawn, "sweep": factors, "sweep_runs": factors}
    free |= {"calibrated": numbers, "simulated": numbers, "sensitivity": {"theory"}}
    assert there == {name: set(of) | free.get(name, set()) for name, of in TABLES.items()}
    assert {f"*.{name}" for name in NUMBERS} < drawn <= {*ABOUT, *(f"*.{n}" for n in NUMBERS)}


@pytest.mark.parametrize("kind", KINDS)
def test_only_columns_that_say_when_lack_values(folders, kind):
    for name, path in tables_in(folders[kind]).items():
        lacking = pd.read_parquet(path).isna().any()
        for column in lacking[lacking].index:
            assert describe(name, column).missing, f"{name}.{column} has gaps"


def test_drawn_numbers_and_measures_are_described_by_their_own_registries():
    beta = describe("points", "defence_advantage")
    assert ABOUT["defence_advantage"].meaning in beta.meaning
    assert (beta.unit, beta.source) == ("ratio", "Jervis 1978")
    own = describe("points", "*.survival")
    assert NUMBERS["survival"].meaning in own.meaning
    assert own.unit == "share"
    one = describe("points", "offensive.survival")  # of draws that were given
    assert one.unit == NUMBERS["survival"].unit
    assert describe("runs", "burden").unit == MEASURES["burden"].unit
    assert MEASURES["burden"].meaning in describe("runs", "burden").meaning


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("points", "survival"),
        ("points", "offensive.nosuch"),
        ("points", "*.nosuch"),
        ("dyads", "burden"),
        ("nosuch", "theory"),
    ],
)
def test_nothing_is_said_of_what_is_not_there(table, column):
    assert describe(table, column) is None


def test_how_what_is_missing_is_written_is_said():
    about = describe("state_years", "arms")
    assert about.described()["missing"] == "null where: the state is alive in no run"
    assert about.described("empty")["missing"] == "empty where: the state is alive in no run"
    assert describe("state_years", "year").described()["missing"] == "never"
