"""The values of one target for one payee: the table's own rows first, then the pieces of the rule."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from attain.money import Rounding, round_fraction
from attain.periods import Period
from attain.targets.listed.rows import OwnerRows, TargetRow, TargetTable
from attain.targets.values.cutting import Cutter, Piece
from attain.targets.values.factors import ALWAYS, SlotFactor, Stretch, piece_factors, tenure_month
from attain.targets.values.numerals import decimal_text, percent_text
from attain.targets.values.spans import Assigned, Base, Span


class Value(NamedTuple):
    """A target over one window: integer at the scale, exact value in whole units, and where it comes from."""

    target_value: int
    exact: Fraction
    is_final: bool
    source: str
    base_amount: str
    factors: str


class PartValue(NamedTuple):
    """A piece of a period and its value."""

    period: Period
    value: Value


PieceFactors = list[tuple[SlotFactor, ...]]
FactorsBySituation = dict[tuple[Period, tuple[Stretch, ...]], PieceFactors]


@dataclass(frozen=True, eq=False)
class RuleReader:
    """What is the same for every payee of one target: cuts, rounding, and the factors found so far.

    Attributes:
        target: the target's name.
        cutter: cuts the periods of its rule.
        table: the target table.
        scale: decimal digits of the result.
        used: rows of the table that gave a value.
        passed_over: rows with both ends that share days of their payee with a window and did not fill it.
        uncut: periods that the season or the whole months do not fit.
    """

    target: str
    cutter: Cutter
    table: TargetTable
    scale: int
    used: set[TargetRow] = field(default_factory=set[TargetRow])
    passed_over: set[TargetRow] = field(default_factory=set[TargetRow])
    uncut: list[Period] = field(default_factory=list[Period])
    _factors: FactorsBySituation = field(default_factory=FactorsBySituation)

    @property
    def rounding_unit(self) -> int:
        """The unit a computed target is rounded to, in integers at the scale."""
        unit = self.cutter.rule.round_to
        return max(1, int(unit.value * 10**self.scale)) if unit else 1

    def factors(self, period: Period, pieces: tuple[Piece, ...], key: tuple[Stretch, ...]) -> PieceFactors:
        """Return the factors of each piece; payees in the same situation share them."""
        found = self._factors.get((period, key))
        if found is None:
            found = [piece_factors(self.cutter.rule, piece, key) for piece in pieces]
            self._factors[period, key] = found
        return found


class PayeeReader:
    """Reads one target of one payee over any window."""

    def __init__(self, reader: RuleReader, assigned: Assigned, spans: tuple[Span, ...]) -> None:
        self.reader = reader
        self.assigned = assigned
        self.spans = spans
        titles = {assignment.title for assignment in assigned.assignments}
        self._may_be_final = any(owner.gives_windows for owner in (self._person, *map(self._title, titles)))
        self._parts: dict[Period, list[PartValue] | None] = {}
        self.changes = reader.table.changes_of(reader.target, assigned.payee)

    def over(self, window: Period) -> Value | None:
        """Return the final value the table gives for exactly this window, or for ranges that fill it."""
        if not self._may_be_final:
            return None
        found = self.assigned.first_in(window.starts_on, window.ends_before)
        if found is None:
            return None
        day, assignment = found
        for owner in (self._person, self._title(assignment.title)):
            if not owner.rows:
                continue
            rows = owner.covering(window.starts_on, window.ends_before)
            if rows:
                self.reader.used.update(rows)
                return self._final(rows)
            self.reader.passed_over.update(owner.touching(day, self.assigned.last_before(window.ends_before)))
            if owner.standing_on(day):
                return None
        return None

    @property
    def _person(self) -> OwnerRows:
        return self.reader.table.of_payee(self.reader.target, self.assigned.payee)

    def _title(self, title: str | None) -> OwnerRows:
        return self.reader.table.of_title(self.reader.target, title)

    def situation(self, first_day: date) -> Hashable | None:
        """Return what the values depend on, so that payees in the same situation share them.

        Args:
            first_day: the first day of the first period that is read.

        Returns:
            None for a payee with rows of their own in the target table.
        """
        if self._person.rows or self.changes:
            return None
        spans = tuple(
            span._replace(
                hired=span.hired and self._hired_that_matters(span.hired, span.starts_on, first_day),
                left=span.left if span.left and span.left < span.ends_before else None,
            )
            for span in self.spans
        )
        return spans, tuple((a.starts_on, a.ends_before, a.title) for a in self.assigned.assignments)

    def _final(self, rows: Sequence[TargetRow]) -> Value:
        exact = sum((row.row_amount for row in rows), Fraction(0))
        source = ", ".join(dict.fromkeys(row.source for row in rows))
        return Value(self._rounded(exact), exact, True, source, decimal_text(exact), "")

    def parts(self, period: Period) -> list[PartValue] | None:
        """Return the value of each piece of a period; None when an amount, a hire date or a cut is missing.

        The computed pieces are rounded as differences of rounded running sums, so that they add up.
        """
        if period not in self._parts:
            self._parts[period] = self._parts_of(period)
        return self._parts[period]

    def _parts_of(self, period: Period) -> list[PartValue] | None:
        pieces = self.reader.cutter.pieces(period)
        if pieces is None:
            self.reader.uncut.append(period)
            return None
        whole = self.over(period)
        computed = self._split(whole, pieces) if whole else self._computed(period, pieces)
        if computed is None and len(pieces) == 1:
            return None
        unit = 1 if whole else self.reader.rounding_unit
        if computed and len(pieces) == 1:
            rounded = self._rounded(computed[0].exact, unit)
            return [PartValue(period, computed[0]._replace(target_value=rounded))]
        running = Fraction(0)
        parts: list[PartValue] = []
        for number, piece in enumerate(pieces):
            final = self.over(piece.period)
            if final is None:
                if computed is None:
                    return None
                value = computed[number]
                rounded = self._rounded(running + value.exact, unit) - self._rounded(running, unit)
                running += value.exact
                final = value._replace(target_value=rounded)
            parts.append(PartValue(piece.period, final))
        return parts

    def _split(self, whole: Value, pieces: tuple[Piece, ...]) -> list[Value]:
        if len(pieces) == 1:
            return [whole]
        texts = [f"{percent_text(piece.share)} season" for piece in pieces]
        return [
            whole._replace(exact=whole.exact * piece.share, factors=text, is_final=False)
            for piece, text in zip(pieces, texts, strict=True)
        ]

    def _computed(self, period: Period, pieces: tuple[Piece, ...]) -> list[Value] | None:
        stretches, bases = self._stretches(period)
        if not stretches:
            return None
        factors = self.reader.factors(period, pieces, stretches)
        return [_multiplied(piece_factor, bases) for piece_factor in factors]

    def _stretches(self, period: Period) -> tuple[tuple[Stretch, ...], list[Base]]:
        """Clip the payee's days to a period and leave out what does not matter there.

        Payees in the same situation then share one key, whatever their amounts.
        """
        rule = self.reader.cutter.rule
        bases: list[Base] = []
        stretches: list[Stretch] = []
        for span in self.spans:
            if span.starts_on >= period.ends_before or span.ends_before <= period.starts_on:
                continue
            if span.base is None or (rule.ramp_steps and span.hired is None):
                return (), []
            first, last = max(span.starts_on, period.starts_on), min(span.ends_before, period.ends_before)
            if span.base not in bases:
                bases.append(span.base)
            left = span.left if span.left and span.left < last else None
            hired = self._hired_that_matters(span.hired, first, period.starts_on) if span.hired else ALWAYS
            stretches.append(Stretch(first, last, hired, left, bases.index(span.base)))
            if rule.proration == "none":
                break
        return tuple(stretches), bases

    def _hired_that_matters(self, hired: date, first: date, period_start: date) -> date:
        ramp = self.reader.cutter.rule.ramp_steps
        if hired >= first or (ramp and tenure_month(hired, period_start) <= len(ramp)):
            return hired
        return ALWAYS

    def _rounded(self, value: Fraction, unit: int = 1) -> int:
        scaled = value * 10**self.reader.scale
        if unit == 1 and scaled.denominator == 1:
            return scaled.numerator
        return round_fraction(scaled, Rounding(unit=unit))


def _multiplied(factors: tuple[SlotFactor, ...], bases: list[Base]) -> Value:
    if len(factors) == 1:
        slot, factor, text = factors[0]
        base_amount, source = bases[slot]
        exact = base_amount if factor == 1 else base_amount * factor
        return Value(0, exact, False, source, decimal_text(base_amount), text)
    source = ", ".join(dict.fromkeys(bases[f.slot].source for f in factors))
    exact = sum((bases[f.slot].base_amount * f.factor for f in factors), Fraction(0))
    texts = [f"{decimal_text(bases[f.slot].base_amount)} × {f.text}" for f in factors]
    return Value(0, exact, False, source, "", " + ".join(texts))


def summed(parts: Sequence[PartValue]) -> Value:
    """Add the values of a window's parts; one part stays as it is."""
    if len(parts) == 1:
        return parts[0].value
    source = ", ".join(dict.fromkeys(part.value.source for part in parts))
    total = sum(part.value.target_value for part in parts)
    exact = sum((part.value.exact for part in parts), Fraction(0))
    first, last = parts[0], parts[-1]
    text = f"sum of {len(parts)} parts from {first.period.name} to {last.period.name}"
    return Value(total, exact, False, source, "", text)
