"""YAML 1.2: what plain text stands for, there and back, and where nodes stand."""

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from westphalia.world.yaml_text import compose_yaml, read_yaml, write_yaml

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
data = st.recursive(
    plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)


@given(data)
def test_what_is_written_is_read(value):
    assert read_yaml(write_yaml(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("true", True), ("False", False),
        ("~", None), ("null", None), ("", None), ("1:30", "1:30"), ("1914-08-01", "1914-08-01"),
        ("12", 12), ("-3", -3), ("010", 10), ("0o17", 15), ("0x1F", 31), ("1_000", 1000),
        ("1.5", 1.5), ("1e-3", 0.001), (".5", 0.5), ("-.inf", -math.inf), ("1.5.2", "1.5.2"),
        ("e5", "e5"), ("1e", "1e"), ("'12'", "12"), ("<", "<"), ("NOR", "NOR"),
    ],
)  # fmt: skip
def test_what_plain_text_stands_for(text, value):
    found = read_yaml(f"x: {text}")["x"]
    assert found == value
    assert type(found) is type(value)


def test_a_mapping_takes_the_names_of_another():
    assert read_yaml("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}")["b"] == {"x": 1, "y": 3}


def test_nodes_know_their_lines():
    root, found = compose_yaml("# a comment\na: 1\nb:\n  - 2\n  - c: x\n")
    assert found == {"a": 1, "b": [2, {"c": "x"}]}
    assert [key.start_mark.line for key, _ in root.value] == [1, 2]
    assert [item.start_mark.line for item in root.value[1][1].value] == [3, 4]
    assert compose_yaml("# nothing\n") == (None, None)


@pytest.mark.parametrize("text", ["a: [", "a: 1\n- b", "a: !!python/object:os.system {}", "x: *y"])
def test_what_is_no_yaml_says_so(text):
    with pytest.raises(yaml.YAMLError):
        compose_yaml(text)
