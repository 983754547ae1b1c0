"""Rates: tiers in order, over a measure that can be read so, with a pay for every value of ``by``."""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic, Place
from attain.documents import Expression, Quantity, instead_of, place_of
from attain.measures import Measure
from attain.plans.checks.expressions import Checker
from attain.plans.checks.kinds.matrix import matrix_problems
from attain.plans.checks.pays import pay_problems
from attain.plans.checks.surroundings import ALONE, Surroundings
from attain.plans.checks.table_rows import placed, rising
from attain.plans.checks.units import RateUnits, bound_problems, of_problems
from attain.plans.vocabulary import Vocabulary
from attain.rates import (
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
from attain.rates.problems import BY_MISMATCH, DEDUCTIBLE, NO_TABLE, NO_WINDOW, NOT_ADDITIVE, OUT_OF_ORDER

Tiered = MarginalTiers | WholeTiers | StepBonus | Interpolated
# Words that `by` of a table of tiers may name besides expressions.
_KEY_WORDS = frozenset({"payee", "day", "week", "biweek", "semimonth", "month", "quarter", "half", "year"})


def rate_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check the rate of every component."""
    for name, component in around.plan.components.items():
        rate = component.rate
        if isinstance(rate, Pool | RankPrize | Formula):
            continue
        vocabulary = around.vocabulary(name)
        kind_place = rate.value_place("kind") if rate.place.file else component.key_place("rate")
        _, measure = around.measure_of(name)
        yield from _order(rate)
        if measure is not None:
            yield from _reading(rate, measure, kind_place)
        yield from _table(rate, around, vocabulary)
        if isinstance(rate, Matrix):
            yield from matrix_problems(rate, around, vocabulary)
        else:
            yield from _by(rate, vocabulary, kind_place)
        units = RateUnits(name, around)
        yield from of_problems(units)
        yield from bound_problems(units)
        yield from pay_problems(units)


# the order of bounds


def _order(rate: RateModel) -> Iterator[Diagnostic]:
    if isinstance(rate, (MarginalTiers, WholeTiers)) and not isinstance(rate.tiers, TierTable):
        yield from rising([tier.from_ for tier in rate.tiers], "tiers[{}].from", "tiers", rate.place)
        first = rate.tiers[0].from_
        if isinstance(rate, MarginalTiers) and first.value > 0:
            what = f"tiers start at {first.text}: below it pays nothing and that part is never paid back"
            fix = f"if reaching {first.text} should pay from the first dollar use whole_tiers"
            yield Diagnostic.of(DEDUCTIBLE, placed(first, rate.place), what, fix)
    elif isinstance(rate, StepBonus):
        yield from rising([step.at for step in rate.steps], "steps[{}].at", "steps", rate.place)
    elif isinstance(rate, Interpolated):
        yield from _points([x for x, _ in rate.points], rate.place)


def _points(bounds: list[Quantity], place: Place) -> Iterator[Diagnostic]:
    """Two points with the same x are a jump; a third one would say nothing."""
    for number, bound in enumerate(bounds[1:], start=1):
        before = bounds[number - 1]
        if bound.value < before.value:
            what = f"points[{number}] {bound.text} does not come after {before.text}"
            fix = f"use {before.text} or more, or reorder the points"
            yield Diagnostic.of(OUT_OF_ORDER, placed(bound, place), what, fix)
        elif number > 1 and bound.value == bounds[number - 2].value:
            what = f"points[{number}] is the third point at {bound.text}"
            yield Diagnostic.of(OUT_OF_ORDER, placed(bound, place), what, "keep two: before the jump, and after it")


# the measure


def _reading(rate: RateModel, measure: Measure, place: Place) -> Iterator[Diagnostic]:
    if isinstance(rate, Tiered) and measure is ALONE:
        what = f"{rate.kind} has no measure to read its bounds on"
        fix = "add one that says when it starts again from 0, such as measure: {sum: value, per: month}"
        yield Diagnostic.of(NO_WINDOW, place, what, fix)
    elif isinstance(rate, (MarginalTiers, PerUnit)) and measure.kind in {"ratio", "last"}:
        what = f"{rate.kind} slices a measure that adds up; '{measure.kind}' goes up and down"
        fix = "use whole_tiers or interpolated"
        if isinstance(rate, PerUnit):
            what = f"per_unit pays for what a measure adds up; '{measure.kind}' goes up and down"
            fix = "use step_bonus or interpolated, or measure a sum"
        yield Diagnostic.of(NOT_ADDITIVE, place, what, fix)


# tables of tiers, and pays by value


def _table(rate: RateModel, around: Surroundings, vocabulary: Vocabulary | None) -> Iterator[Diagnostic]:
    written = getattr(rate, "tiers", None)
    if not isinstance(written, TierTable):
        return
    name = str(written.table)
    found = around.tiers_of(name)
    if found is None and name not in around.plan.tables and name not in around.sources:
        what = f"there is no table '{name}'"
        fix = instead_of(name, around.plan.tables, "the tables are") if around.plan.tables else "add it under 'tables:'"
        yield Diagnostic.of(NO_TABLE, written.table.place, what, fix)
    elif found is None:
        what = f"'{name}' is no table of tiers"
        fix = "give each row a list of {from, pay}; a source of tiers has the columns 'from' and 'pay'"
        yield Diagnostic.of(NO_TABLE, written.table.place, what, fix)
    elif found.key_count is None:
        yield from _key_columns(written, around)
    elif found.key_count != len(written.by):
        what = f"'by' gives {len(written.by)} of the {found.key_count} keys of table '{name}'"
        yield Diagnostic.of(BY_MISMATCH, written.value_place("by"), what, "give every key, in the table's order")
    checker = Checker(vocabulary.credit() if vocabulary else None)
    for text in written.by:
        if str(text) not in _KEY_WORDS or (vocabulary is not None and str(text) in vocabulary.columns):
            yield from checker.value(text)


def _key_columns(written: TierTable, around: Surroundings) -> Iterator[Diagnostic]:
    """A source without an entry under ``tables`` is read by the columns that ``by`` names."""
    name = str(written.table)
    columns = around.sources[name].columns
    for text in written.by:
        if str(text) not in columns:
            what = f"'{text}' is not a column of '{name}'"
            fix = instead_of(text, columns, "its columns are")
            if "." in text or text in _KEY_WORDS:
                entry = f"{name}: {{source: {name}, keys: [..], tiers: {{from: from, pay: pay}}}}"
                fix = f"say under 'tables:' which columns are the keys, such as {entry}"
            yield Diagnostic.of(BY_MISMATCH, place_of(text), what, fix)


def _by(rate: RateModel, vocabulary: Vocabulary | None, place: Place) -> Iterator[Diagnostic]:
    pays = list(rate.pays())
    mappings = [pay for pay in pays if isinstance(pay, dict)]
    if rate.by is not None:
        yield from Checker(vocabulary.credit() if vocabulary else None).value(rate.by)
    if rate.by is not None and not mappings:
        what = f"'by: {rate.by}' picks a pay by its value, and no pay has values to pick from"
        fix = "write the pay as a mapping, such as pay: {hardware: 5%, else: 3%}, or remove 'by'"
        yield Diagnostic.of(BY_MISMATCH, place_of(rate.by), what, fix)
    for pay in mappings:
        at = _place_of_pay(pay, place)
        if not pay:
            yield Diagnostic.of(BY_MISMATCH, at, "a pay by value has no values", "write at least 'else'")
        elif rate.by is None:
            what = f"the pay depends on a value ({', '.join(list(pay)[:3])}), and there is no 'by' to say of what"
            yield Diagnostic.of(BY_MISMATCH, at, what, "add 'by', such as by: product_family")


def _place_of_pay(pay: dict[str, Expression], otherwise: Place) -> Place:
    found = place_of(next(iter(pay.values()), None))
    return found if found.file else otherwise
