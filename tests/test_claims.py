"""The claims: their shape, that each can fail, how verdicts come about, and the command."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.claims import CLAIMS
from westphalia.claims.ablation import ablation, subsets
from westphalia.claims.atlas import BALANCING, BOTH, EMPTY, NEITHER, PASSING, regions
from westphalia.claims.claim import Atlas, Causes, Cell, Claim, Part, Without, subset_name
from westphalia.claims.history import facts
from westphalia.claims.judge import NOBODY, judge
from westphalia.claims.ledger import Ledger
from westphalia.claims.relative_gains import curves
from westphalia.claims.results import as_data
from westphalia.cli import dispatch
from westphalia.experiments.arm import Arm, Measure
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.run import Outcome
from westphalia.experiments.store import Store
from westphalia.report.cite import entries

TESTED = [claim for claim in CLAIMS if claim.parts]
BY_ID = {claim.id: claim for claim in CLAIMS}
#: Standard errors beyond which an effect without its mechanism is one: about 1 in 2,000 by chance.
FAR = 3.5


# Their shape


def test_there_are_44_and_each_is_there_once():
    assert [claim.id for claim in CLAIMS] == list(range(1, 45))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: str(c.id))
def test_a_claim_says_what_it_claims_and_how_it_could_fail(claim):
    for text in (claim.sentence, claim.treatment, claim.control, claim.without.says):
        assert text.strip() == text
        assert text
    assert claim.sentence.endswith(".")
    assert claim.source in entries(), f"{claim.source} is not in the bibliography"
    assert claim.parts or claim.note
    assert all(part.says and not part.says.endswith(".") for part in claim.parts)
    assert all(part.margin == 0.0 or part.sign == "0" for part in claim.parts)


def test_measures_of_one_name_are_one_measure():
    """Same name, same arm shape: the same sums on the same records."""
    found: dict[str, Measure] = {}
    rng = np.random.default_rng(1)
    n, years, runs = 13, 50, 4
    records = random_records(rng, years, n, runs)
    for claim in CLAIMS:
        if claim.id in (38, 39):  # records of other cases; their measures are theirs alone
            continue
        for arm in claim.arms:
            for measure in claim.measures(arm):
                other = found.setdefault(measure.name, measure)
                if other is measure:
                    continue
                one, two = measure.sums(records), other.sums(records)
                for a, b in zip(one, two, strict=True):
                    assert np.array_equal(a, b), f"two measures are called '{measure.name}'"


def random_records(rng, years, n, runs):
    """Records as they are in an experiment, with anything in them."""
    pair = (years, n, n, runs)
    state = (years, n, runs)
    return {
        **{k: rng.uniform(0.1, 1.0, state) for k in ("resources", "arms", "burden", "posture")},
        **{k: rng.uniform(0.0, 0.1, state) for k in ("threatened", "suspected")},
        "alive": rng.uniform(size=state) < 0.9,
        "result": rng.integers(-1, 2, state),
        "greedy": (rng.uniform(size=state) < 0.3).astype(float),
        "pact": rng.uniform(size=pair) < 0.2,
        "war": rng.integers(0, 5, pair) * (rng.uniform(size=pair) < 0.1),
        "crisis": rng.integers(0, 5, pair) * (rng.uniform(size=pair) < 0.1),
        "agreements": rng.integers(0, 64, pair),
        **{k: rng.integers(0, 12, pair) for k in ("alignment", "challenge", "joining")},
        **{k: rng.uniform(0.0, 1.0, pair) for k in ("threat", "belief", "caution")},
        "challenge_security": rng.normal(size=pair),
        "volunteers": rng.uniform(0.0, 1.0, (years, 2, runs)),
    }


# Each can fail: without its mechanism its effect is gone


def small(draws=8, runs=32, seed=7):
    return Design(draws, runs, seed, 0, ranges())


def found_in(claims, store):
    """Judgements of some claims, small: {id: judgement}."""
    ledger = Ledger(claims, small(), small())
    ledger.run(store, workers=2)
    return {found.claim.id: found for found in ledger.judged(store)}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Every claim as it is, and without its mechanism."""
    bare = tuple(replace(c, arms=c.without.applied(c.arms), atlas=None) for c in TESTED)
    stores = [Store(tmp_path_factory.mktemp(name)) for name in ("with", "without")]
    as_is = tuple(replace(c, atlas=None) for c in TESTED)
    return found_in(as_is, stores[0]), found_in(bare, stores[1])


def contrasts_of(found):
    """The parts that compare worlds, or all if there are none, with the effect over all draws."""
    parts = [f for f in found.findings if abs(sum(f.part.contrast.values())) < 1e-9]
    for one in parts or found.findings:
        value, error = one.effect.value, one.effect.error
        known = np.isfinite(value) & np.isfinite(error)
        if known.any():
            spread = np.sqrt((error[known] ** 2).sum()) / known.sum()
            yield one, value[known].mean(), spread, bool(parts)


#: Claims whose effects are too small, or not there, for so few runs: with the mechanism they are
#: not seen either, so that their vanishing says little here.
FAINT = {20, 21, 27, 31, 33}


@pytest.mark.slow
@pytest.mark.xdist_group(name="without")
@pytest.mark.parametrize("claim", TESTED, ids=lambda c: f"{c.id}-{c.title}")
def test_without_its_mechanism_the_effect_is_gone(both, claim):
    """Contrasts vanish within their interval; where no effect is claimed, one appears instead."""
    as_is, bare = both[0][claim.id], both[1][claim.id]
    if claim.without.appears:
        assert all(f.share.value == 1.0 for f in as_is.findings)
        assert any(f.against > 0.0 for f in bare.findings), "what was broken changes nothing"
        return
    for one, mean, spread, contrast in contrasts_of(bare):
        if contrast:
            assert abs(mean) <= FAR * spread + 1e-6, (one.part.says, mean, spread)
        else:  # levels: no longer as predicted
            sign = {"+": 1.0, "-": -1.0, "0": 0.0}[one.part.sign]
            assert sign * mean <= FAR * spread + 1e-6, (one.part.says, mean, spread)


@pytest.mark.slow
@pytest.mark.xdist_group(name="without")
@pytest.mark.parametrize("claim", TESTED, ids=lambda c: f"{c.id}-{c.title}")
def test_with_its_mechanism_there_is_an_effect_to_vanish(both, claim):
    """The same small experiment sees an effect, of whatever sign: the test above can fail."""
    if claim.without.appears:
        return
    clear = [abs(mean) > FAR * spread for _, mean, spread, _ in contrasts_of(both[0][claim.id])]
    assert any(clear) == (claim.id not in FAINT)


# How a verdict comes about


DESIGN = Design(200, 20, 3, 20, ranges())
MEASURE = Measure("thing", "things", lambda records: (records["x"], records["x"]))


def claim_of(*signs, without=None):
    arms = {"treatment": Arm(50), "control": Arm(50)}
    parts = tuple(
        Part(f"part {k}", MEASURE._replace(name=f"thing {k}"), sign) for k, sign in enumerate(signs)
    )
    return Claim(1, "t", "S.", "Waltz 1979", "a", "b", arms, parts, Without("nothing"))


def measured_of(effects, noise=0.5, seed=0, weight=1.0):
    """Outcomes whose treatment is above control by `effects` [parts, draws]."""
    rng = np.random.default_rng(seed)
    out: dict = {"treatment": {}, "control": {}}
    for k, effect in enumerate(np.atleast_2d(effects)):
        base = rng.normal(size=(DESIGN.draws, DESIGN.runs))
        more = base + effect[:, None] + noise * rng.normal(size=base.shape)
        ones = np.full_like(base, weight)
        for arm, value in (("treatment", more), ("control", base)):
            out[arm][f"thing {k}"] = Outcome(value, ones, value[0], ones[0])
    for arm in out:
        zero = np.zeros((DESIGN.draws, DESIGN.runs))
        out[arm][NOBODY] = Outcome(zero, zero + 1, zero[0], zero[0] + 1)
    return out


def test_a_claim_holds_if_all_its_parts_do_in_four_fifths_of_draws():
    up, down = np.ones(200), -np.ones(200)
    assert judge(claim_of("+"), measured_of(up), DESIGN).verdict == "holds"
    assert judge(claim_of("-"), measured_of(up), DESIGN).verdict == "fails"
    both = judge(claim_of("+", "-"), measured_of([up, down]), DESIGN)
    assert both.verdict == "holds"
    one = judge(claim_of("+", "-"), measured_of([up, up]), DESIGN)
    assert one.verdict == "fails"
    assert one.share.value == 0.0
    assert [f.share.value for f in one.findings] == [1.0, 0.0]


def test_parts_that_hold_alone_and_not_together_are_told_so():
    one, other = (np.where(np.arange(200) % 10 == k, -1.0, 1.0) for k in (1, 2))
    third = np.where(np.arange(200) % 10 == 3, -1.0, 1.0)
    found = judge(claim_of("+", "+", "+"), measured_of([one, other, third]), DESIGN)
    assert found.share.value == pytest.approx(0.7)
    assert [f.share.value for f in found.findings] == pytest.approx([0.9, 0.9, 0.9])
    assert found.verdict == "fails"
    assert "not all together" in as_data(found)["reading"]


def test_a_share_near_the_line_is_called_close():
    effect = np.where(np.arange(200) < 158, 1.0, -1.0)
    found = judge(claim_of("+"), measured_of(effect), DESIGN)
    assert found.share.value == pytest.approx(0.79)
    assert found.verdict != "holds"
    assert found.close
    assert found.share.low < 0.8 < found.share.high


def test_a_claim_depends_where_two_parameters_tell_where_it_holds():
    first, second = DESIGN.column("war_cost"), DESIGN.column("greed")

    def rank(v):
        return np.argsort(np.argsort(v)) / len(v)

    effect = 4.0 * (rank(first) + rank(second) - 1.0)
    found = judge(claim_of("+"), measured_of(effect, noise=0.1), DESIGN)
    assert found.verdict == "depends"
    assert set(found.deciders.names) == {"war_cost", "greed"}
    assert found.deciders.likely > 0.9 > 0.1 > found.deciders.unlikely


@pytest.mark.parametrize("share", [0.5, 0.7])
def test_chance_is_not_called_a_dependence(share):
    """Signs by coin: in at most 2 of 40 such claims two parameters seem to tell."""
    verdicts = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        effect = np.where(rng.uniform(size=200) < share, 1.0, -1.0) * rng.uniform(0.5, 2.0, 200)
        verdicts.append(judge(claim_of("+"), measured_of(effect, seed=seed), DESIGN).verdict)
    assert verdicts.count("depends") <= 2
    assert verdicts.count("holds") <= 2


def test_a_draw_without_an_occasion_counts_against_and_is_counted():
    measured = measured_of(np.ones(200))
    weight = measured["control"]["thing 0"].weight
    weight[:50] = 0.0
    found = judge(claim_of("+"), measured, DESIGN)
    assert found.eventless == 50
    assert found.share.value == 0.75
    assert found.verdict != "holds"
    assert len(found.agrees) == 200


def test_draws_in_which_nobody_is_left_are_counted():
    measured = measured_of(np.ones(200))
    measured["treatment"][NOBODY].total[:3] = 1.0
    measured["treatment"][NOBODY].total[3, :-1] = 1.0  # all but one run
    assert judge(claim_of("+"), measured, DESIGN).dead == 3


def test_no_effect_is_a_prediction_that_an_effect_refutes():
    assert judge(claim_of("0"), measured_of(np.zeros(200), noise=0.0), DESIGN).verdict == "holds"
    refuted = judge(claim_of("0"), measured_of(np.ones(200), noise=0.0), DESIGN)
    assert refuted.verdict == "fails"
    assert "an effect is there" in as_data(refuted)["reading"]


def test_an_unknown_arm_in_a_contrast_is_refused():
    with pytest.raises(ValueError, match="no arm called nobody"):
        replace(claim_of("+"), parts=(Part("p", MEASURE, "+", {"nobody": 1.0}),))


# Sets of causes and maps


def test_necessary_and_sufficient_are_judged_run_by_run():
    """a suffices in the first half of runs; in the second half it takes a and b together."""
    causes = Causes(("a", "b"), MEASURE)
    half = np.arange(100) < 50
    happens = {(): ~half & half, ("a",): half, ("b",): ~half & half, ("a", "b"): half | ~half}
    measured = {
        subset_name(s): {"thing": Outcome(h[None].astype(float), np.ones((1, 100)), h, h)}
        for s, h in happens.items()
    }
    found = ablation(causes, measured)
    assert found.events["a + b"].value == 1.0
    assert found.sufficient["a"].value == 0.5
    assert found.sufficient["b"].value == 0.0
    assert found.necessary["a"].value == 1.0
    assert found.necessary["b"].value == 0.5
    assert len(subsets(("a", "b", "c", "d"))) == 16


def test_regions_of_a_map_follow_what_the_two_populations_meet():
    met = {"both": (0.7, 0.3), "one": (0.7, 0.6), "other": (0.4, 0.3), "none": (0.4, 0.6)}
    cells, measured = [], []
    for k, (expected, rival) in enumerate(met.values()):
        cells.append(Cell({"x": k, "y": 0.0, "z": 4.0}, {}))
        measured.append(
            {
                arm: Outcome(np.full((1, 100), f), np.ones((1, 100)), np.ones(0), np.ones(0))
                for arm, f in (("balancing", expected), ("passing", rival))
            }
        )
    cells.append(Cell({"x": 4, "y": 0.0, "z": 4.0}, {}))
    nothing = Outcome(np.zeros((1, 100)), np.zeros((1, 100)), np.ones(0), np.ones(0))
    measured.append({"balancing": nothing, "passing": nothing})
    axes = {"x": "", "y": "", "z": ""}
    atlas = Atlas(axes, cells, {"m": MEASURE}, {"balancing": 0.8, "passing": 0.2})
    found = regions(atlas, measured)
    assert list(found.region) == [BOTH, BALANCING, PASSING, NEITHER, EMPTY]
    assert sum(area.value for area in found.areas.values()) == pytest.approx(1.0)


def test_the_deal_flips_at_a_half_between_equals_by_the_models_own_derivation():
    found = curves()
    at = list(found.ratios).index(1.0)
    assert found.flips[at] == pytest.approx(0.5, abs=1e-5)
    accepted = found.accepted[at]
    assert (np.diff(accepted) < 0.0).all()
    assert np.interp(0.5, found.k, accepted) == pytest.approx(0.5, abs=1e-3)


def test_history_is_told_with_its_source():
    told = [fact for claim in CLAIMS for fact in facts(claim.id)]
    assert len(told) >= 20
    for fact in told:
        assert fact.says.endswith(".")
        assert re.search(r"\d", fact.says)
        assert fact.source


# The command

COMMAND = pytest.mark.xdist_group(name="command")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two claims, small, with a map and without."""
    out = tmp_path_factory.mktemp("ledger") / "run"
    assert dispatch(["claims", "6", "14", *SIZE, "--out", str(out)]) == 0
    return out


SIZE = ["--draws", "4", "--runs", "8"]


@COMMAND
def test_a_folder_holds_tables_figures_and_manifest(folder):
    table = pd.read_parquet(folder / "claims.parquet")
    assert list(table["id"]) == [6, 14]
    assert table.loc[0, "verdict"] == "holds"
    assert (folder / "figures" / "claim-06.png").stat().st_size > 5_000
    draws = pd.read_parquet(folder / "draws.parquet")
    assert (draws.groupby(["id", "part"]).size() == 4).all()
    assert len(pd.read_parquet(folder / "points.parquet")) == 4
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["ledger"]["design"]["seed"] == 1
    assert {"versions", "code_sha256", "command", "hash"} <= set(manifest)


@COMMAND
def test_the_same_command_reads_what_is_there(folder, capsys):
    before = (folder / "manifest.json").stat().st_mtime_ns
    assert dispatch(["claims", "6", "14", *SIZE, "--out", str(folder)]) == 0
    assert "was there already" in capsys.readouterr().out.replace("\n", " ")
    assert (folder / "manifest.json").stat().st_mtime_ns == before


@COMMAND
def test_another_ledger_does_not_overwrite_it(folder, capsys):
    assert dispatch(["claims", "6", *SIZE, "--seed", "2", "--out", str(folder)]) == 2
    assert "not overwritten" in " ".join(capsys.readouterr().err.split())


@COMMAND
def test_an_interrupted_ledger_goes_on_to_the_same_numbers(folder, tmp_path):
    out = tmp_path / "again"
    assert dispatch(["claims", "6", "14", *SIZE, "--out", str(out)]) == 0
    parts = sorted((out / "parts").rglob("*.npz"))
    assert len(parts) == 4
    parts[0].unlink()
    (out / "manifest.json").unlink()  # as if it had been stopped before the end
    kept = parts[1].stat().st_mtime_ns
    assert dispatch(["claims", "6", "14", *SIZE, "--out", str(out)]) == 0
    assert parts[1].stat().st_mtime_ns == kept
    for name in ("claims.parquet", "draws.parquet", "predictions.parquet"):
        assert (out / name).read_bytes() == (folder / name).read_bytes()


@COMMAND
def test_one_claim_is_told_in_full(folder, capsys):
    dispatch(["claims", "6", "14", *SIZE, "--out", str(folder)])
    told = " ".join(capsys.readouterr().out.split())
    for piece in ("treatment", "control", "predicted +", "Verdict:", "Could it fail?", "History:"):
        assert piece in told
    assert "Aggregate power" in told


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["99"], "There is no claim 99: claims are 1 to 44"),
        (["6", "--range", "nosuch=1:2"], "There is no parameter called 'nosuch'"),
        (["6", "--range", "beta=2:1"], "2 is above 1"),
        (["6", "--range", "beta"], "write it as name=low:high"),
        (["6", "--off", "armin"], "Did you mean arming"),
        (["6", "--set", "beta=99"], "outside its range"),
        (["6", "--seed", "-1"], "seed = -1"),
    ],
)
def test_mistakes_are_told_with_the_fix(args, says, capsys, tmp_path):
    assert dispatch(["claims", *args, "--out", str(tmp_path / "x")]) == 2
    assert says in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "x").exists()


def test_several_mistakes_are_told_together(capsys, tmp_path):
    args = [
        "claims",
        "99",
        "--off",
        "nosuch",
        "--range",
        "nosuch=1:2",
        "--out",
        str(tmp_path / "x"),
    ]
    assert dispatch(args) == 2
    told = capsys.readouterr().err
    assert "claim 99" in told
    assert told.count("nosuch") >= 2


def test_a_parameter_may_be_held_and_a_module_switched_everywhere(tmp_path):
    out = tmp_path / "held"
    options = ["--set", "greed=0", "--off", "limited_war", "--off", "total_war"]
    assert dispatch(["claims", "14", *SIZE, *options, "--out", str(out)]) == 0
    points = pd.read_parquet(out / "points.parquet")
    assert "greed" not in points
    table = pd.read_parquet(out / "claims.parquet")
    assert table.loc[0, "verdict"] == "fails"  # nothing to fear, nothing to align against
