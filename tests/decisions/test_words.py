"""Every decision has words for every option."""

import numpy as np
import pytest

from westphalia.decisions import AGREEMENTS, DECISIONS
from westphalia.decisions.alignment import ALIGNMENT
from westphalia.decisions.arming import ARMING
from westphalia.decisions.challenge import CHALLENGE, KINDS
from westphalia.decisions.compliance import COMPLIANCE
from westphalia.decisions.joining import JOINING
from westphalia.decisions.words import Act, Words
from westphalia.mechanisms import arming, joining
from westphalia.world.state import World

EACH = pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d.name)


def words_of(decision):
    """The words of a decision as things stand, without a pact and with one."""
    return [decision.words_for(two(pact=pact), 0, 1) for pact in (0.0, 1.0)]


def two(**standing):
    """A world of two states between whom nothing stands but what is given."""
    nothing = {name: np.zeros((2, 2)) for name in World._fields}
    return World(**{**nothing, **{name: np.full((2, 2), v) for name, v in standing.items()}})


@EACH
def test_every_decision_has_words_for_every_option(decision):
    for words in words_of(decision):
        assert words.title
        assert words.against
        assert words.field
        assert words.heading
        assert words.question
        for act in words.acts.values():
            assert act.do
            assert act.did


@EACH
def test_an_act_or_a_proposal_is_done_or_not_and_a_proposal_names_its_partner(decision):
    for words in words_of(decision):
        if words.shape in ("act", "proposal"):
            assert list(words.acts) == ["yes", "no"]
        if words.shape == "proposal":
            assert "{}" in words.question
            assert all("{}" in act.did for act in words.acts.values())


@EACH
def test_what_was_done_is_put_in_words_that_can_be_filled_in(decision):
    for words in words_of(decision):
        for act in words.acts.values():
            for text in act:
                told = text.format("Sudland", attacker="Norland", target="Sudland", burden=0.05)
                assert "{" not in told
                assert ("{" in text) == (told != text)


def test_the_baseline_is_what_no_does_unless_it_is_said():
    words = Words("act", "a toss", "tails", {"yes": Act("do", "did")}, "toss", "A toss", "Heads?")
    assert words.baseline == ""


@pytest.mark.parametrize(
    ("decision", "options"),
    [(ARMING, arming.OPTIONS), (JOINING, joining.JOIN), (CHALLENGE, KINDS)],
    ids=lambda v: getattr(v, "name", ""),
)
def test_the_words_are_in_the_order_of_the_options(decision, options):
    assert tuple(decision.words.acts) == options


def test_a_wish_is_not_told_as_what_came_of_it():
    for item in AGREEMENTS:
        assert item.words.acts["yes"].did.startswith("wanted ")


def test_doing_nothing_is_an_option_of_crises_and_of_wars_of_others():
    assert {d.name: d.words.nothing for d in DECISIONS if d.words.nothing} == {
        "challenge": "quiet",
        "join": "out",
    }


def test_fields_of_one_name_are_answered_alike():
    fields = {d.words.field: d.words.shape for d in DECISIONS}
    assert all(fields[d.words.field] == d.words.shape for d in DECISIONS)


def test_a_pact_that_stands_is_kept_or_left_and_its_years_are_told():
    without, standing = two(), two(pact=1.0, pact_age=4.0)
    assert ALIGNMENT.words_for(without, 0, 1) is ALIGNMENT.words
    acts = ALIGNMENT.words_for(standing, 0, 1).acts
    assert acts["no"].do == "leave the pact"
    assert acts["yes"].did == "kept its pact with {}"
    assert acts["no"].did == "left its pact with {}"
    assert ALIGNMENT.note(without, 0, 1) == ""
    assert ALIGNMENT.note(standing, 0, 1) == "In force for 4 years."


def test_what_stands_is_told_where_it_is_decided_on():
    for item in AGREEMENTS:
        assert item.note(two(), 0, 1) == ""
        assert item.note(two(**{item.about.variable: 0.9}), 0, 1) == item.standing
    assert COMPLIANCE.note(two(), 0, 1) == "If you both agree on it this year."
    assert COMPLIANCE.note(two(cap=0.1), 0, 1) == ""
