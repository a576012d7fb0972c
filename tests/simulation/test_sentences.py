"""Choices in words: the sentence says what its numbers bear out."""

import pytest

from westphalia.simulation.options import ROUNDING
from westphalia.simulation.sentences import (
    AGAINST_IT,
    NEAR_CHANCE,
    Deed,
    because,
    reference,
    sentence,
    sentence_of_many,
    weighed,
)
from westphalia.world.terms import REST


def picked(terms, chance=0.7, compared=0.2, likeliest=("hold", 0.2), against="hold"):
    return Deed("raised its burden", terms, chance, compared, likeliest, against)


def refused(terms, chance=0.8):
    act = "refused a trade deal with Italy"
    return Deed(act, terms, chance, 1 - chance, ("", 1 - chance), refused="it")


def test_the_largest_terms_of_both_sides_are_named():
    terms = {"survival": 0.004, "consumption": -0.002, "power": 0.0001}
    assert sentence("Germany", picked(terms)) == (
        "Germany raised its burden: against 'hold', survival +0.004 outweighed consumption -0.002."
    )
    assert sentence("Germany", picked(terms), figures=False) == (
        "Germany raised its burden: survival outweighed consumption."
    )
    assert sentence("Germany", picked({"power": 0.01})) == (
        "Germany raised its burden: against 'hold', power +0.010 spoke for it."
    )


def test_as_many_terms_are_named_as_outweigh_the_other_side():
    terms = {"restraint": 0.202, "survival": 0.068, "power": 0.03, "effort": -0.254}
    assert because(weighed(terms), True) == (
        "restraint +0.202 and survival +0.068 outweighed effort -0.254"
    )
    terms = {"greed": 0.1, "survival": 0.09, "power": 0.08, "effort": -0.26}
    assert because(weighed(terms), True) == (
        "greed +0.100, survival +0.090 and power +0.080 outweighed effort -0.260"
    )


def test_where_three_terms_are_not_enough_they_are_told_together():
    terms = {"greed": 0.1, "survival": 0.09, "power": 0.08, "identity": 0.07, "effort": -0.3}
    found = weighed(terms)
    assert because(found, True) == "together the terms for it, +0.340, outweighed effort -0.300"
    assert because(found, False) == "together the terms for it outweighed effort"
    turned = weighed({k: -v for k, v in terms.items()})
    assert because(turned, True, "it") == (
        "together the terms against it, -0.340, outweighed effort +0.300 for it"
    )


def test_figures_have_the_digits_that_tell_the_sides_apart():
    terms = {"greed": 0.20042, "effort": -0.2001}
    assert because(weighed(terms), True) == "greed +0.20042 outweighed effort -0.20010"
    assert because(weighed({"greed": 0.2, "effort": -0.00002}), True) == (
        "greed +0.200 outweighed effort -0.00002"
    )


def test_terms_that_would_be_printed_as_nothing_are_not_named():
    assert because(weighed({"greed": 0.2, "effort": -4e-6}), True) == "greed +0.200 spoke for it"
    assert because(weighed({"greed": 0.2, "effort": -0.2 + ROUNDING / 2}), True) == ""


def test_what_no_term_holds_is_named_only_where_nothing_else_decides():
    assert because(weighed({REST: 0.05, "effort": 0.004}), True) == "effort +0.004 spoke for it"
    assert because(weighed({REST: 0.05, "effort": 0.004, "greed": -0.01}), True) == (
        "effort +0.004 and rest +0.050 outweighed greed -0.010"
    )
    assert because(weighed({REST: 0.05}), True) == "rest +0.050 spoke for it"
    assert because(weighed({REST: -0.05, "greed": 0.1}), True) == "greed +0.100 spoke for it"


def test_although_only_where_something_else_was_likelier():
    against = {"survival": -0.004, "power": 0.001}
    assert sentence("Germany", picked(against, 0.1, 0.6, ("hold", 0.6))) == (
        "Germany raised its burden although against 'hold', survival -0.004 outweighed "
        "power +0.001: a choice with a chance of 10%."
    )
    assert sentence("Germany", picked(against, 0.96, 0.01, ("hold", 0.01))) == (
        "Germany raised its burden, the likeliest choice with a chance of 96%; against 'hold', "
        "survival -0.004 outweighed power +0.001."
    )
    assert sentence("Germany", picked({"power": 0.01}, 0.2, 0.05, ("cut", 0.7))) == (
        "Germany raised its burden: against 'hold', power +0.010 spoke for it, although 'cut' was "
        "likelier: a choice with a chance of 20%."
    )


def test_a_refusal_is_told_with_the_signs_of_what_was_refused():
    terms = {"survival": -0.098, "consumption": 0.002}
    assert sentence("Germany", refused(terms)) == (
        "Germany refused a trade deal with Italy: "
        "survival -0.098 against it outweighed consumption +0.002 for it."
    )
    assert sentence("Germany", refused({"survival": -0.098})) == (
        "Germany refused a trade deal with Italy: survival -0.098 spoke against it."
    )
    assert sentence("Germany", refused({"survival": 0.098}, 0.1)) == (
        "Germany refused a trade deal with Italy although survival +0.098 spoke for it: "
        "a choice with a chance of 10%."
    )


def test_a_habit_has_no_reasons():
    assert sentence("Germany", refused({"survival": -0.098}, 0.72), by_habit=True) == (
        "Germany refused a trade deal with Italy, by habit: a choice with a chance of 72%."
    )


@pytest.mark.parametrize("chance", [0.41, 0.5, 0.59])
def test_near_chance_there_is_no_reason(chance):
    told = sentence("Germany", refused({"survival": -0.00001, "power": 0.00003}, chance))
    assert told == (
        f"Germany refused a trade deal with Italy; it was near chance: "
        f"a choice with a chance of {chance:.0%}."
    )


def test_negligible_differences_are_no_reason():
    assert "it was near chance" in sentence("Germany", picked({"power": 2e-6}))
    assert "it was near chance" in sentence("Germany", picked({}))


def test_what_is_as_likely_as_its_alternative_is_not_near_chance_if_something_else_is_likelier():
    told = sentence("Germany", picked({"power": 0.01}, 0.1, 0.1, ("cut", 0.8)))
    assert "near chance" not in told


class Option:
    def __init__(self, name, chance):
        self.name, self.chance = name, chance


def test_a_choice_is_compared_with_doing_nothing_or_with_the_likeliest_other():
    out, target, attacker = Option("out", 0.1), Option("target", 0.3), Option("attacker", 0.6)
    options = [out, target, attacker]
    assert reference(options, attacker, "out") is out
    assert reference(options, out, "out") is attacker
    assert reference(options, attacker, "") is target


def test_the_reason_of_many_runs_is_the_commonest_within_them():
    done = picked({"survival": -9.0})
    deeds = [picked({"survival": size, "effort": -0.001}) for size in (0.02, 0.04)]
    deeds += [picked({"effort": 0.01})]
    told = sentence_of_many("Germany", done, 0.75, 4, deeds)
    assert told == (
        "In 75% of 4 runs Germany raised its burden; "
        "the main reason was survival in 2 of these 3 (+0.030 on average)."
    )
    told = sentence_of_many("Germany", done, 0.75, 4, deeds, figures=False)
    assert told.endswith("the main reason was survival in 2 of these 3.")
    told = sentence_of_many("Germany", done, 1.0, 2, deeds[:2])
    assert told == (
        "In all 2 runs Germany raised its burden; the main reason was survival (+0.030 on average)."
    )
    told = sentence_of_many("Germany", done, 0.75, 4, deeds, by_habit=True)
    assert told.endswith("by habit: a choice with a mean chance of 70%.")


def test_in_each_run_it_may_have_been_near_chance_or_against_the_terms():
    assert picked({}).reason == (NEAR_CHANCE, 0.0)
    assert picked({"survival": -1.0}, 0.01, 0.9, ("hold", 0.9)).reason == (AGAINST_IT, 0.0)
    assert refused({"survival": -1.0}).reason == ("survival", -1.0)
    told = sentence_of_many("Germany", picked({}), 0.5, 2, [picked({})])
    assert told == "In 50% of 2 runs Germany raised its burden; it was near chance."


def test_though_is_said_of_many_runs_by_the_chances_alone():
    deed = picked({"survival": -9.0}, 0.3, 0.6, ("hold", 0.6))
    told = sentence_of_many("Germany", deed, 0.4, 10, [picked({"survival": 1.0})])
    assert told == (
        "In 40% of 10 runs Germany raised its burden, though 'hold' had a higher mean chance; "
        "the main reason was survival (+1.000 on average)."
    )
