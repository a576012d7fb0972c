"""Figures of a case from a folder of raw files (Correlates of War, ATOP and others)."""

import sys
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from case_spec import EXCLUDED_TREATIES, OPPOSED_ANYWAY, UNUSABLE, WORLD_WARS

OBLIGATIONS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}
#: Columns with the code of a state.
CODES = ("ccode", "ccode1", "ccode2", "member")
HELP = {"defence", "offence", "consultation"}
BORDERS = {1: "land", 2: "water_12", 3: "water_24", 4: "water_150", 5: "water_400"}
RESOURCES = ("irst", "pec", "upop", "tpop")
ARMS = ("milex", "milper")
#: Joint memberships that count as G = 1: about the most any pair shares in the data (106).
JOINT_IGOS_AT_ONE = 100
#: Identity of strategic rivals; a pair that is no rival is left out (unknown).
RIVAL_IDENTITY = -0.5
#: Years; length of the centred moving average of growth.
SMOOTHING = 5


class Raw:
    """Reads the raw files, each once. `same`: codes of one state under two names, {earlier: the
    one used}, such as West Germany's before unification.
    """

    def __init__(self, folder: Path, same: dict[int, int] | None = None) -> None:
        self.folder = folder
        self.same = same or {}
        self._obligations: dict[frozenset[int], dict[int, list[str]]] = {}

    def _read(self, name: str) -> pd.DataFrame:
        path = self.folder / name
        if not path.is_file():
            raise SystemExit(f"{path} is missing; --data must name the folder with the raw files.")
        table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
        return self._renamed(table) if self.same else table

    def _renamed(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table with one code for each state; in a year with two rows, that code's own."""
        columns = {c: table[c].replace(self.same) for c in CODES if c in table}
        if not {"ccode", "year"} <= set(table):
            return table.assign(**columns)
        table = table.assign(own=~table.ccode.isin(self.same), **columns)
        table = table.sort_values("own", ascending=False, kind="stable")
        return table.drop_duplicates(["ccode", "year"]).drop(columns="own")

    nmc = cached_property(lambda self: self._read("nmc_v7.csv.gz"))
    regime = cached_property(lambda self: self._read("regime.csv.gz"))
    trade = cached_property(lambda self: self._read("trade_v4_dyadyear.parquet"))
    igo = cached_property(lambda self: self._read("igo_v3_joint_dyadyear.parquet"))
    atop = cached_property(lambda self: self._read("atop51_directed_dyadyear.csv.gz"))
    members = cached_property(lambda self: self._read("atop401_members.csv"))
    wars = cached_property(lambda self: self._read("war_interstate_v4_participants.csv"))
    iwd = cached_property(lambda self: self._read("war_interstate_iwd_initiator_years.csv.gz"))
    contiguity = cached_property(lambda self: self._read("contiguity.csv"))
    capitals = cached_property(lambda self: self._read("capitals.csv"))
    states = cached_property(lambda self: self._read("states.csv"))
    majors = cached_property(lambda self: self._read("major_powers.csv"))
    rivalries = cached_property(lambda self: self._read("rivalries_tss.csv"))

    # States

    def shares(self, codes: list[int], year: int, components: tuple[str, ...]) -> dict[int, float]:
        """Mean share over the components that are known; a missing one is told, never zero."""
        table = self.nmc[self.nmc.year == year].set_index("ccode").reindex(codes)
        for (name, code), years in UNUSABLE.items():
            if name in components and code in codes and year in years:
                table.loc[code, name] = np.nan
        shares = table[list(components)] / table[list(components)].sum()
        for code, name in zip(*np.where(shares.isna()), strict=True):
            print(f"missing: {components[name]} of {codes[code]} in {year}", file=sys.stderr)
        return shares.mean(axis=1).to_dict()

    def capital(self, code: int, year: int) -> tuple[str, float, float]:
        """Name and coordinates of the capital at the end of a year."""
        row = _active(self.capitals[self.capitals.ccode == code], year).iloc[-1]
        return row.capital, round(float(row.lat), 3), round(float(row.lon), 3)

    def openness(self, code: int, year: int) -> tuple[float | None, str]:
        """V-Dem polyarchy, else polity2 rescaled to 0-1, and the source key."""
        row = self.regime[(self.regime.ccode == code) & (self.regime.year == year)]
        if len(row) and pd.notna(row.v2x_polyarchy.iloc[0]):
            return float(row.v2x_polyarchy.iloc[0]), "vdem"
        if len(row) and pd.notna(row.polity2.iloc[0]):
            return (float(row.polity2.iloc[0]) + 10) / 20, "polity"
        print(f"missing: openness of {code} in {year}", file=sys.stderr)
        return None, ""

    def great_power(self, code: int, year: int) -> bool:
        return len(_active(self.majors[self.majors.ccode == code], year)) > 0

    def death(self, code: int, first: int, last: int) -> int | None:
        """Year in the window in which the state left the system."""
        spells = self.states[self.states.ccode == code]
        begun = set(pd.to_datetime(spells.start) - pd.Timedelta(days=1))
        ends = [end for end in pd.to_datetime(spells.end) if end not in begun]
        inside = [end.year for end in ends if first <= end.year <= last]
        return inside[0] if inside else None

    def entry(self, code: int, year: int) -> int:
        """First year of the membership spell that a year falls in."""
        spell = _active(self.states[self.states.ccode == code], year)
        if not len(spell):
            raise SystemExit(f"{code} is not in the state system in {year}")
        return int(spell.start.iloc[0][:4])

    def growth(self, codes: list[int], first: int, last: int, last_peace: int) -> dict:
        """{code: {year: log growth of the resource share relative to the mean state}}, smoothed.

        Capabilities after the last year of peace are not used: the war must not leak into the
        inputs. Later years repeat the last smoothed value.
        """
        half = SMOOTHING // 2
        years = range(first - half - 1, last_peace + 1)
        index = pd.DataFrame({year: self.shares(codes, year, RESOURCES) for year in years}).T
        step = np.log(index).diff()
        step = step.sub(step.mean(axis=1), axis=0).iloc[1:]
        smooth = step.rolling(SMOOTHING, center=True, min_periods=half + 1).mean()
        smooth = smooth.reindex(range(first, last + 1)).ffill()
        return {c: {y: round(float(v), 4) for y, v in smooth[c].items()} for c in codes}

    def arms(self, code: int, measure: str, first: int, last: int) -> dict[int, int]:
        """Known values of a yearly series."""
        rows = self.nmc[(self.nmc.ccode == code) & self.nmc.year.between(first, last)]
        known = rows[["year", measure]].dropna().sort_values("year")
        unusable = UNUSABLE.get((measure, code), ())
        return {int(y): int(v) for y, v in known.itertuples(index=False) if y not in unusable}

    # Pairs

    def border(self, a: int, b: int, year: int) -> str | None:
        rows = _active(_pair(self.contiguity, a, b), year)
        types = [t for t in rows.conttype if t > 0]
        return BORDERS[min(types)] if types else None

    def trades(self, a: int, b: int, year: int) -> bool:
        rows = _pair(self.trade, a, b)
        flows = rows[rows.year == year][["flow1", "flow2"]]
        return bool((flows > 0).any(axis=None))

    def institutions(self, a: int, b: int, year: int) -> float | None:
        rows = _pair(self.igo, a, b)
        joint = rows[rows.year == year].dyadigos
        if not len(joint):
            print(f"missing: joint IGOs of {a}-{b} in {year}", file=sys.stderr)
            return None
        return min(float(joint.iloc[0]) / JOINT_IGOS_AT_ONE, 1.0)

    def rivals(self, a: int, b: int, year: int) -> bool:
        rows = _pair(self.rivalries, a, b)
        return bool(((rows.start <= year) & (rows.end >= year)).any())

    def obligations(self, a: int, b: int) -> dict[int, list[str]]:
        """{year: obligations in either direction}, without the excluded treaties."""
        key = frozenset((a, b))
        if key not in self._obligations:
            self._obligations[key] = self._read_obligations(a, b)
        return self._obligations[key]

    def _read_obligations(self, a: int, b: int) -> dict[int, list[str]]:
        out: dict[int, set[str]] = {}
        for row in self._atop_pairs.get(tuple(sorted((a, b))), self.atop[:0]).itertuples():
            out.setdefault(row.year, set()).update(
                name for column, name in OBLIGATIONS.items() if getattr(row, column) == 1
            )
        treaties = self._treaties(a, b) if out else {}
        others = {t: years for t, years in treaties.items() if t not in EXCLUDED_TREATIES}
        for treaty in treaties.keys() & EXCLUDED_TREATIES.keys():
            drops = EXCLUDED_TREATIES[treaty].drops
            for year in treaties[treaty] & set(out):
                if out[year] & drops:
                    out[year] -= drops - self._promised(others, a, b, year)
        order = list(OBLIGATIONS.values())
        return {y: sorted(o, key=order.index) for y, o in sorted(out.items()) if o}

    def in_force_after(self, a: int, b: int, year: int) -> bool:
        """Whether some treaty of the pair outlived the year (ATOP counts a year it ended in)."""
        treaties = self._treaties(a, b)
        return any(year in years and year + 1 in years for years in treaties.values())

    @cached_property
    def _atop_pairs(self) -> dict[tuple[int, int], pd.DataFrame]:
        codes = np.sort(self.atop[["ccode1", "ccode2"]].to_numpy(), axis=1)
        return dict(iter(self.atop.groupby([codes[:, 0], codes[:, 1]])))

    def check_exclusions(self) -> None:
        """Stop if the treaties to exclude are not the ones they are taken for."""
        for number, excluded in EXCLUDED_TREATIES.items():
            rows = self.members[self.members.atopid == number]
            founders = set(rows[rows.yrent == excluded.begun].member)
            columns = [c for c, name in OBLIGATIONS.items() if name in excluded.drops]
            same = founders == excluded.founders and rows.yrent.min() == excluded.begun
            if not same or not (rows[columns] == 1).all(axis=None):
                raise SystemExit(f"ATOP treaty {number} is not {excluded.name}")

    def _treaties(self, a: int, b: int) -> dict[int, set[int]]:
        rows = self.members[self.members.member.isin([a, b])]
        both = rows.groupby("atopid").member.nunique()
        return {int(t): self._in_force(int(t), a, b) for t in both[both == 2].index}

    def _in_force(self, treaty: int, a: int, b: int) -> set[int]:
        """Years in which both states were members of a treaty."""
        years = []
        for code in (a, b):
            mine = self.members[(self.members.atopid == treaty) & (self.members.member == code)]
            spells = mine[["yrent", "yrexit"]].itertuples(index=False)
            years.append({y for s, e in spells for y in range(int(s), _exit(e) + 1)})
        return years[0] & years[1]

    def _promised(self, treaties: dict[int, set[int]], a: int, b: int, year: int) -> set[str]:
        """What some treaties of the pair, {number: years in force}, promise in a year."""
        numbers = [treaty for treaty, years in treaties.items() if year in years]
        rows = self.members[self.members.atopid.isin(numbers) & self.members.member.isin([a, b])]
        rows = rows[(rows.yrent <= year) & (rows.yrexit.map(_exit) >= year)]
        return {name for c, name in OBLIGATIONS.items() if (rows[c] == 1).any()}

    # Wars

    def opposed(self, war: int) -> list[tuple[int, int, int, int]]:
        """(a, b, first year, last year) of every pair on opposite sides that overlapped."""
        out = []
        rows = list(self.fighters(war))
        skip = set(self.not_opposed(war))
        for k, (a, side_a, first_a, last_a) in enumerate(rows):
            for b, side_b, first_b, last_b in rows[k + 1 :]:
                first, last = max(first_a, first_b), min(last_a, last_b)
                if side_a != side_b and first <= last and frozenset((a, b)) not in skip:
                    out.append((a, b, first, last))
        return out

    def fighters(self, war: int) -> list[tuple[int, int, int, int]]:
        """(code, side, first year, last year), the first side and spell only for each state."""
        rows = self.wars[self.wars.WarNum == war]
        rows = rows.sort_values(["StartYear1", "StartMonth1", "StartDay1", "ccode"])
        rows = rows.drop_duplicates("ccode")
        spells = rows[["ccode", "Side", "StartYear1", "EndYear1", "EndYear2"]]
        unbroken = war not in WORLD_WARS  # a truce inside a small war is not an end
        return [
            (int(c), int(s), int(first), int(max(last, again) if unbroken else last))
            for c, s, first, last, again in spells.itertuples(index=False)
        ]

    def not_opposed(self, war: int, until: int = 9999) -> list[frozenset[int]]:
        """Pairs on opposite sides of a world war that the data never pair, up to `until`."""
        if war not in WORLD_WARS:
            return []
        fought = {frozenset(pair) for pair in OPPOSED_ANYWAY.get(war, ())}
        name = {106: "WorldWarI", 139: "WorldWarII"}[war]
        rows = self.iwd[(self.iwd.larger_war_name == name) & (self.iwd.year <= until)]
        against = [c for c in rows if c.startswith("adv") and c.endswith("ccode")]
        beside = [c for c in rows if c.startswith("ally") and c.endswith("ccode")]
        for _, row in rows.iterrows():
            one = [row.init_ccode, *row[beside].dropna()]
            two = [row.target_ccode, *row[against].dropna()]
            fought |= {frozenset((int(x), int(y))) for x in one for y in two}
        sides = {c: s for c, s, *_ in self.fighters(war)}
        pairs = [frozenset((a, b)) for a in sides for b in sides if a < b and sides[a] != sides[b]]
        return [pair for pair in pairs if pair not in fought]

    @cached_property
    def war_ends(self) -> dict[frozenset[int], list[tuple[int, int]]]:
        """{pair: [(first, last year)]} of every war the two fought against each other."""
        out: dict[frozenset[int], list[tuple[int, int]]] = {}
        for war in self.wars.WarNum.unique():
            for a, b, first, last in self.opposed(war):
                out.setdefault(frozenset((a, b)), []).append((first, last))
        return out

    def peace_since(self, a: int, b: int, year: int) -> int:
        """Year the pair's last war ended, else the first year both were in the state system."""
        ends = [last for _, last in self.war_ends.get(frozenset((a, b)), []) if last <= year]
        return max([*ends, self.entry(a, year), self.entry(b, year)])


def _pair(table: pd.DataFrame, a: int, b: int) -> pd.DataFrame:
    low, high = sorted((a, b))
    return table[(table.ccode1 == low) & (table.ccode2 == high)]


def _active(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Spells that cover the last day of a year."""
    day = f"{year}-12-31"
    return table[(table.start <= day) & (table.end >= day)].sort_values("start")


def _exit(year: float) -> int:
    return int(year) if year > 0 else 9999
