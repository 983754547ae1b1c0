"""The plan document: everything a plan can say, and its JSON Schema."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from attain.credits import Credit
from attain.documents import Day, Expression, Model, Name, PositiveQuantity, Text, YamlMap, YesNo
from attain.earnings.model import Clawback, Earned, Modifier, Releases
from attain.measures.model import Measure
from attain.payments.model import Payment
from attain.rates import FlatRate, Interpolated, MarginalTiers, PerUnit, RateModel, StepBonus, WholeTiers
from attain.targets import TargetRule


class Effective(Model):
    """The half-open range of dates a plan is in force."""

    from_: Day = Field(alias="from")
    before: Day | None = None


class Assign(Model):
    """Who is on the plan: a condition on roster rows."""

    where: Expression


class PlanRounding(Model):
    """How amounts are rounded."""

    to: PositiveQuantity | Literal["minor unit"] = "minor unit"
    mode: Literal["half_away", "half_even", "up", "down"] = "half_away"
    method: Literal["cumulative", "per_line"] = "cumulative"


class TierColumns(Model):
    """Which columns of a tier table hold bound and pay."""

    from_: Name = Field(default_factory=lambda: Text("from"), alias="from")
    pay: Name = Field(default_factory=lambda: Text("pay"))


class LookupTable(Model):
    """A table read with ``lookup('name', key, ...)``, or as tiers by keys."""

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
    | Annotated[Interpolated, Tag("interpolated")],
    Discriminator(_rate_kind),
]


class Component(Model):
    """One way of earning: credit, measure, rate, modifiers, release, clawback."""

    credit: Annotated[Annotated[Name, Tag("name")] | Annotated[Credit, Tag("inline")], Discriminator(_reference_shape)]
    measure: (
        Annotated[Annotated[Name, Tag("name")] | Annotated[Measure, Tag("inline")], Discriminator(_reference_shape)]
        | None
    ) = None
    rate: Rate
    modifiers: tuple[Modifier, ...] = ()
    release: Releases = ()
    earned: Earned | None = None
    clawback: Clawback | None = None
    statement: Text | None = None
    clause: Text | None = None

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """A rate may be written as its pay alone: ``rate: 8%``."""
        schema["properties"]["rate"]["oneOf"].append({"type": ["string", "number"]})
        return schema

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
    """A worked example that the plan must satisfy."""

    title: Text
    given: dict[str, Any] = Field(default_factory=dict)
    expect: dict[str, Any]


class Plan(Model):
    """A plan, as written."""

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
    targets: dict[str, TargetRule] = Field(default_factory=dict)
    tables: dict[str, PlanTable] = Field(default_factory=dict)
    measures: dict[str, Measure] = Field(default_factory=dict)
    components: dict[str, Component] = Field(min_length=1)
    payment: Payment = Field(default_factory=Payment)
    clause: Text | None = None
    draft: YesNo = False
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

    def rates(self) -> dict[str, RateModel]:
        """Return each component's rate."""
        return {name: component.rate for name, component in self.components.items()}
