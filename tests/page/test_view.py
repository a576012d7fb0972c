"""The view has what the page reads."""

from dataclasses import replace

import pytest

from westphalia.page.view import line_view, states_of, view_of


def test_view_has_what_the_page_reads(view, simulated):
    made, _, _ = simulated
    assert view["years"] == made.calendar
    assert [s["id"] for s in view["states"]] == list(made.labels)
    assert sum(view["start"]["power"]) == pytest.approx(1.0, abs=1e-4)
    n = len(made.labels)
    assert len(view["start"]["pact"]) == n * (n - 1) // 2
    assert view["history"]["pact"]["shape"] == [made.years, n * (n - 1) // 2]
    assert states_of(made)[0]["great_power"]


def test_a_view_names_what_was_changed(simulated, summary):
    made, _, _ = simulated
    changed = replace(
        made,
        values={"reach": 1.45},
        switches={"regime": True},
    )
    line = line_view(changed, changed.lines[0], summary)
    view = view_of(changed, {line["label"]: line}, None, None, {})
    assert view["parameters"] == {"reach": 1.45}
    assert view["modules"] == {"regime": True}
    assert view["history"] is None
