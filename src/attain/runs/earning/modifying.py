"""Applies a component's modifiers in the order written, reading each condition where the plan says it is seen."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.documents import Text
from attain.earnings import Lines, largest
from attain.earnings.model import Cap, CapItem, Floor, GateItem, KickerItem, Modifier, MultiplierItem
from attain.earnings.modifiers import cap, floor, gate, kicker, multiplier
from attain.earnings.problems import NO_FACTOR
from attain.money import Exact
from attain.periods import Unit
from attain.rates import Part
from attain.runs.inputs.evaluation import Evaluator, parsed_of

Seen = Callable[[pl.DataFrame, str, "set[str]"], "tuple[pl.DataFrame, Evaluator]"]


TARGET = "t."  # what a target's column is called
MODIFIED = ("gate", "multiplier", "kicker", "cap", "floor")


@dataclass(frozen=True)
class Modifying:
    """What modifiers need.

    Attributes:
        seen: attaches measures to a frame, as seen at the period's end or at the credit, and returns the evaluator that
            knows their bounds.
        windows: numbers the windows of a unit: adds a column to a frame.
        begun: numbers the windows of a unit, and the last that has begun, for caps that bank.
        pay_unit: minor units per natural unit of the pay currency.
        base_unit: stored integers of ``base`` per minor unit, or per counted thing.
        flowing: the part of a target incentive that each credit attains, where that is what a percent is of.
    """

    seen: Seen
    windows: Callable[[pl.DataFrame, Unit, str], pl.DataFrame]
    begun: Callable[[pl.DataFrame, Unit], pl.DataFrame]
    pay_unit: int
    base_unit: int
    flowing: Part | None = None

    def applied(self, lines: Lines, modifiers: tuple[Modifier, ...]) -> Lines:
        """Apply the modifiers."""
        for number, modifier in enumerate(modifiers):
            lines = self._one(lines, modifier, number)
        return lines

    def _one(self, lines: Lines, item: Modifier, number: int) -> Lines:
        if isinstance(item, GateItem):
            lines = self._condition(lines, item.gate.when, item.gate.seen)
            return gate.apply(lines, pl.col("holds"), item.gate.else_.value)
        if isinstance(item, MultiplierItem):
            lines = self._condition(lines, item.multiplier.when, item.multiplier.seen)
            lines, factor, _ = self._value(lines, item.multiplier.by, item.multiplier.seen, money=False)
            return multiplier.apply(lines, pl.col("holds"), factor)
        if isinstance(item, KickerItem):
            return self._kicker(lines, item)
        if isinstance(item, CapItem):
            return self._cap(lines, item.cap)
        return self._floor(lines, item.floor, number)

    def _kicker(self, lines: Lines, item: KickerItem) -> Lines:
        lines = self._condition(lines, item.kicker.when, item.kicker.seen)
        lines, add, is_percent = self._value(_of_deals(lines), item.kicker.add, item.kicker.seen, money=True)
        if is_percent and self.flowing is not None:
            return kicker.apply_flowing(lines, pl.col("holds"), add, self.flowing)
        base = Exact.column("base", largest(lines.frame["base"]), self.base_unit)
        extra = kicker.extra_of(add, base, is_percent=is_percent)
        return kicker.apply(lines, pl.col("holds"), extra)

    def _cap(self, lines: Lines, written: Cap) -> Lines:
        lines = self._condition(lines, written.when, written.seen, per=written.per)
        lines, limit, _ = self._value(lines, written.at, written.seen, money=True, per=written.per)
        if written.per == "transaction":
            return cap.apply(_of_deals(lines), pl.col("holds"), limit)
        if written.excess == "banked":
            return cap.apply_banked(lines.with_frame(self.begun(lines.frame, written.per)), pl.col("holds"), limit)
        frame = self.windows(lines.frame, written.per, "cap_window")
        return cap.apply_per_window(lines.with_frame(frame), pl.col("holds"), limit, "cap_window")

    def _floor(self, lines: Lines, written: Floor, number: int) -> Lines:
        lines = self._condition(lines, written.when, written.seen, per=written.per)
        lines, least, _ = self._value(lines, written.at, written.seen, money=True, per=written.per)
        if written.per == "transaction":
            return floor.apply(_of_deals(lines), pl.col("holds"), least)
        frame = self.windows(lines.frame, written.per, "floor_window")
        return floor.apply_per_window(lines.with_frame(frame), pl.col("holds"), least, "floor_window", number=number)

    def _condition(self, lines: Lines, when: Text | None, seen: str, *, per: Unit = "transaction") -> Lines:
        if when is None:
            return lines.with_frame(lines.frame.with_columns(holds=pl.lit(value=True)))
        frame, evaluator = over_window(*self.seen(lines.frame, seen, names_of(when)), per)
        frame = evaluator.condition(frame, when, evaluator.vocabulary.line(), "holds")
        return lines.with_frame(read_again(frame, lines.frame, per))

    def _value(
        self, lines: Lines, text: Text, seen: str, *, money: bool, per: Unit = "transaction"
    ) -> tuple[Lines, Exact, bool]:
        """Return a value: a percent or ratio as it is, an amount in minor units."""
        frame, evaluator = over_window(*self.seen(lines.frame, seen, names_of(text)), per)
        name = f"value_{len(lines.frame.columns)}"
        frame, valued = evaluator.exact(frame, text, evaluator.vocabulary.line(), "any", name=name)
        if name in frame.columns:
            evaluator.report_nulls(frame.filter("holds"), name, text, NO_FACTOR)
            frame = frame.with_columns(pl.col(name).fill_null(0))
        is_percent = valued.kind in {"percent", "ratio"}
        factor = Fraction(self.pay_unit) if money and not is_percent else Fraction(1)
        return lines.with_frame(read_again(frame, lines.frame, per)), valued.exact.times(factor), is_percent


def over_window(frame: pl.DataFrame, evaluator: Evaluator, per: Unit) -> tuple[pl.DataFrame, Evaluator]:
    """Let a limit of a window read targets over its own window, and not over that of the measure."""
    if per == "transaction":
        return frame, evaluator
    return frame.drop(_targets_in(frame)), evaluator.over(per)


def read_again(frame: pl.DataFrame, before: pl.DataFrame, per: Unit) -> pl.DataFrame:
    """Put the targets back as they were read before."""
    if per == "transaction":
        return frame
    return frame.drop(_targets_in(frame)).with_columns(before.select(_targets_in(before)))


def _targets_in(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name.startswith(TARGET)]


def _of_deals(lines: Lines) -> Lines:
    """Leave out the lines that a floor added to windows: a kicker, and a limit for each deal, are about deals."""
    if "line_type" not in lines.frame.columns:
        return lines
    return lines.with_frame(lines.frame.with_columns(holds=pl.col("holds") & (pl.col("line_type") != "floor")))


def names_of(text: Text) -> set[str]:
    """Return the names an expression uses."""
    parsed, _ = parsed_of(text)
    return set(parsed.names) if parsed is not None else set()


def word_of(item: object) -> str:
    """Return the word that a modifier is written under, such as ``cap``."""
    return next(word for word in MODIFIED if hasattr(item, word))
