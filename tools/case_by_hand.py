"""A case from before the data begin: its specification as text.

The rivalries, the capitals and the pacts of the last year are the only figures from raw data.
"""

from itertools import combinations

from case_inputs import strength
from case_spec import HandSpec
from case_text import judgement_lines, rows, tagged
from raw_data import RIVAL_IDENTITY, Raw

#: The first year that ATOP covers.
FIRST_ATOP = 1815


def inputs_lines(spec: HandSpec, raw: Raw) -> list[str]:
    """What was known at the start."""
    return [
        "inputs:",
        *state_lines(spec, raw),
        *dyad_lines(spec, raw),
        *judgement_lines(spec.judgements),
    ]


def state_lines(spec: HandSpec, raw: Raw) -> list[str]:
    """The states; resources are the mean share of people and of industry."""
    powers = spec.states.values()
    people = sum(p.people for p in powers)
    industry = sum(p.people * p.industry for p in powers)
    items = []
    for label, p in spec.states.items():
        capital, lat, lon = raw.capital(p.code, p.capital_year)
        resources = (p.people / people + p.people * p.industry / industry) / 2
        items.append(
            {
                "id": label,
                "ccode": p.code,
                "name": p.name,
                "capital": capital,
                "lat": lat,
                "lon": lon,
                "resources": round(resources, 5),
                "arms_share": p.men,
                "openness": p.openness,
                "great_power": p.great,
            }
        )
    return [
        "  states:",
        "    # resources: mean share of population and of industry (population x level per head)",
        "    # arms_share: thousands of men under arms, armies and navies",
        "    # openness: 0 autocracy - 1 democracy",
        f"    year: {spec.start}",
        "    sources: {lat: capitals, lon: capitals, resources: [kennedy1987, mcevedy_jones1978, "
        "bairoch1982, memory], arms_share: [chandler1966, rothenberg1977, memory], "
        "openness: memory, great_power: levy1983}",
        "    rows:",
        *rows(items),
    ]


def dyad_lines(spec: HandSpec, raw: Raw) -> list[str]:
    """The pairs about which something is known."""
    pairs = list(combinations(spec.states, 2))
    if strange := {*spec.borders, *spec.start_pacts, *spec.peace} - set(pairs):
        raise SystemExit(f"{spec.name}: not a pair in the order of the states: {strange}")
    items = []
    for pair in pairs:
        codes = [spec.states[label].code for label in pair]
        pact = spec.start_pacts.get(pair)
        known = {
            "border": spec.borders.get(pair),
            "pact": pact and {"obligations": pact[0], "since": pact[1]},
            "peace_since": spec.peace.get(pair),
            "identity": RIVAL_IDENTITY if raw.rivals(*codes, spec.start) else None,
        }
        if any(value is not None for value in known.values()):
            items.append({"pair": list(pair), **known})
    return [
        "  dyads:",
        "    # border: land, or miles of water at most; none listed = no direct contiguity",
        "    # pact: in force at the end of the start year, since when; none listed = none",
        "    # peace_since: year the last war ended, as far back as the 1760s; unknown for others",
        f"    # identity: {RIVAL_IDENTITY} for strategic rivals (size is a modelling choice);",
        "    #   unknown for others",
        "    sources: {border: memory, pact: [gibler2009, schroeder1994, memory], "
        "peace_since: memory, identity: tss}",
        "    rows:",
        *rows(items),
    ]


def facts_lines(spec: HandSpec, raw: Raw) -> list[str]:
    """What happened after the start."""
    sections = {
        "Pacts; a year counts if the pact was in force for any of it": pacts(spec, raw),
        "Wars": unchecked("war", spec.wars),
        "States that stayed out": unchecked("abstained", spec.abstentions),
        "Other agreements": unchecked("deal", spec.deals),
    }
    lines = ["# For scoring alone: a simulation never reads what follows.", "facts:"]
    for title, items in sections.items():
        lines += [f"  # {title}", *rows(items, 2)]
    return lines


def pacts(spec: HandSpec, raw: Raw) -> list[dict]:
    """Pacts by hand, and those of the years that ATOP covers."""
    by_hand = [
        {
            "states": list(pair),
            "from": first,
            "to": last,
            "obligations": obligations,
            "source": sources,
            "note": note or None,
        }
        for pair, first, last, obligations, sources, note in spec.pacts
    ]
    return [*unchecked("pact", by_hand), *tagged("pact", from_atop(spec, raw))]


def from_atop(spec: HandSpec, raw: Raw) -> list[dict]:
    """Promises of help in the years that ATOP covers."""
    out = []
    for a, b in combinations(spec.states, 2):
        spells = raw.obligations(spec.states[a].code, spec.states[b].code)
        for year in range(FIRST_ATOP, spec.end + 1):
            if strength(spells.get(year, [])):
                out.append(
                    {
                        "states": [a, b],
                        "from": year,
                        "to": year,
                        "obligations": spells[year],
                        "source": "atop",
                    }
                )
    return out


def unchecked(kind: str, items: list[dict]) -> list[dict]:
    """Facts of one kind that no data set confirms."""
    return [{**fact, "checked": False} for fact in tagged(kind, items)]
