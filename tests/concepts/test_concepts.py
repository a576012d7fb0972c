"""The registry of concepts: complete, with names that exist, and a smallest effect in every row."""

import numpy as np
import pytest

from westphalia.claims import CLAIMS
from westphalia.concepts import CONCEPTS
from westphalia.concepts.concept import ORDINARY, PARTS, switched, with_, without
from westphalia.concepts.looks import of_moment
from westphalia.concepts.select import select_concepts
from westphalia.experiments.condition import Condition
from westphalia.measures.moments import MOMENTS
from westphalia.report.cite import entries
from westphalia.world.problems import UserError

TRIALS = [(concept, trial) for concept in CONCEPTS for trial in concept.trials]
NAMES = [f"{concept.name}: {trial.where}" for concept, trial in TRIALS]
USUAL = Condition(50)


def test_every_concept_of_the_list_is_there():
    listed = {concept.number for concept in CONCEPTS} - {None}
    assert listed == set(range(1, 45)) == {claim.id for claim in CLAIMS}
    assert {concept.part for concept in CONCEPTS} == set(PARTS)
    assert len({concept.name for concept in CONCEPTS}) == len(CONCEPTS)


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda c: c.name)
def test_a_concept_has_a_mechanism_that_is_switched_or_says_why_not(concept):
    assert bool(concept.trials) != bool(concept.no_trial)
    assert bool(concept.mechanism) == bool(concept.trials)
    assert concept.source in entries() or concept.source == "modelling choice"
    assert not concept.mechanism.endswith(".")
    assert not concept.no_trial or concept.no_trial.endswith(".")


@pytest.mark.parametrize(("concept", "trial"), TRIALS, ids=NAMES)
def test_a_trial_switches_something_that_exists(concept, trial):
    for world in (trial.on, trial.off):
        spec = world.spec  # refuses names of modules, forms and numbers that are not there
        assert spec.years == trial.on.years
        if world.given:
            world.figures(world.given)
    assert switched(trial.on, trial.off)
    assert trial.where.strip()


@pytest.mark.parametrize(("concept", "trial"), TRIALS, ids=NAMES)
def test_a_row_has_a_smallest_effect_and_the_reason_for_it(concept, trial):
    assert trial.looks
    for look in trial.looks:
        assert look.least > 0.0
        assert look.why
        assert look.measure.unit
    assert len({look.measure.name for look in trial.looks}) == len(trial.looks)


def test_a_measure_matters_from_the_same_effect_on_in_every_row():
    least = {}
    for _, trial in TRIALS:
        for look in trial.looks:
            before = least.setdefault(look.measure.name, (look.least, look.why))
            assert before == (look.least, look.why), look.measure.name


def test_most_mechanisms_are_switched_in_ordinary_worlds_too():
    usual = {c.name for c, t in TRIALS if t.where.startswith(ORDINARY)}
    rest = {c.name for c in CONCEPTS if c.trials} - usual
    assert rest == {
        "uncertainty", "causes of 1914", "end of the Cold War", "liberal peace",
        "culture",
    }  # fmt: skip


# What is switched, in words


@pytest.mark.parametrize(
    ("trial", "words"),
    [
        (without("", USUAL, off=("joining",)), ("module joining off",)),
        (with_("", USUAL, on=("regime",)), ("module regime off",)),
        (without("", USUAL, forms={"crisis": "ultimatum"}),
         ("form crisis ultimatum not brinkmanship",)),
        (without("", USUAL, set={"hope": 0.0}), ("hope 0 not 1.7",)),
        (without("", USUAL, set={"defensive.worst_case": 0.0}),
         ("defensive.worst_case 0 not 0.15",)),
        (with_("", USUAL, given={"belief": np.full((8, 8), 0.5)}), ("belief at the start",)),
        (without("", USUAL, states=4), ("4 states not 8",)),
        (without("", USUAL), ()),
    ],
)  # fmt: skip
def test_what_the_other_world_has_instead(trial, words):
    assert switched(trial.on, trial.off) == words


def test_a_number_set_to_its_default_is_no_difference():
    assert switched(USUAL, USUAL.having(set={"hope": 1.7})) == ()


# Which are wanted


def test_names_and_numbers():
    assert select_concepts(CONCEPTS, ()) == CONCEPTS
    names = [c.name for c in select_concepts(CONCEPTS, ["Preventive-War", "32"])]
    assert names == ["preventive war", "inspections", "hotlines", "withdrawals"]
    (found,) = select_concepts(CONCEPTS, ["a-lone-maximiser"])
    assert found.number == 41


def test_all_wrong_names_are_told_with_the_nearest():
    with pytest.raises(UserError, match="'spirl'") as error:
        select_concepts(CONCEPTS, ["spirl", "29", "hotlnes", "99"])
    assert "Did you mean spiral" in str(error.value)
    assert "Did you mean hotlines" in str(error.value)
    assert "'99'" in str(error.value)


def test_a_moment_as_a_measure_is_the_moment():
    rng = np.random.default_rng(1)
    shape = (6, 4, 4, 5)
    records = {
        "alive": np.ones((6, 4, 5), bool),
        "challenge": rng.integers(0, 3, shape) * (rng.uniform(size=shape) < 0.3),
    }
    total, weight = of_moment("disputes").sums(records)
    value = MOMENTS["disputes"].value(MOMENTS["disputes"].parts(records).sum(-1))
    assert total.sum() / weight.sum() == pytest.approx(value)
