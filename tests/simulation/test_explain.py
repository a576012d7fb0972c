"""Decisions in words: they say what was chosen and which terms mattered."""

import westphalia as wp
from westphalia.simulation.explain import all_means, decisions_of, sentence
from westphalia.simulation.reasons import Path


def test_the_plain_sentence_is_of_a_partner_that_was_said_yes_to():
    """The best partner is not always the one chosen: choices are noisy."""
    case = wp.load_case("europe-1890")
    path = Path(wp.simulate(case, "defensive", runs=1, years=24).program, 0)
    labels, names, against_value = case.start.labels, case.names, 0
    for year in range(24):
        for i in range(len(labels)):
            made = decisions_of(i, labels, names, all_means(path.of(year, i)), 1)
            for decision in (d for d in made if d.name == "pacts reviewed"):
                wanted = [o for o in decision.options if o.chosen]
                shown = wanted[0] if wanted else decision.options[0]
                assert names[labels.index(shown.name)] in decision.plain
                assert ("wanted no pact" in decision.plain) == (not wanted)
                against_value += bool(wanted) and not decision.options[0].chosen
    assert against_value > 0


def test_a_sentence_names_the_two_terms_that_mattered_most():
    terms = {"survival": 0.004, "consumption": -0.002, "power": 0.0001}
    assert sentence("Germany", "raised its burden", terms, 1, 0.6, 1) == (
        "Germany raised its burden: survival +0.004 outweighed consumption -0.002."
    )
    told = sentence("Germany", "cut its burden", {"survival": -0.004, "power": 0.001}, 1, 0.1, 1)
    assert told == (
        "Germany cut its burden although survival -0.004 outweighed power +0.001: "
        "a choice with a chance of 10%."
    )
