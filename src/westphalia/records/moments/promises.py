"""Whether allies keep their word in wars, by what they promised."""

from functools import partial

from westphalia.records.compile.grid import Frame, Source
from westphalia.records.moments.past import JEFFREYS, Past, Value, of_share

#: What an alliance can promise: the column of the data.
OBLIGATIONS = {
    "defence": "defense",
    "offence": "offense",
    "neutrality": "neutral",
    "non-aggression": "nonagg",
}


def tested(tables: Source, first: int, last: int) -> Frame:
    """Alliances that a war begun in a period put to the test: obligations, and if `honoured`.

    A war that is not in the list of interstate wars has no year, and is left out.
    """
    table = tables.table("alliance_reliability")
    table = table[(table.honorBF == 1) | (table.violateBF == 1)]
    began = tables.table("wars").groupby("WarNum").StartYear1.min()
    year = table.cowwarid.map(began)
    return table.assign(honoured=table.honorBF == 1)[year.between(first, last)]


def kept(tables: Source, first: int, last: int, obligation: str) -> Value:
    """Share of the alliances tested that promised something and were honoured."""
    table = tested(tables, first, last)
    table = table[table[OBLIGATIONS[obligation]] == 1]
    return of_share(int(table.honoured.sum()), len(table))


def _past(obligation: str) -> Past:
    name = "pacts honoured" if obligation == "defence" else f"pacts honoured: {obligation}"
    return Past(
        name, f"alliances of all states with a promise of {obligation} that a war tested",
        JEFFREYS, ("alliance_reliability", "wars"),
        partial(kept, obligation=obligation),
        "Coding of Berkemeier & Fuhrmann (2018). An alliance may promise several things. The pact "
        "of the model promises help to a state that is attacked."
        if obligation == "defence" else "The model has no such pact.",
    )  # fmt: skip


PROMISES = tuple(_past(obligation) for obligation in OBLIGATIONS)
