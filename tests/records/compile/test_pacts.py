"""Pacts, and treaties that are no promise of help."""

from records.panels import table_of
from westphalia.records.compile.pacts import EXCLUDED, without_excluded


def test_locarno_is_no_promise_of_help_but_an_older_treaty_stays():
    locarno = next(t for t in EXCLUDED if t.name == "Locarno")
    years = range(locarno.first - 1, locarno.last + 2)
    older = [(211, 220, year, 1) for year in years]  # bound before Locarno, and beside it
    only = [(220, 255, year, 1) for year in range(locarno.first, locarno.last + 1)]
    others = [(220, 290, year, 1) for year in years]  # no member of Locarno
    table = table_of("ccode1 ccode2 year defense", *older, *only, *others)
    kept = without_excluded(table)
    assert kept.groupby(["ccode1", "ccode2"]).defense.sum().to_dict() == {
        (211, 220): len(years),
        (220, 255): 0,
        (220, 290): len(years),
    }
