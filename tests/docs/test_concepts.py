"""The page on concepts has every row of the registry, with what it matters from."""

import pytest
from places import ROOT

from westphalia.concepts import CONCEPTS
from westphalia.concepts.concept import switched
from westphalia.report.claims.table import amount

PAGE = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda c: c.name)
def test_every_concept_is_on_the_page_as_it_is_in_the_code(concept):
    title = f"{concept.number}. {concept.name}" if concept.number else concept.name
    head = f"**{title}**: {concept.mechanism or concept.no_trial}"
    assert PAGE.count(head) == 1
    block = PAGE.split(head)[1].split("\n**")[0]
    for trial in concept.trials:
        world = f"| {trial.where} ({', '.join(switched(trial.on, trial.off))}) |"
        for look in trial.looks:
            row = f"{world} {look.measure.name}, {look.measure.unit} |"
            (line,) = (line for line in block.splitlines() if line.startswith(row))
            assert f"| {amount(look.least)} ({look.why}) |" in line
