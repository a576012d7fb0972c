"""Every decision has words for every option."""

import pytest

from westphalia.decisions import DECISIONS
from westphalia.decisions.arming import ARMING
from westphalia.decisions.challenge import CHALLENGE, KINDS
from westphalia.decisions.joining import JOINING
from westphalia.decisions.words import Act, Words
from westphalia.mechanisms import arming, joining

EACH = pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d.name)


def words_of(decision):
    """The words of a decision, and those for a pact that stands already."""
    kept = getattr(decision, "words_kept", None)
    return [decision.words] if kept is None else [decision.words, kept]


@EACH
def test_every_decision_has_words_for_every_option(decision):
    for words in words_of(decision):
        assert words.title
        assert words.against
        assert words.field
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
    words = Words("act", "a toss", "tails", {"yes": Act("do", "did")}, "toss", "Heads?")
    assert words.baseline == ""


@pytest.mark.parametrize(
    ("decision", "options"),
    [(ARMING, arming.OPTIONS), (JOINING, joining.JOIN), (CHALLENGE, KINDS)],
    ids=lambda v: getattr(v, "name", ""),
)
def test_the_words_are_in_the_order_of_the_options(decision, options):
    assert tuple(decision.words.acts) == options


def test_fields_of_one_name_are_answered_alike():
    fields = {d.words.field: d.words.shape for d in DECISIONS}
    assert all(fields[d.words.field] == d.words.shape for d in DECISIONS)
