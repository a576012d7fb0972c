"""The ledger as a page of documentation: a paragraph a claim, from a run folder's numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

HEAD = """# The claims ledger

<!-- Written by `make claims` from a run folder. Do not edit: change the claims and run it. -->

Every claim of defensive realism, its critics and its rivals is an experiment that can fail: two
worlds that differ in one thing, a measure, and a sign predicted before anything was run.
`westphalia claims` runs them all, `westphalia claims 29` one.

{how}

A claim **holds** if every one of its predictions comes out in at least 80% of draws. It
**depends** if it does not, but two parameters tell where it does, judged on draws that had no
part in finding them. It is **unresolved** if its effects are as predicted over all draws
together, but too small to tell in single draws. Otherwise it **fails**, and that is a finding:
about the claim as put here, in this model, with these ranges. No draw is left out; a draw without
any occasion to measure counts against. A verdict is *close* where the interval of its share
contains the line at 80%.
A share also suffers from noise: where an effect is small, its sign in a draw is partly chance.
Historical figures are descriptive; they are not what the verdict rests on.

{count}
"""


#: Figures on the page, by the claim they belong to (0: the whole ledger): file and caption.
FIGURES: dict[int, tuple[tuple[str, str], ...]] = {
    0: (("ledger.png", "Share of draws in which each claim comes out as predicted"),),
    7: (("claim-07-deal.png", "Acceptance of a deal worth 5 to oneself and 15 to a rival"),),
    38: (("claim-38-causes.png", "Sets of causes of a general war"),),
    39: (("claim-39-causes.png", "Sets of causes of the end of a rivalry"),),
    41: (
        ("claim-41-map-1.png", "All third parties: which expectation confirms itself, by world"),
        ("claim-41-map-2.png", "Third parties whom survival pulls to the target's side"),
    ),
}


def image(name: str) -> str:
    """Where the page has a figure."""
    return f"images/claims-{name.removeprefix('claim-')}"


def page(data: Row) -> str:
    """The page, in Markdown."""
    rows, about = data["claims"], data["about"]
    claims = [_claim(row) + _figures(row["id"]) for row in rows]
    return "\n".join([_head(rows, about), _table(rows), _figures(0), *claims])


def _figures(claim: int) -> str:
    shown = [f"![{caption}]({image(name)})\n" for name, caption in FIGURES.get(claim, ())]
    return "\n".join(["", *shown]) if shown else ""


def _head(rows: Sequence[Row], about: Row) -> str:
    design = about["design"]
    how = (
        f"This page: {design['draws']} draws of {about['names']} numbers from their plausible "
        f"ranges (a Latin hypercube), {design['runs']} runs each with common random numbers "
        f"in every world of a claim, {design['defaults']} runs at the defaults, seed "
        f"{design['seed']}. Intervals are 95%."
    )
    if about["quick"]:
        how += " **A quick run: few draws, wide intervals.**"
    words = {
        "holds": "hold",
        "depends": "depend",
        "unresolved": "are unresolved",
        "fails": "fail",
        "elsewhere": "is tested elsewhere",
    }
    count = {v: sum(row["verdict"] == v for row in rows) for v in words}
    counts = ", ".join(f"{n} {words[v]}" for v, n in count.items() if n)
    return HEAD.format(how=how, count=f"Of {len(rows)} claims, {counts}.")


def _table(rows: Sequence[Row]) -> str:
    lines = [
        "| | claim | verdict | predictions that hold | draws with all as predicted |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        close = " (close)" if row["close"] else ""
        share = _share(row["share"]) if row["parts"] else "-"
        name = f"[{row['title']}](#{row['id']}-{_anchor(row['title'])})"
        held = f"{sum(p['holds'] for p in row['parts'])} of {len(row['parts'])}"
        lines.append(f"| {row['id']} | {name} | {row['verdict']}{close} | {held} | {share} |")
    return "\n".join([*lines, ""])


def _anchor(title: str) -> str:
    kept = "".join(c for c in title.lower() if c.isalnum() or c in " -")
    return kept.replace(" ", "-")


def _claim(row: Row) -> str:
    """A paragraph that a student can read."""
    lines = [f"## {row['id']}. {row['title']}", "", f"*{row['sentence']}* ({row['source']})", ""]
    if not row["parts"]:
        return "\n".join([*lines, row["note"], ""])
    text = [
        f"**{_verdict(row)}**",
        f"Treatment: {row['treatment']}. Control: {row['control']}.",
    ]
    text += [_prediction(part) for part in row["parts"]]
    text.append(row["reading"])
    if row["reported"]:
        text.append("Also measured: " + "; ".join(_effect_text(p) for p in row["reported"]) + ".")
    if row["eventless"]:
        text.append(f"In {row['eventless']} draws there was no occasion to measure.")
    if row["dead"]:
        text.append(f"In {row['dead']} draws nobody was alive at the end.")
    text.append(row["note"])
    lines += [" ".join(t for t in text if t), ""]
    if row.get("ablation"):
        lines += [_ablation(row["ablation"]), ""]
    for what, found in (row.get("maps") or {}).items():
        areas = ", ".join(f"{name} {_share(area)}" for name, area in found["areas"].items())
        lines += [f"Which expectation confirms itself ({what}), share of the map: {areas}.", ""]
    lines += [f"History: {fact['says']} ({fact['source']})\n" for fact in row["history"]]
    return "\n".join(lines)


def _verdict(row: Row) -> str:
    close = ", though the interval does not exclude the other verdict" if row["close"] else ""
    words = {
        "holds": "It holds",
        "depends": "It depends",
        "unresolved": "It is unresolved",
        "fails": "It fails",
    }
    return f"{words[row['verdict']]}{close}."


def _prediction(part: Row) -> str:
    """What was predicted and what came out, in a sentence."""
    conditions = part["conditions"]
    effect = part["default"]
    values = "; ".join(f"{_number(v['value'])} ({name})" for name, v in conditions.items())
    one = len(conditions) == 1
    what = "a value" if one else "an effect"
    return (
        f"Predicted: {part['says']}. At the defaults: {values} ({part['unit']}), {what} of "
        f"{_number(effect['value'])} [{_number(effect['low'])}, {_number(effect['high'])}]; "
        f"as predicted in {_share(part['share'])} of draws."
    )


def _effect_text(part: Row) -> str:
    effect = part["default"]
    return (
        f"{part['says']} {_number(effect['value'])} "
        f"[{_number(effect['low'])}, {_number(effect['high'])}] {part['unit']}"
    )


def _ablation(found: Row) -> str:
    lines = ["| causes at work | event | sufficient | necessary |", "|---|---|---|---|"]
    for name, share in found["events"].items():
        cells = [
            _share(found[kind][name]) if name in found[kind] else ""
            for kind in ("sufficient", "necessary")
        ]
        lines.append(f"| {name} | {_share(share)} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def _share(row: Row) -> str:
    if row["value"] is None:
        return "-"
    return f"{row['value']:.0%} [{row['low']:.0%}-{row['high']:.0%}]"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"
