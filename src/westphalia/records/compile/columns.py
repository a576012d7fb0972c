"""The columns of the tables: what each holds, in which unit, from which source."""

from typing import NamedTuple

from westphalia.records.compile.grid import Frame


class Column(NamedTuple):
    """What a column holds, in which unit, and the keys of its sources."""

    meaning: str
    unit: str
    sources: tuple[str, ...]


#: ATOP obligations, in the order of their columns.
OBLIGATIONS = ("defence", "offence", "neutrality", "nonaggression", "consultation")

_PACT = {
    name: Column(
        f"1 if either owes the other {name} at the end of the year, 0 if not", "flag", ("atop",)
    )
    for name in OBLIGATIONS
}

#: A row is a state that is in the system at the end of a year.
STATES = {
    "ccode": Column("number of the state", "COW code", ("cow_states",)),
    "label": Column("abbreviation of the state", "text", ("cow_states",)),
    "year": Column("calendar year", "year", ()),
    "since": Column("year in which it entered the system this time", "year", ("cow_states",)),
    "major": Column("1 if a great power at the end of the year", "flag", ("cow_majors",)),
    "material": Column(
        "mean share of the world's iron and steel, energy, urban and total population, over the "
        "components that are known",
        "share of all states",
        ("nmc",),
    ),
    "gdp": Column("gross domestic product", "million dollars of 2017, PPP", ("fariss_gdp",)),
    "arms": Column(
        "mean share of the world's military spending and personnel, over those that are known",
        "share of all states",
        ("nmc",),
    ),
    "soldiers": Column("military personnel per inhabitant", "ratio", ("nmc",)),
    "arming": Column(
        "1 if soldiers per head rose in the year by half a step of the burden (0.075 log points) "
        "or more, -1 if they fell by as much, else 0",
        "sign",
        ("nmc",),
    ),
    "polyarchy": Column("electoral democracy", "0-1", ("vdem",)),
    "polity2": Column("democracy less autocracy", "-10 to 10", ("polity",)),
    "nuclear": Column("1 if nuclear-armed", "flag", ("nuclear",)),
}
#: A row is a pair of states, ccode1 < ccode2, both in the system at the end of a year.
DYADS = {
    "ccode1": Column("number of the first state", "COW code", ("cow_states",)),
    "ccode2": Column("number of the second state", "COW code", ("cow_states",)),
    "year": Column("calendar year", "year", ()),
    "distance": Column(
        "effective distance between the capitals: halved by a land border, more by sea",
        "thousand km",
        ("capitals", "contiguity"),
    ),
    "border": Column(
        "0 none, 1 land, at most 2: 12, 3: 24, 4: 150, 5: 400 miles of water",
        "class",
        ("contiguity",),
    ),
    **_PACT,
    "rival": Column("1 if strategic rivals, 0 if not", "flag", ("tss",)),
    "trade": Column(
        "1 if a flow is recorded, 0 if both are recorded as none", "flag", ("cow_trade",)
    ),
    "institutions": Column(
        "joint memberships of intergovernmental organisations; none and unknown cannot be told "
        "apart and are missing",
        "number",
        ("cow_igo",),
    ),
}
#: A row is a dispute that one state, the first to act, began against another.
DISPUTES = {
    "coding": Column("gml or cow", "text", ("gml", "cow_mid")),
    "number": Column("number of the dispute in its data set", "id", ("gml", "cow_mid")),
    "year": Column("year in which it began", "year", ("gml", "cow_mid")),
    "ccode1": Column("who began it (originator on side A)", "COW code", ("gml", "cow_mid")),
    "ccode2": Column("against whom (originator on side B)", "COW code", ("gml", "cow_mid")),
    "hostility": Column("highest of the pair, 1 none - 5 war", "level", ("gml", "cow_mid")),
}
#: A row is a state's part in a war; a state that changed sides has two.
WARS = {
    "war": Column("number of the war", "id", ("cow_wars",)),
    "name": Column("name of the war", "text", ("cow_wars",)),
    "began": Column("first day of the war", "date", ("cow_wars",)),
    "ended": Column("last day of the war", "date", ("cow_wars",)),
    "ccode": Column("number of the state", "COW code", ("cow_wars",)),
    "side": Column("1 or 2", "side", ("cow_wars",)),
    "entered": Column("first day in the war", "date", ("cow_wars",)),
    "left": Column("last day in the war", "date", ("cow_wars",)),
    "initiator": Column("1 if it began the war, else 0", "flag", ("cow_wars",)),
    "outcome": Column(
        "1 win, 2 lose, 3 compromise, 4 transformed, 6 stalemate, 8 changed sides",
        "code",
        ("cow_wars",),
    ),
}
#: A row is a spell of war between two states, ccode1 < ccode2.
FIGHTS = {
    "war": Column("number of the war", "id", ("cow_wars",)),
    "ccode1": Column("number of the first state", "COW code", ("cow_wars", "iwd")),
    "ccode2": Column("number of the second state", "COW code", ("cow_wars", "iwd")),
    "first": Column("first year in which they fought", "year", ("cow_wars", "iwd")),
    "last": Column("last year in which they fought", "year", ("cow_wars", "iwd")),
}
#: What a pair-year has besides, once disputes and wars are counted into it.
EVENTS = {
    "peace_years": Column(
        "years since the pair's last war ended, or since both were in the system",
        "year",
        ("cow_wars", "iwd", "cow_states"),
    ),
    "fought": Column("1 if they fought each other in the year", "flag", ("cow_wars", "iwd")),
    "gml_12": Column("disputes that ccode1 began against ccode2", "number", ("gml",)),
    "gml_21": Column("disputes that ccode2 began against ccode1", "number", ("gml",)),
    "cow_12": Column("disputes that ccode1 began against ccode2", "number", ("cow_mid",)),
    "cow_21": Column("disputes that ccode2 began against ccode1", "number", ("cow_mid",)),
}
TABLES = {
    "states": STATES,
    "dyads": DYADS,
    "disputes": DISPUTES,
    "wars": WARS,
    "fights": FIGHTS,
}

#: Units that are counted, and that are written in words; all others are measured.
COUNTED = ("COW code", "year", "flag", "sign", "class", "number", "id", "level", "side", "code")
WRITTEN = ("text", "date")


def select_columns(table: Frame, columns: dict[str, Column]) -> Frame:
    """The table with these columns in order: integers that may be missing, text, or floats."""
    kinds = {
        name: "Int32" if column.unit in COUNTED else "string" if column.unit in WRITTEN else float
        for name, column in columns.items()
    }
    return table[list(columns)].astype(kinds).reset_index(drop=True)
