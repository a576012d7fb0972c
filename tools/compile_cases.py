"""Write the built-in case files from a folder of raw data: `python tools/compile_cases.py`."""

import argparse
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from textwrap import wrap
from typing import Any

from case_specs import SOURCES, SPECS, Spec
from raw_data import ARMS, HELP, RESOURCES, RIVAL_IDENTITY, Raw

ROOT = Path(__file__).resolve().parent.parent
WAR_NOTES = {
    106: "not_opposed holds to 1917",
    139: "first side and spell of each state; not_opposed holds to 1941; the Soviet attack on "
    "Poland in 1939 and fighting with Vichy France are not in this war's participants",
}
#: First year of a new currency in the series of military spending.
MILEX_BREAK = 1914


def main() -> None:
    """Parse the command line and write one file a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "src/westphalia/cases/data")
    options = parser.parse_args()
    raw = Raw(options.data)
    raw.check_exclusions()
    options.out.mkdir(parents=True, exist_ok=True)
    for spec in SPECS:
        path = options.out / f"{spec.name}.yaml"
        path.write_text(compile_case(spec, raw), encoding="utf-8", newline="\n")
        print(path)


def compile_case(spec: Spec, raw: Raw) -> str:
    """The text of a case file."""
    body = [*inputs_lines(spec, raw), "", *facts_lines(spec, raw)]
    used = [key for key in SOURCES if _mentions(body, key)]
    head = [
        "# Written by tools/compile_cases.py; change the tool or its data, not this file.",
        "schema: 1",
        f"name: {spec.name}",
        f"title: {flow(spec.title)}",
        "summary: >-",
        *(f"  {line}" for line in wrap(spec.summary, 96)),
        f"start: {spec.start}  # the inputs are those known at the end of this year",
        f"end: {spec.end}  # last simulated year",
        "sources:",
        *(f"  {key}: {flow(SOURCES[key])}" for key in used),
        "",
    ]
    return "\n".join([*head, *body]) + "\n"


def _mentions(lines: list[str], key: str) -> bool:
    marks = (f": {key}", f"[{key}", f", {key}")
    text = "\n".join(lines)
    return any(f"{mark}{end}" in text for mark in marks for end in (",", "}", "]", "\n"))


def flow(value: Any) -> str:
    """A value in YAML flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and not value.replace("_", "").isalnum():
        return '"' + value.replace('"', '\\"') + '"'
    return str(value)


def rows(items: list[dict], indent: int = 6) -> list[str]:
    """One flow mapping a line; fields that are None are left out."""
    kept = ({k: v for k, v in item.items() if v is not None} for item in items)
    return [" " * indent + "- " + flow(item) for item in kept]


# Inputs


def inputs_lines(spec: Spec, raw: Raw) -> list[str]:
    """What was known at the start."""
    return [
        "inputs:",
        *state_lines(spec, raw),
        *dyad_lines(spec, raw),
        *judgement_lines(spec),
        *growth_lines(spec, raw),
    ]


def state_lines(spec: Spec, raw: Raw) -> list[str]:
    codes = [code for code, _ in spec.states.values()]
    resources = raw.shares(codes, spec.start, RESOURCES)
    arms = raw.shares(codes, spec.start, ARMS)
    items = []
    for label, (code, name) in spec.states.items():
        capital, lat, lon = raw.capital(code, spec.start)
        openness, origin = raw.openness(code, spec.start)
        items.append(
            {
                "id": label,
                "ccode": code,
                "name": name,
                "capital": capital,
                "lat": lat,
                "lon": lon,
                "resources": round(resources[code], 5),
                "arms_share": round(arms[code], 5),
                "openness": openness and round(openness, 3),
                "great_power": raw.great_power(code, spec.start),
                "source": ["polity"] if origin == "polity" else None,
            }
        )
    return [
        "  states:",
        "    # resources: mean share of iron and steel, energy, urban and total population",
        "    # arms_share: mean share of military spending and personnel",
        "    # openness: 0 autocracy - 1 democracy; a row with its own source is on that scale",
        f"    year: {spec.start}",
        "    sources: {lat: capitals, lon: capitals, resources: nmc, arms_share: nmc, "
        "openness: vdem, great_power: cow_majors}",
        "    rows:",
        *rows(items),
    ]


def dyad_lines(spec: Spec, raw: Raw) -> list[str]:
    items = []
    for a, b in combinations(spec.states, 2):
        codes = spec.states[a][0], spec.states[b][0]
        items.append(
            {
                "pair": [a, b],
                "border": raw.border(*codes, spec.start),
                "pact": start_pact(raw, codes, spec.start),
                "peace_since": raw.peace_since(*codes, spec.start),
                "identity": RIVAL_IDENTITY if raw.rivals(*codes, spec.start) else None,
                "trade": 1 if raw.trades(*codes, spec.start) else None,
                "institutions": raw.institutions(*codes, spec.start),
            }
        )
    return [
        "  dyads:",
        "    # border: land, or miles of water at most; none listed = no direct contiguity",
        "    # pact: in force at the end of the start year, since when at this strength (help in",
        "    #   war, consultation, or only a promise not to harm); none listed = none",
        "    # peace_since: year the last war ended, else first year both were states",
        f"    # identity: {RIVAL_IDENTITY} for strategic rivals (size is a modelling choice);",
        "    #   unknown for others",
        "    # trade: 1 if a flow is recorded, else unknown; institutions: joint IGOs / 100",
        "    sources: {border: contiguity, pact: atop, peace_since: [cow_wars, iwd, cow_states], "
        "identity: tss, trade: cow_trade, institutions: cow_igo}",
        "    rows:",
        *rows(items),
    ]


def start_pact(raw: Raw, codes: tuple[int, int], year: int) -> dict | None:
    """The pact of a pair at the end of a year: its obligations and the year it began."""
    spells = raw.obligations(*codes)
    if year not in spells or not raw.in_force_after(*codes, year):
        return None
    since = year
    while since - 1 in spells and strength(spells[since - 1]) == strength(spells[year]):
        since -= 1
    return {"obligations": spells[year], "since": since}


def strength(obligations: list[str]) -> int:
    """2 = help in war, 1 = consultation, 0 = only a promise not to harm."""
    return 2 if {"defence", "offence"} & set(obligations) else int("consultation" in obligations)


def judgement_lines(spec: Spec) -> list[str]:
    items = [
        {"state": s, "field": field, "value": value, "source": source, "why": why}
        for states, field, value, source, why in spec.judgements
        for s in states
    ]
    return [
        "  # A coder's judgement from the literature, often written with hindsight; not measured.",
        "  judgements:",
        *rows(items, 4),
    ]


def growth_lines(spec: Spec, raw: Raw) -> list[str]:
    codes = {label: code for label, (code, _) in spec.states.items()}
    growth = raw.growth(list(codes.values()), spec.start + 1, spec.end, spec.last_peace)
    return [
        "  # The only inputs later than the start: they are taken as given, not predicted.",
        "  exogenous:",
        "    # log growth a year of the resource share, minus the mean over states; centred",
        f"    # five-year mean; nothing after {spec.last_peace} is used, later years repeat it",
        "    growth:",
        "      source: nmc",
        "      values:",
        *(f"        {label}: {flow(growth[code])}" for label, code in codes.items()),
    ]


# Facts


def facts_lines(spec: Spec, raw: Raw) -> list[str]:
    """What happened after the start."""
    sections = {
        "Pacts, cut to the window; a year counts if the pact was in force for any of it": pacts,
        "Great powers that never had a promise of help": no_pacts,
        "Wars": wars,
        "States that died": deaths,
        "States that stayed out": lambda spec, raw: tagged("abstained", spec.abstentions),
        "Other agreements": lambda spec, raw: tagged("deal", spec.deals),
        f"Arms; the currency changes in {MILEX_BREAK}: do not difference across it": arms,
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
    names = dict(zip(raw.states.ccode, raw.states.stateabb, strict=True))
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
            values = raw.arms(code, measure, spec.start + 1, spec.end)
            broken = measure == "milex" and spec.start < MILEX_BREAK <= spec.end
            yield {
                "kind": "arms",
                "state": label,
                "measure": measure,
                "unit": unit(measure, broken),
                "breaks": [MILEX_BREAK] if broken else None,
                "values": values,
                "source": "nmc",
            }


def unit(measure: str, broken: bool) -> str:
    if measure == "milper":
        return "thousands of people"
    dollars = "current US dollars"
    spent = f"current pounds to {MILEX_BREAK - 1}, of {dollars} from {MILEX_BREAK}"
    return f"thousands of {spent if broken else dollars}"


def tagged(kind: str, items: list[dict]) -> list[dict]:
    return [{"kind": kind, **item} for item in items]


if __name__ == "__main__":
    main()
