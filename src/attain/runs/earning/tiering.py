"""Tiers ready for the rate kinds: pays compiled, tables looked up, one set of bounds and pays per row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.documents import Expression, Text
from attain.earnings import largest
from attain.money import Exact
from attain.periods import CALENDAR_UNITS, Unit
from attain.rates import Bound, Pay, RateModel, ReadyTier, TierTable
from attain.rates.problems import NO_PAY, NO_PAY_FOR_VALUE, NO_TIERS_FOR_KEY
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.inputs.facts import Findings


@dataclass(frozen=True)
class TierSet:
    """A table of tiers by keys.

    Attributes:
        keys: how many keys there are.
        frame: ``key_0``, ... (String, null = any other), ``from_0``, ``pay_0``, ``from_1``, ... (Int64, null = no such
            tier).
        bound_unit: stored integers per natural unit of a bound.
        pay_unit: stored integers per natural unit of a pay.
        bound_is_percent, pay_is_percent: how they were written.
        tier_count: the most tiers a key has.
    """

    keys: int
    frame: pl.DataFrame
    bound_unit: int
    pay_unit: int
    bound_is_percent: bool
    pay_is_percent: bool
    tier_count: int


@dataclass(frozen=True)
class TierReader:
    """Makes tiers of what a plan writes.

    Attributes:
        tables: the plan's tier tables by name; a source that is read directly, by its name and the columns of ``by``.
        findings: where problems go.
    """

    tables: Mapping[tuple[str, ...], TierSet]
    findings: Findings

    def table_of(self, written: TierTable) -> TierSet:
        """Return the table that a rate names."""
        name = (str(written.table),)
        return self.tables[name] if name in self.tables else self.tables[*name, *map(str, written.by)]

    def tiers(
        self, frame: pl.DataFrame, rate: RateModel, evaluator: Evaluator, pay_unit: int
    ) -> tuple[pl.DataFrame, list[ReadyTier]]:
        """Add what the tiers read to the frame, and return them in order."""
        written = getattr(rate, "tiers", None)
        if isinstance(written, TierTable):
            return self._from_table(frame, written, evaluator, pay_unit)
        if rate.by is not None:
            frame = evaluator.keys(frame, rate.by, evaluator.vocabulary.credit(), "by")
        bounds = [Bound(b.value) for b in rate.bounds()] or [Bound(Fraction(0))]
        ready: list[ReadyTier] = []
        for number, pay in enumerate(rate.pays()):
            frame, value, constant = self._pay(frame, pay, evaluator, pay_unit, number=number)
            if isinstance(pay, Text):
                evaluator.report_nulls(frame, f"pay_{number}", pay, NO_PAY)
            ready.append(ReadyTier(bounds[min(number, len(bounds) - 1)], value, constant))
        return frame, ready

    def _pay(
        self, frame: pl.DataFrame, pay: Pay, evaluator: Evaluator, pay_unit: int, *, number: int
    ) -> tuple[pl.DataFrame, Exact, Fraction | None]:
        if isinstance(pay, dict):
            return self._pay_by_value(frame, pay, evaluator, pay_unit, number=number)
        scope = evaluator.vocabulary.credit()
        frame, valued = evaluator.exact(frame, pay, scope, "any", name=f"pay_{number}")
        factor = Fraction(1) if valued.kind in _SHARES else Fraction(pay_unit)
        constant = None if valued.constant is None else valued.constant * factor
        return frame, valued.exact.times(factor), constant

    def _pay_by_value(
        self, frame: pl.DataFrame, pays: Mapping[str, Expression], evaluator: Evaluator, pay_unit: int, *, number: int
    ) -> tuple[pl.DataFrame, Exact, Fraction | None]:
        """Pick a pay by the value of ``by``; a value without one is a problem, never a silent 0."""
        default = pays.get("else")
        value = Exact.constant(Fraction(0))
        if default is not None:
            frame, value, _ = self._pay(frame, default, evaluator, pay_unit, number=number * 100 + 99)
        named = {key: pay for key, pay in pays.items() if key != "else"}
        for place, (key, pay) in enumerate(named.items()):
            frame, chosen, _ = self._pay(frame, pay, evaluator, pay_unit, number=number * 100 + place)
            value = chosen.where((pl.col("by") == key).fill_null(value=False), value)
        if default is None:
            self._report_missing(frame, named)
        frame = frame.with_columns(value.numerator.alias(f"by_{number}"))
        return frame, Exact.column(f"by_{number}", value.bound, value.denominator), None

    def _report_missing(self, frame: pl.DataFrame, named: Mapping[str, Text]) -> None:
        missing = frame.filter(~pl.col("by").is_in(list(named)).fill_null(value=False))
        for key in missing["by"].unique(maintain_order=True).head(5).to_list():
            place = getattr(next(iter(named.values())), "place", Place(""))
            what = f"a credit has the value {'nothing' if key is None else repr(key)}, and there is no pay for it"
            fix = f"add '{key}' to the pays, or 'else' for every other value"
            self.findings.add(Diagnostic.of(NO_PAY_FOR_VALUE, place, what, fix))

    def _from_table(
        self, frame: pl.DataFrame, written: TierTable, evaluator: Evaluator, pay_unit: int
    ) -> tuple[pl.DataFrame, list[ReadyTier]]:
        table = self.table_of(written)
        keys: list[str] = []
        for number, by in enumerate(written.by):
            frame = self._key(frame, by, evaluator, f"tier_key_{number}")
            keys.append(f"tier_key_{number}")
        joined = with_default_keys(frame, table.frame, keys)
        unknown = joined.filter(pl.col("from_0").is_null())
        if unknown.height:
            self._report_no_tiers(unknown, keys, written)
        ready = [self._table_tier(table, number, pay_unit) for number in range(table.tier_count)]
        joined = joined.with_columns(expression for columns, _ in ready for expression in columns)
        return joined, [tier for _, tier in ready]

    def _key(self, frame: pl.DataFrame, by: Text, evaluator: Evaluator, name: str) -> pl.DataFrame:
        if str(by) == "payee":
            return frame.with_columns(evaluator.roster.named(pl.col("payee")).alias(name))
        unit = _PERIOD_WORDS.get(str(by))
        if unit is not None and unit not in evaluator.vocabulary.columns:
            assert evaluator.period_name is not None
            return frame.with_columns(evaluator.period_name(frame, unit).alias(name))
        return evaluator.keys(frame, by, evaluator.vocabulary.credit(), name)

    @staticmethod
    def _table_tier(table: TierSet, number: int, pay_unit: int) -> tuple[list[pl.Expr], ReadyTier]:
        """A tier that a key does not have starts out of reach and pays as the one before."""
        start = pl.col(f"from_{number}").fill_null(_OUT_OF_REACH).alias(f"tier_from_{number}")
        pay = pl.coalesce(*(pl.col(f"pay_{k}") for k in range(number, -1, -1)), pl.lit(0)).alias(f"tier_pay_{number}")
        bound = Exact.column(f"tier_from_{number}", _OUT_OF_REACH, table.bound_unit)
        factor = Fraction(1) if table.pay_is_percent else Fraction(pay_unit)
        most = max((largest(table.frame[f"pay_{k}"]) for k in range(number + 1)), default=0)
        value = Exact.column(f"tier_pay_{number}", most, table.pay_unit).times(factor)
        return [start, pay], ReadyTier(Bound(column=bound, is_share=table.bound_is_percent), value)

    def _report_no_tiers(self, unknown: pl.DataFrame, keys: Sequence[str], written: TierTable) -> None:
        for values in unknown.select(keys).unique(maintain_order=True).head(5).iter_rows():
            what = f"table '{written.table}' has no tiers for {', '.join(str(v) for v in values)}"
            fix = "add the row to the table, or an 'else' row for every other value"
            self.findings.add(Diagnostic.of(NO_TIERS_FOR_KEY, written.place, what, fix))


_SHARES = frozenset({"percent", "ratio"})
_PERIOD_WORDS: dict[str, Unit] = {unit: unit for unit in CALENDAR_UNITS}
_OUT_OF_REACH = 10**16


def with_default_keys(frame: pl.DataFrame, table: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Join a nested table: a key that is not listed takes the ``else`` row (null) of its level."""
    chosen = frame
    level = table
    found: list[str] = []
    for number, key in enumerate(keys):
        known = level.select(*(f"key_{k}" for k in range(number + 1))).unique()
        exact = known.filter(pl.col(f"key_{number}").is_not_null())
        on_left = [*found, key]
        on_right = [f"key_{k}" for k in range(number + 1)]
        marked = exact.with_columns(_hit=pl.lit(value=True))
        chosen = chosen.join(
            marked, left_on=on_left, right_on=on_right, how="left", nulls_equal=True, maintain_order="left"
        )
        matched = f"_key_{number}"
        chosen = chosen.with_columns(pl.when(pl.col("_hit")).then(pl.col(key)).alias(matched)).drop("_hit")
        found.append(matched)
    return chosen.join(
        table,
        left_on=found,
        right_on=[f"key_{k}" for k in range(len(keys))],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).drop(found)
