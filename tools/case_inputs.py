"""The inputs of a case from the raw data: what was known at its start."""

from itertools import combinations

from case_spec import Spec
from case_text import flow, judgement_lines, rows
from raw_data import ARMS, RESOURCES, RIVAL_IDENTITY, Raw


def inputs_lines(spec: Spec, raw: Raw) -> list[str]:
    """What was known at the start."""
    return [
        "inputs:",
        *state_lines(spec, raw),
        *dyad_lines(spec, raw),
        *judgement_lines(spec.judgements),
        *(growth_lines(spec, raw, spec.last_peace) if spec.last_peace is not None else []),
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
                "nuclear": None if spec.nuclear is None else int(label in spec.nuclear),
                "source": ["polity"] if origin == "polity" else None,
            }
        )
    weapons = "" if spec.nuclear is None else ", nuclear: singh_way2004"
    return [
        "  states:",
        "    # resources: mean share of iron and steel, energy, urban and total population",
        "    # arms_share: mean share of military spending and personnel",
        "    # openness: 0 autocracy - 1 democracy; a row with its own source is on that scale",
        f"    year: {spec.start}",
        "    sources: {lat: capitals, lon: capitals, resources: nmc, arms_share: nmc, "
        f"openness: vdem, great_power: cow_majors{weapons}}}",
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


def growth_lines(spec: Spec, raw: Raw, last_peace: int) -> list[str]:
    codes = {label: code for label, (code, _) in spec.states.items()}
    growth = raw.growth(list(codes.values()), spec.start + 1, spec.end, last_peace)
    return [
        "  # The only inputs later than the start: they are taken as given, not predicted.",
        "  exogenous:",
        "    # log growth a year of the resource share, minus the mean over states; centred",
        f"    # five-year mean; nothing after {last_peace} is used, later years repeat it",
        "    growth:",
        "      source: nmc",
        "      values:",
        *(f"        {label}: {flow(growth[code])}" for label, code in codes.items()),
    ]
