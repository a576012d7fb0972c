"""A user's measure from a file: it is found, runs, and its mistakes name file, line and shape."""

from pathlib import Path

import numpy as np
import pytest

from measures.made_up import RECORDS, RUNS, tiny
from westphalia.measures.load import is_reference, load_measure
from westphalia.measures.measure import sums_of
from westphalia.measures.registry import measure_of
from westphalia.world.problems import UserError

EXAMPLE = Path(__file__).parents[2] / "examples" / "own_measure.py"
FILE = """\
import numpy as np
from westphalia.measures import Measure


def sums(records):
    {line}


MINE = Measure("mine", "share", sums, "Something.")
"""


def measure_with(folder, line):
    file = folder / "mine.py"
    file.write_text(FILE.format(line=line), encoding="utf-8")
    return load_measure(f"{file}:MINE")


def test_the_measure_of_a_file_is_what_its_function_gives(tmp_path):
    line = 'return records["burden"].sum((0, 1)), np.full(records["burden"].shape[-1], 2.0)'
    mine = measure_with(tmp_path, line)
    total, weight = sums_of(mine, RECORDS)
    assert total == pytest.approx(RECORDS["burden"].sum((0, 1)))
    assert weight.tolist() == [2.0] * RUNS
    assert load_measure(str(tmp_path / "mine.py")).name == "mine"  # there is one alone


def test_the_example_measures_run_by_hand():
    long_wars = load_measure(f"{EXAMPLE}:LONG_WARS")
    records = tiny()
    assert sums_of(long_wars, records).tolist() == [[0.0, 0.0], [2.0, 0.0]]
    records["war"][0] = records["war"][1]
    assert sums_of(long_wars, records).tolist() == [[2.0, 0.0], [2.0, 0.0]]
    records["arms"] = np.ones((2, 2, 2))
    strongest = sums_of(load_measure(f"{EXAMPLE}:STRONGEST"), records)
    assert strongest.tolist() == [[2.0, 2.0], [1.0, 2.0]]  # the other is gone in one of the years


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'return records["burdens"].sum((0, 1)), 1',
            r"mine\.py:6: .*'burdens'.*mean burden",
        ),
        ("return 1 / 0, 1", r"mine\.py:6: Measure 'mine': ZeroDivisionError"),
        ("raise SystemExit(3)", r"mine\.py:6: Measure 'mine': SystemExit: 3"),
        ('return records["burden"]', r"mine\.py:5: Measure 'mine' gave a ndarray"),
        ('return records["burden"].sum(0), 1', r"mine\.py:5: Measure 'mine' gave shape \(5, 24\)"),
        ('return np.log(0 * records["burden"].sum((0, 1))), 1', "missing, infinite"),
        ('return records["burden"].sum((0, 1)), -1.0', "negative weight in 24 of 24 runs"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_a_mistake_names_the_file_the_line_and_what_is_expected(tmp_path, line, said):
    with pytest.raises(UserError, match=said):
        sums_of(measure_with(tmp_path, line), RECORDS)


def test_a_file_without_the_measure_says_what_it_has(tmp_path):
    measure_with(tmp_path, "return 1, 1")
    file = tmp_path / "mine.py"
    with pytest.raises(UserError, match="Did you mean MINE"):
        load_measure(f"{file}:MINES")
    with pytest.raises(UserError, match="There is no file"):
        measure_of(str(tmp_path / "other.py:MINE"))
    file.write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(UserError, match="holds no Measure"):
        load_measure(f"{file}:MINE")
    file.write_text("x = 1 +\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"mine\.py:1: SyntaxError"):
        load_measure(f"{file}:MINE")


def test_a_name_is_a_reference_to_a_file_only_with_a_python_file():
    assert is_reference("mine.py:MINE")
    assert is_reference("some/mine.py")
    assert not is_reference("wars per state-year")
