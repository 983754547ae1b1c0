"""The plan document: everything a plan can say, and its JSON Schema."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from attain.credits import Credit
from attain.documents import Day, Expression, Model, Name, PositiveQuantity, Text, YamlMap, YesNo
from attain.earnings.model import Clawback, Earned, Hold, Modifier, Releases
from attain.measures.model import Measure
from attain.money.exchange import PlanFx
from attain.payments.model import Payment
from attain.plans.acceptance import Acceptance
from attain.rates import (
    PAYOUT_KINDS,
    WINDOWED_KINDS,
    FlatRate,
    Formula,
    Interpolated,
    MarginalTiers,
    Matrix,
    PerUnit,
    Pool,
    RankPrize,
    RateModel,
    StepBonus,
    TierTable,
    WholeTiers,
)
from attain.targets import TargetRule


class Effective(Model):
    """The half-open range of dates a plan is in force.

    Attributes:
        from: the first day.
        before: the day after the last; no end when absent.
    """

    from_: Day = Field(alias="from")
    before: Day | None = None


class Assign(Model):
    """Who is on the plan: a condition on roster rows.

    Attributes:
        where: a condition on the payee, such as payee.title = 'Account Executive'.
    """

    where: Expression


def _unit_shape(value: object) -> str:
    return "word" if value == "minor unit" else "number"


class PlanRounding(Model):
    """How amounts are rounded.

    Attributes:
        to: what amounts are multiples of.
        mode: what happens to a half.
        method: whether lines are differences of rounded running totals, or each is rounded alone.
    """

    to: Annotated[
        Annotated[Literal["minor unit"], Tag("word")] | Annotated[PositiveQuantity, Tag("number")],
        Discriminator(_unit_shape),
    ] = "minor unit"
    mode: Literal["half_away", "half_even", "up", "down"] = "half_away"
    method: Literal["cumulative", "per_line"] = "cumulative"


class TierColumns(Model):
    """Which columns of a tier table hold bound and pay.

    Attributes:
        from: the column with the bound of a tier.
        pay: the column with its pay.
    """

    from_: Name = Field(default_factory=lambda: Text("from"), alias="from")
    pay: Name = Field(default_factory=lambda: Text("pay"))


class LookupTable(Model):
    """A table read with ``lookup('name', key, ...)``, or as tiers by keys.

    Attributes:
        source: the source whose rows the table has.
        keys: the columns a row is found by.
        value: the column that lookup returns.
        tiers: the columns of tiers, if it holds tiers.
        else: the value where no row is found.
    """

    source: Name
    keys: tuple[Name, ...] = Field(min_length=1)
    value: Name | None = None
    tiers: TierColumns | None = None
    else_: Expression | None = Field(default=None, alias="else")


def _table_shape(value: Any) -> str:
    return "source" if isinstance(value, dict) and "source" in value else "mapping"


PlanTable = Annotated[
    Annotated[LookupTable, Tag("source")] | Annotated[dict[str, Any], Tag("mapping")], Discriminator(_table_shape)
]


def _reference_shape(value: Any) -> str:
    return "inline" if isinstance(value, dict) else "name"


def _rate_kind(value: Any) -> str:
    if isinstance(value, YamlMap):
        return str(value.get("kind", "flat_rate"))
    return "flat_rate"


Rate = Annotated[
    Annotated[FlatRate, Tag("flat_rate")]
    | Annotated[PerUnit, Tag("per_unit")]
    | Annotated[MarginalTiers, Tag("marginal_tiers")]
    | Annotated[WholeTiers, Tag("whole_tiers")]
    | Annotated[StepBonus, Tag("step_bonus")]
    | Annotated[Interpolated, Tag("interpolated")]
    | Annotated[Matrix, Tag("matrix")]
    | Annotated[Pool, Tag("pool")]
    | Annotated[RankPrize, Tag("rank_prize")]
    | Annotated[Formula, Tag("formula")],
    Discriminator(_rate_kind),
]


class Component(Model):
    """One way of earning: credit, measure, rate, modifiers, release, clawback.

    Attributes:
        credit: a crediting rule, or the name of a component whose credits are taken; absent where a window is paid.
        measure: what the rate is read on: a measure, or the name of one; each credit alone when absent.
        rate: how it pays; a percent alone is a flat rate.
        modifiers: changes to the earning, in the order written.
        release: when the earned money is paid; at once when absent.
        holds: what keeps it from being paid, beside those of the plan.
        earned: over which months it is earned; at once when absent.
        clawback: when it goes back.
        statement: what the statement calls it.
        clause: the clause of the plan document.
        accept: findings about this component that are meant, each with its reason.
    """

    credit: (
        Annotated[Annotated[Name, Tag("name")] | Annotated[Credit, Tag("inline")], Discriminator(_reference_shape)]
        | None
    ) = None
    measure: (
        Annotated[Annotated[Name, Tag("name")] | Annotated[Measure, Tag("inline")], Discriminator(_reference_shape)]
        | None
    ) = None
    rate: Rate
    modifiers: tuple[Modifier, ...] = ()
    release: Releases = ()
    holds: tuple[Hold, ...] = ()
    earned: Earned | None = None
    clawback: Clawback | None = None
    statement: Text | None = None
    clause: Text | None = None
    accept: tuple[Acceptance, ...] = ()

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """A rate may be written as its pay alone: ``rate: 8%``."""
        schema["properties"]["rate"]["oneOf"].append({"type": ["string", "number"]})
        return schema

    @property
    def rated_by(self) -> Measure | Name | None:
        """The measure it is rated by: its own, or the first that its rate names; None rates each credit alone."""
        return self.measure if self.measure is not None else next(self.rate.measures(), None)

    @model_validator(mode="before")
    @classmethod
    def _short_rate(cls, value: Any) -> Any:
        rate = value.get("rate") if isinstance(value, YamlMap) else None
        if isinstance(value, YamlMap) and isinstance(rate, Text):
            flat = YamlMap(rate.place)
            flat.update(kind=Text.at("flat_rate", rate.place), pay=rate)
            flat.key_places.update(kind=rate.place, pay=rate.place)
            made = YamlMap(value.place)
            made.update(value)
            made["rate"] = flat
            made.key_places.update(value.key_places)
            return made
        return value


class Example(Model):
    """A worked example that the plan must satisfy.

    Attributes:
        title: what it shows.
        given: targets, payees, tables, and rows by source.
        expect: what must come out.
    """

    title: Text
    given: dict[str, Any] = Field(default_factory=dict)
    expect: dict[str, Any]


class Plan(Model):
    """A plan, as written.

    Attributes:
        plan: the name of the plan, unique in the workspace.
        title: what people call it.
        currency: the code of its currency.
        effective: the days on which it holds.
        continues: the plan whose running measures go on.
        assign: who is on it; everybody when absent.
        pay_period: how often it is settled.
        alongside: plans that may pay the same deals.
        order: tie keys of credits of one date; then the key of the transaction.
        rounding: how amounts are rounded.
        fx: at which rates amounts in other currencies count and are paid.
        targets: targets by name.
        tables: tables by name, for lookup or of tiers.
        measures: measures that components share, by name.
        components: the ways of earning, by name.
        holds: what keeps money of every component from being paid.
        payment: how a pay period is settled: draw, cap, what is carried.
        clause: the clause of the plan document.
        draft: it is not calculated yet.
        accept: findings about the plan that are meant, each with its reason.
        examples: worked examples that the plan must satisfy.
    """

    plan: Name
    title: Text = Field(default_factory=lambda: Text(""))
    currency: Text
    effective: Effective
    continues: Name | None = None
    assign: Assign | None = None
    pay_period: Literal["week", "biweek", "semimonth", "month", "quarter", "half", "year"] = "month"
    alongside: tuple[Name, ...] = ()
    order: tuple[Expression, ...] = ()
    rounding: PlanRounding = Field(default_factory=PlanRounding)
    fx: PlanFx = Field(default_factory=PlanFx)
    targets: dict[str, TargetRule] = Field(default_factory=dict)
    tables: dict[str, PlanTable] = Field(default_factory=dict)
    measures: dict[str, Measure] = Field(default_factory=dict)
    components: dict[str, Component] = Field(min_length=1)
    holds: tuple[Hold, ...] = ()
    payment: Payment = Field(default_factory=Payment)
    clause: Text | None = None
    draft: YesNo = False
    accept: tuple[Acceptance, ...] = ()
    examples: tuple[Example, ...] = ()

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """A table that names a source is no mapping of values."""
        schema["properties"]["tables"]["additionalProperties"]["oneOf"][1]["not"] = {"required": ["source"]}
        return schema

    @property
    def currency_code(self) -> str:
        """The plan's currency."""
        return str(self.currency)

    def measure_of(self, component: str) -> Measure | None:
        """The measure that a component is rated by; None where it has none, or none of that name."""
        written = self.components[component].rated_by
        return written if written is None or isinstance(written, Measure) else self.measures.get(str(written))

    def is_windowed(self, component: str) -> bool:
        """Whether a component pays for a window: one line per payee, without a transaction."""
        measure, made = self.measure_of(component), self.components[component]
        kind = getattr(made.rate, "kind", "")
        is_derived = measure is not None and measure.is_derived
        stands_alone = made.credit is None and measure is not None and measure.credit is not None
        return is_derived or kind in WINDOWED_KINDS or (stands_alone and kind in PAYOUT_KINDS)

    def rates(self) -> dict[str, RateModel]:
        """Return each component's rate."""
        return {name: component.rate for name, component in self.components.items()}

    def tier_tables(self) -> frozenset[str]:
        """Name the tables that rates read their tiers from; nothing else can be looked up in them."""
        written = (getattr(rate, "tiers", None) for rate in self.rates().values())
        return frozenset(str(tiers.table) for tiers in written if isinstance(tiers, TierTable))
