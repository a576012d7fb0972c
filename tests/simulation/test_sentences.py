"""Sentences: what was done and why, and that their verdict agrees with their figures."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.simulation.sentences import SMALL, Deed, listed, sentence, weigh
from westphalia.world.terms import REST, TERMS

FIGURE = re.compile(r"[a-z]+ ([+-]\d+\.\d+)")
deeds = st.builds(
    Deed,
    st.just("raised its burden"),
    st.booleans(),
    st.dictionaries(st.sampled_from([*TERMS, REST]), st.floats(-1.0, 1.0), max_size=5),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.floats(0.5, 1.0),
    st.sampled_from([1, 40]),
)


def told(terms, done=True, chance=0.8, other=0.1, share=1.0, runs=1, habit=False, **kw):
    deed = Deed("raised its burden", done, terms, chance, other, share, runs, habit)
    return sentence("Germany", deed, **kw)


def test_the_terms_that_decided_are_named_with_the_largest_against_them():
    terms = {"survival": 0.004, "consumption": -0.002, "power": 0.0001}
    assert told(terms) == (
        "Germany raised its burden: survival +0.004 outweighed consumption -0.002."
    )
    assert told(terms, figures=False) == (
        "Germany raised its burden: survival outweighed consumption."
    )
    assert told({"survival": 0.004}, against="against 'hold', ") == (
        "Germany raised its burden: against 'hold', survival +0.004 spoke for it."
    )


def test_as_many_terms_are_named_as_outweigh_the_other_side():
    terms = {"restraint": 0.202, "survival": 0.068, "power": 0.001, "effort": -0.254}
    assert told(terms) == (
        "Germany raised its burden: restraint +0.202 and survival +0.068 outweighed effort -0.254."
    )


def test_although_is_said_of_the_less_likely_alone():
    terms = {"survival": -0.004, "power": 0.001}
    assert told(terms, chance=0.1, other=0.9) == (
        "Germany raised its burden although survival -0.004 outweighed power +0.001: "
        "a choice with a chance of 10%."
    )
    assert told(terms, chance=0.96, other=0.01) == (
        "Germany raised its burden, a choice with a chance of 96%: "
        "survival -0.004 against it and power +0.001 for it."
    )
    assert told({"survival": 1e-5}, chance=0.52, other=0.48) == (
        "Germany raised its burden, near chance, a choice with a chance of 52%: "
        "survival +0.000010 for it."
    )


def test_a_refusal_keeps_the_signs_of_what_was_refused():
    terms = {"survival": -0.098, "consumption": 0.002}
    assert told(terms, done=False) == (
        "Germany raised its burden: survival -0.098 outweighed consumption +0.002."
    )


def test_without_terms_by_habit_and_over_runs():
    assert told({"power": SMALL / 2}) == (
        "Germany raised its burden: no term spoke for or against it, a choice with a chance of 80%."
    )
    assert told({"power": 0.5}, habit=True) == (
        "Germany raised its burden, by habit: a choice with a chance of 80%."
    )
    assert told({"power": 0.5}, share=0.7, runs=40) == (
        "In 70% of 40 runs Germany raised its burden; "
        "in these, on average, power +0.500 spoke for it."
    )
    assert told({"power": -0.5}, share=0.7, runs=40) == (
        "In 70% of 40 runs Germany raised its burden, a choice with a mean chance of 80%: "
        "power -0.500 against it."
    )


def test_what_is_beside_the_terms_is_named_after_them():
    weighed = weigh({REST: 0.5, "power": 0.1, "effort": -0.2})
    assert [name for name, _ in weighed.more] == ["power", REST]
    assert listed(weighed.more) == f"power and {REST}"


@settings(max_examples=300, deadline=None)
@given(deeds)
def test_the_verdict_agrees_with_the_figures_and_the_chances(deed):
    text = sentence("Germany", deed)
    weighed = weigh(deed.terms)
    if "outweighed" in text:
        more, less = text.split("outweighed")
        won, lost = (sum(float(v) for v in FIGURE.findall(side)) for side in (more, less))
        assert won * lost < 0
        assert abs(won) > abs(lost) - 2e-3  # as far as the figures are rounded
        assert weighed.speaks_for == (won > 0)
    if "although" in text:
        assert deed.chance < deed.other
        assert weighed.speaks_for != deed.done
    elif weighed is not None and ("outweighed" in text or "spoke" in text):
        assert weighed.speaks_for == deed.done
    assert ("near chance" in text) <= (abs(deed.chance - deed.other) < 0.2)
    assert text.endswith(".")
