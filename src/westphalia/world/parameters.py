"""Every number of the world in one place: unit, plausible range, default and source.

`Parameters` are the physics that all theories share; what a state wants, expects and learns is
in `westphalia.theories`. A value may be one number or one per run (last axis). Utilities
("utils") are on the scale of ln consumption: 0.01 is worth 1% of a year's consumption.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from westphalia.world.problems import UserError, unknown


@dataclass(frozen=True)
class About:
    """What a parameter is: symbol, unit, plausible range [low, high], meaning and source."""

    symbol: str
    unit: str
    low: float
    high: float
    meaning: str
    source: str


def _p(
    default: float, symbol: str, low: float, high: float, unit: str, meaning: str, source: str
) -> float:
    return field(
        default=default, metadata={"about": About(symbol, unit, low, high, meaning, source)}
    )


_CAL = "calibrated: base rates of a random 8-power world"


@dataclass(frozen=True)
class Parameters:
    """The physics of the world. Fields hold a float, or an array with one value per run."""

    # The contest (Tullock 1980; Hirshleifer 1989) and its reach (Boulding 1962)
    decisiveness: float = _p(
        1.0, "m", 0.7, 1.4, "-", "how much relative strength decides a war", "Hirshleifer 1989"
    )
    defence_advantage: float = _p(
        1.0, "beta", 0.7, 2.0, "ratio", "true advantage of the defender", "Jervis 1978"
    )
    distinguishability: float = _p(
        0.3, "d", 0.05, 0.6, "share", "how far posture separates offence from defence", "Jervis 1978"
    )
    reach: float = _p(
        1.4, "ell", 1.0, 2.0, "thousand km", "distance that costs 63% of strength", "Boulding 1962"
    )
    surprise: float = _p(
        0.1, "f", 0.0, 0.3, "share", "edge of striking first from the border", "Van Evera 1998"
    )
    unarmed_resistance: float = _p(
        0.0035, "tau", 0.002, 0.005, "burden", "resistance of an unarmed state", "Hirshleifer 1989"
    )
    # What is disputed and what war costs (Fearon 1995)
    stake_size: float = _p(
        0.17, "sigma", 0.14, 0.2, "share of smaller R", "size of what a pair disputes", _CAL
    )
    new_issues: float = _p(
        0.06, "newx", 0.045, 0.075, "1/pair-year", "hazard that a pair's settlement is reopened", _CAL
    )
    war_cost: float = _p(
        0.038, "cw", 0.032, 0.044, "share of smaller R", "mean private cost of a war", "Fearon 1995"
    )
    nuclear_cost: float = _p(
        0.3, "cn", 0.1, 1.0, "share of smaller R", "floor of that cost, both nuclear", "Jervis 1989"
    )
    crisis_cost: float = _p(
        0.075, "c0", 0.06, 0.09, "utils", "fixed cost of opening a crisis", "Fearon 1994"
    )
    total_cost: float = _p(
        1.2, "cq0", 1.0, 1.4, "of crisis_cost", "extra fixed cost of a total war", _CAL
    )
    misjudgement: float = _p(
        0.25, "sp", 0.2, 0.3, "logit sd", "error in judging the odds of a war", "Fearon 1995"
    )
    accident: float = _p(
        0.03, "z_a", 0.0, 0.06, "per crisis", "a settled crisis still ends in war", "Schelling 1966"
    )
    indecisive: float = _p(
        0.2, "stale", 0.1, 0.3, "share", "wars without a victor", "COW wars v4.0 (Sarkees 2010)"
    )
    annexation: float = _p(
        0.15, "annex", 0.1, 0.2, "share", "chance factor that a total victory annexes", _CAL
    )
    waste: float = _p(
        0.5, "waste", 0.35, 0.65, "share", "resources lost in annexation", "Liberman 1996"
    )
    defeat_loss: float = _p(
        0.3, "loss", 0.2, 0.4, "share of arms", "arms the loser of a war loses", _CAL
    )
    shift_years: float = _p(
        8.0, "T_s", 4.0, 12.0, "years", "how far ahead a shift of power is seen", "Powell 1999"
    )
    patience: float = _p(
        0.9, "delta_s", 0.85, 0.97, "factor", "weight of the time after that shift", "Fearon 1995"
    )
    sanction: float = _p(
        0.3, "pen", 0.2, 0.5, "utils", "penalty of a breach under a sovereign", "Waltz 1979"
    )
    enforcement: float = _p(
        0.0, "e", 0.0, 1.0, "share", "0 = anarchy, 1 = every breach is punished", "Waltz 1979"
    )
    # Precision of choice: quantal response (McKelvey & Palfrey 1995)
    heat_crisis: float = _p(
        0.036, "Tc", 0.03, 0.04, "utils", "noise of crisis choices", "McKelvey & Palfrey 1995"
    )
    heat_arms: float = _p(
        0.006, "Ta", 0.005, 0.007, "utils", "noise of arms choices", "McKelvey & Palfrey 1995"
    )
    heat_pact: float = _p(
        0.003, "Tp", 0.0025, 0.0035, "utils", "noise of pact choices", "McKelvey & Palfrey 1995"
    )
    heat_join: float = _p(
        0.015, "Tj", 0.01, 0.02, "utils", "noise of joining a war", "McKelvey & Palfrey 1995"
    )
    heat_deal: float = _p(
        0.002, "Td", 0.001, 0.004, "utils", "noise of agreements", "McKelvey & Palfrey 1995"
    )
    # Survival, arms and posture
    horizon: float = _p(28, "H", 24, 32, "years", "horizon of survival", _CAL)
    restraint: float = _p(
        0.5, "phi", 0.2, 0.8, "share", "how far a pact restrains the partner", "Schroeder 1976"
    )
    burden_step: float = _p(
        0.15, "da", 0.1, 0.2, "log points", "one step of the burden", "COW NMC v7.0"
    )
    depreciation: float = _p(
        0.1, "delta_M", 0.07, 0.13, "1/year", "arms that wear out", "COW NMC v7.0"
    )
    posture_cost: float = _p(
        0.018, "posc", 0.01, 0.026, "utils", "cost of changing posture", _CAL
    )
    military_share: float = _p(
        0.1, "pm", 0.05, 0.2, "exponent", "weight of arms in power, s = R^(1-pm) M^pm", _CAL
    )
    # Pacts (Snyder 1984; Leeds & Savun 2007; Morrow 2000)
    reliability: float = _p(
        0.65, "rhat", 0.5, 0.8, "share", "assumed reliability of a pledge", "Berkemeier & Fuhrmann 2018"
    )
    consideration: float = _p(
        0.25, "qa", 0.2, 0.3, "1/pair-year", "how often a pair reviews its alignment", _CAL
    )
    treaty_cost: float = _p(
        0.005, "c_p", 0.004, 0.006, "utils/year", "fixed cost of keeping a treaty", "Morrow 2000"
    )
    autonomy_cost: float = _p(
        0.0045, "aut", 0.0035, 0.0055, "utils/year", "autonomy lost to an equal ally", "Morrow 1991"
    )
    entrapment: float = _p(
        0.5, "ent", 0.2, 0.8, "weight", "expected cost of an ally's wars", "Snyder 1984"
    )
    abrogation: float = _p(
        0.01, "abro", 0.008, 0.012, "utils", "cost of leaving a pact in peace", "Leeds & Savun 2007"
    )
    breach: float = _p(
        0.06, "breach", 0.04, 0.08, "utils", "cost of breaking a pact in war", "Fearon 1997"
    )
    deepening: float = _p(
        0.1, "dep", 0.05, 0.2, "1/year", "how fast a kept pact gains depth", "Morrow 1994"
    )
    join_cost: float = _p(
        0.5, "jc", 0.3, 0.8, "of war_cost", "cost of joining a war", _CAL
    )
    join_effort: float = _p(
        0.3, "fxT", 0.2, 0.4, "of crisis_cost", "fixed cost of joining the target", _CAL
    )
    join_claim: float = _p(
        1.0, "fxA", 0.7, 1.3, "of crisis_cost", "fixed cost of joining the attacker", "Schweller 1994"
    )
    # Beliefs and expected response
    greedy_share: float = _p(
        0.25, "pi_g", 0.1, 0.4, "share", "states that are greedy in truth", "Kydd 2005"
    )
    greed: float = _p(
        3.0, "theta", 2.4, 3.6, "utils per mean R", "value a greedy state puts on gains", _CAL
    )
    type_turnover: float = _p(
        0.03, "nu", 0.015, 0.05, "1/year", "how often a state's type is redrawn", "Archigos 4.1"
    )
    tempering: float = _p(
        0.5, "chi", 0.3, 0.9, "exponent", "weight of evidence; 1 = Bayes", "Kydd 2005"
    )
    bad_news: float = _p(
        1.0, "psi", 1.0, 1.5, "ratio", "over-weight of a year's bad news", "Jervis 1976"
    )
    volunteers: float = _p(
        0.5, "vol", 0.2, 0.8, "share", "help expected of unallied third states", _CAL
    )
    memory: float = _p(
        0.98, "mem", 0.95, 0.99, "1/year", "retention of what third parties did", _CAL
    )
    # Cooperation
    agenda: float = _p(
        0.3, "q_t", 0.15, 0.45, "1/pair-year", "how often a pair meets on an agreement", _CAL
    )
    trade_gain: float = _p(
        0.02, "g_T", 0.01, 0.04, "share of R", "gains from trade between close equals", "Frankel & Romer 1999"
    )
    agreement_cost: float = _p(
        0.002, "c_a", 0.001, 0.004, "utils/year", "fixed cost of keeping an agreement", _CAL
    )
    signal_cost: float = _p(
        0.05, "c_s", 0.0, 0.1, "share of E^A", "offence given up in a costly signal", "Kydd 2005"
    )
    detection: float = _p(
        0.3, "V0", 0.1, 0.5, "1/year", "cheating found without inspection", "Downs & Rocke 1990"
    )
    inspected_detection: float = _p(
        0.9, "V1", 0.7, 1.0, "1/year", "cheating found with inspection", "Downs & Rocke 1990"
    )
    discount: float = _p(
        0.92, "delta", 0.85, 0.97, "1/year", "discount factor of agreements", "Axelrod 1984"
    )
    cap_depth: float = _p(
        0.2, "s_c", 0.1, 0.4, "log points", "cut of the burden in an arms cap", _CAL
    )
    identity_act: float = _p(
        0.2, "k_I", 0.1, 0.4, "of eta", "weight of peaceful acts against war", "Wendt 1999"
    )
    # Growth
    growth_noise: float = _p(
        0.03, "s_R", 0.02, 0.04, "log sd/year", "yearly noise of resources", "COW NMC v7.0"
    )
    growth_shock: float = _p(
        0.004, "s_g", 0.002, 0.006, "log sd/year", "yearly shock to relative growth", "COW NMC v7.0"
    )
    growth_memory: float = _p(
        0.9, "rho_g", 0.85, 0.95, "1/year", "persistence of relative growth", "COW NMC v7.0"
    )
    # Critiques (modules that are off by default)
    audience: float = _p(
        0.5, "aud", 0.2, 1.0, "of crisis_cost", "audience cost of a full democracy", "Fearon 1994"
    )
    democratic_trust: float = _p(
        0.6, "dem", 0.3, 0.9, "share", "suspicion lifted between democracies", "Russett 1993"
    )
    routine: float = _p(
        0.3, "rout", 0.1, 0.5, "share", "arms choices made by routine", "Allison 1971"
    )
    ministries: float = _p(
        0.4, "vote", 0.2, 0.6, "share", "arms choices carried by one ministry", "Allison 1971"
    )
    mobilisation: float = _p(
        0.2, "z", 0.05, 0.5, "per crisis", "a mobilisation plan runs once triggered", "Van Evera 1984"
    )
    capture_gain: float = _p(
        1.0, "k_cap", 0.3, 2.0, "ratio", "war gains as a captured state sees them", "Snyder 1991"
    )
    prestige: float = _p(
        0.03, "prest", 0.01, 0.06, "utils", "value of a challenge for its own sake", "Lebow 2008"
    )
    attack_hazard: float = _p(
        0.02, "h_n", 0.005, 0.05, "1/state-year", "hazard of a non-state attack", "modelling choice"
    )
    attack_fear: float = _p(
        0.5, "k_n", 0.2, 0.8, "share", "worst-case thinking after an attack", "Jervis 1976"
    )
    attribution: float = _p(
        1.5, "att", 0.5, 3.0, "log odds", "suspicion of the state blamed for it", "modelling choice"
    )
    leader_hazard: float = _p(
        0.15, "h_l", 0.1, 0.25, "1/year", "how often leaders change", "Archigos 4.1"
    )
    leader_spread: float = _p(
        0.3, "s_l", 0.1, 0.5, "log sd", "spread of leaders' heat and confidence", "Byman & Pollack 2001"
    )


#: What each parameter is, by name.
ABOUT: dict[str, About] = {f.name: f.metadata["about"] for f in fields(Parameters)}
#: The field's symbols, accepted wherever a name is.
SYMBOLS: dict[str, str] = {a.symbol: name for name, a in ABOUT.items()}
DEFAULTS: dict[str, float] = {f.name: f.default for f in fields(Parameters)}


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
        UserError: an unknown name, or a value outside its plausible range.
    """
    values: dict[str, float] = {}
    problems: list[str] = []
    for key, value in changes.items():
        try:
            name = parameter_name(key)
        except UserError as error:
            problems.append(str(error))
            continue
        about = ABOUT[name]
        if not about.low <= value <= about.high:  # also refuses NaN
            problems.append(
                f"{name} = {value:g} is outside its range: "
                f"{about.low:g} to {about.high:g} {about.unit} ({about.meaning})."
            )
        if name in values:
            problems.append(f"{name} is set twice.")
        values[name] = value
    if problems:
        raise UserError("\n".join(problems))
    return Parameters(**values)
