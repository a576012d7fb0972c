"""Base rates of the great powers before 1890, for the baseline that does what is usual.

Run with a folder of the raw files: prints the chances that `theories/baselines.py` holds, each
with its count. Only years before either historical case begins are used.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

FIRST, LAST = 1816, 1889
STEP = 0.15  # one step of the burden in the model, log points; half of it is the threshold


def spells(path: Path) -> set[tuple[int, int]]:
    """(ccode, year) of the spells in a file of the COW state system, within the window."""
    table = pd.read_csv(path)
    begin, end = (pd.to_numeric(table[c].astype(str).str[:4]) for c in ("start", "end"))
    return {
        (int(code), year)
        for code, a, b in zip(table["ccode"], begin, end, strict=True)
        for year in range(max(a, FIRST), min(b, LAST) + 1)
    }


def pacts(folder: Path, great: set[tuple[int, int]]) -> dict[str, tuple[float, int]]:
    """Chance a year that a pair of majors forms a pact of help, and that it ends one."""
    atop = pd.read_csv(folder / "atop51_directed_dyadyear.csv.gz")
    help_ = atop[(atop.defense + atop.offense + atop.consul) > 0]
    held = {(a, b, y) for a, b, y in zip(help_.ccode1, help_.ccode2, help_.year, strict=True)}
    held |= {(b, a, y) for a, b, y in held}
    formed = ended = free = bound = 0
    for a, year in sorted(great):
        for b in sorted({c for c, y in great if y == year and c > a}):
            if (a, year + 1) not in great or (b, year + 1) not in great:
                continue
            now, then = (a, b, year) in held, (a, b, year + 1) in held
            free, bound = free + (not now), bound + now
            formed, ended = formed + (then and not now), ended + (now and not then)
    return {"pact formed": (formed / free, free), "pact ended": (ended / bound, bound)}


def wars(folder: Path, great: set[tuple[int, int]]) -> dict[str, tuple[float, int]]:
    """War begun per state-year, and chances that a major joins a war of others."""
    table = pd.read_csv(folder / "war_interstate_v4_participants.csv")
    columns = {c.lower(): c for c in table.columns}
    war, code, side = (columns[c] for c in ("warnum", "ccode", "side"))
    start, initiator = columns["startyear1"], columns["initiator"]
    years = table.groupby(war)[start].min()
    begun = target = attacker = chances = 0
    for number, year in years.items():
        if not FIRST <= year <= LAST:
            continue
        rows = table[table[war] == number]
        first = rows[rows[initiator] == 1]
        begun += sum((int(c), int(year)) in great for c in first[code])
        attacking = set(first[side])
        earliest = rows[[start, columns["startmonth1"], columns["startday1"]]].apply(tuple, axis=1)
        original = set(rows[code][(earliest == earliest.min()) | (rows[initiator] == 1)])
        for state in {c for c, y in great if y == year} - original:
            chances += 1
            joined = rows[rows[code] == state]
            if len(joined):
                on_attack = joined[side].iloc[0] in attacking
                attacker, target = attacker + on_attack, target + (not on_attack)
    return {
        "war begun": (begun / len(great), len(great)),
        "joined target": (target / chances, chances),
        "joined attacker": (attacker / chances, chances),
    }


def disputes(folder: Path, great: set[tuple[int, int]]) -> dict[str, tuple[float, int]]:
    """Militarised disputes begun with force short of war, per state-year of a major."""
    levels = pd.read_csv(folder / "mid_gml221_disputes.csv").set_index("dispnum")["hostlev"]
    mids = pd.read_csv(folder / "mid_gml221_participants.csv")
    rows = mids[(mids.sidea == 1) & (mids.orig == 1) & (mids.dispnum.map(levels) == 4)]
    count = sum((int(c), int(y)) in great for c, y in zip(rows.ccode, rows.styear, strict=True))
    return {"force short of war": (count / len(great), len(great))}


def arms(folder: Path, great: set[tuple[int, int]]) -> dict[str, tuple[float, int]]:
    """Share of state-years in which soldiers per head rose or fell by half a step or more."""
    nmc = pd.read_csv(folder / "nmc_v7.csv.gz")
    nmc = nmc[(nmc.milper > 0) & (nmc.tpop > 0)]
    log = {
        (int(c), int(y)): np.log(m / t)
        for c, y, m, t in zip(nmc.ccode, nmc.year, nmc.milper, nmc.tpop, strict=True)
    }
    change = np.array(
        [log[c, y + 1] - log[c, y] for c, y in great if (c, y) in log and (c, y + 1) in log]
    )
    return {
        "raised": (float((change > STEP / 2).mean()), len(change)),
        "cut": (float((change < -STEP / 2).mean()), len(change)),
    }


def main() -> None:
    """Print every chance with the number of cases behind it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the raw files")
    folder = parser.parse_args().data
    great = spells(folder / "major_powers.csv")
    everybody = spells(folder / "states.csv")
    for who, states in (("majors", great), ("all states", everybody)):
        sources = (pacts, wars, disputes, arms) if states is great else (wars, disputes, arms)
        for source in sources:
            for name, (value, cases) in source(folder, states).items():
                print(f"{who:12s} {name:20s} {value:.4f}  of {cases}")


if __name__ == "__main__":
    main()
