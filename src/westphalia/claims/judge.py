"""From what was measured to a verdict, computed and never written down.

Holds, depends, fails, or unresolved: an effect of the predicted sign on average, too small for the
runs of a single draw to tell.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np

from westphalia.claims.claim import Claim, Part
from westphalia.experiments.deciders import Deciders, deciders
from westphalia.experiments.design import OF_THEORY, Design
from westphalia.experiments.effects import Effect, contrast
from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import HALF, Interval, share
from westphalia.theories import NUMBERS
from westphalia.world.parameters import ABOUT

Verdict = Literal["holds", "depends", "unresolved", "fails", "elsewhere"]
#: Share of draws in which a claim must come out as predicted to hold.
ENOUGH = 0.8
#: Share of draws with a clear effect against the prediction from which it is refuted there.
SOME = 0.2

#: condition -> measure -> outcome
Measured = Mapping[str, Mapping[str, Outcome]]


class Finding(NamedTuple):
    """One prediction as measured. `agrees`: per draw, whether the sign is as predicted.

    `share`: of draws that agree. `clearly`, `against`: shares of draws in which the effect's own
    interval excludes zero, on the predicted side and on the other.
    """

    part: Part
    effect: Effect
    agrees: np.ndarray
    share: Interval
    clearly: float
    against: float


class Judgement(NamedTuple):
    """A claim as measured, and its verdict.

    `agrees`: per draw, whether every part does. `share`: of draws, with its 95% interval.
    `close`: whether that interval contains the line between the verdicts. `eventless`: draws in
    which some condition had no occasion to measure a part. `dead`: draws in which no state was
    alive at the end of any run of some condition. `deciders`: looked for where the claim does not
    hold.
    """

    claim: Claim
    findings: tuple[Finding, ...]
    reported: tuple[Finding, ...]
    agrees: np.ndarray
    share: Interval
    verdict: Verdict
    close: bool
    eventless: int
    dead: int
    deciders: Deciders | None
    values: Mapping[str, Mapping[str, Interval]]


def judge(claim: Claim, measured: Measured, design: Design) -> Judgement:
    """The verdict on a claim.

    It holds if all its parts have the predicted sign in at least 80% of draws. Otherwise it
    depends if two parameters tell where it holds: if, on draws that had no part in finding them,
    it comes out in at least 80% of those where they make that most likely, and clearly less often
    where they make it least likely. It is unresolved if every part that does not hold has, pooled
    over all draws, an effect of the predicted sign whose interval excludes zero, and hardly any
    draw speaks clearly against it. Otherwise it fails. No draw is left out; a draw without an
    effect does not agree. A claim without predictions is tested elsewhere.
    """
    if not claim.parts:
        none, nobody = Interval(np.nan, np.nan, np.nan), np.zeros(0, bool)
        return Judgement(claim, (), (), nobody, none, "elsewhere", False, 0, 0, None, {})
    findings = tuple(_found(part, measured) for part in claim.parts)
    agrees = np.all([f.agrees for f in findings], axis=0)
    of_draws = share(int(agrees.sum()), design.draws)
    decided = None
    verdict: Verdict = "holds"
    if of_draws.value < ENOUGH:
        names = at_work(claim, design)
        columns = [design.names.index(name) for name in names]
        decided = deciders(names, design.points[:, columns], _strength(findings), agrees)
        verdict = "depends" if _tells(decided) else "fails"
        failing = [f for f in findings if f.share.value < ENOUGH]
        if verdict == "fails" and failing and all(_faint(f) for f in failing):
            verdict = "unresolved"
    missing = np.any([~np.isfinite(f.effect.value) for f in findings], axis=0)
    return Judgement(
        claim,
        findings,
        tuple(_found(part, measured) for part in claim.reported),
        agrees,
        of_draws,
        verdict,
        bool(of_draws.low < ENOUGH < of_draws.high),
        int(missing.sum()),
        _dead(measured),
        decided,
        _levels(claim, measured),
    )


def at_work(claim: Claim, design: Design) -> tuple[str, ...]:
    """The drawn numbers that can matter in some condition of a claim.

    Not those that every condition holds fixed, whose modules are off in every condition, or that
    belong to a theory none of whose numbers of that name has a range.
    """
    conditions = tuple(claim.conditions.values())
    on = {module for condition in conditions for module in condition.modules_on}
    ranged = {
        OF_THEORY + name
        for condition in conditions
        for theory in set(condition.theories)
        if theory.habits is None
        for name in NUMBERS
        if (span := design.span_of(theory, name))[1] > span[0]
    }
    ranged |= {
        f"{theory.name}.{name}"
        for condition in conditions
        for theory in set(condition.theories)
        if theory.habits is None
        for name in NUMBERS
        if f"{theory.name}.{name}" not in condition.set
    }

    def matters(name: str) -> bool:
        if name not in ABOUT:
            return name in ranged
        needs = ABOUT[name].needs
        return any(name not in condition.set for condition in conditions) and (
            not needs or bool(on & set(needs))
        )

    return tuple(name for name in design.names if matters(name))


def _found(part: Part, measured: Measured) -> Finding:
    conditions = {condition: measured[condition][part.measure.name] for condition in part.contrast}
    effect = contrast(conditions, part.contrast)
    agrees = part.holds(effect.value)
    with np.errstate(invalid="ignore"):
        half = HALF * effect.error
        up, down = effect.value - half > 0.0, effect.value + half < 0.0
        size = np.abs(effect.value)
        within = (size + half <= part.margin) | ((size == 0.0) & (part.margin == 0.0))
        beyond = size - half > part.margin
    clear = {"+": (up, down), "-": (down, up), "0": (within, beyond)}[part.sign]
    count = share(int(agrees.sum()), len(agrees))
    return Finding(part, effect, agrees, count, float(clear[0].mean()), float(clear[1].mean()))


def _strength(findings: tuple[Finding, ...]) -> np.ndarray:
    """How strongly a claim comes out in each draw: its weakest part, in standard errors."""
    each = []
    for part, effect, *_ in findings:
        errors = effect.error[np.isfinite(effect.error) & (effect.error > 0.0)]
        usual = float(np.median(errors)) if len(errors) else 1.0
        with np.errstate(invalid="ignore"):
            error = np.where(effect.error > 0.0, effect.error, usual)  # unknown: as usual
        value = {"+": effect.value, "-": -effect.value}.get(
            part.sign, part.margin - np.abs(effect.value)
        )
        each.append(np.where(np.isfinite(value), value / error, -np.inf))
    weakest = np.min(each, axis=0)
    known = weakest[np.isfinite(weakest)]
    return np.where(np.isfinite(weakest), weakest, known.min() - 1.0 if len(known) else 0.0)


def _faint(found: Finding) -> bool:
    """Whether a part that does not hold has an effect that is there, but too small to tell."""
    if found.part.sign == "0":
        return False
    pooled = found.effect.pooled
    there = pooled.low > 0.0 if found.part.sign == "+" else pooled.high < 0.0
    return bool(there and found.against < SOME)


def _tells(found: Deciders | None) -> bool:
    """Whether the two parameters tell where the claim holds."""
    if found is None:
        return False
    likely = share(round(found.likely * found.draws), found.draws)
    unlikely = share(round(found.unlikely * found.draws), found.draws)
    return likely.value >= ENOUGH and unlikely.high < likely.low


def _dead(measured: Measured) -> int:
    """Draws in which some condition ends without any state in every run."""
    empty = [outcomes[NOBODY].total.all(1) for outcomes in measured.values() if NOBODY in outcomes]
    return int(np.any(empty, axis=0).sum()) if empty else 0


def _levels(claim: Claim, measured: Measured) -> dict[str, dict[str, Interval]]:
    """Values of all measures in all conditions at the default point, by measure and condition."""
    out: dict[str, dict[str, Interval]] = {}
    for part in (*claim.parts, *claim.reported):
        row = out.setdefault(part.measure.name, {})
        for condition in part.contrast:
            row[condition] = contrast(
                {condition: measured[condition][part.measure.name]}, {condition: 1.0}
            ).default
    return out


#: The measure of whether anybody is left, made in every condition.
NOBODY = "nobody left"
