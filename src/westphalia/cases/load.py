"""Load a case: the inputs of its file become a `Start`; its facts are checked and left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path as FilePath

import numpy as np

from westphalia.cases.checks import crosscheck_facts, crosscheck_inputs, state_labels
from westphalia.cases.reading import (
    decode,
    file_bytes,
    parse,
    repeated_names,
    report,
    split_facts,
    validate,
)
from westphalia.cases.schema import CaseFile, DyadRow, FactsFile, StateRow
from westphalia.world.parameters import DEFAULTS
from westphalia.world.problems import UserError, unknown
from westphalia.world.start import Start

DATA = FilePath(__file__).parent / "data"

# Modelling choices of the loader, all in one place.

#: km; the sphere on which distances between capitals are measured.
EARTH_RADIUS = 6371.0
#: Ratio; armies meet at a common land border, about half way between the capitals.
LAND_BORDER_FACTOR = 0.5
#: Thousand km added where an army must cross more than 24 miles of water (Mearsheimer 2001, ch. 4:
#: large bodies of water rob land forces of much of their power to attack). Its size is our choice.
SEA_CROSSING = 0.3
#: Share of resources a year that the case as a whole spends on arms at the start. A modelling
#: choice: a few per cent of output is the order that economic historians find for great powers in
#: peace (Eloranta 2007, European Review of Economic History 11(2)).
BURDEN_ANCHOR = 0.035
#: Share of the stock of arms lost in a year; turns the anchor into a stock in steady state.
DEPRECIATION = DEFAULTS["depreciation"]
#: Shares of resources; no state starts with a burden outside these bounds.
BURDEN_BOUNDS = (0.005, 0.3)
#: Depth of the promise of help; a promise not to harm (neutrality, nonaggression) is none.
PACT_DEPTH = {
    "defence": 1.0,
    "offence": 1.0,
    "consultation": 0.4,
    "neutrality": 0.0,
    "nonaggression": 0.0,
}


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario: who, when, and what was known at the start. It holds no facts.

    Attributes:
        name, title, summary: as in the file.
        path: the file; sha256: hash of its bytes; text: the bytes themselves.
        start: the first year of the world.
        first_year, last_year: the simulated years.
        great_powers: labels of the great powers at the start.
        capitals: {label: (latitude, longitude)} in degrees.
        ccodes: COW country codes in the order of `start.labels`.
        names: full names in the order of `start.labels`.
        sources: {key: citation}.
    """

    name: str
    title: str
    summary: str
    path: FilePath
    sha256: str
    start: Start
    first_year: int
    last_year: int
    great_powers: tuple[str, ...]
    capitals: dict[str, tuple[float, float]]
    ccodes: tuple[int, ...]
    names: tuple[str, ...]
    sources: dict[str, str]
    text: bytes

    def __repr__(self) -> str:
        return f"<Case {self.name}: {self._summary()}>"

    def _repr_html_(self) -> str:
        states = ", ".join(
            f"<abbr title='{escape(name, quote=True)}'>{escape(label)}</abbr>"
            for label, name in zip(self.start.labels, self.names, strict=True)
        )
        return (
            f"<p><b>{escape(self.title)}</b> <code>{escape(self.name)}</code><br>"
            f"{escape(self._summary())}<br>{escape(self.summary)}<br><small>{states}</small></p>"
        )

    def _summary(self) -> str:
        return f"{len(self.names)} states, {self.first_year}-{self.last_year}"


def case_names() -> list[str]:
    """The names of the built-in cases."""
    return sorted(path.stem for path in DATA.glob("*.yaml"))


def load_case(name_or_path: str | FilePath) -> Case:
    """A built-in case by name, or the case in a .yaml file.

    Its facts are checked like the rest of the file, but are no part of the case.

    Raises:
        UserError: naming every problem of the file with its line.
    """
    path = case_path(name_or_path)
    data = file_bytes(path)
    file, _ = read_case_file(decode(data, path), path)
    return Case(
        name=file.name,
        title=file.title,
        summary=file.summary.strip(),
        path=path,
        sha256=sha256(data).hexdigest(),
        start=start_of(file),
        first_year=file.start + 1,
        last_year=file.end,
        great_powers=tuple(s.id for s in file.inputs.states.rows if s.great_power),
        capitals={s.id: (s.lat, s.lon) for s in file.inputs.states.rows},
        ccodes=tuple(s.ccode for s in file.inputs.states.rows),
        names=tuple(s.name for s in file.inputs.states.rows),
        sources=dict(file.sources),
        text=data,
    )


@lru_cache(maxsize=8)  # a case and its facts are asked for one after the other
def read_case_file(text: str, path: FilePath) -> tuple[CaseFile, FactsFile | None]:
    """The inputs and facts of a case file's text; None for facts that it does not have.

    Raises:
        UserError: naming every problem of both with its line.
    """
    inputs, facts = split_facts(text)
    root, raw = parse(inputs, path)
    file, findings = validate(raw, CaseFile)
    parts = [(root, [*repeated_names(root), *findings, *crosscheck_inputs(raw)])]
    facts_file = None
    if facts.strip():
        root, found = parse(facts, path)
        facts_file, findings = validate(found, FactsFile)
        sources = raw.get("sources")
        keys = set(sources) if isinstance(sources, dict) else set()
        crossed = crosscheck_facts(found, state_labels(raw), keys, raw.get("start"))
        parts.append((root, [*repeated_names(root), *findings, *crossed]))
    if file is None or any(findings for _, findings in parts):
        raise UserError(report(path, *parts))
    return file, facts_file


def case_path(name_or_path: str | FilePath) -> FilePath:
    """The file of a case: a built-in by its name, anything ending in .yaml or .yml as a path."""
    if not isinstance(name_or_path, str | FilePath):
        raise UserError(
            f"{str(name_or_path)[:60]} is not a case: give the name of a built-in case "
            f"({_case_list()}) or the path of a .yaml file."
        )
    path = FilePath(name_or_path)
    if path.suffix.lower() in (".yaml", ".yml"):
        if not path.is_file():
            raise UserError(f"There is no case file {path}. Built-in cases: {_case_list()}.")
        return path
    if str(name_or_path) not in case_names():
        raise unknown("case", str(name_or_path), case_names())
    return DATA / f"{name_or_path}.yaml"


def case_text(path: FilePath) -> str:
    """The text of a case file; UserError if it is not UTF-8."""
    return decode(file_bytes(path), path)


def _case_list() -> str:
    return ", ".join(case_names())


def start_of(file: CaseFile) -> Start:
    """The first year of the world a case file describes; what is left out becomes NaN."""
    rows = file.inputs.states.rows
    labels = tuple(row.id for row in rows)
    states = {f: _column(rows, f) for f in ("resources", "arms_share", "openness", "posture")}
    states |= {f: _column(rows, f) for f in ("capture", "perceived_defence", "nuclear", "burden")}
    for judged in file.inputs.judgements:
        states[judged.field][labels.index(judged.state)] = judged.value
    arms, burden = anchored_arms(states["resources"], states.pop("arms_share"))
    given = states.pop("burden")
    return Start(
        labels=labels,
        year=file.start,
        arms=arms,
        burden=np.where(np.isnan(given), burden, given),
        distance=distances(rows, file.inputs.dyads.rows),
        growth=_growth(file, labels),
        **states,
        **_dyads(file, labels),
    )


def anchored_arms(resources: np.ndarray, arms_share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Arms M and burdens a at the start, from the shares of the case's military capability.

    M_i = (anchor / depreciation) sum(R) s_i / sum(s), a_i = depreciation M_i / R_i, clipped: the
    mean burden weighted by resources is `BURDEN_ANCHOR`, and the balance of arms is the data's.
    """
    known = ~np.isnan(arms_share)
    scale = BURDEN_ANCHOR / DEPRECIATION * resources[known].sum()
    arms = scale * arms_share / arms_share[known].sum() if known.any() else arms_share.copy()
    return arms, np.clip(DEPRECIATION * arms / resources, *BURDEN_BOUNDS)


def distances(states: list[StateRow], dyads: list[DyadRow]) -> np.ndarray:
    """Effective distances, thousand km [n, n]: between capitals, halved by a land border, more by
    sea. A pair counts as overseas if it borders across more than 24 miles of water, or has no
    border and no chain of land borders through states of the case joins it.
    """
    index = {s.id: i for i, s in enumerate(states)}
    border: dict[tuple[int, int], str] = {}
    for row in dyads:
        if row.border is not None:
            i, j = sorted(index[label] for label in row.pair)
            border[i, j] = row.border
    landmass = _landmasses(len(states), [p for p, kind in border.items() if kind == "land"])
    result = np.zeros((len(states), len(states)))
    for i, a in enumerate(states):
        for j in range(i + 1, len(states)):
            b, kind = states[j], border.get((i, j))
            km = haversine(a.lat, a.lon, b.lat, b.lon) / 1000
            overseas = kind in ("water_150", "water_400")
            overseas |= kind is None and landmass[i] != landmass[j]
            km = km * LAND_BORDER_FACTOR if kind == "land" else km + SEA_CROSSING * overseas
            result[i, j] = result[j, i] = km
    return result


def haversine(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km between two points in degrees."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    dlat, dlon = p2 - p1, np.radians(lon2 - lon1)
    h = np.sin(dlat / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin(dlon / 2) ** 2
    return float(2 * EARTH_RADIUS * np.arcsin(np.sqrt(h)))


def _landmasses(n: int, land: Iterable[tuple[int, int]]) -> list[int]:
    """For each state the lowest index it can reach over land borders."""
    mass = list(range(n))
    for i, j in land:
        low, high = sorted((mass[i], mass[j]))
        mass = [low if m == high else m for m in mass]
    return mass


def _column(rows: list[StateRow], field: str) -> np.ndarray:
    values = (getattr(row, field) for row in rows)
    return np.array([np.nan if value is None else float(value) for value in values])


def _dyads(file: CaseFile, labels: tuple[str, ...]) -> dict[str, np.ndarray]:
    """The pair matrices of a start; pacts are complete (none listed = none), the rest NaN.

    Rivals are those with a negative identity, and no others where a case names any.
    """
    n = len(labels)
    blank = ("belief", "identity", "trade", "institutions", "stake", "peace_years")
    out = {name: np.full((n, n), np.nan) for name in blank}
    out |= {name: np.zeros((n, n)) for name in ("pact", "pact_age")}
    for row in file.inputs.dyads.rows:
        i, j = (labels.index(label) for label in row.pair)
        for name in ("identity", "trade", "institutions"):
            _set_both(out[name], i, j, getattr(row, name))
        if row.peace_since is not None:
            _set_both(out["peace_years"], i, j, file.start - row.peace_since)
        if row.pact is not None:
            depth = max(PACT_DEPTH[o] for o in row.pact.obligations)
            _set_both(out["pact"], i, j, depth)
            _set_both(out["pact_age"], i, j, (file.start - row.pact.since) if depth else 0)
        if row.stake is not None:
            out["stake"][i, j], out["stake"][j, i] = row.stake, 1 - row.stake
        if row.belief is not None:
            out["belief"][i, j], out["belief"][j, i] = row.belief
    enemies = out["identity"] < 0.0
    out["rivals"] = np.where(enemies.any(), enemies.astype(float), np.nan) + np.zeros((n, n))
    return out


def _set_both(matrix: np.ndarray, i: int, j: int, value: float | None) -> None:
    if value is not None:
        matrix[i, j] = matrix[j, i] = value


def _growth(file: CaseFile, labels: tuple[str, ...]) -> np.ndarray | None:
    block = file.inputs.exogenous.growth
    if block is None:
        return None
    growth = np.full((file.end - file.start, len(labels)), np.nan)
    for label, series in block.values.items():
        for year, value in series.items():
            growth[year - file.start - 1, labels.index(label)] = value
    return growth
