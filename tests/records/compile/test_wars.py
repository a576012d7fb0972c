"""Who took part in wars, and who fought whom."""

from records.panels import Invented, table_of
from westphalia.records.compile.wars import fights, opponents, parts


def test_parts_in_order_of_entry():
    found = parts(Invented().table("wars"), 1906)
    assert found[["ccode", "side", "entered", "left"]].values.tolist() == [
        [1, 1, "1903-02-01", "1904-03-01"],
        [2, 2, "1903-02-01", "1904-03-01"],
        [4, 2, "1903-03-01", "1903-09-01"],
        [4, 1, "1903-10-01", "1904-03-01"],
    ]
    assert set(found.began) == {"1903-02-01"}
    assert parts(Invented().table("wars"), 1902).empty


def test_opposite_sides_on_the_same_day_fought():
    found = fights(Invented(), 1906)
    assert found.values.tolist() == [
        [5, 1, 2, 1903, 1904],
        [5, 1, 4, 1903, 1903],
        [5, 2, 4, 1903, 1904],  # after it changed sides
    ]


def test_all_who_stood_on_one_side_of_a_component_fought_all_on_the_other():
    columns = "init_ccode target_ccode ally1_ccode adv1_ccode year"
    found = opponents(table_of(columns, (1, 2, 3, 4, 1914), (1, 2, None, None, 1915)))
    assert found[frozenset({1, 2})] == {1914, 1915}
    assert found[frozenset({3, 4})] == {1914}
    assert len(found) == 4
