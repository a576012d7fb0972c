"""Decisions in words: they say what was chosen and which terms mattered."""

import re

import jax

import westphalia as wp
from westphalia.decisions import DECISIONS
from westphalia.simulation.explain import all_means, decisions_of, each_run
from westphalia.simulation.reasons import Path, reasons_of
from westphalia.simulation.sentences import reference

KINDS = {d.name: d for d in DECISIONS}


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


def figures_of(text):
    return [float(figure) for figure in re.findall(r"[+-]\d+\.\d+", text)]


def agrees(told, value, chance, rivals):
    """Whether a sentence says what its numbers bear out. `value`: of what was done (of a refusal,
    of doing it) compared with the other option; `rivals`: the chances of other options."""
    if "near chance" in told:
        assert not figures_of(told)
        return
    first, verb, rest = re.split(" (outweighed|spoke)", told, maxsplit=1)
    won, lost = figures_of(first), figures_of(rest)[:1]
    assert len(won) in (1, 2, 3)
    assert abs(sum(won)) > abs(sum(lost))
    assert (verb == "outweighed") == bool(lost)
    assert len({figure > 0 for figure in won} | {figure < 0 for figure in lost}) == 1
    assert (won[0] > 0) == (value > 0)
    assert "-0.00000" not in told
    assert ("although" in told) == (max(rivals) > chance)


def test_every_sentence_says_what_its_numbers_bear_out():
    case = wp.load_case("examples/three-powers.yaml")
    noisy = {"temperature_crisis": 0.18, "temperature_deal": 0.008, "temperature_pact": 0.02}
    noisy |= {"agenda": 0.9, "consideration": 0.9, "yielding": 0.3}
    some = {"runs": 1, "years": 60, "set": noisy, "forms": {"crisis": "brinkmanship"}}
    program = wp.simulate(case, "offensive", **some).program
    labels, names, seen, kept = case.start.labels, case.names, set(), set()
    path = Path(program, 0)
    for year in range(60):
        for i in range(len(labels)):
            for made in decisions_of(i, labels, names, all_means(path.of(year, i))):
                seen.add(made.kind)
                kind = KINDS[made.kind]
                each = re.split(r"\. (?=[A-Z])", made.sentence)
                if kind.words.shape in ("act", "proposal"):
                    for told, option in zip(each, made.options, strict=True):
                        chance = option.chance if option.chosen else 1 - option.chance
                        agrees(told, option.value, chance, [1 - chance])
                        kept |= {act for act in ("kept its pact", "left its pact") if act in told}
                    continue
                (chosen,) = (o for o in made.options if o.chosen)
                other = reference(made.options, chosen, kind.words.nothing)
                rivals = [o.chance for o in made.options if o is not chosen]
                agrees(*each, chosen.value - other.value, chosen.chance, rivals)
    assert seen == set(KINDS)
    assert kept == {"kept its pact", "left its pact"}


def test_the_reasons_of_many_runs_are_counted_over_those_in_which_it_was_done():
    case = wp.load_case("examples/three-powers.yaml")
    program = wp.simulate(case, "offensive", runs=1, years=2).program
    decided, _ = reasons_of(program, 1, 0, 40, 0)
    runs, labels = each_run(decided), case.start.labels
    many = decisions_of(0, labels, case.names, all_means(decided), runs)
    (arms,) = (d for d in many if d.kind == "arm")
    done = max(arms.options, key=lambda o: o.chosen)
    ones = [decisions_of(0, labels, case.names, run) for run in runs]
    same = [
        d.sentence for one in ones for d in one
        if d.kind == "arm" and any(o.chosen and o.name == done.name for o in d.options)
    ]  # fmt: skip
    assert len(runs) == 40
    assert len(same) == round(done.chosen * 40)
    counted = re.search(r"in (\d+) of these (\d+)", arms.sentence)
    assert counted
    assert int(counted[2]) == len(same)
    (main,) = re.findall("main reason was ([a-z]+)", arms.sentence) or ["it was near chance"]
    assert sum(main in told for told in same) >= int(counted[1])
    assert " though" not in arms.sentence or max(o.chance for o in arms.options) > done.chance


def test_a_baseline_follows_habits_and_gives_no_reasons():
    case = wp.load_case("examples/three-powers.yaml")
    e = wp.simulate(case, "base-rate", runs=4, years=2)
    for run in (1, None):
        for made in e.explain(case.start.labels[0], e.spec.calendar[0], run).decisions:
            assert "by habit: a choice with a" in made.sentence
            assert not figures_of(made.sentence)
            assert not re.search("although|though|outweighed|reason", made.sentence)


def test_the_terms_that_occur_are_explained_once():
    case = wp.load_case("examples/three-powers.yaml")
    e = wp.simulate(case, "offensive", runs=1, years=2)
    found = e.explain(case.start.labels[0], e.spec.calendar[0], 0)
    assert "consumption" in found.meanings
    assert all(any(t in o.terms for d in found.decisions for o in d.options)
               for t in found.meanings)  # fmt: skip
    for term, meaning in found.meanings.items():
        assert str(found).count(f"{term}: {meaning}") == 1
