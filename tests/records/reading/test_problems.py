"""Problems of a file, with their places."""

from westphalia.records.reading.problems import Findings


def test_a_problem_names_every_place_and_what_stands_there():
    findings = Findings("a.csv")
    findings.add("odd", "year {value} is odd", [3, 5], [1913, 1915])
    findings.whole("empty", "there is nothing in it")
    findings.add("odd", "year {value} is odd", [9], [1917])
    findings.add("never", "{value}", [], [])
    whole, odd = findings.problems()
    assert whole.sentences() == ["a.csv: there is nothing in it"]
    assert (odd.kind, odd.total, odd.lines) == ("odd", 3, (3, 5, 9))
    assert odd.sentences()[-1] == "a.csv:9: year 1917 is odd"


def test_the_first_places_are_named_and_the_rest_counted():
    findings = Findings("a.csv")
    findings.add("odd", "{value}", [1, 2, 3], ["x", "y", "z"])
    (problem,) = findings.problems()
    assert problem.sentences(1) == ["a.csv:1: x", "a.csv: and 2 more: odd"]
    assert problem.sentences(3) == problem.sentences()
