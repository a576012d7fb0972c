"""Run some claims small and print what came of them, also without their mechanism.

For those who write a claim: python tools/try_claims.py 14 15 --draws 32 --runs 32
"""

import argparse
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from westphalia.claims import CLAIMS
from westphalia.claims.ablation import Ablation, ablation
from westphalia.claims.judge import Judgement
from westphalia.claims.ledger import Ledger, select_claims
from westphalia.experiments.design import Design, ranges
from westphalia.work.store import Store
from westphalia.work.worker import work


def show(found: Judgement) -> None:
    """Print a judgement line by line."""
    claim, share = found.claim, found.share
    print(
        f"{claim.id} {claim.title}: {found.verdict} {share.value:.2f} "
        f"[{share.low:.2f}, {share.high:.2f}] eventless {found.eventless} dead {found.dead}"
    )
    if found.deciders:
        print("   decided by", found.deciders)
    for kind, findings in (("", found.findings), ("reported: ", found.reported)):
        for f in findings:
            levels = found.values[f.part.measure.name]
            values = ", ".join(
                f"{condition} {levels[condition].value:.4g}" for condition in f.part.contrast
            )
            d, p = f.effect.default, f.effect.pooled
            print(
                f"   {kind}{f.part.says} ({f.part.sign}): default {d.value:.4g} "
                f"[{d.low:.4g}, {d.high:.4g}], pooled {p.value:.4g} [{p.low:.4g}, {p.high:.4g}] "
                f"{f.part.measure.unit}; share {f.share.value:.2f}, clearly {f.clearly:.2f}, "
                f"against {f.against:.2f}; {values}"
            )


def show_ablation(found: Ablation) -> None:
    """Print in how many runs each set of causes brings the event about, or is necessary."""
    for name, share in found.events.items():
        told = [
            f"{what} {table[name].value:.2f}"
            for what, table in (("sufficient", found.sufficient), ("necessary", found.necessary))
            if name in table
        ]
        print(f"   {name}: event {share.value:.3f} {' '.join(told)}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="CLAIM")
    parser.add_argument("--draws", type=int, default=32)
    parser.add_argument("--runs", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--widen", type=float, default=1.0)
    args = parser.parse_args()
    size = (args.draws, args.runs, args.seed, 256, ranges(args.widen), args.widen)
    for without in (False, True):
        claims = select_claims(CLAIMS, args.ids)
        if without:
            claims = tuple(
                replace(c, conditions=c.without.applied(c.conditions), atlas=None) for c in claims
            )
        ledger = Ledger(claims, Design(*size), Design(8, 16, args.seed, 2, ranges()))
        folder = Path(tempfile.mkdtemp())
        work(ledger.job, Store(folder), threads=2)
        print("WITHOUT THE MECHANISM" if without else "AS IT IS")
        for found in ledger.judged(Store(folder)):
            show(found)
            if found.claim.causes is not None:
                show_ablation(
                    ablation(found.claim.causes, ledger.measured(found.claim, Store(folder)))
                )
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
