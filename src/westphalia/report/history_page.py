"""The tournament as a page of documentation: every number from run folders, with its definition."""

from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.evidence.tournament import FEWEST, TOGETHER
from westphalia.history.builtin import DATA
from westphalia.history.decisions import KINDS
from westphalia.report import history_words as words
from westphalia.report.history_page_text import (
    DATA_TEXT,
    DECISIONS,
    DEFINITIONS,
    HEAD,
    LIMITS,
    REPLAY_TEXT,
)
from westphalia.report.history_table import thousandths, thousandths_span
from westphalia.report.table import number
from westphalia.world.parameters import ABOUT

Row = Mapping[str, Any]


def image(name: str) -> str:
    """Where the page has a figure."""
    return f"images/history-{name}.png"


def page(
    tournament: Row,
    replay: Row | None = None,
    recover: Row | None = None,
    targets: Row | None = None,
    drawn: Sequence[str] = (),
) -> str:
    """The page, in Markdown.

    Args:
        replay, recover: other studies, None if there are none. targets: `report.data_figures`'s
            figures of a folder. drawn: the figures there are, by the name of their file.
    """
    parts = [
        HEAD,
        _summary(tournament),
        _data(tournament),
        DECISIONS.format(kinds=_kinds()),
        DEFINITIONS.format(fewest=FEWEST),
        "## The tournament\n",
        *(_window(tournament, window, drawn) for window in words.windows(tournament)),
        _stacking(tournament),
        _robustness(tournament),
        _recovery(tournament, "", drawn),
        _estimates(tournament),
    ]
    if replay is not None:
        parts.append(_replay(replay))
    if recover is not None:
        parts += [_recovery(recover, ", run by itself", ()), _ranks(recover, drawn)]
    if targets is not None:
        parts.append(_targets(targets))
    parts.append("## Limits\n\n" + "\n".join(f"- {limit}" for limit in LIMITS) + "\n")
    return "\n".join(part for part in parts if part)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _figure(name: str, caption: str, drawn: Sequence[str]) -> str:
    return f"![{caption}]({image(name)})\n" if name in drawn else ""


def _summary(found: Row) -> str:
    """What came of it, window by window, computed."""
    lines = []
    for window in words.windows(found):
        said = [words.verdict(found, window), words.apart(found, window)]
        lines.append(
            f"- **{window}** ({words.learnt(found, window)}). {' '.join(filter(None, said))}"
        )
    lines += [f"- {words.recovery_sentence(made)}" for made in words.recoveries(found)]
    how = "at their defaults" if found.get("quick") else "estimated on the years learnt from"
    quick = " **A quick run: few cases, no rolling window.**" if found.get("quick") else ""
    return f"Theories are {how}; seed {found['seed']}.{quick}\n\n" + "\n".join(lines) + "\n"


def _kinds() -> str:
    return "\n".join(f"- *{kind}*: {', '.join(outcomes)}" for kind, outcomes in KINDS.items())


def _data(found: Row) -> str:
    panel = found["panel"]
    coding = panel["coding"]
    sources = _section("Sources")
    cited = [line for line in sources.splitlines() if line[2:].split(":")[0] in panel["sources"]]
    rows = [[kind, f"{a}-{b}"] for kind, (a, b) in panel["covered"].items()]
    return DATA_TEXT.format(
        states=", ".join(panel["states"]),
        first=panel["first"],
        last=panel["last"],
        pacts=" or ".join(coding["obligations"]),
        disputes=coding["disputes"],
        resources=coding["resources"],
        covered=table(["events", "years that the data cover"], rows),
        sources="\n".join(cited),
        terms=_section("Terms"),
    )


def _section(title: str) -> str:
    """A section of the page that lies beside the built-in data."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    return text.split(f"## {title}\n\n")[1].split("\n\n## ")[0].strip()


def _window(found: Row, window: str, drawn: Sequence[str]) -> str:
    rows, kinds, base = words.cells(found, window), words.kinds(found, window), words.base(found)
    lines = [
        [name, *(_cell(rows.get((name, kind))) for kind in kinds)]
        for name in words.contenders(found)
        if name != base
    ]
    some = [rows[base, kind] for kind in kinds]
    lines += [
        [f"*{base}: log score*", *(number(row["log"]) for row in some)],
        ["*decisions / events*", *(_size(row) for row in some)],
    ]
    theories = words.contenders(found, baseline=False)
    said = [words.verdict(found, window), *(words.compared(found, window, t) for t in theories)]
    captions = [words.recovery_sentence(made) for made in words.recoveries(found)]
    mark = window.replace(" ", "-")
    return "\n".join(
        [
            f"### {window}\n",
            f"{words.learnt(found, window).capitalize()}.\n",
            f"Mean log score less that of the {base}, in thousandths of a nat a decision, with the "
            f"wider of its two intervals; {words.LEGEND}.\n",
            table(["", *kinds], lines),
            *(f"*{caption}*\n" for caption in captions),
            "\n".join(filter(None, said)) + "\n",
            _brier(found, window),
            _figure(f"differences-{mark}", f"Differences of log scores, {window}", drawn),
            _figure(f"calibration-{mark}", f"Calibration, {window}", drawn),
        ]
    )


def _size(row: Row) -> str:
    return f"{row['decisions']:,}" + ("" if row["events"] is None else f" / {row['events']:,}")


def _cell(row: Row | None) -> str:
    if row is None or row["log"] is None:
        return "-"
    against = row["against_base"]
    mark = words.MARKS[against["verdict"]]
    return f"{thousandths(against)} {mark} {thousandths_span(against)}"


def _brier(found: Row, window: str) -> str:
    """Brier score and AUC of every contender, all outcomes."""
    rows = words.cells(found, window)
    kinds = [k for k in words.kinds(found, window) if k != TOGETHER]
    lines = [
        [name, *(_areas(rows.get((name, kind))) for kind in kinds)]
        for name in words.contenders(found)
    ]
    return "Brier score; AUC of each outcome with its interval:\n\n" + table(["", *kinds], lines)


def _areas(row: Row | None) -> str:
    if row is None or row["brier"] is None:
        return "-"
    areas = [
        f"{outcome} {number(v, 2)} [{number(low, 2)}, {number(high, 2)}]"
        for outcome, (v, low, high) in (row["auc"] or {}).items()
    ]
    return "; ".join([number(row["brier"]), *areas])


def _stacking(found: Row) -> str:
    rows = found.get("stacking")
    if not rows:
        return ""
    names = words.contenders(found)
    lines = [
        [r["window"], r["kind"], *(number(r["weights"].get(n), 2) for n in names)] for r in rows
    ]
    return (
        "### Stacking\n\nWeights of the mixture of all forecasts that would have scored best.\n\n"
        + table(["window", "kind", *names], lines)
    )


def _robustness(found: Row) -> str:
    rows = found.get("robustness")
    if not rows:
        return ""
    lines = [
        [
            r["what"], str(r["cases"]), r.get("reference", "-"), words.percent(r["same_order"]),
            words.percent(r["same_best"]), number(r["kendall"], 2),
            next(iter(r.get("orders") or ()), "-"),
        ]
        for r in rows
    ]  # fmt: skip
    head = ["under", "cases", "reference order", "same order", "same best", "Kendall's tau"]
    return "### Does the order of the theories depend on it?\n\n" + table(
        [*head, "most frequent order"], lines
    )


def _recovery(found: Row, more: str, drawn: Sequence[str]) -> str:
    parts = []
    for made in words.recoveries(found):
        shares = {(r["kind"], r["made_by"], r["best"]): r for r in made["rows"]}
        lines = [
            [kind if k == 0 else "", made_by]
            + [words.percent(shares[kind, made_by, name]["share"]) for name in made["names"]]
            + [words.percent(shares[kind, made_by, made_by]["clear"])]
            for kind in made["kinds"]
            for k, made_by in enumerate(made["names"])
        ]
        mark = "-estimated" if made["estimated"] else ""
        parts += [
            f"{words.recovery_sentence(made)}\n",
            table(
                ["decisions", "made by", *(f"{n} best" for n in made["names"]), "maker apart"],
                lines,
            ),
            _figure(f"recovery{mark}", "Recovery of theories from simulated histories", drawn),
        ]
    return "\n".join([f"### Recovery{more}\n", *parts]) if parts else ""


def _estimates(found: Row) -> str:
    rows = found.get("estimates")
    if not rows:
        return ""
    last = {(r["theory"], r["window"]): r for r in rows}  # of a rolling origin, the last one
    names = rows[0]["names"]
    about = [
        f"- `{n}`: {ABOUT[n].meaning} ({ABOUT[n].unit})" if n in ABOUT else f"- `{n}`: weight of "
        "ln of the chance to survive, a theory's own number"
        for n in names
    ]  # fmt: skip
    lines = [
        [r["theory"], r["window"], *(_estimate(r, k) for k in range(len(names))),
         f"{r['at_default']:.1f} / {r['log_likelihood']:.1f}"]
        for r in last.values()
    ]  # fmt: skip
    return "\n".join(
        [
            "### Estimates\n",
            "At the maximum of the likelihood, with 95% intervals from its curvature; * at its "
            "limit, where there is no interval; d: the default. The last column: log-likelihood "
            "at the defaults and at the maximum, nats. Of the rolling window its last step.\n",
            "\n".join(about) + "\n",
            table(["theory", "window", *(f"`{n}`" for n in names), "log-likelihood"], lines),
        ]
    )


def _estimate(row: Row, k: int) -> str:
    mark = " *" if row["at_limit"][k] else ""
    span = f"[{number(row['low'][k])}, {number(row['high'][k])}]"
    return f"{number(row['values'][k])}{mark} {span} d {number(row['default'][k])}"


def _replay(found: Row) -> str:
    """All years at once, nothing held out."""
    window = words.windows(found)[0]
    rows, kinds = words.cells(found, window), words.kinds(found, window)
    lines = [
        [name, *(_score(rows.get((name, kind))) for kind in kinds)]
        for name in words.contenders(found)
    ]
    return REPLAY_TEXT.format(
        how="estimated on the same years" if found.get("estimates") else "at their defaults",
        table=table(["", *kinds], lines),
        verdict=words.verdict(found, window),
    )


def _score(row: Row | None) -> str:
    if row is None or row["log"] is None:
        return "-"
    return f"{number(row['log'])} {words.MARKS[row['against_base']['verdict']]}"


def _ranks(found: Row, drawn: Sequence[str]) -> str:
    parts = []
    for made in words.ranked(found):
        mark = f"-{made['theory']}" if made.get("theory") else ""
        lines = [
            [f"`{name}`", " ".join(map(str, made["bins"][k])), number(made["uniform_p"][k], 3)]
            for k, name in enumerate(made["names"])
        ]
        parts += [
            f"Ranks of the true value among {made['draws']} posterior draws, of {made['histories']}"
            f" histories simulated at parameters drawn from the prior{mark.replace('-', ', ')}.\n",
            table(["parameter", "histories by rank, low to high", "p if uniform"], lines),
            _figure(f"ranks{mark}", "Ranks of true parameters", drawn),
        ]
    return "\n".join(["### Recovery of parameters\n", *parts]) if parts else ""


def _targets(found: Row) -> str:
    """Empirical figures recomputed from the data, next to those in the folder's list."""
    lines = [
        [
            f"`{r['id']}`", r.get("definition", "in the list alone"), r.get("unit", "-"),
            r.get("period", "-"), "-" if r["value"] is None else f"{r['value']:.4g}",
            str(r.get("n", "-")), r["there"]["value"] if r["there"] else "-", r["verdict"],
        ]
        for r in found["figures"]
    ]  # fmt: skip
    head = ["figure", "definition", "unit", "period", "here", "n", "in the list", ""]
    counts = ", ".join(f"{verdict}: {count}" for verdict, count in found["counts"].items())
    return (
        "## Calibration targets\n\nEmpirical figures recomputed from the data by `westphalia data "
        f"figures`, next to a list of them. {counts}.\n\n" + table(head, lines)
    )
