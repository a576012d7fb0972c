"""Whatever a run records by a code has a meaning on the page."""

from westphalia.page.meanings import meanings
from westphalia.simulation.dataset import attributes
from westphalia.world.terms import TERMS


def codes(name):
    about = attributes(name, "")
    return [int(code) for code in about.get("flag_values", about.get("flag_masks")) if code > 0]


def test_every_code_of_the_record_has_a_meaning():
    told = meanings()
    roles = told["roles"]
    assert [
        roles["initiator"], roles["joined_attacker"], roles["target"], roles["joined_target"]
    ] == codes("war")  # fmt: skip
    assert [outcome["code"] for outcome in told["crises"]] == codes("crisis")
    kept = [a["keeping"]["bit"] for a in told["agreements"] if a["keeping"]]
    assert sorted([*(a["bit"] for a in told["agreements"]), *kept]) == codes("agreements")


def test_meanings_are_words_that_are_declared_once():
    told = meanings()
    (cap,) = (a for a in told["agreements"] if a["keeping"])
    assert cap["noun"] == "an arms cap"
    assert cap["keeping"] is not None
    assert cap["keeping"]["broken"].format("Peru") == "cheated on its arms cap with Peru"
    assert {t["name"]: t["meaning"] for t in told["terms"]}.items() >= TERMS.items()
