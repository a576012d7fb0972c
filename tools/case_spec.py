"""What a case needs decided by hand: two kinds of specification and rules for the raw data."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Exclusion(NamedTuple):
    """A treaty that ties rivals to each other: what it is, and which obligations are dropped."""

    name: str
    begun: int
    founders: frozenset[int]
    drops: frozenset[str]


#: ATOP treaties whose promise is not one of help against a common rival: they bind rivals to each
#: other (Locarno, the Arab League, the neutrality of Laos) or cover pirate submarines only
#: (Nyon). What they promise is dropped unless another treaty between the pair promises it too.
EXCLUDED_TREATIES = {
    2130: Exclusion("Locarno", 1925, frozenset({200, 211, 220, 255, 325}), frozenset({"defence"})),
    2420: Exclusion(
        "Nyon",
        1937,
        frozenset({200, 220, 345, 350, 355, 360, 365, 640, 651}),
        frozenset({"defence"}),
    ),
    3015: Exclusion(
        "Arab League",
        1945,
        frozenset({645, 651, 652, 660, 663, 670, 678}),
        frozenset({"consultation"}),
    ),
    3205: Exclusion(
        "Joint Arab Defence",
        1950,
        frozenset({651, 652, 660, 670, 678}),
        frozenset({"defence", "consultation"}),
    ),
    3460: Exclusion(
        "neutrality of Laos",
        1962,
        frozenset({2, 20, 200, 220, 290, 365, 710, 750, 775, 800, 811, 816, 817}),
        frozenset({"consultation"}),
    ),
}

#: COW wars in which "opposite sides" is too coarse; pairs that the Interstate War Data never pair
#: are listed as not opposed.
WORLD_WARS = (106, 139)

#: The Interstate War Data give Russia's code to Germany as target of Japan in 1914.
OPPOSED_ANYWAY = {106: [(740, 255)]}

#: Figures of the capabilities data that are out of line with their neighbours, so unknown here.
#: Polish spending is 3.5 bn dollars in 1947 and 5.7 in 1949, then 0.3 in 1951.
UNUSABLE = {("milex", 290): range(1945, 1951)}

ARMS_TITLE = "Arms; the currency changes in 1914: do not difference across it"


@dataclass(frozen=True)
class Spec:
    """A case whose figures are computed from raw data: its states in order, its window, and what
    was coded by hand.

    `last_peace` is the last year whose capabilities may enter the exogenous growth, None if
    growth is left out; judgements are (states, field, value, source keys, why); abstentions and
    deals are dicts as in the file. `nuclear` names the states with nuclear weapons at the start.
    `same` gives codes of one state under two names, {earlier: the one used}. `breaks` are first
    years of a new source or unit, and `arms_known` the years of comparable figures, by (state,
    measure), with a note.
    """

    name: str
    title: str
    summary: str
    start: int
    end: int
    last_peace: int | None
    states: dict[str, tuple[int, str]]
    judgements: list[tuple[list[str], str, float, list[str], str]]
    abstentions: list[dict] = field(default_factory=list)
    deals: list[dict] = field(default_factory=list)
    nuclear: tuple[str, ...] | None = None
    same: dict[int, int] = field(default_factory=dict)
    breaks: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    arms_known: dict[tuple[str, str], tuple[int, int, str]] = field(default_factory=dict)
    arms_title: str = ARMS_TITLE


class Power(NamedTuple):
    """A state before the data begin. `capital_year`: when the list of capitals has the right one.

    `people`: millions; `industry`: level of industry per head, United Kingdom in 1900 = 100;
    `men`: thousands under arms at land and sea; `openness`: 0 autocracy - 1 democracy.
    """

    code: int
    name: str
    people: float
    industry: float
    men: float
    openness: float
    great: bool
    capital_year: int = 1816


@dataclass(frozen=True)
class HandSpec:
    """A case from before the data begin: everything is coded by hand.

    Pairs are (state, state). `borders`: kind by pair; `start_pacts`: (obligations, since) by pair;
    `peace`: year the last war ended by pair; `pacts`: (pair, first year, last year, obligations,
    sources, note); wars, abstentions and deals are dicts as in the file.
    """

    name: str
    title: str
    summary: str
    start: int
    end: int
    states: dict[str, Power]
    borders: dict[tuple[str, str], str]
    start_pacts: dict[tuple[str, str], tuple[list[str], int]]
    peace: dict[tuple[str, str], int]
    judgements: list[tuple[list[str], str, float, list[str], str]]
    pacts: list[tuple[tuple[str, str], int, int, list[str], list[str], str]]
    wars: list[dict]
    abstentions: list[dict]
    deals: list[dict]
