"""Which figures a study has."""

from report.history import made_up as made
from westphalia.report.history.figures import figures, styles


def test_figures_by_the_name_of_their_file():
    assert set(figures(made.replay())) == {"calibration-all-years", "differences-all-years"}
    assert set(figures(made.recovered())) == {"recovery", "ranks-defensive"}


def test_theories_are_coloured_and_baselines_grey():
    found = styles(made.tournament())
    assert set(found) == set(made.NAMES)
    colours = [found[name]["color"] for name in made.NAMES]
    assert len(set(colours[:2])) == 2
    assert all(colour in ("#777777", "#bbbbbb") for colour in colours[2:])
