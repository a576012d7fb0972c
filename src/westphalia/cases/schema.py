"""What a case file may say: its fields, their units and accepted ranges.

A case file is YAML with two parts that never meet. `inputs` is what was known at the start and is
all a simulation sees; `facts` is what happened afterwards and is for scoring alone. A field that
is not known is left out: missing is not zero.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from westphalia.cases.fields import LABEL, NAME

#: Obligations that promise help; the others only promise not to harm.
HELP = frozenset({"defence", "offence", "consultation"})

Obligation = Literal["defence", "offence", "neutrality", "nonaggression", "consultation"]
Border = Literal["land", "water_12", "water_24", "water_150", "water_400"]
JudgedField = Literal["posture", "capture", "perceived_defence", "burden", "nuclear"]

Label = Annotated[str, Field(pattern=LABEL, description="COW abbreviation")]
Year = Annotated[int, Field(strict=True, ge=1400, le=2100, description="calendar year")]
Burden = Annotated[float, Field(strict=True, ge=0.001, le=0.6)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Pair = Annotated[list[Label], Field(min_length=2, max_length=2)]
Sources = dict[str, str | list[str]]


class Strict(BaseModel):
    """A block that refuses fields it does not know, infinities and NaN."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, populate_by_name=True)


class StateRow(Strict):
    """One state at the start of the case."""

    id: Label
    ccode: int = Field(ge=1, le=999, description="COW country code")
    name: str
    capital: str
    lat: float = Field(ge=-90, le=90, description="latitude of the capital, degrees north")
    lon: float = Field(ge=-180, le=180, description="longitude of the capital, degrees east")
    resources: float = Field(gt=0, description="R, any one unit: only ratios matter")
    arms_share: float | None = Field(None, gt=0, description="military capability, any one unit")
    openness: Share | None = Field(None, description="q: 0 autocracy - 1 democracy")
    posture: Share | None = Field(None, description="o: offensive share of arms")
    capture: Share | None = Field(None, description="kappa: domestic capture of policy")
    perceived_defence: float | None = Field(
        None, ge=0.1, le=10, description="perceived / true defence advantage, a ratio"
    )
    nuclear: Literal[0, 1] | None = Field(None, description="1 = nuclear-armed")
    burden: Burden | None = Field(None, description="a: share of resources spent on arms a year")
    great_power: bool = False
    source: str | list[str] | None = None


class StateBlock(Strict):
    """The states, the year of their figures and where each column comes from."""

    year: Year
    sources: Sources = Field(default_factory=dict, description="column -> source keys")
    rows: list[StateRow] = Field(min_length=2)


class Judgement(Strict):
    """A figure nobody measured: a coder's reading of the literature."""

    state: Label
    field: JudgedField
    value: float = Field(ge=0, le=10)
    source: str | list[str]
    why: str


class PactRow(Strict):
    """A pact in force at the end of the start year."""

    obligations: list[Obligation] = Field(min_length=1)
    since: Year


class DyadRow(Strict):
    """One pair of states; the order of `pair` matters only for `stake` and `belief`."""

    pair: Pair
    border: Border | None = Field(None, description="land, or miles of water at most")
    pact: PactRow | None = Field(None, description="left out = no pact")
    peace_since: Year | None = Field(None, description="year the last war, or both states, began")
    identity: float | None = Field(None, ge=-1, le=1, description="I: -1 enemies - 1 friends")
    trade: Share | None = Field(None, description="1 = the pair trades normally")
    institutions: Share | None = Field(None, description="G: joint institutions")
    stake: Share | None = Field(None, description="x: the first state's share of the dispute")
    belief: Annotated[list[Share], Field(min_length=2, max_length=2)] | None = Field(
        None, description="B: [first's fear that second is greedy, second's of first]"
    )
    source: str | list[str] | None = None


class DyadBlock(Strict):
    """The pairs about which something is known, and where each column comes from."""

    sources: Sources = Field(default_factory=dict, description="column -> source keys")
    rows: list[DyadRow] = Field(default_factory=list)


class GrowthBlock(Strict):
    """Growth of resources relative to the case's mean, log points a year."""

    source: str | list[str]
    values: dict[Label, dict[Year, Annotated[float, Field(ge=-0.5, le=0.5)]]]


class Exogenous(Strict):
    """The only inputs that may be later than the start."""

    growth: GrowthBlock | None = None


class Inputs(Strict):
    """What was known at the start."""

    states: StateBlock
    dyads: DyadBlock = Field(default_factory=DyadBlock)
    judgements: list[Judgement] = Field(default_factory=list)
    exogenous: Exogenous = Field(default_factory=Exogenous)


class CaseFile(Strict):
    """A case file without its facts."""

    schema_: Literal[1] = Field(alias="schema")
    name: Annotated[str, Field(pattern=NAME)]
    title: str
    summary: str
    start: Year
    end: Year
    sources: dict[str, str] = Field(description="key -> citation with version")
    inputs: Inputs


class Fact(Strict):
    """Something that happened after the start."""

    source: str | list[str]
    checked: bool = Field(True, description="false = not confirmed in a data set")
    note: str = ""


class PactFact(Fact):
    """A spell of constant obligations between two states, cut to the window of the case."""

    kind: Literal["pact"]
    states: Pair
    from_: Year = Field(alias="from")
    to: Year
    obligations: list[Obligation] = Field(min_length=1)


class NoPactFact(Fact):
    """Two states without a promise of help for the whole spell."""

    kind: Literal["no_pact"]
    states: Pair
    from_: Year = Field(alias="from")
    to: Year


class WarFact(Fact):
    """A war: who fought on which side, from and to when; outsiders are not states of the case."""

    kind: Literal["war"]
    name: str
    number: int | None = Field(None, description="COW war number")
    side_a: list[Label] = Field(default_factory=list)
    side_b: list[Label] = Field(default_factory=list)
    outside_a: list[Label] = Field(default_factory=list)
    outside_b: list[Label] = Field(default_factory=list)
    initiator: list[Label] = Field(default_factory=list)
    entered: dict[Label, Year]
    left: dict[Label, Year]
    not_opposed: list[Pair] = Field(
        default_factory=list, description="on opposite sides, but never fought each other"
    )
    under_way: bool = Field(False, description="true = already being fought when the case starts")


class AbstainedFact(Fact):
    """States that stayed out when others were threatened or fought."""

    kind: Literal["abstained"]
    states: list[Label] = Field(min_length=1)
    year: Year
    event: str


class ArmsFact(Fact):
    """A yearly series of arms; never difference it across a year in `breaks`."""

    kind: Literal["arms"]
    state: Label
    measure: Literal["milex", "milper"]
    unit: str
    breaks: list[Year] = Field(default_factory=list, description="first year of a new unit")
    values: dict[Year, Annotated[float, Field(ge=0)]]


class DealFact(Fact):
    """An agreement other than a pact; one state alone for a one-sided step."""

    kind: Literal["deal"]
    states: list[Label] = Field(min_length=1)
    year: Year
    what: str


class DeathFact(Fact):
    """A state that lost its independence."""

    kind: Literal["death"]
    state: Label
    year: Year


AnyFact = Annotated[
    PactFact | NoPactFact | WarFact | AbstainedFact | ArmsFact | DealFact | DeathFact,
    Field(discriminator="kind"),
]


class FactsFile(Strict):
    """The facts of a case file."""

    facts: list[AnyFact] = Field(default_factory=list)
