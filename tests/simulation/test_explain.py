"""Decisions in words: they say what was chosen and which terms mattered."""

import jax

import westphalia as wp
from westphalia.simulation.explain import all_means, decisions_of
from westphalia.simulation.reasons import Path, reasons_of


def test_the_plain_sentence_is_of_a_partner_that_was_said_yes_to():
    """The best partner is not always the one chosen: choices are noisy."""
    case = wp.load_case("europe-1890")
    noisy = {"temperature_pact": 0.013, "consideration": 0.6}  # several reviews a year
    path = Path(wp.simulate(case, "defensive", runs=1, years=24, set=noisy).program, 0)
    labels, names, against_value = case.start.labels, case.names, 0
    for year in range(24):
        for i in range(len(labels)):
            made = decisions_of(i, labels, names, all_means(path.of(year, i)))
            for decision in (d for d in made if d.name == "pacts reviewed"):
                wanted = [o for o in decision.options if o.chosen]
                shown = wanted[0] if wanted else decision.options[0]
                assert names[labels.index(shown.name)] in decision.plain
                refused = any(act in decision.plain for act in ("wanted no pact", "left its pact"))
                assert refused == (not wanted)
                against_value += bool(wanted) and not decision.options[0].chosen
    assert against_value > 0


def test_standing_firm_is_told_of_demands_that_were_resisted_and_of_no_others():
    case = wp.load_case("examples/three-powers.yaml")
    forms, runs, (granted, war, slipped, withdrawn) = {"crisis": "brinkmanship"}, 200, (1, 2, 4, 5)
    some = {
        "runs": 1,
        "years": 2,
        "forms": forms,
        "set": {"yielding": 0.25, "temperature_crisis": 0.15},
    }
    program = wp.simulate(case, "offensive", **some).program
    labels, names, seen = case.start.labels, case.names, set()
    decided, record = reasons_of(program, 1, 0, runs, 0)
    for run in range(runs):
        one = jax.tree.map(lambda v, run=run: v[..., run : run + 1], decided)
        made = decisions_of(0, labels, names, all_means(one))
        stood = [d for d in made if d.kind == "stand"]
        told = {o.name: o.chosen for d in stood for o in d.options}
        ends = dict(zip(labels, record["crisis"][0, :, run].tolist(), strict=True))
        # before a war that nobody chose the demand may have been resisted, or granted
        assert all(ends[label] in (war, slipped, withdrawn) for label in told)
        for label, end in ends.items():
            if end in (war, withdrawn):
                assert told[label] == (end == war)
            seen.add(end)
        for decision in stood:
            assert decision.name == "demands resisted"
            acts = ("stood firm against", "backed down before")
            assert acts[ends[decision.options[0].name] == withdrawn] in decision.plain or (
                slipped in ends.values()
            )
    assert {granted, war, withdrawn} <= seen
