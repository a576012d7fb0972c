"""A judgement as plain data: what is printed, stored and written into the documentation."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from westphalia.claims.history import facts
from westphalia.claims.judge import ENOUGH, SOME, Finding, Judgement
from westphalia.measures.intervals import Interval, whole_percent
from westphalia.runs.settings import ALL

Row = dict[str, Any]


def as_data(found: Judgement) -> Row:
    """Everything about a judged claim, as numbers and words."""
    claim = found.claim
    row: Row = {
        "id": claim.id,
        "title": claim.title,
        "sentence": claim.sentence,
        "source": claim.source,
        "treatment": claim.treatment,
        "control": claim.control,
        "verdict": found.verdict,
        "close": found.close,
        "share": interval_data(found.share),
        "draws": len(found.agrees),
        "agreeing": int(found.agrees.sum()),
        "eventless": found.eventless,
        "dead": found.dead,
        "parts": [_part(f, found.values) for f in found.findings],
        "reported": [_part(f, found.values) for f in found.reported],
        "deciders": None,
        "without": claim.without.says,
        "appears": claim.without.appears,
        "note": claim.note,
        "history": [fact._asdict() for fact in facts(claim.id)],
    }
    if found.deciders is not None:
        d = found.deciders
        row["deciders"] = {
            "names": list(d.names),
            "indices": list(d.indices),
            "likely": d.likely,
            "unlikely": d.unlikely,
            "draws": d.draws,
            "second": d.second,
        }
    row["reading"] = reading(row)
    return row


def interval_data(value: Interval) -> Row:
    """An interval as plain numbers, by name."""
    return dict(zip(("value", "low", "high"), map(float, value), strict=True))


def _part(found: Finding, values: Mapping[str, Mapping[str, Interval]]) -> Row:
    part, effect = found.part, found.effect
    known = effect.value[np.isfinite(effect.value)]
    low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (np.nan, np.nan)
    levels = values[part.measure.name]
    return {
        "says": part.says,
        "sign": part.sign,
        "margin": part.margin,
        "measure": part.measure.name,
        "unit": part.measure.unit,
        "contrast": dict(part.contrast),
        "default": interval_data(effect.default),
        "pooled": interval_data(effect.pooled),
        "over_draws": {"low": float(low), "high": float(high)},
        "share": interval_data(found.share),
        "holds": bool(found.share.value >= ENOUGH),
        "clearly": found.clearly,
        "against": found.against,
        "conditions": {condition: interval_data(levels[condition]) for condition in part.contrast},
    }


def reading(row: Row) -> str:
    """The verdict in a sentence, from the numbers alone."""
    parts = row["parts"]
    every = len(parts) == 1
    number = "Both" if len(parts) == 2 else f"All {len(parts)}"
    that = "The prediction comes" if every else f"{number} predictions come"
    text = (
        f"{that} out in {row['agreeing']} of {row['draws']} draws "
        f"({whole_percent(Interval(**row['share']))})"
    )
    if row["verdict"] == "holds":
        return f"{text}."
    failing = [p for p in parts if not p["holds"]]
    if not failing:
        text += "; each comes out often enough alone, but not all together"
    elif not every and len(failing) < len(parts):
        text += "; alone, " + " and ".join(_failing(p) for p in failing)
    elif every or len(failing) == len(parts):
        text += "; " + _why(failing[0]) if every else "; none comes out often enough alone"
    if row["verdict"] == "depends":
        first, second = (readable(name) for name in row["deciders"]["names"])
        d = row["deciders"]
        on = f"{first} and {second}" if d["second"] else f"{first} (no second parameter tells more)"
        text += (
            f". It depends on {on}: {d['likely']:.0%} in the third of draws where that favours it, "
            f"{d['unlikely']:.0%} in the third where it does not"
        )
    if row["verdict"] == "unresolved":
        text += (
            ". Over all draws together the effect is as predicted, but too small for these runs to "
            "tell draw by draw"
        )
    return f"{text}."


def _failing(part: Row) -> str:
    return f"'{part['says']}' in {part['share']['value']:.0%} ({_why(part)})"


def _why(part: Row) -> str:
    """Whether the opposite comes out, or nothing distinguishable from chance."""
    if part["sign"] == "0":
        return f"an effect is there in {1.0 - part['share']['value']:.0%} of draws"
    if part["against"] > 0.5:
        return f"the opposite is clear in {part['against']:.0%} of draws"
    if part["clearly"] < SOME and part["against"] < SOME:
        return "in most draws the effect is not distinguishable from zero"
    return (
        f"clearly so in {part['clearly']:.0%} of draws, clearly opposite in {part['against']:.0%}"
    )


def readable(name: str) -> str:
    """A drawn number's name in words."""
    whose, dot, number = name.rpartition(".")
    word = number.replace("_", " ")
    return word if not dot else f"{'the theory' if whose == ALL else whose}'s {word}"
