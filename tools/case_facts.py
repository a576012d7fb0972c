"""The facts of a case from the raw data: what happened after its start, for scoring alone."""

from collections.abc import Iterator
from itertools import combinations

from case_spec import Spec
from case_text import rows, tagged
from raw_data import ARMS, HELP, Raw

WAR_NOTES = {
    106: "not_opposed holds to 1917",
    139: "first side and spell of each state; not_opposed holds to 1941; the Soviet attack on "
    "Poland in 1939 and fighting with Vichy France are not in this war's participants",
}
#: First year of a new currency in the series of military spending.
MILEX_BREAK = 1914


def facts_lines(spec: Spec, raw: Raw) -> list[str]:
    """What happened after the start."""
    sections = {
        "Pacts, cut to the window; a year counts if the pact was in force for any of it": pacts,
        "Great powers that never had a promise of help": no_pacts,
        "Wars": wars,
        "States that died": deaths,
        "States that stayed out": lambda spec, raw: tagged("abstained", spec.abstentions),
        "Other agreements": lambda spec, raw: tagged("deal", spec.deals),
        spec.arms_title: arms,
    }
    lines = ["# For scoring alone: a simulation never reads what follows.", "facts:"]
    for title, section in sections.items():
        lines += [f"  # {title}", *rows(list(section(spec, raw)), 2)]
    return lines


def pacts(spec: Spec, raw: Raw) -> Iterator[dict]:
    for a, b in combinations(spec.states, 2):
        spells = raw.obligations(spec.states[a][0], spec.states[b][0])
        first = None
        for year in range(spec.start + 1, spec.end + 1):
            if year not in spells:
                continue
            first = first if first and spells.get(year - 1) == spells[year] else year
            if spells.get(year + 1) != spells[year] or year == spec.end:
                yield {
                    "kind": "pact",
                    "states": [a, b],
                    "from": first,
                    "to": year,
                    "obligations": spells[year],
                    "source": "atop",
                }


def no_pacts(spec: Spec, raw: Raw) -> Iterator[dict]:
    great = [s for s, (code, _) in spec.states.items() if raw.great_power(code, spec.start)]
    window = range(spec.start + 1, spec.end + 1)
    for a, b in combinations(great, 2):
        spells = raw.obligations(spec.states[a][0], spec.states[b][0])
        if not any(HELP & set(spells.get(year, ())) for year in window):
            yield {
                "kind": "no_pact",
                "states": [a, b],
                "from": window[0],
                "to": window[-1],
                "source": "atop",
            }


def wars(spec: Spec, raw: Raw) -> Iterator[dict]:
    inside = {code: label for label, (code, _) in spec.states.items()}
    names = dict(zip(raw.states.ccode, raw.states.stateabb, strict=True)) | inside
    for number in raw.wars.WarNum.unique():
        fighters = raw.fighters(number)
        began = min(first for _, _, first, _ in fighters)
        if not spec.start < began <= spec.end or not inside.keys() & {c for c, *_ in fighters}:
            continue
        table = raw.wars[raw.wars.WarNum == number]
        started = set(table[table.Initiator == 1].ccode)
        sides = {
            f"{where}_{letter}": [
                names[c] for c, s, *_ in fighters if s == side and (c in inside) == is_in
            ]
            for where, is_in in (("side", True), ("outside", False))
            for side, letter in ((1, "a"), (2, "b"))
        }
        mine = [f for f in fighters if f[0] in inside]
        apart = [
            sorted(inside[c] for c in pair)
            for pair in raw.not_opposed(number, until=max(first for _, _, first, _ in mine))
            if pair <= inside.keys()
        ]
        yield {
            "kind": "war",
            "name": table.WarName.iloc[0],
            "number": int(number),
            **{key: value or None for key, value in sides.items()},
            "initiator": [names[c] for c, *_ in fighters if c in started],
            "entered": {inside[c]: first for c, _, first, _ in mine},
            "left": {inside[c]: last for c, _, _, last in mine},
            "not_opposed": sorted(apart) or None,
            "source": ["cow_wars", "iwd"] if apart else "cow_wars",
            "note": WAR_NOTES.get(int(number)),
        }


def deaths(spec: Spec, raw: Raw) -> Iterator[dict]:
    for label, (code, _) in spec.states.items():
        year = raw.death(code, spec.start + 1, spec.end)
        if year is not None:
            yield {"kind": "death", "state": label, "year": year, "source": "cow_states"}


def arms(spec: Spec, raw: Raw) -> Iterator[dict]:
    for measure in ARMS:
        for label, (code, _) in spec.states.items():
            window = (spec.start + 1, spec.end, None)
            first, last, note = spec.arms_known.get((label, measure), window)
            broken = measure == "milex" and spec.start < MILEX_BREAK <= spec.end
            yield {
                "kind": "arms",
                "state": label,
                "measure": measure,
                "unit": unit(measure, broken),
                "breaks": [MILEX_BREAK] if broken else spec.breaks.get((label, measure)),
                "values": raw.arms(code, measure, first, last),
                "source": "nmc",
                "note": note,
            }


def unit(measure: str, broken: bool) -> str:
    if measure == "milper":
        return "thousands of people"
    dollars = "current US dollars"
    spent = f"current pounds to {MILEX_BREAK - 1}, of {dollars} from {MILEX_BREAK}"
    return f"thousands of {spent if broken else dollars}"
