"""Evaluates a plan's expressions on frames: attaches the columns they name, then compiles them.

What a name stands for is told by its operand's column (``s.amount``, ``payee.title``, ``t.quota``); this module knows
where such a column comes from.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import cast

import polars as pl

from attain.diagnostics import Code, Diagnostic, Place
from attain.documents import Text
from attain.expressions import (
    Compiled,
    FractionOperand,
    Parsed,
    Scope,
    compile_expression,
    constant,
    is_percent,
    parse,
    prepare,
)
from attain.expressions.scope import Wanted
from attain.money import Exact, rounded
from attain.periods import Unit
from attain.plans.vocabulary import Vocabulary
from attain.rates.problems import VARYING_DIVISOR
from attain.roster import Roster
from attain.roster.tenure import tenure_months
from attain.runs.inputs.facts import Findings
from attain.transactions import Transactions


@dataclass(frozen=True)
class Valued:
    """An expression's value: exact, in natural units; its kind; and the number, when it is one."""

    exact: Exact
    kind: str
    constant: Fraction | None = None


NOTHING = Valued(Exact.constant(Fraction(0)), "number", Fraction(0))
TargetColumn = Callable[[pl.DataFrame, str], pl.Series]
TargetColumnOver = Callable[[pl.DataFrame, str, Unit], pl.Series]
PeriodName = Callable[[pl.DataFrame, Unit], pl.Series]


@dataclass(frozen=True)
class Evaluator:
    """Evaluates expressions of one plan over rows of one source.

    Attributes:
        vocabulary: what names stand for.
        transactions: the source's rows, for ``s.*``; None where there is no source.
        roster: for ``payee.*`` and ``seller.*``.
        target: returns a target's values for the frame's payees and dates, for ``t.*``.
        findings: where problems go.
        period_name: names the period of a unit that holds each row's date, for tables of tiers.
        target_over: the same as ``target`` over windows of any unit.
    """

    vocabulary: Vocabulary
    transactions: Transactions | None
    roster: Roster
    target: TargetColumn
    findings: Findings = field(compare=False)
    period_name: PeriodName | None = None
    target_over: TargetColumnOver | None = field(default=None, compare=False)

    def over(self, unit: Unit) -> "Evaluator":
        """Return an evaluator that reads targets over windows of a unit."""
        asked = self.target_over
        if asked is None:
            return self

        def read(frame: pl.DataFrame, name: str) -> pl.Series:
            return asked(frame, name, unit)

        return replace(self, target=read)

    def bounded(self, **bounds: int) -> "Evaluator":
        """Return an evaluator that knows the largest absolute values of more frame columns."""
        merged = {**self.vocabulary.bounds, **bounds}
        return replace(self, vocabulary=replace(self.vocabulary, bounds=merged))

    def kind_of(self, text: Text) -> str:
        """Say what an expression is, without evaluating it."""
        parsed, _ = parsed_of(text)
        compiled = _compiled_once(parsed, self.vocabulary.credit(), "any")[0] if parsed is not None else None
        return compiled.kind if compiled is not None else "number"

    def condition(self, frame: pl.DataFrame, text: Text, scope: Scope, name: str) -> pl.DataFrame:
        """Add a Boolean column; a condition that is NULL does not hold."""
        frame, compiled = self._compiled(frame, text, scope, "boolean")
        if compiled is None:
            return frame.with_columns(pl.lit(value=False).alias(name))
        return frame.with_columns(compiled.result.fill_null(value=False).alias(name))

    def values(self, frame: pl.DataFrame, text: Text, scope: Scope, wanted: Wanted, *, name: str) -> pl.DataFrame:
        """Add a date or text column; a number is added as its numerators, which order like it."""
        frame, compiled = self._compiled(frame, text, scope, wanted)
        made = pl.lit(None) if compiled is None else compiled.result
        return frame.with_columns(made.alias(name))

    def keys(self, frame: pl.DataFrame, text: Text, scope: Scope, name: str) -> pl.DataFrame:
        """Add a text column to look things up by: a number as it is written, without trailing zeros."""
        frame, compiled = self._compiled(frame, text, scope, "any")
        if compiled is None:
            return frame.with_columns(pl.lit(None, pl.String).alias(name))
        if compiled.numerator is None:
            return frame.with_columns(compiled.result.cast(pl.String).alias(name))
        whole = compiled.denominator
        frame = frame.with_columns(_top=compiled.numerator, _bottom=pl.lit(whole) if isinstance(whole, int) else whole)
        pairs = frame.select("_top", "_bottom").unique().drop_nulls()
        texts = [written(Fraction(int(top), int(bottom))) for top, bottom in pairs.iter_rows()]
        named = pairs.with_columns(pl.Series(name, texts, dtype=pl.String))
        joined = frame.join(named, on=["_top", "_bottom"], how="left", maintain_order="left")
        return joined.drop("_top", "_bottom")

    def exact(
        self, frame: pl.DataFrame, text: Text, scope: Scope, wanted: Wanted, *, name: str
    ) -> "tuple[pl.DataFrame, Valued]":
        """Add a column of numerators, unless the expression is a constant; say what the expression is worth."""
        fixed = constant_of(text)
        if fixed is not None:
            return frame, Valued(Exact.constant(fixed), _kind_of_constant(text, wanted), fixed)
        frame, compiled = self._compiled(frame, text, scope, wanted)
        if compiled is None or compiled.numerator is None:
            return frame, NOTHING
        if not isinstance(compiled.denominator, int):
            self.findings.add(_varying(text))
            return frame, NOTHING
        frame = frame.with_columns(compiled.numerator.alias(name))
        return frame, Valued(Exact.column(name, compiled.bound, compiled.denominator), compiled.kind)

    def fraction(self, frame: pl.DataFrame, text: Text, scope: Scope, top: str, *, bottom: str) -> pl.DataFrame:
        """Add numerator and denominator of a number as two columns; the denominator may differ from row to row."""
        frame, compiled = self._compiled(frame, text, scope, "numeric")
        if compiled is None or compiled.numerator is None:
            return frame.with_columns(pl.lit(0).alias(top), pl.lit(1).alias(bottom))
        whole = compiled.denominator
        return frame.with_columns(
            compiled.numerator.alias(top), (pl.lit(whole) if isinstance(whole, int) else whole).alias(bottom)
        )

    def worth(
        self, frame: pl.DataFrame, text: Text, scope: Scope, name: str, *, digits: int
    ) -> "tuple[pl.DataFrame, Valued]":
        """Add what each row is worth, as integers; a quotient of columns is rounded once, to the minor unit."""
        fixed = constant_of(text)
        if fixed is not None:
            frame = frame.with_columns(pl.lit(fixed.numerator, pl.Int64).alias(name))
            made = Exact.column(name, abs(fixed.numerator), fixed.denominator)
            return frame, Valued(made, "count" if fixed.denominator == 1 else "decimal")
        frame, compiled = self._compiled(frame, text, scope, "numeric")
        if compiled is None or compiled.numerator is None:
            return frame.with_columns(pl.lit(0, pl.Int64).alias(name)), replace(NOTHING, exact=Exact.column(name, 0))
        top, bottom, bound = compiled.numerator, compiled.denominator, compiled.bound
        if not isinstance(bottom, int):
            unit = 10 ** (digits if compiled.kind == "money" else 6)
            top = rounded(top.cast(pl.Int128) * unit, bottom, bound * unit, compiled.denominator_bound)
            bottom, bound = unit, bound * unit
        frame = frame.with_columns(top.alias(name))
        return frame, Valued(Exact.column(name, bound, bottom), compiled.kind)

    def _compiled(
        self, frame: pl.DataFrame, text: Text, scope: Scope, wanted: Wanted
    ) -> tuple[pl.DataFrame, Compiled | None]:
        parsed, problems = parsed_of(text)
        self.findings.add(*problems)
        if parsed is None:
            return frame, None
        frame = self.attached(frame, parsed, scope)
        compiled, problems = _compiled_once(parsed, scope, wanted)
        self.findings.add(*problems)
        return (frame, None) if compiled is None else (prepare(frame, compiled), compiled)

    def report_nulls(self, frame: pl.DataFrame, column: str, text: Text, code: Code) -> None:
        """Report the rows for which a value that is needed is null, naming the first."""
        if column not in frame.columns or not frame[column].null_count():
            return
        missing = frame.filter(pl.col(column).is_null())
        first = missing.head(1)
        named = self.roster.decode(pl.col("payee"))
        who = first.select(named).item() if "payee" in first.columns else ""
        deal = self.transactions.gathered(first, "transaction_id").item() if self.transactions else ""
        more = f", and {missing.height - 1} more rows" if missing.height > 1 else ""
        what = f"'{text}' is empty for {who}, {deal}{more}"
        fix = "fill in what it reads, or give a value for nothing: coalesce(..., 0%)"
        self.findings.add(Diagnostic.of(code, text.place, what, fix))

    def attached(self, frame: pl.DataFrame, parsed: Parsed, scope: Scope) -> pl.DataFrame:
        """Add the columns that an expression's names stand for."""
        for name in sorted(parsed.names):
            operand = scope.names.get(name)
            if operand is None:
                continue
            pair = isinstance(operand, FractionOperand)
            for column in (operand.numerator, operand.denominator) if pair else (operand.column,):
                if column not in frame.columns:
                    frame = frame.with_columns(self._column(frame, column).alias(column))
        return frame

    def _column(self, frame: pl.DataFrame, column: str) -> pl.Series:
        kind, _, rest = column.partition(".")
        if kind == "s" and self.transactions is not None:
            return self.transactions.gathered(frame, rest)
        if kind in {"payee", "seller"}:
            return self._attribute(frame, kind, rest)
        if kind == "t":
            return self.target(frame, rest)
        raise KeyError(column)

    def _attribute(self, frame: pl.DataFrame, who: str, attribute: str) -> pl.Series:
        row = "roster_row" if who == "payee" else "seller_row"
        if row not in frame.columns:
            return pl.Series([None] * frame.height, dtype=self.roster.rows.schema.get(attribute, pl.Int64))
        if attribute == "levels_above":
            found = [attribute] if attribute in frame.columns else []
            return frame[attribute] if found else pl.Series([None], dtype=pl.Int64).new_from_index(0, frame.height)
        if attribute == "tenure_months":
            hired = self.roster.rows["hired"].gather(frame[row])
            day = frame["deal_on" if "deal_on" in frame.columns else "dated"]
            return pl.select(tenure_months(pl.lit(hired), pl.lit(day)).cast(pl.Int64)).to_series()
        return self.roster.rows[attribute].gather(frame[row])


@lru_cache(maxsize=4096)
def _parsed(text: str, place: Place) -> tuple[Parsed | None, tuple[Diagnostic, ...]]:
    parsed, problems = parse(text, place)
    return parsed, tuple(problems)


def parsed_of(text: Text) -> tuple[Parsed | None, tuple[Diagnostic, ...]]:
    """Parse an expression of a plan, once."""
    return _parsed(str(text), getattr(text, "place", Place("")))


def _compiled_once(parsed: Parsed, scope: Scope, wanted: Wanted) -> tuple[Compiled | None, list[Diagnostic]]:
    """Compile an expression for a scope, once: rules ask for the same again and again."""
    key = (parsed.text, parsed.place, wanted)
    if key not in scope.compiled:
        scope.compiled[key] = compile_expression(parsed, scope, wanted)
    return cast("tuple[Compiled | None, list[Diagnostic]]", scope.compiled[key])


@lru_cache(maxsize=4096)
def _constant(text: str, place: Place) -> Fraction | None:
    parsed, _ = _parsed(text, place)
    return constant(parsed) if parsed is not None else None


def constant_of(text: Text) -> Fraction | None:
    """Return the number an expression is, when it is only a number such as ``8%``."""
    return _constant(str(text), getattr(text, "place", Place("")))


def _kind_of_constant(text: Text, wanted: Wanted) -> str:
    parsed, _ = parsed_of(text)
    if parsed is not None and is_percent(parsed):
        return "percent"
    return "money" if wanted == "money" else "number"


def written(number: Fraction) -> str:
    """Write a number as a plan would, and as keys of tables are compared: 12, 0.5."""
    if number.denominator == 1:
        return str(number.numerator)
    digits = f"{number.numerator * 10**9 // number.denominator:010d}"
    return f"{digits[:-9]}.{digits[-9:].rstrip('0')}"


def _varying(text: Text) -> Diagnostic:
    what = f"'{text}' divides by a value that differs from row to row"
    fix = "multiply in 'value', such as value: amount * cost / price with rate: 100%, or divide by a constant"
    return Diagnostic.of(VARYING_DIVISOR, text.place, what, fix)
