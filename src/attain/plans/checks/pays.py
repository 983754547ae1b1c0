"""Units of pays: a percent is of money, money is for each thing counted, and a payout is of a target or an amount."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from attain.diagnostics import Diagnostic, Place
from attain.documents import Expression, Quantity, place_of
from attain.plans.checks.expressions import Checker, Read
from attain.plans.checks.table_rows import placed
from attain.plans.checks.units import RateUnits
from attain.rates import FlatRate, Interpolated, MarginalTiers, Matrix, PerUnit, RateModel, StepBonus, WholeTiers
from attain.rates.problems import MIXED_PAYS, MONEY_PER_MONEY, PERCENT_OF_COUNT, PERCENT_OF_NOTHING
from attain.targets.values.numerals import percent_text


def multiplies(rate: RateModel) -> bool:
    """Whether a pay multiplies what each credit is worth, or what it counts."""
    if isinstance(rate, Matrix):
        return not rate.is_payout
    return isinstance(rate, FlatRate | MarginalTiers | WholeTiers)


def _pays_out(rate: RateModel) -> bool:
    """Whether a pay is what reaching something is worth in all."""
    return isinstance(rate, StepBonus) or (isinstance(rate, Matrix) and rate.is_payout)


@dataclass(frozen=True)
class PayUnit:
    """A pay that is not 0: how it is written, whether it is a percent, and its value if it is a number."""

    text: str
    place: Place
    is_share: bool
    constant: Fraction | None = None


def pay_problems(units: RateUnits) -> Iterator[Diagnostic]:
    """Check the pays of a rate."""
    read = list(_read(units))
    for _, found in read:
        yield from found.problems
    pays = _units_of(units, read)
    mixed = next((pay for pay in pays if pay.is_share != pays[0].is_share), None)
    if mixed is not None:
        what = f"'pay: {mixed.text}' stands beside 'pay: {pays[0].text}'"
        fix = "write all pays of a rate as percents, or all as amounts"
        yield Diagnostic.of(MIXED_PAYS, mixed.place, what, fix)
    elif pays:
        yield from _one_unit(pays[0], units)


def pays_each(units: RateUnits) -> bool:
    """Whether the rate pays an amount for each thing, so that there is no money a percent could be of."""
    pays = _units_of(units, list(_read(units)))
    return (multiplies(units.rate) or isinstance(units.rate, PerUnit)) and bool(pays) and not pays[0].is_share


def _read(units: RateUnits) -> Iterator[tuple[Expression, Read]]:
    vocabulary = units.around.vocabulary(units.component)
    checker = Checker(vocabulary.credit() if vocabulary else None)
    for pay in units.rate.pays():
        for text in pay.values() if isinstance(pay, dict) else (pay,):
            yield text, checker.read(text, "numeric", exact=True)


def _units_of(units: RateUnits, read: Sequence[tuple[Expression, Read]]) -> list[PayUnit]:
    """The pays whose unit is known; 0 has any."""
    pays = [
        PayUnit(str(text), place_of(text), found.is_share, found.constant)
        for text, found in read
        if found.kind is not None and found.constant != 0
    ]
    pays += [PayUnit(y.text, placed(y, units.place), y.is_percent, y.value) for y in _quantities(units) if y.value]
    if units.table is not None:
        pays.append(PayUnit("from the table", units.table_place, units.table.pay_is_percent))
    return pays


def _quantities(units: RateUnits) -> Sequence[Quantity]:
    rate = units.rate
    if not isinstance(rate, Interpolated):
        return ()
    return [*(y for _, y in rate.points), *([rate.below] if rate.below is not None else [])]


def _one_unit(pay: PayUnit, units: RateUnits) -> Iterator[Diagnostic]:
    """All pays are alike: percents, or amounts."""
    rate = units.rate
    if pay.is_share:
        yield from _percent(pay, units)
    elif units.of_target:
        yield _money_per_money(pay, units, "write a percent of the target, such as 100%, or remove 'of'")
    elif isinstance(rate, Interpolated) or (isinstance(rate, Matrix) and rate.is_payout):
        if rate.of is not None:
            listed = "points" if isinstance(rate, Interpolated) else "cells"
            yield _money_per_money(pay, units, f"remove 'of': the {listed} are amounts already")
    elif not isinstance(rate, StepBonus) and not _counts(units):
        yield _money_per_money(pay, units, _instead_of_money(pay, rate))


def _percent(pay: PayUnit, units: RateUnits) -> Iterator[Diagnostic]:
    rate = units.rate
    if isinstance(rate, PerUnit):
        what = f"'pay: {pay.text}' is a percent, and per_unit pays money for each unit"
        fix = "write the amount for one unit, such as pay: 25, or use flat_rate"
        yield Diagnostic.of(PERCENT_OF_COUNT, pay.place, what, fix)
    elif _pays_out(rate) and not units.of_target:
        noun = "a step" if isinstance(rate, StepBonus) else "a payout"
        what = f"'pay: {pay.text}' is a percent of nothing: {noun} pays an amount, or a share of a target"
        fix = f"add 'of: {units.any_target}' or write the amount"
        yield _without_target(pay.place, what, fix)
    elif units.of_target:
        if multiplies(rate) and units.measure is not None and not units.has_attainment:
            what = f"'of: {units.of_text}' pays for what a credit attains, but measure '{units.name}' has no 'against'"
            fix = "add 'against', or use interpolated or step_bonus for a payout"
            yield _without_target(place_of(rate.of), what, fix)
        elif multiplies(rate) and units.measure is None:
            what = f"'of: {units.of_text}' pays for what a credit attains, and there is no measure"
            fix = f"add one, such as measure: {{sum: value, per: quarter, against: {units.any_target}}}"
            yield _without_target(place_of(rate.of), what, fix)
    elif units.base is not None and units.base != "money":
        what = f"'pay: {pay.text}' is a percent of '{units.of_text}', and that is a {units.base}"
        fix = "write the amount for each, such as pay: 25, or name an amount of money with 'of'"
        yield Diagnostic.of(PERCENT_OF_COUNT, pay.place, what, fix)


def _without_target(place: Place, what: str, fix: str) -> Diagnostic:
    return Diagnostic.of(PERCENT_OF_NOTHING, place, what, fix, why="nobody could say what the percent is worth")


def _counts(units: RateUnits) -> bool:
    """Whether money is paid for things: the credits are worth things, or the measure counts them."""
    if units.around.value_kind(units.component) != "money":
        return True
    if isinstance(units.rate, PerUnit) and (units.measure is None or units.measure.kind in {"ratio", "last"}):
        return True  # one for each credit; and what does not add up is reported by itself
    if units.measure is None:
        return False
    return units.measure.kind == "count" or (units.measure.kind == "sum" and units.measured != "money")


def _instead_of_money(pay: PayUnit, rate: object) -> str:
    if isinstance(rate, PerUnit):
        return "count something: give the credits a value that counts, or write measure: {count: transactions, ..}"
    if pay.constant is None or pay.constant >= 100:
        return "for a rate write a percent, such as 8%"
    return f"for a rate write {percent_text(pay.constant) if pay.constant < 1 else pay.text + '%'}"


def _money_per_money(pay: PayUnit, units: RateUnits, fix: str) -> Diagnostic:
    currency = units.around.plan.currency_code
    paid = f"{pay.text} {currency}" if pay.constant is not None else pay.text
    what = f"'pay: {pay.text}' would pay {paid} for each {currency} of '{units.of_text}'"
    return Diagnostic.of(MONEY_PER_MONEY, pay.place, what, fix)
