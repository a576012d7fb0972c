"""Every number of the world in one place: unit, plausible range, default and source.

`Parameters` are the physics that all theories share; what a state wants, expects and learns is
in `westphalia.theories`. A value may be one number or one per run (last axis). Utilities
("utils") are on the scale of ln consumption: 0.01 is worth 1% of a year's consumption.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from westphalia.world.problems import UserError, unknown


@dataclass(frozen=True)
class About:
    """What a parameter is: symbol, unit, plausible range, limits, meaning and source.

    Experiments draw from the plausible range [low, high], in which at least half of the draws
    give the base rates of `measures.rates`. Any value within the limits [least, most] may be
    set; outside them the parameter has no meaning.
    """

    symbol: str
    unit: str
    low: float
    high: float
    meaning: str
    source: str
    least: float
    most: float


def _p(
    default: float,
    symbol: str,
    low: float,
    high: float,
    unit: str,
    meaning: str,
    source: str,
    limits: tuple[float, float] | None = None,
) -> Any:
    least, most = limits or (default / 4.0, default * 4.0)
    about = About(symbol, unit, low, high, meaning, source, least, most)
    return field(default=default, metadata={"about": about})


_CAL = "calibrated: base rates of a random 8-power world"


@dataclass(frozen=True)
class Parameters:
    """The physics of the world. Fields hold a float, or an array with one value per run."""

    # The contest (Tullock 1980; Hirshleifer 1989) and its reach (Boulding 1962)
    decisiveness: float = _p(
        1, "m", 0.9, 1.1, "-", "how much relative strength decides a war", "Hirshleifer 1989"
    )
    defence_advantage: float = _p(
        1, "beta", 0.92, 1.08, "ratio", "true advantage of the defender", "Jervis 1978"
    )
    distinguishability: float = _p(
        0.3,
        "d",
        0.21,
        0.39,
        "share",
        "how far posture separates offence from defence",
        "Jervis 1978",
        limits=(0, 1),
    )
    reach: float = _p(
        1.4, "ell", 1.3, 1.5, "thousand km", "distance that costs 63% of strength", "Boulding 1962"
    )
    surprise: float = _p(
        0.1,
        "f",
        0.07,
        0.13,
        "share",
        "edge of striking first from the border",
        "Van Evera 1998",
        limits=(0, 1),
    )
    unarmed_resistance: float = _p(
        0.0035,
        "tau",
        0.00263,
        0.00438,
        "burden",
        "resistance of an unarmed state",
        "Hirshleifer 1989",
        limits=(0, 0.05),
    )
    # What is disputed and what war costs (Fearon 1995)
    stake_size: float = _p(
        0.14, "sigma", 0.126, 0.154, "share of smaller R", "size of what a pair disputes", _CAL
    )
    new_issues: float = _p(
        0.064,
        "newx",
        0.048,
        0.08,
        "1/pair-year",
        "hazard that a pair's settlement is reopened",
        _CAL,
        limits=(0, 1),
    )
    war_cost: float = _p(
        0.038, "cw", 0.035, 0.041, "share of smaller R", "mean private cost of a war", "Fearon 1995"
    )
    nuclear_cost: float = _p(
        0.3,
        "cn",
        0.225,
        0.375,
        "share of smaller R",
        "floor of that cost, both nuclear",
        "Jervis 1989",
    )
    crisis_cost: float = _p(
        0.157, "c0", 0.15, 0.164, "utils", "fixed cost of opening a crisis", "Fearon 1994"
    )
    total_cost: float = _p(
        0.85, "cq0", 0.765, 0.935, "of crisis_cost", "extra fixed cost of a total war", _CAL
    )
    misjudgement: float = _p(
        0.16,
        "sp",
        0.128,
        0.192,
        "logit sd",
        "error in judging the odds of a war",
        "Fearon 1995",
        limits=(0, 1.5),
    )
    accident: float = _p(
        0.03,
        "z_a",
        0.0225,
        0.0375,
        "per crisis",
        "a settled crisis still ends in war",
        "Schelling 1966",
        limits=(0, 1),
    )
    indecisive: float = _p(
        0.2,
        "stale",
        0.15,
        0.25,
        "share",
        "wars without a victor",
        "COW wars v4.0 (Sarkees 2010)",
        limits=(0, 1),
    )
    annexation: float = _p(
        0.47,
        "annex",
        0.399,
        0.54,
        "share",
        "chance factor that a total victory annexes",
        _CAL,
        limits=(0, 1),
    )
    waste: float = _p(
        0.55,
        "waste",
        0.484,
        0.616,
        "share",
        "resources lost in annexation",
        "Liberman 1996",
        limits=(0, 1),
    )
    defeat_loss: float = _p(
        0.2,
        "loss",
        0.15,
        0.25,
        "share of arms",
        "arms the loser of a war loses",
        _CAL,
        limits=(0, 0.9),
    )
    shift_years: float = _p(
        15, "T_s", 11, 19, "years", "how far ahead a shift of power is seen", "Powell 1999"
    )
    patience: float = _p(
        0.95,
        "delta_s",
        0.93,
        0.97,
        "factor",
        "weight of the time after that shift",
        "Fearon 1995",
        limits=(0.5, 1),
    )
    sanction: float = _p(
        0.6,
        "pen",
        0.45,
        0.75,
        "utils",
        "penalty of a breach under a sovereign",
        "Waltz 1979",
        limits=(0, 2.4),
    )
    enforcement: float = _p(
        0,
        "e",
        0,
        0,
        "share",
        "0 = anarchy, 1 = every breach is punished",
        "Waltz 1979",
        limits=(0, 1),
    )
    # Precision of choice: quantal response (McKelvey & Palfrey 1995)
    heat_crisis: float = _p(
        0.043, "Tc", 0.0408, 0.0451, "utils", "noise of crisis choices", "McKelvey & Palfrey 1995"
    )
    heat_arms: float = _p(
        0.0085, "Ta", 0.00723, 0.00978, "utils", "noise of arms choices", "McKelvey & Palfrey 1995"
    )
    heat_pact: float = _p(
        0.0024, "Tp", 0.00216, 0.00264, "utils", "noise of pact choices", "McKelvey & Palfrey 1995"
    )
    heat_join: float = _p(
        0.015, "Tj", 0.0112, 0.0187, "utils", "noise of joining a war", "McKelvey & Palfrey 1995"
    )
    heat_deal: float = _p(
        0.002, "Td", 0.0015, 0.0025, "utils", "noise of agreements", "McKelvey & Palfrey 1995"
    )
    # Survival, arms and posture
    horizon: float = _p(32, "H", 30.1, 33.9, "years", "horizon of survival", _CAL)
    restraint: float = _p(
        0.5,
        "phi",
        0.4,
        0.6,
        "share",
        "how far a pact restrains the partner",
        "Schroeder 1976",
        limits=(0, 1),
    )
    burden_step: float = _p(
        0.15, "da", 0.112, 0.188, "log points", "one step of the burden", "COW NMC v7.0"
    )
    depreciation: float = _p(
        0.1,
        "delta_M",
        0.08,
        0.12,
        "1/year",
        "arms that wear out",
        "COW NMC v7.0",
        limits=(0.02, 0.5),
    )
    posture_cost: float = _p(
        0.026, "posc", 0.0195, 0.0325, "utils", "cost of changing posture", _CAL, limits=(0, 0.2)
    )
    military_share: float = _p(
        0.1,
        "pm",
        0.07,
        0.13,
        "exponent",
        "weight of arms in power, s = R^(1-pm) M^pm",
        _CAL,
        limits=(0, 0.5),
    )
    # Pacts (Snyder 1984; Leeds & Savun 2007; Morrow 2000)
    reliability: float = _p(
        0.65,
        "rhat",
        0.572,
        0.728,
        "share",
        "assumed reliability of a pledge",
        "Berkemeier & Fuhrmann 2018",
        limits=(0, 1),
    )
    consideration: float = _p(
        0.34,
        "qa",
        0.299,
        0.381,
        "1/pair-year",
        "how often a pair reviews its alignment",
        _CAL,
        limits=(0.01, 1),
    )
    treaty_cost: float = _p(
        0.005,
        "c_p",
        0.0047,
        0.0053,
        "utils/year",
        "fixed cost of keeping a treaty",
        "Morrow 2000",
        limits=(0, 0.05),
    )
    autonomy_cost: float = _p(
        0.0036,
        "aut",
        0.00324,
        0.00396,
        "utils/year",
        "autonomy lost to an equal ally",
        "Morrow 1991",
        limits=(0, 0.05),
    )
    entrapment: float = _p(
        0.5,
        "ent",
        0.4,
        0.6,
        "weight",
        "expected cost of an ally's wars",
        "Snyder 1984",
        limits=(0, 3),
    )
    abrogation: float = _p(
        0.011,
        "abro",
        0.0099,
        0.0121,
        "utils",
        "cost of leaving a pact in peace",
        "Leeds & Savun 2007",
        limits=(0, 0.1),
    )
    breach: float = _p(
        0.06,
        "breach",
        0.045,
        0.075,
        "utils",
        "cost of breaking a pact in war",
        "Fearon 1997",
        limits=(0, 0.3),
    )
    deepening: float = _p(
        0.1,
        "dep",
        0.075,
        0.125,
        "1/year",
        "how fast a kept pact gains depth",
        "Morrow 1994",
        limits=(0, 1),
    )
    join_cost: float = _p(
        0.5, "jc", 0.375, 0.625, "of war_cost", "cost of joining a war", _CAL, limits=(0, 2)
    )
    join_effort: float = _p(
        0.3, "fxT", 0.225, 0.375, "of crisis_cost", "fixed cost of joining the target", _CAL
    )
    join_claim: float = _p(
        1,
        "fxA",
        0.75,
        1.25,
        "of crisis_cost",
        "fixed cost of joining the attacker",
        "Schweller 1994",
    )
    # Beliefs and expected response
    greedy_share: float = _p(
        0.25,
        "pi_g",
        0.2,
        0.3,
        "share",
        "states that are greedy in truth",
        "Kydd 2005",
        limits=(0, 1),
    )
    greed: float = _p(
        3.8,
        "theta",
        3.42,
        4.18,
        "utils per mean R",
        "value a greedy state puts on gains",
        _CAL,
        limits=(0, 10),
    )
    type_turnover: float = _p(
        0.03,
        "nu",
        0.0225,
        0.0375,
        "1/year",
        "how often a state's type is redrawn",
        "Archigos 4.1",
        limits=(0, 0.5),
    )
    tempering: float = _p(
        0.5,
        "chi",
        0.375,
        0.625,
        "exponent",
        "weight of evidence; 1 = Bayes",
        "Kydd 2005",
        limits=(0, 1),
    )
    bad_news: float = _p(
        1, "psi", 1, 1.1, "ratio", "over-weight of a year's bad news", "Jervis 1976", limits=(1, 3)
    )
    volunteers: float = _p(
        0.5,
        "vol",
        0.375,
        0.625,
        "share",
        "help expected of unallied third states",
        _CAL,
        limits=(0, 2),
    )
    memory: float = _p(
        0.98,
        "mem",
        0.97,
        0.99,
        "1/year",
        "retention of what third parties did",
        _CAL,
        limits=(0.5, 1),
    )
    # Cooperation
    agenda: float = _p(
        0.3,
        "q_t",
        0.225,
        0.375,
        "1/pair-year",
        "how often a pair meets on an agreement",
        _CAL,
        limits=(0, 1),
    )
    trade_gain: float = _p(
        0.02,
        "g_T",
        0.015,
        0.025,
        "share of R",
        "gains from trade between close equals",
        "Frankel & Romer 1999",
        limits=(0, 0.1),
    )
    agreement_cost: float = _p(
        0.002,
        "c_a",
        0.0015,
        0.0025,
        "utils/year",
        "fixed cost of keeping an agreement",
        _CAL,
        limits=(0, 0.05),
    )
    signal_cost: float = _p(
        0.05,
        "c_s",
        0.0375,
        0.0625,
        "share of E^A",
        "offence given up in a costly signal",
        "Kydd 2005",
        limits=(0, 0.5),
    )
    detection: float = _p(
        0.3,
        "V0",
        0.225,
        0.375,
        "1/year",
        "cheating found without inspection",
        "Downs & Rocke 1990",
        limits=(0, 1),
    )
    inspected_detection: float = _p(
        0.9,
        "V1",
        0.8,
        1.0,
        "1/year",
        "cheating found with inspection",
        "Downs & Rocke 1990",
        limits=(0, 1),
    )
    discount: float = _p(
        0.92,
        "delta",
        0.892,
        0.948,
        "1/year",
        "discount factor of agreements",
        "Axelrod 1984",
        limits=(0.5, 0.99),
    )
    cap_depth: float = _p(
        0.2,
        "s_c",
        0.15,
        0.25,
        "log points",
        "cut of the burden in an arms cap",
        _CAL,
        limits=(0, 1),
    )
    identity_act: float = _p(
        0.2,
        "k_I",
        0.15,
        0.25,
        "of eta",
        "weight of peaceful acts against war",
        "Wendt 1999",
        limits=(0, 1),
    )
    # Growth
    growth_noise: float = _p(
        0.03,
        "s_R",
        0.024,
        0.036,
        "log sd/year",
        "yearly noise of resources",
        "COW NMC v7.0",
        limits=(0, 0.1),
    )
    growth_shock: float = _p(
        0.004,
        "s_g",
        0.0032,
        0.0048,
        "log sd/year",
        "yearly shock to relative growth",
        "COW NMC v7.0",
        limits=(0, 0.02),
    )
    growth_memory: float = _p(
        0.9,
        "rho_g",
        0.873,
        0.927,
        "1/year",
        "persistence of relative growth",
        "COW NMC v7.0",
        limits=(0, 0.99),
    )
    convergence: float = _p(
        0.01,
        "conv",
        0.0075,
        0.0125,
        "1/year",
        "pull of resources towards the mean",
        "Barro & Sala-i-Martin 1992",
        limits=(0, 0.05),
    )
    # Critiques (modules that are off by default)
    audience: float = _p(
        0.5,
        "aud",
        0.375,
        0.625,
        "of crisis_cost",
        "audience cost of a full democracy",
        "Fearon 1994",
        limits=(0, 3),
    )
    democratic_trust: float = _p(
        0.6,
        "dem",
        0.45,
        0.75,
        "share",
        "suspicion lifted between democracies",
        "Russett 1993",
        limits=(0, 1),
    )
    routine: float = _p(
        0.3,
        "rout",
        0.225,
        0.375,
        "share",
        "arms choices made by routine",
        "Allison 1971",
        limits=(0, 1),
    )
    ministries: float = _p(
        0.4,
        "vote",
        0.3,
        0.5,
        "share",
        "arms choices carried by one ministry",
        "Allison 1971",
        limits=(0, 1),
    )
    mobilisation: float = _p(
        0.2,
        "z",
        0.15,
        0.25,
        "per crisis",
        "a mobilisation plan runs once triggered",
        "Van Evera 1984",
        limits=(0, 1),
    )
    capture_gain: float = _p(
        1,
        "k_cap",
        0.75,
        1.25,
        "ratio",
        "war gains as a captured state sees them",
        "Snyder 1991",
        limits=(0, 5),
    )
    prestige: float = _p(
        0.03,
        "prest",
        0.0225,
        0.0375,
        "utils",
        "value of a challenge for its own sake",
        "Lebow 2008",
        limits=(0, 0.2),
    )
    attack_hazard: float = _p(
        0.02,
        "h_n",
        0.015,
        0.025,
        "1/state-year",
        "hazard of a non-state attack",
        "modelling choice",
        limits=(0, 1),
    )
    attack_fear: float = _p(
        0.5,
        "k_n",
        0.375,
        0.625,
        "share",
        "worst-case thinking after an attack",
        "Jervis 1976",
        limits=(0, 1),
    )
    attribution: float = _p(
        1.5,
        "att",
        1.12,
        1.88,
        "log odds",
        "suspicion of the state blamed for it",
        "modelling choice",
        limits=(0, 6),
    )
    leader_hazard: float = _p(
        0.15,
        "h_l",
        0.112,
        0.188,
        "1/year",
        "how often leaders change",
        "Archigos 4.1",
        limits=(0, 1),
    )
    leader_spread: float = _p(
        0.3,
        "s_l",
        0.225,
        0.375,
        "log sd",
        "spread of leaders' heat and confidence",
        "Byman & Pollack 2001",
        limits=(0, 1),
    )


#: What each parameter is, by name.
ABOUT: dict[str, About] = {f.name: f.metadata["about"] for f in fields(Parameters)}
#: The field's symbols, accepted wherever a name is.
SYMBOLS: dict[str, str] = {a.symbol: name for name, a in ABOUT.items()}
DEFAULTS: dict[str, float] = {f.name: float(f.default) for f in fields(Parameters)}  # type: ignore[arg-type]
#: Parameters that matter only while one of some modules is on.
NEEDS: dict[str, tuple[str, ...]] = {
    "surprise": ("withdrawals", "limited_war", "total_war"),
    "accident": ("accidents",),
    "annexation": ("annexation",),
    "waste": ("annexation",),
    "shift_years": ("preventive_war",),
    "patience": ("preventive_war",),
    "posture_cost": ("posture",),
    "burden_step": ("arming",),
    "consideration": ("pacts",),
    "treaty_cost": ("pacts",),
    "autonomy_cost": ("pacts", "institutions"),
    "entrapment": ("pacts",),
    "abrogation": ("pacts",),
    "breach": ("pacts",),
    "deepening": ("pacts",),
    "reliability": ("pacts",),
    "restraint": ("pacts",),
    "heat_pact": ("pacts",),
    "heat_arms": ("arming", "posture", "signals"),
    "heat_join": ("joining",),
    "join_cost": ("joining",),
    "join_effort": ("joining",),
    "join_claim": ("joining",),
    "total_cost": ("total_war",),
    "bad_news": ("learning",),
    "signal_cost": ("signals",),
    "detection": ("caps",),
    "inspected_detection": ("caps", "inspections"),
    "cap_depth": ("caps",),
    "identity_act": ("identities",),
    "audience": ("regime",),
    "democratic_trust": ("regime",),
    "routine": ("organisations",),
    "ministries": ("organisations",),
    "mobilisation": ("organisations",),
    "capture_gain": ("capture",),
    "prestige": ("goals",),
    "attack_hazard": ("nonstate",),
    "attack_fear": ("nonstate",),
    "attribution": ("nonstate",),
    "leader_hazard": ("leaders",),
    "leader_spread": ("leaders",),
}


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
    return Parameters(**checked(changes))


def checked(changes: Mapping[str, float]) -> dict[str, float]:
    """The same values by full name, as numbers; problems as in `with_values`."""
    values: dict[str, float] = {}
    problems: list[str] = []
    for key, value in changes.items():
        try:
            name = parameter_name(key)
        except UserError as error:
            problems.append(str(error))
            continue
        about = ABOUT[name]
        if not about.least <= value <= about.most:  # also refuses NaN
            problems.append(
                f"{name} = {value:g} is outside its range, {about.least:g} to {about.most:g} "
                f"{about.unit} (plausible {about.low:g} to {about.high:g}): {about.meaning}."
            )
        if name in values:
            problems.append(f"{name} is set twice.")
        values[name] = float(value)
    if problems:
        raise UserError("\n".join(problems))
    return values
