"""The columns of the tables of a ledger of claims."""

from westphalia.report.columns.column import (
    FLAG,
    NUMBER,
    RUN,
    SHARE,
    TEXT,
    Column,
    Columns,
    ends,
    sourced,
    with_ends,
)
from westphalia.runs.settings import ALL, about
from westphalia.theories import NUMBERS
from westphalia.world.parameters import ABOUT

_CLAIM = "the claim as it was written down before it was run"
_JUDGED = "computed from the runs of the experiment"
_ELSEWHERE = "the claim has no prediction and is tested elsewhere"
_NO_DEFAULT = "no runs at the default values were made, or they had no occasion"
_UNIT = "that in the column unit"
_ID = Column("number of the claim", NUMBER, source=_CLAIM)
_DRAW = Column("number of the draw of all parameters, a row of points", "index", source=RUN)


def _text(meaning: str, missing: str = "", source: str = _CLAIM) -> Column:
    return Column(meaning, TEXT, missing, source)


def _count(meaning: str) -> Column:
    return Column(meaning, NUMBER)


def _valued(name: str, meaning: str, unit: str, how: str, missing: str) -> Columns:
    """A value with its interval, in NAME_value, NAME_low and NAME_high."""
    value = Column(meaning, unit, missing)
    return {f"{name}_value": value, **ends(f"{name}_value", unit, how, f"{name}_", missing)}


def describe_drawn(name: str) -> Column | None:
    """A drawn number by its name in a design: of the world, or "*.number" of the theories."""
    if name in ABOUT:
        row = ABOUT[name]
        return Column(f"{row.meaning} ({row.symbol})", row.unit, source=row.source)
    whose, _, number = name.rpartition(".")
    if not whose or number not in NUMBERS:
        return None
    if whose != ALL:  # a value, of draws that were given
        one = about(name)
        return Column(f"{one.meaning} ({one.symbol})", one.unit, source=one.source)
    row = NUMBERS[number]
    meaning = f"place in each theory's range, 0 low to 1 high: {row.meaning} ({row.symbol})"
    return Column(meaning, SHARE, source="the ranges of the theories' own numbers")


OF_CLAIMS: dict[str, Columns] = {
    "claims": sourced(
        _JUDGED,
        {
            "id": _ID,
            "title": _text("the claim in a few words"),
            "sentence": _text("the claim in a sentence"),
            "source": _text("who made the claim: author and year"),
            "treatment": _text("the world in which the cause is at work"),
            "control": _text("the world in which it is not"),
            "verdict": Column("holds, depends, unresolved, fails or elsewhere", TEXT),
            "close": Column("1 if the interval of share contains the line, 0.8", FLAG),
            "draws": _count("draws of all parameters"),
            "agreeing": _count("draws in which every prediction comes out"),
            "eventless": _count("draws in which a condition had no occasion to measure"),
            "dead": _count("draws in which a condition ends without any state in every run"),
            **with_ends(
                "share",
                Column("agreeing as a share of draws", SHARE, _ELSEWHERE),
                "over draws",
                _ELSEWHERE,
            ),
            "measured": _text("what is predicted first", _ELSEWHERE),
            "unit": _text("unit of its effect", _ELSEWHERE),
            "effect": Column("its effect at the default values", _UNIT, _NO_DEFAULT),
            **ends("its effect", _UNIT, "over runs", "effect_", _NO_DEFAULT),
            "decided_by": Column(
                "the two parameters that matter most", TEXT, "the claim holds, or draws are few"
            ),
            "reading": Column("the verdict in a sentence", TEXT),
            "without": _text("how the mechanism was taken away to see the effect go"),
            "note": _text("how far the experiment bears on the claim", "there is nothing to say"),
            "history": _text("what history says of it, with sources", "no fact is given"),
        },
    ),
    "predictions": sourced(
        _JUDGED,
        {
            "id": _ID,
            "predicted": Column("1 if predicted, 0 if only reported beside it", FLAG),
            "says": _text("the prediction in words"),
            "sign": _text("the predicted sign of the effect: +, - or 0"),
            "measure": _text("what is measured"),
            "unit": _text("unit of the effect"),
            "holds": Column("1 if it comes out in at least 0.8 of draws", FLAG),
            "clearly": Column("share of draws in which it clearly comes out", SHARE),
            "against": Column("share of draws in which the opposite clearly does", SHARE),
            "conditions": Column("value by condition at the default values, as JSON", _UNIT),
            **_valued("default", "effect at the default values", _UNIT, "over runs", _NO_DEFAULT),
            **_valued(
                "pooled", "mean effect over all draws", _UNIT, "over draws", "no draw has an effect"
            ),
            **_valued("share", "share of draws that agree", SHARE, "over draws", ""),
            "draws_low": Column("5% quantile of the effect over draws", _UNIT, "no draw has one"),
            "draws_high": Column("95% quantile of the effect over draws", _UNIT, "no draw has one"),
        },
    ),
    "draws": sourced(
        _JUDGED,
        {
            "id": _ID,
            "part": _text("the prediction in words, as `says` in predictions"),
            "draw": _DRAW,
            "effect": Column(
                "effect in this draw", "that of the prediction", "a condition had no occasion"
            ),
            "error": Column(
                "its standard error over runs", "that of the prediction",
                "too few runs had an occasion",
            ),
            "as_predicted": Column("1 if the effect has the predicted sign", FLAG),
        },
    ),
    "points": {"draw": _DRAW},
}  # fmt: skip
