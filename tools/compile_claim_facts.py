"""What two centuries of data say about the claims: descriptive figures, one sentence each.

Run with a folder of the raw files; writes `src/westphalia/claims/history.yaml`. No figure here is
an estimate of a cause. Brackets hold 95% intervals: Jeffreys for shares, exact Poisson for rates,
log-log Kaplan-Meier for median lives, and a bootstrap over states, pairs or decades where the
cases of one of them depend on each other; the unit counted is said in each sentence.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from claim_record import (
    FIRST,
    LAST,
    LAST_MID,
    Record,
    War,
    correlation,
    key,
    median_life,
    percentile_in_year,
    rate,
    resampled,
    share,
)
from scipy import stats

ROOT = Path(__file__).resolve().parent.parent
WORLD_WARS = (106, 139)
#: Democracy: V-Dem's electoral democracy index at or above this.
OPEN = 0.5
NEAR = "neighbours (by land or up to 400 miles of water)"

WARS = "COW inter-state wars v4.0 (Sarkees & Wayman 2010)"
MAJORS = "COW great powers v2016"
SYSTEM = "COW state system v2016"
NMC = "COW national capabilities v7.0 (Singer 1987)"
CONTIGUITY = "COW contiguity v3.2 (Stinnett et al. 2002)"
TREATIES = "ATOP v4.01 (Leeds, Ritter, Mitchell & Long 2002)"
PACTS = "ATOP v5.1 (Leeds, Ritter, Mitchell & Long 2002)"
MIDS = "MID v2.2.1 (Gibler, Miller & Little 2016)"
RIVALS = "strategic rivalries (Thompson, Sakuwa & Suhas 2021)"
GDP = "GDP estimates (Fariss, Anders, Markowitz & Barnum 2022)"
VDEM = "V-Dem polyarchy"
TRADE = "COW trade v4.0 (Barbieri, Keshk & Pollins 2009)"
IGO = "COW IGO v3 (Pevehouse et al. 2020)"
THREAT = "external threat (Leeds & Savun 2007)"
RACES = "arms races (Gibler, Rider & Hutchison 2005)"
KEPT = "alliance reliability (Berkemeier & Fuhrmann 2018)"


class Fact(NamedTuple):
    """A figure in a sentence, and where it is from."""

    says: str
    source: str


def source(*names: str) -> str:
    """The sources of a fact, as one line."""
    return "; ".join(names)


# Structure


def great_power_peace(record: Record) -> Fact:
    """How often the great powers fought one another, and the longest peace among them."""
    fighting: set[int] = set()
    begun = 0
    for war in record.wars:
        spells = _great_powers_opposed(record, war)
        begun += bool(spells)
        fighting |= {y for first, last in spells for y in range(first, last + 1)}
    runs, start = [], FIRST
    for year in sorted(fighting | {LAST + 1}):
        runs.append((year - start, start, year - 1))
        start = year + 1
    length, first, last = max(runs)
    years = LAST - FIRST + 1
    return Fact(
        f"Wars with great powers on both sides began {begun} times in {FIRST}-{LAST}, "
        f"{rate(begun, years, 100)} a century; none was under way in {years - len(fighting)} of "
        f"the {years} years, and the longest peace among them lasted {length} years "
        f"({first}-{last}, when the list ends).",
        source(WARS, MAJORS),
    )


def promises(record: Record) -> Fact:
    """How often alliance commitments were kept when a war put them to the test."""
    tested = _tested(record)
    kept = int((tested.honorBF == 1).sum())
    return Fact(
        f"Of {len(tested)} alliance commitments that an interstate war put to the test, "
        f"{tested.war_year.min()}-{tested.war_year.max()}, {share(kept, len(tested))} were "
        f"honoured (unit: an alliance in a war; {(tested.cowwarid == 139).sum()} belong to the "
        "Second World War, so they are not independent).",
        KEPT,
    )


def _tested(record: Record) -> pd.DataFrame:
    """Commitments honoured or violated in a war, with the year it began (its name tells)."""
    table = record.table("alliance_war_reliability_bf2018.csv")
    table = table[(table.honorBF == 1) | (table.violateBF == 1)].copy()
    begun = {war.number: war.year for war in record.wars}
    named = table.warname.str.extract(r"(\d{4})", expand=False).astype(float)
    table["war_year"] = table.cowwarid.map(begun).fillna(named).astype(int)
    return table


def defence_promises(record: Record) -> Fact:
    """The same for promises of defence alone, before and after 1945."""
    tested = _tested(record)
    tested = tested[tested.defense == 1]

    def kept(rows: pd.DataFrame) -> str:
        return f"{share(int((rows.honorBF == 1).sum()), len(rows))} of {len(rows)}"

    return Fact(
        "Alliances that promised defence were honoured in "
        f"{kept(tested[tested.war_year < 1945])} tests by war before 1945 and in "
        f"{kept(tested[tested.war_year >= 1945])} from 1945 on ({tested.war_year.min()}-"
        f"{tested.war_year.max()}; unit: an alliance in a war; several can belong to one war).",
        KEPT,
    )


def power_shifts(record: Record) -> Fact:
    """Disputes of great powers while their relative power moves fast, and otherwise."""
    rows = []
    begun = set(record.mids.key)
    for year in range(FIRST + 10, LAST_MID + 1):
        for a, b in combinations(sorted(record.majors[year]), 2):
            now, then = (_relative(record, a, b, y) for y in (year - 1, year - 11))
            if now is not None and then is not None:
                rows.append((abs(now - then), int(key(a, b, year)) in begun))
    moved, disputes = (np.array(column) for column in zip(*rows, strict=True))
    fast = moved >= np.quantile(moved, 0.75)
    return Fact(
        "In the quarter of great-power pair-years whose balance of capabilities had moved most in "
        f"ten years, a militarised dispute began in {share(*_count(disputes[fast]))} of "
        f"{fast.sum()}; in the rest in {share(*_count(disputes[~fast]))} of {(~fast).sum()} "
        f"({FIRST + 10}-{LAST_MID}; pair-years of the same pair depend on each other).",
        source(NMC, MIDS, MAJORS),
    )


def _relative(record: Record, a: int, b: int, year: int) -> float | None:
    one, two = record.cinc.get((a, year)), record.cinc.get((b, year))
    return None if one is None or two is None else one / (one + two)


def _count(flags: Iterable[bool]) -> tuple[int, int]:
    values = list(flags)
    return int(sum(values)), len(values)


# Strategies


def arms_and_threat(record: Record) -> Fact:
    """Rank correlation of soldiers per head with external threat, within years."""
    table = _threat_table(record)
    return Fact(
        "Among the states of a year, the rank by soldiers per head correlates "
        f"{correlation(table.burden_rank, table.threat_rank, table.ccode)} with the rank by "
        f"external threat ({len(table)} state-years in peace, {table.year.min()}-"
        f"{table.year.max()}; interval over {table.ccode.nunique()} states).",
        source(NMC, THREAT, WARS),
    )


def arms_and_allies(record: Record) -> Fact:
    """Soldiers per head of threatened states with and without a defence pact."""
    table = _threat_table(record)
    table = table[table.threat_rank > 0.5]
    pact = np.array(
        [c in record.defended.get(y, {}) for c, y in zip(table.ccode, table.year, strict=True)]
    )
    ranks = table.burden_rank.to_numpy() * 100

    def difference(weights: np.ndarray) -> float:
        with_, without = weights * pact, weights * ~pact
        return (ranks @ with_) / with_.sum() - (ranks @ without) / without.sum()

    value, low, high = resampled(table.ccode.to_numpy(), difference)
    return Fact(
        "Among states under more external threat than the median of the year, those with a "
        f"defence pact stood {value:+.0f} [{low:+.0f} to {high:+.0f}] percentiles from those "
        f"without in soldiers per head ({pact.sum()} and {(~pact).sum()} state-years in peace, "
        f"{table.year.min()}-{table.year.max()}; interval over {table.ccode.nunique()} states).",
        source(NMC, THREAT, PACTS, WARS),
    )


def _threat_table(record: Record) -> pd.DataFrame:
    """State-years in peace with ranks of their year by soldiers per head and by threat."""
    threat = record.table("external_threat_leeds_savun.csv.gz").dropna()
    table = record.soldiers.merge(threat, on=["ccode", "year"])
    years = zip(table.ccode, table.year, strict=True)
    table = table[[case not in record.at_war for case in years]].copy()
    table["burden_rank"] = percentile_in_year(table, "burden")
    table["threat_rank"] = percentile_in_year(table, "lsthreat")
    return table


def shared_rival_pacts(record: Record) -> Fact:
    """Whether the two members of a new defence pact had a rival in common."""
    return _shared_rivals(record, "defence pacts", defence=True)


def shared_rival_treaties(record: Record) -> Fact:
    """The same for treaties of cooperation that promise no help in war."""
    kinds = "treaties of neutrality, nonaggression or consultation without a promise of help in war"
    return _shared_rivals(record, kinds, defence=False)


def _shared_rivals(record: Record, kinds: str, defence: bool) -> Fact:
    table = record.treaties[(record.treaties.bilat == 1) & (record.treaties.wartime == 0)]
    helping = (table.defense == 1) if defence else (table.defense == 0) & (table.offense == 0)
    hits, everybody, neighbours = [], [], []
    for row in table[helping & (table.begyr > FIRST)].itertuples():
        parties = record.parties[row.atopid]
        if len(parties) == 2 and parties <= record.members.get(row.begyr, set()):
            year = row.begyr - 1
            hits.append(_common_rival(record, *parties, year))
            everybody.append(_base(record, year, combinations(sorted(record.members[year]), 2)))
            neighbours.append(_base(record, year, record.neighbours_in.get(year, [])))
    return Fact(
        f"Of {len(hits)} bilateral {kinds}, made outside war, {FIRST + 1}-{table.begyr.max()}, "
        f"{share(*_count(hits))} joined two states with a common strategic rival in the year "
        f"before; in those years {100 * np.mean(everybody):.1f}% of all pairs of states and "
        f"{100 * np.mean(neighbours):.1f}% of {NEAR} had one.",
        source(TREATIES, RIVALS, SYSTEM, CONTIGUITY),
    )


def _common_rival(record: Record, a: int, b: int, year: int) -> bool:
    none: set[int] = set()
    return bool(record.rivals_of.get((a, year), none) & record.rivals_of.get((b, year), none))


def _base(record: Record, year: int, pairs: Iterable[tuple[int, int]]) -> float:
    """Share of the pairs that have a common rival in a year."""
    return float(np.mean([_common_rival(record, a, b, year) for a, b in pairs]))


def bystanders(record: Record) -> Fact:
    """How often great powers stay out of the wars of others."""
    every: list[bool] = []
    great_wars: list[bool] = []
    count = 0
    for war in record.wars:
        third = record.majors[war.year] - war.original
        out = [state not in war.side for state in third]
        every += out
        if _great_powers_opposed(record, war):
            great_wars += out
            count += 1
    return Fact(
        f"Great powers that were no party on the first day stayed out of interstate wars in "
        f"{share(*_count(every))} of {len(every)} chances, {FIRST}-{LAST}; in the {count} wars "
        f"that came to have great powers on both sides, in {share(*_count(great_wars))} of "
        f"{len(great_wars)} (unit: a war and a great power; the {count} were chosen by how they "
        "widened, so the second figure is low by construction).",
        source(WARS, MAJORS),
    )


def _great_powers_opposed(record: Record, war: War) -> list[tuple[int, int]]:
    """(first, last year) of every pair of great powers that fought each other in a war."""
    return [
        (first, last)
        for a, b, first, last in record.raw.opposed(war.number)
        if {a, b} <= record.majors[first]
    ]


def pacts_and_joining(record: Record) -> Fact:
    """How often third states enter a war beside a belligerent they had a pact with."""
    joined, bound, entered, free = 0, 0, 0, 0
    for war in record.wars:
        pacts = record.defended.get(war.year - 1, {})
        for state in record.members[war.year] - war.original:
            partners = pacts.get(state, set()) & war.original
            if partners:
                bound += 1
                joined += war.side.get(state) in {war.side[p] for p in partners}
            else:
                free += 1
                entered += state in war.side
    return Fact(
        "Third states with a defence pact with a first-day belligerent entered the war on the "
        f"side of such a partner in {share(joined, bound)} of {bound} cases; third states without "
        f"one entered in {share(entered, free)} of {free} ({len(record.wars)} interstate wars, "
        f"{FIRST}-{LAST}; unit: a war and a state, not independent within a war).",
        source(WARS, PACTS, SYSTEM),
    )


def joiners_side(record: Record) -> Fact:
    """Which side late entrants of a war chose."""
    small = _joined_target(w for w in record.wars if w.number not in WORLD_WARS)
    every = _joined_target(record.wars)
    return Fact(
        f"Of {len(every)} states that entered an interstate war after its first day, "
        f"{FIRST}-{LAST}, {share(*_count(every))} joined the side of the target; without the two "
        f"world wars, {share(*_count(small))} of {len(small)} (unit: a state in a war).",
        WARS,
    )


def _joined_target(wars: Iterable[War]) -> list[bool]:
    return [war.side[j] != war.initiating for war in wars for j in war.joiners]


def joiners_fate(record: Record) -> Fact:
    """Whether those who joined the initiator ended among the winners."""
    fate: dict[bool, list[bool]] = {True: [], False: []}
    world = 0
    for war in record.wars:
        for state in war.joiners:
            if war.decided(state):
                world += war.number in WORLD_WARS
                fate[war.side[state] == war.initiating].append(war.won(state))
    beside, against = fate[True], fate[False]
    return Fact(
        f"Of {len(beside)} states that joined the initiator of an interstate war after its first "
        f"day and whose war was decided, {share(*_count(beside))} ended among the winners; of "
        f"{len(against)} that joined the target, {share(*_count(against))} ({FIRST}-{LAST}; unit: "
        f"a state in a war; {world} of the cases belong to the world wars).",
        WARS,
    )


# Balance of threat


def _against_base(
    record: Record, test: Callable[[int, int, set[int]], bool | None]
) -> tuple[str, str, int]:
    """Share of named threats that pass a test, mean share of other outsiders, and the number."""
    hits, base = [], []
    for threat, year, parties in record.named:
        mine = test(threat, year, parties)
        outsiders = record.members[year] - parties - {threat}
        others = [test(o, year, parties) for o in outsiders]
        known = [o for o in others if o is not None]
        if mine is not None and known:
            hits.append(mine)
            base.append(float(np.mean(known)))
    return share(*_count(hits)), f"{100 * np.mean(base):.0f}%", len(hits)


def _threat_fact(record: Record, what: str, found: tuple[str, str, int], *names: str) -> Fact:
    value, base, cases = found
    return Fact(
        f"Of {cases} threats that defence pacts made outside war named, {_named_span(record)}, "
        f"{value} {what}; of the other states outside the pact, {base} on average (unit: a pact "
        f"and a named state; {_named_germany(record)} name Germany).",
        source(TREATIES, *names),
    )


def named_power(record: Record) -> Fact:
    """Whether the state a pact names was stronger than each founding member."""

    def stronger(state: int, year: int, parties: set[int]) -> bool | None:
        mine = record.cinc.get((state, year))
        theirs = [record.cinc.get((p, year)) for p in parties]
        known = [v for v in theirs if v is not None]
        return None if mine is None or not known else mine > max(known)

    found = _against_base(record, stronger)
    return _threat_fact(record, "had more capabilities than every founding member", found, NMC)


def named_proximity(record: Record) -> Fact:
    """Whether the state a pact names was a neighbour of a member."""

    def near(state: int, year: int, parties: set[int]) -> bool:
        return _any_key(record.borders, state, parties, [year])

    found = _against_base(record, near)
    return _threat_fact(record, "shared a land border with a founding member", found, CONTIGUITY)


def named_arms(record: Record) -> Fact:
    """Whether the state a pact names was among the most heavily armed of its year."""
    table = record.soldiers.assign(rank=percentile_in_year(record.soldiers, "burden"))
    ranks = record.value(table, "rank")

    def armed(state: int, year: int, parties: set[int]) -> bool | None:
        rank = ranks.get((state, year))
        return None if rank is None else rank > 0.75

    found = _against_base(record, armed)
    what = "were in the top quarter of the year's states in soldiers per head"
    return _threat_fact(record, what, found, NMC)


def named_aggression(record: Record) -> Fact:
    """Whether the state a pact names had made a revisionist claim against a member by force."""
    table = record.table("mid_gml221_directed_dyadyear.csv.gz")
    table = table[(table.midonset == 1) & (table.revstate1 == 1)]
    claims: dict[tuple[int, int], set[int]] = {}
    for a, b, year in table[["ccode1", "ccode2", "year"]].to_numpy():
        claims.setdefault((int(a), int(b)), set()).add(int(year))

    def aggressive(state: int, year: int, parties: set[int]) -> bool:
        window = range(year - 20, year + 1)
        return any(not claims.get((state, p), set()).isdisjoint(window) for p in parties)

    found = _against_base(record, aggressive)
    what = (
        "had been on the revisionist side of a militarised dispute with a founding member within "
        "20 years"
    )
    return _threat_fact(record, what, found, MIDS)


def named_rival_or_strongest(record: Record) -> Fact:
    """Whether the state a pact names was a member's rival, or the strongest outsider."""

    def rival(state: int, year: int, parties: set[int]) -> bool:
        return _any_key(record.rivals, state, parties, [year, year - 1])

    value, base, cases = _against_base(record, rival)
    strongest = 0
    for threat, year, parties in record.named:
        outsiders = record.members[year] - parties
        strongest += threat == max(outsiders, key=lambda s, y=year: record.cinc.get((s, y), -1.0))
    return Fact(
        f"Of {cases} threats that defence pacts made outside war named, {_named_span(record)}, "
        f"{value} were strategic rivals of a founding member (of the other states outside the "
        f"pact, {base} on average), and {share(strongest, cases)} were the state with the most "
        "capabilities outside the pact (unit: a pact and a named state; "
        f"{_named_germany(record)} name Germany; historians may call a state a rival because of "
        "such a pact).",
        source(TREATIES, RIVALS, NMC),
    )


def _named_span(record: Record) -> str:
    years = [year for _, year, _ in record.named]
    return f"{min(years)}-{max(years)}"


def _named_germany(record: Record) -> int:
    return sum(threat in (255, 260) for threat, _, _ in record.named)


def _any_key(keys: np.ndarray, state: int, parties: set[int], years: list[int]) -> bool:
    wanted = [key(state, p, y) for p in parties for y in years]
    where = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return bool((keys[where] == wanted).any())


CONTINENT = {220, 255, 300, 325, 365}
EUROPE = CONTINENT | {200}


def leaders_share(record: Record) -> Fact:
    """Pacts of the other European great powers against the continental leader, by its share."""
    rows = list(_alignments(record))
    bins = [(0.25, 1 / 3, "25-33%"), (1 / 3, 0.45, "33-45%"), (0.45, 1.0, "over 45%")]
    parts, cases = [], []
    for low, high, name in bins:
        chosen = [(year // 10, against) for size, year, against in rows if low < size <= high]
        decades, hits = (np.array(column) for column in zip(*chosen, strict=True))
        value, floor, ceiling = resampled(decades, lambda w, h=hits: (w @ h) / w.sum())
        parts.append(
            f"{100 * value:.0f}% [{100 * floor:.0f}-{100 * ceiling:.0f}] when it held {name}"
        )
        cases.append(str(len(hits)))
    return Fact(
        "The other European great powers had a pact of defence or offence with one another and "
        "none with the strongest state of the continent in "
        f"{', '.join(parts[:-1])} and {parts[-1]} of the capabilities of the continental great "
        f"powers ({', '.join(cases)} state-years, {FIRST}-1945; interval over decades, of which "
        "the last class has few).",
        source(NMC, PACTS, MAJORS),
    )


def _alignments(record: Record) -> Iterator[tuple[float, int, bool]]:
    """(leader's share, year, pact against the leader) of every other European great power."""
    rows = record.raw.atop[(record.raw.atop.defense == 1) | (record.raw.atop.offense == 1)]
    pacts = set(key(rows.ccode1, rows.ccode2, rows.year).tolist())
    for year in range(FIRST, 1946):
        great = record.majors[year] & EUROPE
        power = {s: record.cinc.get((s, year), 0.0) for s in great & CONTINENT}
        if len(power) < 2:
            continue
        leader = max(power, key=lambda s: power[s])
        for state in sorted(great - {leader}):
            allies = {o for o in great - {state} if int(key(state, o, year)) in pacts}
            yield power[leader] / sum(power.values()), year, bool(allies) and leader not in allies


# Expansion


def exits_by_power(record: Record) -> Fact:
    """How often states leave the system, by capabilities."""
    years = range(FIRST, 2013)
    counts = {"weakest": [0, 0], "middle": [0, 0], "strongest": [0, 0]}
    for year in years:
        power = {s: record.cinc[s, year] for s in record.members[year] if (s, year) in record.cinc}
        ranks = stats.rankdata(list(power.values())) / len(power)
        for state, rank in zip(power, ranks, strict=True):
            name = "weakest" if rank <= 1 / 3 else "middle" if rank <= 2 / 3 else "strongest"
            counts[name][0] += year in record.exits.get(state, [])
            counts[name][1] += 1
    text = ", ".join(
        f"{rate(e, n, 1000)} in the {name} third ({e} of {n} state-years)"
        for name, (e, n) in counts.items()
    )
    return Fact(
        "States left the state system, by occupation, conquest, union or dissolution, at these "
        f"rates per 1,000 state-years by capabilities: {text}, {years[0]}-{years[-1]}.",
        source(SYSTEM, NMC),
    )


def exits_after_war(record: Record) -> Fact:
    """How often those who began a war left the system soon after, and those attacked."""
    fate: dict[bool, list[bool]] = {True: [], False: []}
    for war in record.wars:
        for state in war.original:
            gone = any(war.year <= y <= war.year + 10 for y in record.exits.get(state, []))
            fate[state in war.initiators].append(gone)
    began, attacked = fate[True], fate[False]
    return Fact(
        f"Within ten years of the start of an interstate war, {share(*_count(began))} of "
        f"{len(began)} states that initiated it had left the state system, and "
        f"{share(*_count(attacked))} of {len(attacked)} that fought from the first day without "
        f"initiating it (some returned; {FIRST}-{LAST}; unit: a state in a war).",
        source(WARS, SYSTEM),
    )


def initiators_success(record: Record) -> Fact:
    """How often the side that began a war won it, by period."""
    parts = []
    for first, last in ((FIRST, 1913), (1914, 1945), (1946, LAST)):
        wars = [w for w in record.wars if first <= w.year <= last]
        parts.append(f"{share(*_count(map(_initiator_won, wars)))} of {len(wars)} ({first}-{last})")
    return Fact(
        f"The initiator won {parts[0]}, {parts[1]} and {parts[2]} interstate wars; the rest were "
        "lost or undecided.",
        WARS,
    )


def _initiator_won(war: War) -> bool:
    return any(war.won(state) for state in war.initiators)


def goals_of_war(record: Record) -> Fact:
    """What the revisionist states wanted in disputes that became wars."""
    names = {1: "territory", 2: "policy", 3: "the regime"}
    kinds: dict[int, set[int]] = {}
    for dispute, flags, types in _war_disputes(record):
        if 1 in flags:
            kinds[dispute] = types
    text = ", ".join(
        f"{name} in {share(sum(code in t for t in kinds.values()), len(kinds))}"
        for code, name in names.items()
    )
    return Fact(
        f"In {len(kinds)} disputes that reached war and had a revisionist among the states that "
        f"began them, {FIRST}-{LAST_MID}, a revisionist claimed {text} (unit: a dispute; one can "
        "have several).",
        MIDS,
    )


def wars_without_revisionist(record: Record) -> Fact:
    """Disputes that became wars although no original party is coded revisionist."""
    cases = list(_war_disputes(record))
    none = sum(1 not in flags for _, flags, _ in cases)
    return Fact(
        f"Of {len(cases)} militarised disputes that reached war, {FIRST}-{LAST_MID}, "
        f"{share(none, len(cases))} had no state coded as revisionist among those that began them "
        "(unit: a dispute; the coding tells who openly challenged the status quo, not who was "
        "content with it).",
        MIDS,
    )


def _war_disputes(record: Record) -> Iterator[tuple[int, set[int], set[int]]]:
    """(dispute, revisionist flags, types) of the original parties, where all flags are known."""
    rows = record.mids[record.mids.hostlev == 5]
    for dispute, group in rows.groupby("dispnum"):
        flags = set(group.revstate1) | set(group.revstate2)
        types = {t for c in ("revtype11", "revtype12", "revtype21", "revtype22") for t in group[c]}
        if 1 in flags or -9 not in flags:
            yield int(dispute), flags, types


# Cooperation


def nato_burden(record: Record) -> Fact:
    """Rank correlation of the military burden with the size of the economy within NATO."""
    table = record.raw.nmc.merge(record.table("gdp_pop.csv.gz"), on=["ccode", "year"])
    table = table[(table.milex > 0) & (table.pwtrgdp > 0)]
    parts = []
    for first, last in ((1950, 1969), (1970, 1989), (1990, 2016)):
        yearly = []
        for year in range(first, last + 1):
            rows = table[(table.year == year) & table.ccode.isin(_nato(record, year))]
            yearly.append(stats.spearmanr(rows.milex / rows.pwtrgdp, rows.pwtrgdp).statistic)
        low, high = min(yearly), max(yearly)
        parts.append(f"{np.median(yearly):+.2f} in {first}-{last} (from {low:+.2f} to {high:+.2f})")
    return Fact(
        "Among NATO members, the rank correlation of military spending per GDP with GDP was, in "
        f"the median year, {parts[0]}, {parts[1]} and {parts[2]}; states without a record of "
        "spending or with none are left out, and spending at exchange rates over GDP at "
        "purchasing power understates the burden of the poorer members.",
        source(NMC, GDP, TREATIES),
    )


def _nato(record: Record, year: int) -> set[int]:
    rows = record.raw.members[record.raw.members.atopid == 3180]
    inside = (rows.yrent <= year) & ((rows.yrexit == 0) | (rows.yrexit >= year))
    return set(rows.member[inside].astype(int))


def lives_with_organisation(record: Record) -> Fact:
    """Median life of alliance treaties that set up an organisation, and of the others."""
    table = record.treaties[(record.treaties.wartime == 0) & record.treaties.organ1.notna()]
    return Fact(
        _lives(table, table.organ1 > 0, "alliance treaties that set up an organisation", "others"),
        TREATIES,
    )


def lives_with_threat(record: Record) -> Fact:
    """Median life of defence pacts that name a threat, and of the others."""
    table = record.treaties[(record.treaties.wartime == 0) & (record.treaties.defense == 1)]
    table = table[table.specthrt.notna()]
    return Fact(
        _lives(table, table.specthrt > 0, "defence pacts that name a specific threat", "others"),
        TREATIES,
    )


def _lives(table: pd.DataFrame, chosen: pd.Series, name: str, rest: str) -> str:
    parts = [
        f"{median_life(rows.years.to_numpy(), rows.ended.to_numpy())} years (n = {len(rows)})"
        for rows in (table[chosen], table[~chosen])
    ]
    return (
        f"The median life of {name} was {parts[0]}, of the {rest} {parts[1]} (Kaplan-Meier, made "
        f"outside war, {table.begyr.min()}-{table.begyr.max()}; a treaty that was replaced counts "
        "as ended)."
    )


def trade_with_rivals(record: Record) -> Fact:
    """Trade between neighbours that are rivals, relative to their size as traders."""
    table = _trade(record)
    table = table[np.isin(table.key, record.borders)].copy()
    table["ratio"] = table.flow / (table.total1 * table.total2)
    table["rank"] = percentile_in_year(table, "ratio")
    return Fact(
        _compare_trade(table, np.isin(table.key, record.rivals), "strategic rivals"),
        source(TRADE, RIVALS, CONTIGUITY),
    )


def _trade(record: Record) -> pd.DataFrame:
    """Neighbours' trade, where both flows are known and some is recorded, and all trade of each."""
    trade = record.raw.trade.copy()
    trade["flow"] = trade.smoothflow1 + trade.smoothflow2
    trade["key"] = key(trade.ccode1, trade.ccode2, trade.year)
    trade = trade[(trade.flow > 0) & np.isin(trade.key, record.near.key)]
    total = record.table("trade_v4_stateyear.csv.gz").dropna()
    total["total"] = total.imports + total.exports
    for end in ("1", "2"):
        names = {"ccode": f"ccode{end}", "total": f"total{end}"}
        mine = total[["ccode", "year", "total"]].rename(columns=names)
        trade = trade.merge(mine, on=[f"ccode{end}", "year"])
    return trade


def _compare_trade(table: pd.DataFrame, chosen: np.ndarray, name: str) -> str:
    ranks = table["rank"].to_numpy() * 100

    def difference(weights: np.ndarray) -> float:
        one, two = weights * chosen, weights * ~chosen
        return (ranks @ one) / one.sum() - (ranks @ two) / two.sum()

    value, low, high = resampled((table.key // 10000).to_numpy(), difference)
    return (
        f"Among pairs with a land border and recorded trade, {name} stood {value:+.0f} "
        f"[{low:+.0f} to {high:+.0f}] percentiles of the year from the others in trade relative to "
        f"the total trade of both ({chosen.sum()} and {(~chosen).sum()} pair-years, "
        f"{table.year.min()}-{table.year.max()}; interval over pairs; pairs without recorded "
        "trade, which an embargo makes, are left out)."
    )


# The security dilemma and its critics


def arming_together(record: Record) -> Fact:
    """Whether the armed forces of rivals grow together more than those of other neighbours."""
    growth = _force_growth(record)
    near = record.near
    a, b = (
        np.array([growth.get((s, y), np.nan) for s, y in zip(near[c], near.year, strict=True)])
        for c in ("a", "b")
    )
    known = ~np.isnan(a) & ~np.isnan(b)
    rival = np.isin(near.key, record.rivals)
    parts = []
    for chosen in (known & rival, known & ~rival):
        pairs = (near.key // 10000).to_numpy()[chosen]
        parts.append(
            f"{correlation(*_symmetric(a[chosen], b[chosen]), np.tile(pairs, 2))} "
            f"({chosen.sum()} pair-years)"
        )
    return Fact(
        "Growth of armed forces over five years, relative to the mean of all states, correlates "
        f"{parts[0]} between {NEAR} that are strategic rivals and {parts[1]} between other "
        f"neighbours ({FIRST + 5}-{LAST_MID}, years in interstate war left out; interval over "
        "pairs).",
        source(NMC, RIVALS, CONTIGUITY, WARS),
    )


def _symmetric(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both orders of every pair, since which state comes first means nothing."""
    return np.concatenate([a, b]), np.concatenate([b, a])


def _force_growth(record: Record) -> dict[tuple[int, int], float]:
    """{(state, year): log growth of its armed forces over five peaceful years, less the mean}."""
    log = {k: np.log(v) for k, v in record.value(record.soldiers, "milper").items()}
    rows = [
        (state, year, value - log[state, year - 5])
        for (state, year), value in log.items()
        if (state, year - 5) in log
        and not any((state, y) in record.at_war for y in range(year - 5, year + 1))
    ]
    table = pd.DataFrame(rows, columns=["ccode", "year", "growth"])
    table["growth"] -= table.groupby("year").growth.transform("mean")
    return record.value(table, "growth")


def races_and_war(record: Record) -> Fact:
    """How often disputes of rivals reach war during an arms race, and otherwise."""
    races = record.table("arms_races_grh.csv").rename(columns={"styear": "start", "endyear": "end"})
    running, last = record.spells(races), races.end.max()
    mids = record.mids[np.isin(record.mids.key, record.rivals) & (record.mids.year <= last)]
    racing = np.isin(mids.key, running)
    war = ((mids.hostlev1 == 5) | (mids.hostlev2 == 5)).to_numpy()
    return Fact(
        f"Disputes between strategic rivals reached war in {share(*_count(war[racing]))} of "
        f"{racing.sum()} that began during an arms race of the two and in "
        f"{share(*_count(war[~racing]))} of {(~racing).sum()} that did not ({mids.year.min()}-"
        f"{mids.year.max()}, the end of the last race recorded; unit: two states among those that "
        "began a dispute).",
        source(RACES, MIDS, RIVALS),
    )


def _fatal(record: Record) -> np.ndarray:
    """Keys of pair-years in which a dispute began that is known to have killed on either side."""
    deadly = (record.mids.fatality1 > 0) | (record.mids.fatality2 > 0)
    return record.mids.key[deadly].to_numpy()


def _fatal_rate(record: Record, keys: pd.Series) -> str:
    events = int(np.isin(keys, _fatal(record)).sum())
    return f"{rate(events, len(keys), 1000)} ({events} in {len(keys)} pair-years)"


def democratic_pairs(record: Record) -> Fact:
    """Rate of fatal disputes between neighbours, by whether both are democracies."""
    near = record.near[record.near.year >= 1900]
    one, two = (
        np.array(
            [record.polyarchy.get((s, y), np.nan) for s, y in zip(codes, near.year, strict=True)]
        )
        for codes in (near.a, near.b)
    )
    known, both = ~np.isnan(one + two), np.minimum(one, two) >= OPEN
    return Fact(
        f"Between {NEAR}, fatal militarised disputes began at a rate of "
        f"{_fatal_rate(record, near.key[known & both])} per 1,000 pair-years where both had an "
        f"electoral democracy index of {OPEN} or more, and "
        f"{_fatal_rate(record, near.key[known & ~both])} otherwise (1900-{LAST_MID}, where the "
        "index of both is known).",
        source(MIDS, VDEM, CONTIGUITY),
    )


def trading_pairs(record: Record) -> Fact:
    """Rate of fatal disputes between neighbours, by how much they trade."""
    table = _dependence(record)
    high = table["rank"] > 0.5
    return Fact(
        f"Between {NEAR} with recorded trade, fatal militarised disputes began at a rate of "
        f"{_fatal_rate(record, table.key[high])} per 1,000 pair-years in the half of the year's "
        "pairs whose less dependent state traded the larger part of its trade with the other, and "
        f"{_fatal_rate(record, table.key[~high])} in the other half ({table.year.min()}-"
        f"{table.year.max()}).",
        source(MIDS, TRADE, CONTIGUITY),
    )


def _dependence(record: Record) -> pd.DataFrame:
    """Neighbours' trade of the year before as part of all trade of the less dependent state."""
    table = _trade(record)
    table["part"] = table.flow / table[["total1", "total2"]].max(axis=1)
    table["year"] += 1
    table["key"] += 1
    table = table[np.isin(table.key, record.near.key)].copy()
    table["rank"] = percentile_in_year(table, "part")
    return table


def institutional_pairs(record: Record) -> Fact:
    """Rate of fatal disputes between neighbours, by joint memberships of organisations."""
    igo = record.raw.igo
    table = pd.DataFrame(
        {
            "key": key(igo.ccode1, igo.ccode2, igo.year + 1),
            "year": igo.year + 1,
            "joint": igo.dyadigos,
        }
    )
    table = table[np.isin(table.key, record.near.key)].drop_duplicates("key")
    table["rank"] = percentile_in_year(table, "joint")
    high = table["rank"] > 0.5
    return Fact(
        f"Between {NEAR} that shared at least one intergovernmental organisation in the year "
        f"before, fatal militarised disputes began at a rate of "
        f"{_fatal_rate(record, table.key[high])} per 1,000 pair-years in the half of the year's "
        f"pairs with more joint memberships, and {_fatal_rate(record, table.key[~high])} in the "
        f"other half ({table.year.min()}-{table.year.max()}).",
        source(MIDS, IGO, CONTIGUITY),
    )


def borders_and_war(record: Record) -> Fact:
    """Rate of disputes that reach war, by land border."""
    pairs = record.pairs
    war = record.mids.key[(record.mids.hostlev1 == 5) | (record.mids.hostlev2 == 5)]
    land = np.isin(pairs.key, record.borders)
    fought = np.isin(pairs.key, war)
    parts = [
        f"{rate(int(fought[c].sum()), int(c.sum()), 10_000)} ({fought[c].sum()} in {c.sum()})"
        for c in (land, ~land)
    ]
    return Fact(
        f"Disputes that reached war began at a rate of {parts[0]} per 10,000 pair-years between "
        f"states with a land border and {parts[1]} between all others ({FIRST}-{LAST_MID}; unit: a "
        "pair that began the dispute).",
        source(MIDS, CONTIGUITY, SYSTEM),
    )


FACTS: dict[int, tuple[Callable[[Record], Fact], ...]] = {
    2: (great_power_peace,),
    3: (promises,),
    5: (power_shifts,),
    8: (arms_and_threat, arms_and_allies),
    9: (shared_rival_pacts,),
    10: (bystanders,),
    11: (pacts_and_joining,),
    12: (joiners_side,),
    13: (joiners_fate,),
    14: (named_power,),
    15: (named_proximity, borders_and_war),
    16: (named_arms,),
    17: (named_aggression,),
    18: (named_rival_or_strongest,),
    19: (leaders_share,),
    20: (exits_by_power,),
    21: (exits_after_war,),
    22: (shared_rival_treaties,),
    23: (nato_burden,),
    25: (lives_with_organisation,),
    26: (trade_with_rivals,),
    27: (defence_promises,),
    28: (lives_with_threat,),
    29: (arming_together,),
    34: (races_and_war,),
    35: (democratic_pairs,),
    37: (goals_of_war,),
    38: (wars_without_revisionist,),
    41: (initiators_success,),
    42: (trading_pairs, institutional_pairs),
}
HEAD = """\
# Compiled by tools/compile_claim_facts.py from public data; descriptive, no causal claim.
# Brackets hold 95% intervals; change the tool or its data, not this file.
"""


def main() -> None:
    """Parse the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the raw files")
    parser.add_argument("--out", type=Path, default=ROOT / "src/westphalia/claims/history.yaml")
    options = parser.parse_args()
    record = Record(options.data)
    lines = [HEAD]
    for claim, makers in FACTS.items():
        lines.append(f"{claim}:\n")
        for make in makers:
            fact = make(record)
            lines.append(f"  - says: {_quoted(fact.says)}\n    source: {_quoted(fact.source)}\n")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(options.out)


def _quoted(text: str) -> str:
    """A YAML string in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    main()
