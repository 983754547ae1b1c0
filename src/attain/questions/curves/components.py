"""Which payout curves a component has, and what they stand on; or why it has none that can be drawn.

A curve is known where every pay is a number. A pay by value has one curve for each value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from attain.documents import Text
from attain.expressions import is_percent
from attain.measures import Measure
from attain.plans.checks.surroundings import Surroundings
from attain.questions.curves.payout import PayoutCurve
from attain.questions.curves.targets import usual_target
from attain.rates import (
    FlatRate,
    Interpolated,
    MarginalTiers,
    Matrix,
    Pay,
    PerUnit,
    RateModel,
    StepBonus,
    TierTable,
    WholeTiers,
)
from attain.runs.inputs.evaluation import constant_of, parsed_of

SHARES_UNIT = 10**6
PERCENT_OF_WHOLE = 10**8


@dataclass(frozen=True)
class Curves:
    """The payout curves of a component.

    Attributes:
        measure: the name of the measure.
        unit: what the measure counts: money, count, decimal or percent.
        shown: the curves, one for each value of ``by``; empty when a pay is no number.
        missing: why there is none.
        target: the target's value behind ``whole``, in natural units; None when it is not known, and ``whole`` stands
            for any target.
        is_incentive_known: the amount that ``of: TARGET`` multiplies is known; otherwise payouts are shares of it.
    """

    measure: str
    unit: str
    shown: tuple[PayoutCurve, ...] = ()
    missing: str = ""
    target: Fraction | None = None
    is_incentive_known: bool = True


def curves_of(around: Surroundings, name: str) -> Curves:
    """Return the payout curves of a component."""
    component = around.component(name)
    measure_name, measure = around.measure_of(name)
    if measure is None:
        return Curves(measure_name, "money", missing=f"there is no measure '{measure_name}'")
    unit = _unit(around, measure_name, measure)
    missing = "it goes by rank" if measure.rank is not None else _missing(component.rate)
    if missing:
        return Curves(measure_name, unit, missing=missing)
    stored = {"money": 10**around.digits, "count": 1}.get(unit, SHARES_UNIT)
    target, whole = _whole(around, measure, stored)
    incentive, is_known = _incentive(around, component.rate, measure)
    shown = tuple(
        PayoutCurve(
            rate=component.rate,
            pays=tuple(pays),
            are_percents=are_percents,
            measure_unit=stored,
            pay_unit=10**around.digits,
            whole=whole,
            incentive=incentive,
            is_own_base=incentive is not None or _is_own_base(around, name, measure, are_percents=are_percents),
            label=label,
        )
        for label, pays, are_percents in _variants(component.rate)
    )
    return Curves(measure_name, unit, shown, "", target, is_known)


def _unit(around: Surroundings, name: str, measure: Measure) -> str:
    if measure.kind == "ratio":
        return "percent"
    kind = around.measure_kind(name)
    return "percent" if kind == "ratio" else kind or "money"


def _missing(rate: RateModel) -> str:
    if isinstance(rate, Matrix):
        return "it is paid by a matrix, and no one measure draws its curve"
    if not isinstance(rate, (FlatRate, PerUnit, MarginalTiers, WholeTiers, StepBonus, Interpolated)):
        return "its kind is no curve over one measure"
    tiers = getattr(rate, "tiers", None)
    if isinstance(tiers, TierTable):
        return f"its tiers stand in table '{tiers.table}'"
    for pay in rate.pays():
        for text in pay.values() if isinstance(pay, dict) else [pay]:
            if constant_of(text) is None:
                return f"its pay is '{text}'"
    return ""


def _variants(rate: RateModel) -> Iterator[tuple[str, list[Fraction], bool]]:
    """Yield the pays for each value of ``by`` (one variant without it), and whether they are percents."""
    pays = list(rate.pays())
    if isinstance(rate, Interpolated):
        yield "", [], rate.is_percent
        return
    keys = dict.fromkeys(key for pay in pays if isinstance(pay, dict) for key in pay)
    for key in keys or {"": None}:
        chosen = [_pay_for(pay, key) for pay in pays]
        texts = [text for text in chosen if text is not None]
        if len(texts) == len(chosen):
            yield key, [constant_of(text) or Fraction(0) for text in texts], any(map(is_share, texts))


def _pay_for(pay: Pay, key: str) -> Text | None:
    if isinstance(pay, Mapping):
        return pay.get(key, pay.get("else"))
    return pay


def is_share(text: Text) -> bool:
    """Say whether a number is written as a percent."""
    parsed, _ = parsed_of(text)
    return parsed is not None and is_percent(parsed)


def _whole(around: Surroundings, measure: Measure, stored: int) -> tuple[Fraction | None, int | None]:
    if measure.kind == "ratio":
        return None, SHARES_UNIT
    if measure.against is None:
        return None, None
    target = usual_target(around.plan, str(measure.against), measure.per)
    return target, PERCENT_OF_WHOLE if not target else int(target * stored)


def _incentive(around: Surroundings, rate: RateModel, measure: Measure) -> tuple[int | None, bool]:
    if rate.of is None or str(rate.of).strip() not in around.plan.targets:
        return None, True
    window = around.plan.pay_period if measure.per == "transaction" else measure.per
    found = usual_target(around.plan, str(rate.of).strip(), window)
    unit = 10**around.digits
    return (unit, False) if found is None else (int(found * unit), True)


def _is_own_base(around: Surroundings, name: str, measure: Measure, *, are_percents: bool) -> bool:
    """Whether what the rate multiplies is what moves the measure, so that a payout follows from the measure alone."""
    component = around.component(name)
    if not _multiplies(component.rate, are_percents=are_percents):
        return True
    if measure.kind not in {"sum", "count"} or around.feeds_of(around.measure_of(name)[0]) != (name,):
        return False
    if not are_percents:
        return True
    moved = _plain(measure.sum)
    return str(measure.owner) == "payee" and moved in {_plain(component.rate.of), _plain(_value_of(around, name))}


def _multiplies(rate: RateModel, *, are_percents: bool) -> bool:
    """Whether a rate multiplies what is credited; a bonus is what it is, whatever was credited."""
    if isinstance(rate, StepBonus):
        return False
    return not isinstance(rate, Interpolated) or are_percents


def _value_of(around: Surroundings, name: str) -> Text | None:
    rule = around.rules.get(name)
    return rule.value if rule is not None else None


def _plain(text: Text | None) -> str:
    return "value" if text is None else str(text).strip()
