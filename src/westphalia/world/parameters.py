"""Every number of the world in one table: unit, plausible range, limits, default and source.

`Parameters` are the physics that all theories share; what a state wants, expects and learns is
in `westphalia.theories`. A value may be one number or one per run (last axis). Utilities
("utils") are on the scale of ln consumption: 0.01 is worth 1% of a year's consumption.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from numbers import Real
from typing import Any, NamedTuple

from westphalia.world.problems import Problems, UserError, unknown


@dataclass(frozen=True)
class Parameter:
    """A number of the world or of a theory, and all that is known of it.

    Experiments draw from the plausible range [low, high]; for the world's numbers at least half
    of such draws give the base rates of `measures.rates`, but for the life of pacts. Any value
    within the limits [least, most] may be set; outside them the number has no meaning. `source`:
    author and year, as in the bibliography, or that it is a choice. `reason`: why a
    theory has this value. `needs`: the modules one of which must be on for the number to
    matter; `form`: the form of a process that it belongs to, "process=form", "" if to all.
    """

    name: str
    symbol: str
    unit: str
    default: float
    low: float
    high: float
    least: float
    most: float
    meaning: str
    source: str
    reason: str = ""
    needs: tuple[str, ...] = ()
    form: str = ""

    def problem(self, value: Any) -> str | None:
        """What is wrong with a value, in a sentence; None if it may be set."""
        if isinstance(value, bool) or not isinstance(value, Real):
            return f"{self.name} = {value!r} is not a number: {self.meaning}."
        value = float(value)
        if self.least <= value <= self.most:  # false for NaN
            return None
        return (
            f"{self.name} = {value:g} is outside its range, {self.least:g} to {self.most:g} "
            f"{self.unit} (plausible {self.low:g} to {self.high:g}): {self.meaning}."
        )


#: The usual forms of crises, joining and pacts, which mechanisms ask for by name.
BRINKMANSHIP, FUTURE, BINDING = "brinkmanship", "future", "binding"


class Forms(NamedTuple):
    """The form of each process of which there are rival forms, by name. See `mechanisms.forms`."""

    contest: str = "ratio"
    crisis: str = BRINKMANSHIP
    joining: str = FUTURE
    pacts: str = BINDING


#: Limits of a positive number that has no natural ones: a quarter of the default to four times it.
WIDE: Any = None


def _p(
    default: float,
    symbol: str,
    plausible: tuple[float, float],
    limits: tuple[float, float],
    unit: str,
    meaning: str,
    source: str,
    needs: str = "",
    form: str = "",
) -> Any:
    """A row of the table. `needs`: names of modules, one of which must be on for it to matter."""
    span = (*plausible, *(limits or (default / 4.0, default * 4.0)))
    row = (symbol, unit, default, *span, meaning, source, "", tuple(needs.split()), form)
    return field(default=float(default), metadata={"row": row})


_CAL = "calibrated: base rates and moments of random worlds of eight powers"


# A row: default, symbol, (plausible range), (limits), unit,
#        meaning, source, modules of which one must be on (all if left out)
# fmt: off
@dataclass(frozen=True)
class Parameters:
    """The physics of the world: its numbers, and the forms of those processes that have several.

    Fields hold a number, or an array with one value per run.

    Raises:
        UserError: a plain number outside its limits. Arrays are taken as they are.
    """

    # The contest (Tullock 1980; Hirshleifer 1989) and its reach (Boulding 1962)
    decisiveness: float = _p(1, "m", (0.9, 1.1), WIDE, "-",
        "how much relative strength decides a war", "Hirshleifer 1989")
    defence_advantage: float = _p(1, "beta", (0.92, 1.08), WIDE, "ratio",
        "true advantage of the defender", "Jervis 1978")
    distinguishability: float = _p(0.3, "d", (0.21, 0.39), (0, 1), "share",
        "how far posture separates offence from defence", "Jervis 1978")
    reach: float = _p(1.4, "ell", (1.3, 1.5), WIDE, "thousand km",
        "distance that costs 63% of strength", "Boulding 1962")
    projection: float = _p(0.43, "proj", (0.387, 0.473), (0, 2), "exponent",
        "how much farther the strength of greater powers reaches", "Boulding 1962")
    surprise: float = _p(0.1, "f", (0.07, 0.13), (0, 1), "share",
        "edge of striking first from the border", "Van Evera 1998",
        "withdrawals limited_war total_war")
    contest_scale: float = _p(0.3, "E_0", (0.24, 0.36), WIDE, "arms",
        "strength at which both forms of the contest agree", "modelling choice",
        form="contest=difference")
    unarmed_resistance: float = _p(0.0035, "tau", (0.00263, 0.00438), (0, 0.05), "burden",
        "resistance of an unarmed state", "Hirshleifer 1989")
    # What is disputed and what war costs (Fearon 1995)
    stake_size: float = _p(0.39, "sigma", (0.351, 0.429), (0.01, 2), "share of smaller R",
        "size of what a pair disputes", _CAL)
    new_issues: float = _p(0.05, "newx", (0.045, 0.055), (0, 1), "1/pair-year",
        "hazard that a pair's settlement is reopened", _CAL)
    war_cost: float = _p(0.067, "cw", (0.0603, 0.0737), (0.002, 0.5), "share of smaller R",
        "mean private cost of a war", "Fearon 1995")
    nuclear_cost: float = _p(0.3, "cn", (0.225, 0.375), WIDE, "share of smaller R",
        "floor of that cost, both nuclear", "Jervis 1989")
    crisis_cost: float = _p(0.013, "c0", (0.0117, 0.0143), (0.001, 0.63), "utils",
        "fixed cost of opening a crisis", "Fearon 1994")
    total_cost: float = _p(240, "cq0", (216, 264), (0.2, 400), "of crisis_cost",
        "extra fixed cost of a total war", _CAL, "total_war")
    misjudgement: float = _p(0.26, "sp", (0.234, 0.286), (0, 1.5), "logit sd",
        "error in judging the odds of a war", "Fearon 1995")
    accident: float = _p(0.0034, "z_a", (0.00306, 0.00374), (0, 1), "per crisis",
        "a settled crisis still ends in war", "Schelling 1966", "accidents")
    indecisive: float = _p(0.2, "stale", (0.15, 0.25), (0, 1), "share",
        "wars without a victor", "COW wars v4.0 (Sarkees 2010)")
    annexation: float = _p(0.47, "annex", (0.399, 0.54), (0, 1), "share",
        "chance factor that a total victory annexes", _CAL, "annexation")
    waste: float = _p(0.55, "waste", (0.484, 0.616), (0, 1), "share",
        "resources lost in annexation", "Liberman 1996", "annexation")
    defeat_loss: float = _p(0.2, "loss", (0.15, 0.25), (0, 0.9), "share of arms",
        "arms the loser of a war loses", _CAL)
    victors_loss: float = _p(1 / 3, "loss_v", (1 / 3, 1 / 3), (0, 1), "of defeat_loss",
        "arms the victor, and both in a draw, lose", "modelling choice")
    institutions_lost: float = _p(0.5, "loss_i", (0.5, 0.5), (0, 1), "share",
        "joint institutions that a war destroys", "modelling choice", "institutions")
    shift_years: float = _p(15, "T_s", (11, 19), WIDE, "years",
        "how far ahead a shift of power is seen", "Powell 1999", "preventive_war")
    patience: float = _p(0.95, "delta_s", (0.93, 0.97), (0.5, 1), "factor",
        "weight of the time after that shift", "Fearon 1995", "preventive_war")
    sanction: float = _p(0.6, "pen", (0.45, 0.75), (0, 2.4), "utils",
        "penalty of a breach under a sovereign", "Waltz 1979")
    enforcement: float = _p(0, "e", (0, 0), (0, 1), "share",
        "0 = anarchy, 1 = every breach is punished", "Waltz 1979")
    # Quarrels: what a pair disputes comes and goes, and grows (Diehl & Goertz 2000)
    salience_rest: float = _p(0.14, "q_0", (0.126, 0.154), (0.001, 1), "ratio",
        "salience of a pair's quarrel without an open issue", _CAL, "salience")
    salience_spread: float = _p(0.69, "s_q", (0.621, 0.759), (0, 2.5), "log sd",
        "spread of the salience of new issues, mean 1", "Diehl & Goertz 2000", "salience")
    issue_end: float = _p(0.013, "h_q", (0.0117, 0.0143), (0, 1), "1/year",
        "hazard that an open issue fades", "Colaresi et al. 2007", "salience flows")
    settlement: float = _p(0.63, "q_s", (0.567, 0.693), (0, 1), "share",
        "concessions and decisive wars that close the issue", _CAL, "salience")
    grievance: float = _p(0.017, "g_q", (0.0153, 0.0187), (0, 2), "share",
        "growth of an issue by a dispute that settles nothing", "Vasquez 1993", "salience")
    contiguity: float = _p(0.81, "con", (0.729, 0.891), (0, 4), "exponent",
        "how far issues arise between neighbours", "Vasquez 1993", "salience")
    rivalry_of_equals: float = _p(0.67, "pos", (0.603, 0.737), (0, 3), "exponent",
        "how far issues arise between equals", "Colaresi et al. 2007", "salience")
    issue_spread: float = _p(1.5, "s_x", (1.35, 1.65), (0, 3), "ratio",
        "spread of the share in a new issue, of that of U(0.1, 0.9)", _CAL, "salience")
    relevance: float = _p(0.17, "rel", (0.153, 0.187), (0, 1), "exponent",
        "how far attention follows salience", "Matejka & McKay 2015", "salience")
    record_prior: float = _p(0.28, "a_m", (0.07, 1.1), (0.01, 20), "disputes",
        "disputes granted to a pair without a past", "Harvey & Fernandes 1989", "record")
    record_of_other: float = _p(0.18, "w_m", (0.05, 0.7), (0, 1), "ratio",
        "weight of the disputes that the other side began", "Harvey & Fernandes 1989", "record")
    record_memory: float = _p(0.966, "g_m", (0.87, 0.99), (0, 1), "1/year",
        "how much of a pair's record is left after a year", "Harvey & Fernandes 1989", "record")
    # A crisis that may be backed out of (Fearon 1994; Schultz 1998)
    backing_down: float = _p(0.0081, "A", (0.00729, 0.00891), (0, 1), "utils",
        "audience cost of a challenger that backs down", "Fearon 1994", form="crisis=brinkmanship")
    yielding: float = _p(4.3, "yl", (3.87, 4.73), (0, 20), "of backing_down",
        "audience cost of a target that concedes", "Fearon 1994", form="crisis=brinkmanship")
    temperature_fight: float = _p(0.15, "Tf", (0.135, 0.165), (0.001, 1), "utils",
        "noise of standing firm or backing down", "Signorino 1999", form="crisis=brinkmanship")
    smallness: float = _p(0.4, "kap", (0.36, 0.44), (0, 1), "exponent",
        "how far a crisis with a smaller state costs, shames and confuses less", _CAL,
        form="crisis=brinkmanship")
    # Precision of choice: quantal response (McKelvey & Palfrey 1995)
    temperature_crisis: float = _p(0.0083, "Tc", (0.00747, 0.00913), (0.001, 0.18), "utils",
        "noise of crisis choices", "McKelvey & Palfrey 1995")
    temperature_arms: float = _p(0.0085, "Ta", (0.00723, 0.00978), WIDE, "utils",
        "noise of arms choices", "McKelvey & Palfrey 1995", "arming posture signals")
    temperature_pact: float = _p(0.0034, "Tp", (0.00306, 0.00374), (0.0006, 0.02), "utils",
        "noise of pact choices", "McKelvey & Palfrey 1995", "pacts")
    temperature_join: float = _p(0.012, "Tj", (0.0108, 0.0132), (0.003, 0.06), "utils",
        "noise of joining a war", "McKelvey & Palfrey 1995", "joining")
    temperature_deal: float = _p(0.002, "Td", (0.0015, 0.0025), WIDE, "utils",
        "noise of agreements", "McKelvey & Palfrey 1995")
    # Survival, arms and posture
    horizon: float = _p(77, "H", (69.3, 84.7), (8, 320), "years",
        "horizon of survival", _CAL)
    restraint: float = _p(0.28, "phi", (0.252, 0.308), (0, 1), "share",
        "how far a pact restrains the partner", "Schroeder 1976", "pacts")
    burden_step: float = _p(0.15, "da", (0.112, 0.188), WIDE, "log points",
        "one step of the burden", "COW NMC v7.0", "arming")
    depreciation: float = _p(0.1, "delta_M", (0.08, 0.12), (0.02, 0.5), "1/year",
        "arms that wear out", "COW NMC v7.0")
    posture_cost: float = _p(0.026, "posc", (0.0195, 0.0325), (0, 0.2), "utils",
        "cost of changing posture", _CAL, "posture")
    military_share: float = _p(0.1, "pm", (0.07, 0.13), (0, 0.5), "exponent",
        "weight of arms in power, s = R^(1-pm) M^pm", _CAL)
    # Pacts (Snyder 1984; Leeds & Savun 2007; Morrow 2000)
    reliability: float = _p(0.65, "rhat", (0.572, 0.728), (0, 1), "share",
        "assumed reliability of a pledge", "Berkemeier & Fuhrmann 2018", "pacts")
    consideration: float = _p(0.16, "qa", (0.144, 0.176), (0.01, 1), "1/pair-year",
        "how often a pair reviews its alignment", _CAL, "pacts")
    treaty_cost: float = _p(0.0036, "c_p", (0.00324, 0.00396), (0, 0.05), "utils/year",
        "fixed cost of keeping a treaty", "Morrow 2000", "pacts")
    autonomy_cost: float = _p(0.0042, "aut", (0.00378, 0.00462), (0, 0.05), "utils/year",
        "autonomy lost to an equal ally", "Morrow 1991", "pacts institutions")
    entrapment: float = _p(1.3, "ent", (1.17, 1.43), (0, 3), "weight",
        "expected cost of an ally's wars", "Snyder 1984", "pacts")
    abrogation: float = _p(0.02, "abro", (0.018, 0.022), (0, 0.1), "utils",
        "cost of leaving a pact in peace", "Leeds & Savun 2007", "pacts")
    breach: float = _p(0.09, "breach", (0.081, 0.099), (0, 0.3), "utils",
        "cost of breaking a pact in war", "Fearon 1997", "pacts")
    deepening: float = _p(0.1, "dep", (0.075, 0.125), (0, 1), "1/year",
        "how fast a kept pact gains depth", "Morrow 1994", "pacts")
    join_cost: float = _p(0.048, "jc", (0.0432, 0.0528), (0, 2), "of war_cost",
        "cost of joining a war", _CAL, "joining")
    join_effort: float = _p(1.5, "fxT", (1.35, 1.65), (0.05, 20), "of crisis_cost",
        "fixed cost of joining the target", _CAL, "joining")
    join_attacker_effort: float = _p(6.6, "fxA", (5.94, 7.26), (0.05, 40), "of crisis_cost",
        "fixed cost of joining the attacker", "Schweller 1994", "joining")
    formation: float = _p(0.25, "c_f", (0.22, 0.28), (0, 0.5), "utils",
        "cost of making a pact", "Morrow 2000", "pacts", form="pacts=binding")
    commitment_years: float = _p(8, "t_p", (7.2, 8.8), (0.1, 50), "years",
        "age at which leaving a pact costs 63% of abrogation", "Leeds & Savun 2007", "pacts",
        form="pacts=binding")
    bases: float = _p(0.15, "b", (0.135, 0.165), (0, 1), "share",
        "strength lost to distance that a fully planned pact restores", "Boulding 1962", "pacts",
        form="pacts=binding")
    appeasement: float = _p(0.86, "phi_w", (0.774, 0.946), (0, 1), "share",
        "an attacker takes who helped it under its wing", "Walt 1987", "joining",
        form="joining=future")
    hope: float = _p(1.7, "hp", (1.53, 1.87), (0, 2), "ratio",
        "weight of the help that joiners expect of each other", "Diekmann 1985", "joining",
        form="joining=future")
    war_tail: float = _p(2, "t_w", (1.7, 2.3), (0, 3), "exponent",
        "spread of the size of wars, 1 / (Pareto exponent - 1); 0 = all alike", "Clauset 2018")
    # Beliefs and expected response
    greedy_share: float = _p(0.25, "pi_g", (0.2, 0.3), (0, 1), "share",
        "states that are greedy in truth", "Kydd 2005")
    greed: float = _p(2.5, "theta", (2.25, 2.75), (0, 10), "utils per mean R",
        "value a greedy state puts on gains", _CAL)
    type_turnover: float = _p(0.03, "nu", (0.0225, 0.0375), (0, 0.5), "1/year",
        "how often a state's type is redrawn", "Archigos 4.1")
    tempering: float = _p(0.65, "chi", (0.585, 0.715), (0, 1), "exponent",
        "weight of evidence; 1 = Bayes", "Kydd 2005")
    bad_news: float = _p(1, "psi", (1, 1.1), (1, 3), "ratio",
        "over-weight of a year's bad news", "Jervis 1976", "learning")
    volunteers: float = _p(1.4, "vol", (1.26, 1.54), (0, 2), "share",
        "help expected of unallied third states", _CAL)
    memory: float = _p(0.98, "mem", (0.97, 0.99), (0.5, 1), "1/year",
        "retention of what third parties did", _CAL)
    # Cooperation
    agenda: float = _p(0.3, "q_t", (0.225, 0.375), (0, 1), "1/pair-year",
        "how often a pair meets on an agreement", _CAL)
    trade_gain: float = _p(0.02, "g_T", (0.015, 0.025), (0, 0.1), "share of R",
        "gains from trade between close equals", "Frankel & Romer 1999")
    agreement_cost: float = _p(0.002, "c_a", (0.0015, 0.0025), (0, 0.05), "utils/year",
        "fixed cost of keeping an agreement", _CAL)
    signal_cost: float = _p(0.05, "c_s", (0.0375, 0.0625), (0, 0.5), "share of E^A",
        "offence given up in a costly signal", "Kydd 2005", "signals")
    detection: float = _p(0.3, "V0", (0.225, 0.375), (0, 1), "1/year",
        "cheating found without inspection", "Downs & Rocke 1990", "caps")
    inspected_detection: float = _p(0.9, "V1", (0.8, 1), (0, 1), "1/year",
        "cheating found with inspection", "Downs & Rocke 1990", "caps inspections")
    discount: float = _p(0.92, "delta", (0.892, 0.948), (0.5, 0.99), "1/year",
        "discount factor of agreements", "Axelrod 1984")
    cap_depth: float = _p(0.2, "s_c", (0.15, 0.25), (0, 1), "log points",
        "cut of the burden in an arms cap", _CAL, "caps")
    identity_act: float = _p(0.2, "k_I", (0.15, 0.25), (0, 1), "of eta",
        "weight of peaceful acts against war", "Wendt 1999", "identities")
    # Growth
    growth_noise: float = _p(0.03, "s_R", (0.024, 0.036), (0, 0.1), "log sd/year",
        "yearly noise of resources", "COW NMC v7.0")
    growth_shock: float = _p(0.004, "s_g", (0.0032, 0.0048), (0, 0.02), "log sd/year",
        "yearly shock to relative growth", "COW NMC v7.0")
    growth_memory: float = _p(0.9, "rho_g", (0.873, 0.927), (0, 0.99), "1/year",
        "persistence of relative growth", "COW NMC v7.0")
    convergence: float = _p(0.01, "conv", (0.0075, 0.0125), (0, 0.05), "1/year",
        "pull of resources towards the mean", "Barro & Sala-i-Martin 1992")
    # Critiques (modules that are off by default)
    audience: float = _p(0.5, "aud", (0.375, 0.625), (0, 3), "of crisis_cost",
        "audience cost of a full democracy", "Fearon 1994", "regime")
    democratic_trust: float = _p(0.6, "dem", (0.45, 0.75), (0, 1), "share",
        "suspicion lifted between democracies", "Russett 1993", "regime")
    routine: float = _p(0.3, "rout", (0.225, 0.375), (0, 1), "share",
        "arms choices made by routine", "Allison 1971", "organisations")
    ministries: float = _p(0.4, "vote", (0.3, 0.5), (0, 1), "share",
        "arms choices carried by one ministry", "Allison 1971", "organisations")
    mobilisation: float = _p(0.03, "z", (0.02, 0.04), (0, 1), "per crisis",
        "a mobilisation plan runs once triggered", "Van Evera 1984", "organisations")
    capture_gain: float = _p(1, "k_cap", (0.75, 1.25), (0, 5), "ratio",
        "war gains as a captured state sees them", "Snyder 1991", "capture")
    prestige: float = _p(0.003, "prest", (0.002, 0.004), (0, 0.2), "utils",
        "value of a challenge for its own sake", "Lebow 2008", "goals")
    attack_hazard: float = _p(0.02, "h_n", (0.015, 0.025), (0, 1), "1/state-year",
        "hazard of a non-state attack", "modelling choice", "nonstate")
    attack_fear: float = _p(0.5, "k_n", (0.375, 0.625), (0, 1), "share",
        "worst-case thinking after an attack", "Jervis 1976", "nonstate")
    attribution: float = _p(1.5, "att", (1.12, 1.88), (0, 6), "log odds",
        "suspicion of the state blamed for it", "modelling choice", "nonstate")
    leader_hazard: float = _p(0.15, "h_l", (0.112, 0.188), (0, 1), "1/year",
        "how often leaders change", "Archigos 4.1", "leaders")
    leader_spread: float = _p(0.3, "s_l", (0.225, 0.375), (0, 1), "log sd",
        "spread of leaders' temperature and confidence", "Byman & Pollack 2001", "leaders")
    forms: Forms = Forms()

    def __post_init__(self) -> None:
        plain = [k for k in ABOUT if _is_plain(getattr(self, k))]
        problems = [p for k in plain if (p := ABOUT[k].problem(getattr(self, k))) is not None]
        if problems:
            raise UserError("\n".join(problems))
# fmt: on


def _is_plain(value: Any) -> bool:
    """Whether a value is no array, no tracer and nothing else that has a shape."""
    return isinstance(value, int | float) or not hasattr(value, "shape")


#: What each parameter is, by name.
ABOUT: dict[str, Parameter] = {
    f.name: Parameter(f.name, *f.metadata["row"]) for f in fields(Parameters) if f.metadata
}
#: The field's symbols, accepted wherever a name is.
SYMBOLS: dict[str, str] = {a.symbol: name for name, a in ABOUT.items()}
DEFAULTS: dict[str, float] = {name: float(a.default) for name, a in ABOUT.items()}


def parameter_name(name: str) -> str:
    """The full name for a name or symbol; unknown names raise with the nearest ones."""
    if name in ABOUT:
        return name
    if name in SYMBOLS:
        return SYMBOLS[name]
    raise unknown("parameter", name, [*ABOUT, *SYMBOLS])


def with_values(changes: Mapping[str, float]) -> Parameters:
    """Defaults with some values changed; every problem is reported at once.

    Raises:
        UserError: an unknown name, or a value outside its limits.
    """
    return replace(Parameters(), **checked(changes))


def checked(changes: Mapping[str, float]) -> dict[str, float]:
    """The same values by full name, as numbers; problems as in `with_values`."""
    problems = Problems()
    values = checked_values(changes.items(), lambda name: ABOUT[parameter_name(name)], problems)
    problems.refuse()
    return values


def checked_values(
    given: Iterable[tuple[str, float]], about: Callable[[str], Parameter], problems: Problems
) -> dict[str, float]:
    """Values by full name, as numbers; those that cannot be set are left out and told.

    Args:
        about: what is known of a number, by any name for it; raises `UserError` if there is none.
        problems: where unknown names, values outside their limits and repeated names are added.
    """
    values: dict[str, float] = {}
    for name, value in given:
        found = problems.attempt(lambda name=name: about(name))
        if found is None:
            continue
        wrong = found.problem(value)
        if wrong is not None:
            problems.add(wrong)
        else:
            set_once(values, found.name, float(value), problems)
    return values


def set_once(values: dict[str, float], name: str, value: float, problems: Problems) -> None:
    """Set a value by name; that it is there already is a problem."""
    if name in values:
        problems.add(f"{name} is set twice.")
    else:
        values[name] = value
