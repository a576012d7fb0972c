"""Forms of a process: chosen by name, and names that are not there are told with the nearest."""

import pytest

from westphalia.mechanisms.forms import FORMS, forms_of
from westphalia.world.parameters import Forms
from westphalia.world.problems import UserError


def test_every_process_with_forms_is_a_field_whose_usual_form_is_among_them():
    assert set(FORMS) == set(Forms._fields)
    for process, usual in Forms()._asdict().items():
        assert usual in FORMS[process]
        assert len(FORMS[process]) > 1


def test_what_is_chosen_is_there_and_the_rest_stays():
    assert forms_of({}) == Forms() == Forms(contest="ratio")
    assert forms_of({"contest": "difference"}) == Forms(contest="difference")
    other = Forms(contest="difference")
    assert forms_of({}, other) == other
    assert forms_of({"contest": "ratio"}, other) == Forms(contest="ratio")
    assert other.contest == "difference"


def test_an_unknown_name_gets_the_nearest_one():
    with pytest.raises(UserError, match=r"(?s)contst.*Did you mean contest"):
        forms_of({"contst": "ratio"})
    with pytest.raises(UserError, match=r"(?s)ratoi.*Did you mean ratio"):
        forms_of({"contest": "ratoi"})


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(UserError) as told:
        forms_of({"contst": "ratio", "contest": "diference"})
    assert len(str(told.value).splitlines()) >= 2
    assert "contst" in str(told.value)
    assert "diference" in str(told.value)
