"""Checks of a case file that need more than one field.

They read the raw mapping, not the models, so that they still run when some other field is broken,
and everything is reported together.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from westphalia.cases.fields import Finding, Path, accepted_values
from westphalia.cases.schema import HELP, DyadRow, StateRow
from westphalia.world.problems import unknown

#: Columns that need no source: they name things.
_NAMES = {"id", "ccode", "name", "capital", "pair", "source", "great_power", "burden"}


def crosscheck_inputs(raw: Any) -> Iterator[Finding]:
    """Problems between fields of a case: yields (path, message)."""
    raw = raw if isinstance(raw, dict) else {}
    start, end = raw.get("start"), raw.get("end")
    if isinstance(start, int) and isinstance(end, int) and start >= end:
        yield ("end",), f"end ({end}) must be later than start ({start})"
    labels = state_labels(raw)
    yield from _duplicate_states(raw)
    yield from _unknown_inputs_states(raw, labels)
    yield from _pairs(raw, labels)
    yield from _judgements(raw)
    yield from _dates(raw, start, end)
    keys = set(_dict(raw.get("sources")))
    yield from _source_keys(_at(raw, "inputs"), keys, ("inputs",))
    for block in ("states", "dyads"):
        yield from _unsourced(_dict(_at(raw, "inputs", block)), block)


def crosscheck_facts(raw: Any, labels: list[str], keys: set[str], start: Any) -> Iterator[Finding]:
    """Problems between the facts and the case they belong to: yields (path, message)."""
    start = start if isinstance(start, int) else None
    pacts: dict[frozenset[str], list[tuple[int, int]]] = {}
    spells = []
    seen: set[tuple[str, ...]] = set()
    for i, fact in _rows(raw, "facts"):
        here: Path = ("facts", i)
        for field in ("states", "side_a", "side_b"):
            names = fact.get(field)
            for k, name in enumerate(names if isinstance(names, list) else []):
                yield from _check_state(name, labels, (*here, field, k))
        states = fact.get("states")
        if isinstance(states, list) and len(set(map(str, states))) < len(states):
            yield (*here, "states"), "a state cannot be paired with itself"
        if fact.get("kind") == "war":
            yield from _fighters(fact, here)
            yield from _opponents(fact, here)
            yield from _entries(fact, here, start)
        if fact.get("kind") in ("death", "arms"):
            once = tuple(str(fact.get(k)) for k in ("kind", "state", "measure"))
            if once in seen:
                yield here, f"stated twice: {' '.join(k for k in once if k != 'None')}"
            seen.add(once)
        if "state" in fact:
            yield from _check_state(fact["state"], labels, (*here, "state"))
        for field in ("year", "from"):
            if start is not None and isinstance(fact.get(field), int) and fact[field] <= start:
                yield (*here, field), f"{fact[field]} is not after the start ({start})"
        first, last = fact.get("from"), fact.get("to")
        if (
            isinstance(first, int)
            and isinstance(last, int)
            and isinstance(fact.get("states"), list)
        ):
            if first > last:
                yield (*here, "to"), f"the spell ends ({last}) before it begins ({first})"
            pair = frozenset(map(str, fact["states"]))
            if fact.get("kind") == "no_pact":
                spells.append((here, pair, first, last))
            elif set(fact.get("obligations") or ()) & HELP:
                pacts.setdefault(pair, []).append((first, last))
    for here, pair, first, last in spells:
        if any(a <= last and first <= b for a, b in pacts.get(pair, [])):
            yield here, f"{'-'.join(sorted(pair))} also has a pact in these years"
    yield from _source_keys(raw, keys, ())


def state_labels(raw: Any) -> list[str]:
    """The labels of the states of a raw case, in order."""
    return [str(row.get("id")) for _, row in _rows(raw, "inputs", "states", "rows")]


def _dict(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def _at(raw: Any, *path: str) -> Any:
    for part in path:
        raw = _dict(raw).get(part)
    return raw


def _rows(raw: Any, *path: str) -> list[tuple[int, dict]]:
    found = _at(raw, *path)
    found = found if isinstance(found, list) else []
    return [(i, row) for i, row in enumerate(found) if isinstance(row, dict)]


def _check_state(name: Any, labels: list[str], path: Path) -> Iterator[Finding]:
    if isinstance(name, str) and name not in labels:
        yield path, str(unknown("state", name, labels))


def _fighters(fact: dict, here: Path) -> Iterator[Finding]:
    """The states on the two sides are those that entered and left, each on one side."""
    sides = [s for k in ("side_a", "side_b") for s in (fact.get(k) or ()) if isinstance(s, str)]
    if not sides:
        yield here, "a war needs a state of the case on one of its sides"
    if len(set(sides)) < len(sides):
        yield here, "a state is listed twice among the sides"
    for field in ("entered", "left"):
        if set(_dict(fact.get(field))) != set(sides):
            yield (*here, field), f"needs one year for each of {', '.join(sorted(set(sides)))}"
    ends = _dict(fact.get("left"))
    for state, first in _dict(fact.get("entered")).items():
        if isinstance(first, int) and isinstance(ends.get(state), int) and ends[state] < first:
            yield (*here, "left", state), f"{state} leaves before it enters ({first})"


def _entries(fact: dict, here: Path, start: int | None) -> Iterator[Finding]:
    """A war begins after the start, or is marked as under way and lasts beyond it."""
    under_way = fact.get("under_way") is True
    entered, left = _dict(fact.get("entered")), _dict(fact.get("left"))
    for state, year in entered.items():
        if start is None or not isinstance(year, int) or year > start:
            continue
        if not under_way:
            yield (
                (*here, "entered", state),
                f"{state} enters in {year}, which is not after the start ({start}); leave the war "
                f"out, or mark one that is being fought at the start with `under_way: true`",
            )
        elif isinstance(left.get(state), int) and left[state] <= start:
            yield (
                (*here, "left", state),
                f"{state} leaves in {left[state]}, which is not after the start ({start}); leave "
                f"it out",
            )


def _opponents(fact: dict, here: Path) -> Iterator[Finding]:
    """A war needs two sides, and only those who fight in it can begin it or be kept apart."""
    sides = {
        side: [s for k in (f"side_{side}", f"outside_{side}") for s in (fact.get(k) or ())]
        for side in "ab"
    }
    for side, names in sides.items():
        if not names:
            yield (*here, f"side_{side}"), "no state is listed on this side"
    fighters = [str(name) for names in sides.values() for name in names]
    for k, name in enumerate(fact.get("initiator") or ()):
        yield from _check_state(name, fighters, (*here, "initiator", k))
    for k, pair in enumerate(fact.get("not_opposed") or ()):
        for name in pair if isinstance(pair, list) else ():
            yield from _check_state(name, fighters, (*here, "not_opposed", k))


def _duplicate_states(raw: Any) -> Iterator[Finding]:
    for field in ("id", "ccode"):
        seen = set()
        for i, row in _rows(raw, "inputs", "states", "rows"):
            value = row.get(field)
            if value is not None and str(value) in seen:
                path = ("inputs", "states", "rows", i, field)
                yield path, f"{value} is the {field} of two states; each needs its own"
            seen.add(str(value))


def _unknown_inputs_states(raw: Any, labels: list[str]) -> Iterator[Finding]:
    for i, row in _rows(raw, "inputs", "judgements"):
        yield from _check_state(row.get("state"), labels, ("inputs", "judgements", i, "state"))
    path = ("inputs", "exogenous", "growth", "values")
    for name in _dict(_at(raw, *path)):
        yield from _check_state(name, labels, (*path, name))


def _pairs(raw: Any, labels: list[str]) -> Iterator[Finding]:
    seen: dict[frozenset[str], int] = {}
    for i, row in _rows(raw, "inputs", "dyads", "rows"):
        pair = row.get("pair")
        path: Path = ("inputs", "dyads", "rows", i, "pair")
        if not isinstance(pair, list):
            continue
        for k, name in enumerate(pair):
            yield from _check_state(name, labels, (*path, k))
        key = frozenset(map(str, pair))
        if len(pair) == 2 and len(key) == 1:
            yield path, f"{pair[0]} is paired with itself"
        if key in seen:
            yield path, f"{'-'.join(map(str, pair))} already has row {seen[key]}; merge the two"
        seen.setdefault(key, i)


def _judgements(raw: Any) -> Iterator[Finding]:
    rows = {str(r.get("id")): r for _, r in _rows(raw, "inputs", "states", "rows")}
    seen = set()
    for i, row in _rows(raw, "inputs", "judgements"):
        state, field = str(row.get("state")), str(row.get("field"))
        path: Path = ("inputs", "judgements", i)
        if (state, field) in seen or rows.get(state, {}).get(field) is not None:
            yield (*path, "field"), f"{field} of {state} is given twice"
        seen.add((state, field))
        bounds = StateRow.model_fields.get(field)
        value = row.get("value")
        if bounds is not None and isinstance(value, int | float) and not isinstance(value, bool):
            try:
                StateRow.__pydantic_validator__.validate_assignment(
                    StateRow.model_construct(), field, value
                )
            except ValidationError:
                yield (
                    (*path, "value"),
                    f"{value} is out of range; accepted: {accepted_values(bounds)}",
                )


def _dates(raw: Any, start: Any, end: Any) -> Iterator[Finding]:
    if not isinstance(start, int) or not isinstance(end, int):
        return
    dated: list[tuple[Path, Any]] = [
        (("inputs", "states", "year"), _at(raw, "inputs", "states", "year"))
    ]
    for i, row in _rows(raw, "inputs", "dyads", "rows"):
        path: Path = ("inputs", "dyads", "rows", i)
        dated.append(((*path, "peace_since"), row.get("peace_since")))
        dated.append(((*path, "pact", "since"), _at(row, "pact", "since")))
    for path, year in dated:
        if isinstance(year, int) and year > start:
            yield path, f"{year} is later than the start ({start}); inputs must be known by then"
    values = ("inputs", "exogenous", "growth", "values")
    for name, series in _dict(_at(raw, *values)).items():
        for year in _dict(series):
            if isinstance(year, int) and not start < year <= end:
                yield (*values, name, year), f"growth runs from {start + 1} to {end}, not {year}"


def _source_keys(raw: Any, keys: set[str], path: Path) -> Iterator[Finding]:
    """Every value of a `source` or `sources` field must be a key of the list of sources."""
    items = (
        raw.items() if isinstance(raw, dict) else enumerate(raw if isinstance(raw, list) else [])
    )
    for part, value in items:
        here = (*path, part)
        if part in ("source", "sources"):
            named = value.values() if isinstance(value, dict) else [value]
            for key in (k for v in named for k in (v if isinstance(v, list) else [v])):
                if isinstance(key, str) and key not in keys:
                    yield here, str(unknown("source", key, keys))
        else:
            yield from _source_keys(value, keys, here)


def _unsourced(block: dict, name: str) -> Iterator[Finding]:
    """Every column with a figure needs a source, for the block or in the row."""
    model = StateRow if name == "states" else DyadRow
    columns = set(model.model_fields) - _NAMES
    sources = _dict(block.get("sources"))
    for column in sources:
        if column not in model.model_fields:
            path = ("inputs", name, "sources", column)
            yield path, str(unknown("field", str(column), model.model_fields))
    reported = set()
    for i, row in _rows(block, "rows"):
        for column in row:
            if column in columns - sources.keys() - reported and not row.get("source"):
                reported.add(column)
                message = f"no source; add `{column}: KEY` to inputs.{name}.sources"
                yield ("inputs", name, "rows", i, column), message
