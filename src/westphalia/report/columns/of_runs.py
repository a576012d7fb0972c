"""The columns of the tables of a run, a row of each table being what its first columns say."""

from westphalia.measures.registry import MEASURES
from westphalia.report.columns.column import (
    FLAG,
    PAIR,
    RUN,
    SHARE,
    TEXT,
    THEORY_YEAR,
    Column,
    Columns,
    ends,
    sourced,
    state,
    theory,
    with_ends,
)
from westphalia.simulation.dataset import VARIABLES

_SIMULATED = "runs of the simulation (results.nc)"
_FACTS = "the facts of the case (case.yaml), which no simulation reads"
_SCORED = "runs of the simulation beside the facts of the case"
_UNKNOWN = "no facts cover the year, or one of the two states was gone"
_UNSCORED = "there is nothing in the facts to score"
_NO_STATE = "the state is alive in no run"
_NO_OCCASION = "no run has an occasion, as the joining of wars without a war"
_SCORE = Column("which score: what is forecast, and the rule", TEXT, source=RUN)
_IN_THE_UNIT = "that of the score: brier 0-1, log nats, correlations -1 to 1"


def _chance(name: str, what: str) -> Columns:
    """A share of runs with Jeffreys' interval, which is never missing."""
    return with_ends(name, Column(f"share of runs in which {what}", SHARE), "over runs", "")


def _of_state(name: str) -> Column:
    about = VARIABLES[name]
    return Column(f"mean {about.long_name} over the runs in which it lives", about.units, _NO_STATE)


def _per_run() -> Columns:
    """The value of every built-in measure in a single run."""
    missing = "the run has no occasion, as the joining of wars without a war"
    return {
        name: Column(f"in this run alone: {m.meaning}", m.unit, missing)
        for name, m in MEASURES.items()
    }


OF_RUNS: dict[str, Columns] = {
    "dyad_years": {
        **THEORY_YEAR,
        **PAIR,
        **sourced(
            _SIMULATED,
            {
                **_chance("pact", "the two have a pact of help at the end of the year"),
                **_chance("first_war", "the two fight each other for the first time in the year"),
            },
        ),
        **sourced(
            _FACTS,
            {
                "pact_history": Column("1 if they had a pact of help, 0 if not", FLAG, _UNKNOWN),
                "war_history": Column("1 if they fought each other, 0 if not", FLAG, _UNKNOWN),
            },
        ),
    },
    "dyads": {
        "theory": theory(),
        **PAIR,
        **sourced(
            _SIMULATED,
            {
                **_chance("pact_formed", "the two, without a pact at the start, make one"),
                **_chance("fought", "the two ever fight each other"),
            },
        ),
        **sourced(
            _FACTS,
            {
                "pact_at_start": Column("1 if they have a pact of help when it begins", FLAG),
                "pact_formed_history": Column("1 if they, without a pact then, made one", FLAG),
                "fought_history": Column("1 if they fought each other in these years", FLAG),
            },
        ),
    },
    "state_years": {
        **THEORY_YEAR,
        **state(""),
        **sourced(
            _SIMULATED,
            {
                "alive": Column("share of runs in which the state lives at the year's end", SHARE),
                **{name: _of_state(name) for name in ("burden", "arms", "resources")},
            },
        ),
    },
    "great_power_war": {
        **THEORY_YEAR,
        **sourced(
            _SIMULATED,
            {
                "probability": Column(
                    "share of runs in which great powers have fought by the end of the year", SHARE
                ),
                **ends("the probability", SHARE, "over runs", missing=""),
            },
        ),
    },
    "scores": {
        "theory": theory(),
        "score": _SCORE,
        **sourced(
            _SCORED,
            {
                "value": Column("the score", _IN_THE_UNIT, _UNSCORED),
                **ends("the value", _IN_THE_UNIT, "over runs"),
                **ends(
                    "the value", _IN_THE_UNIT, "over pairs of states", "pairs_",
                    "too few pairs, or a score of the growth of arms, which is over states",
                ),
            },
        ),
    },
    "comparisons": {
        "theory1": theory("theory that is compared"),
        "theory2": theory("theory that it is compared with"),
        "score": _SCORE,
        **sourced(
            _SCORED,
            {
                "value": Column(
                    "score of theory1 less that of theory2, from the same random draws",
                    _IN_THE_UNIT, _UNSCORED,
                ),
                **ends("the value", _IN_THE_UNIT, "over runs"),
                **ends("the value", _IN_THE_UNIT, "over pairs of states", "pairs_"),
                "told_apart": Column("1 if both intervals exclude zero", FLAG),
            },
        ),
    },
    "measures": {
        "theory": theory(),
        "measure": Column("name of the measure, see `westphalia measures`", TEXT, source=RUN),
        "unit": Column("unit of the value", TEXT, source=RUN),
        **sourced(
            _SIMULATED,
            {
                "value": Column("value over all runs", "that in the column unit", _NO_OCCASION),
                **ends("the value", "that in the column unit", "over runs"),
            },
        ),
    },
    "runs": {
        "theory": theory(),
        "run": Column("index of the run, as in results.nc; the first is 0", "index", source=RUN),
        **sourced(_SIMULATED, _per_run()),
    },
}  # fmt: skip
