"""A small calibration that several tests look at."""

from conftest import PLAIN, PLAIN_FORMS

from westphalia.experiments.calibration.file import calibration_from_data

DATA = {
    "random_world": 8,
    "years": 8,
    "runs": 10,
    "seed": 3,
    "parameters": {name: value for name, value in PLAIN.items() if name != "war_cost"},
    "forms": PLAIN_FORMS._asdict(),
    "modules": {"flows": False, "salience": False},
    "ranges": {
        "war_cost": {"from": 0.01, "to": 0.15, "scale": "log"},
        "beta": {"from": 0.5, "to": 2},
    },
    "targets": [
        {"measure": "burden", "value": 4, "sd": 1, "source": "made up"},
        {"measure": "allies", "low": 0.2, "high": 2, "source": "made up", "first_year": 5},
    ],
    "waves": 1,
    "points": 25,
    "generations": 1,
    "particles": 40,
    "draws": 50,
}


def made(**changes):
    """The small calibration with changes."""
    return calibration_from_data({**DATA, **changes})
