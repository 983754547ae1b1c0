"""What the names in a plan's expressions stand for, at each place an expression can stand.

A bare name is a column of the source, ``value``, ``attainment``, ``measured`` or ``earned_on``; everything else has a
dot (``payee.title``, ``seller.level``, ``bookings.attainment``) or stands where a reference is expected.
The columns are named after what they hold (``s.amount``, ``payee.title``, ``m.bookings.x``), so that whoever
evaluates an expression can tell from the operand what to attach to the frame.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from attain.expressions import ColumnType, FractionOperand, LookupTable, Operand, Scope

NumberKind = Literal["percent", "decimal", "money", "count"]
Names = dict[str, Operand | FractionOperand]
BIG = 10**15
# In a credit of `manager_of`: how many levels the payee stands above the sale; nothing elsewhere.
LEVELS_ABOVE = "payee.levels_above"
# How many windows before its own a measure is known in, by words such as ``previous_2`` and ``trailing_3``.
MOST_WINDOWS = 12
YEAR_TO_DATE, TARGET_TO_DATE = "year_to_date", "target_year_to_date"
# What is known of a payee in every workspace; the roster may have further columns.
PEOPLE = {
    "payee": ColumnType("payee"),
    "manager": ColumnType("payee"),
    "title": ColumnType("text"),
    "team": ColumnType("text"),
    "hired": ColumnType("date"),
    "left": ColumnType("date"),
}
_NOT_YET = "it is known only once credits are measured; use it in a rate or in a condition of a modifier"
_NO_TARGET = "name the target in 'against' or 'of', or use it in a condition of a modifier"
_NO_WINDOW = "it is known where a window is paid or measured; use it in a formula"
_NO_ROLLUP = "it is known where managers are credited; use it in a rate or a modifier of such a component"
_NOBODY = "nobody is credited yet; use it in 'where', in a rate or in a condition of a modifier"


@dataclass(frozen=True)
class MeasureType:
    """What is known of a measure before anything is calculated.

    Attributes:
        type: kind and scale of its value.
        is_share: it is a percent of a target, or a ratio.
        derived: what it is where it is made of other measures; then it is a fraction on every row.
        has_previous: its window has one before it.
        adds_up: it is a sum or a count, so that several windows can be added up.
        is_in_years: its windows are parts of years, or years.
        has_target: it is measured against a target.
        is_ratio: it is a sum over a sum, so that its amount is a share too.
    """

    type: ColumnType
    is_share: bool
    derived: NumberKind | None = None
    has_previous: bool = False
    adds_up: bool = False
    is_in_years: bool = False
    has_target: bool = False
    is_ratio: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """The names of one plan and source.

    Attributes:
        columns: the source's columns.
        value: the type of a credit's value.
        roster: the attributes of a payee.
        measures: the measures of the plan, by name.
        targets: the targets of the plan, by name.
        own: the measure of the component the expression stands in.
        tables: what ``lookup`` may read.
        bounds: the largest absolute value per frame column, where more is known than the type says.
        title: how messages call the source.
        child: a child table's row, by its name in expressions (``receipt``), where one is at hand.
        is_window: expressions are about a payee in a window, and there is no credit.
        is_of_payee: every row is about one payee, whose attributes its value may read.
    """

    columns: Mapping[str, ColumnType]
    value: ColumnType
    roster: Mapping[str, ColumnType]
    measures: Mapping[str, MeasureType] = field(default_factory=dict[str, MeasureType])
    targets: Mapping[str, ColumnType] = field(default_factory=dict[str, ColumnType])
    own: MeasureType | None = None
    tables: Mapping[str, LookupTable] = field(default_factory=dict[str, LookupTable])
    bounds: Mapping[str, int] = field(default_factory=dict[str, int])
    title: str = "the source"
    child: tuple[str, Mapping[str, ColumnType]] | None = None
    is_window: bool = False
    is_of_payee: bool = False
    _scopes: dict[str, Scope] = field(default_factory=dict[str, Scope], init=False, compare=False, repr=False)

    def row(self) -> Scope:
        """Names in ``where`` and ``dated``: the source's columns."""
        return self._once("row", self._columns)

    def worth(self) -> Scope:
        """Names in ``value`` and in what is measured: the source's columns; of a payee's own row also ``payee.*``."""
        return self._once("worth", lambda: self._columns() | self._people("payee")) if self.is_of_payee else self.row()

    def person(self) -> Scope:
        """Names in a ``where`` that reads the payee, an owner and a clawback: columns, ``payee.*`` and ``seller.*``."""
        return self._once("person", self._person)

    def event(self) -> Scope:
        """Names in the date of a release: those of ``person`` and ``earned_on``."""
        return self._once("event", lambda: self._person() | {"earned_on": Operand(ColumnType("date"), "earned_on")})

    def credit(self) -> Scope:
        """Names once the payee is known: columns, ``value``, ``payee.*`` and ``seller.*``, targets."""
        return self.line() if self.is_window else self._once("credit", self._credit)

    def line(self) -> Scope:
        """Names once the measure is known: also ``attainment``, ``measured``, ``earned_on`` and measures by name."""
        return self._once("line", self._line)

    def _line(self) -> Names:
        known = self._people("payee") | self._targets() if self.is_window else self._credit()
        names = known | {"earned_on": Operand(ColumnType("date"), "earned_on")}
        if self.own is not None:
            names |= self._measure("", self.own, "own")
        for name, measure in self.measures.items():
            names |= self._measure(f"{name}.", measure, name)
        return names

    def child_row(self) -> Scope:
        """Names where a row of a child table is at hand: its columns after its name, and those of ``credit``."""
        names = self._credit() | {"earned_on": Operand(ColumnType("date"), "earned_on")}
        if self.child is not None:
            one, columns = self.child
            names |= {f"{one}.{name}": self._operand(kind, f"c.{name}") for name, kind in columns.items()}
        return self._scope(names)

    def payee(self) -> Scope:
        """Names in the settlement of a payee: ``payee.*`` and targets."""
        return self._once("payee", lambda: self._people("payee") | self._targets())

    def _once(self, place: str, names: Callable[[], Names]) -> Scope:
        if place not in self._scopes:
            self._scopes[place] = self._scope(names())
        return self._scopes[place]

    def _scope(self, names: Names) -> Scope:
        refused = {word: fix for word, fix in self._elsewhere() if word not in names}
        return Scope(names, tables=self.tables, title=self.title, dated_by="dated", refused=refused)

    def _elsewhere(self) -> Iterator[tuple[str, str]]:
        """Words that are known in other places of the plan, each with what to do where they are not."""
        for word in ("value", "attainment", "measured", "earned_on"):
            yield word, _NOT_YET
        for name in self.measures:
            yield from ((f"{name}.{word}", _NOT_YET) for word in ("amount", "attainment", "target"))
            yield from ((f"{name}.{word}", _NO_WINDOW) for word in ("previous", YEAR_TO_DATE, TARGET_TO_DATE))
        yield from ((name, _NO_TARGET) for name in self.targets)
        yield LEVELS_ABOVE, _NO_ROLLUP
        for who in ("payee", "seller"):
            yield from ((f"{who}.{name}", _NOBODY) for name in (*self.roster, "tenure_months"))

    def _person(self) -> Names:
        if self.is_window:
            return self._people("payee")
        above: Names = {LEVELS_ABOVE: Operand(ColumnType("count", 0, 20), LEVELS_ABOVE)}
        return self._people("payee") | above | self._columns() | self._people("seller")

    def _columns(self) -> Names:
        return {name: self._operand(kind, f"s.{name}") for name, kind in self.columns.items()}

    def _credit(self) -> Names:
        own: Names = {"value": self._operand(self.value, "base")}
        return self._targets() | self._person() | own

    def _people(self, who: str) -> Names:
        attributes: Names = {
            f"{who}.{name}": self._operand(kind, f"{who}.{name}") for name, kind in self.roster.items()
        }
        tenure = ColumnType("count", 0, 10_000)
        return attributes | {f"{who}.tenure_months": Operand(tenure, f"{who}.tenure_months")}

    def _targets(self) -> Names:
        return {name: self._operand(kind, f"t.{name}") for name, kind in self.targets.items()}

    def _measure(self, prefix: str, measure: MeasureType, name: str) -> Names:
        word = f"{prefix}amount" if prefix else "measured"
        whole, share = f"m.{name}.of", f"m.{name}.share"
        if measure.derived is not None:
            word = f"{prefix}attainment" if measure.is_share else word
            return {word: FractionOperand(share, whole, self._bound(share), self._bound(whole), measure.derived)}
        if measure.is_ratio:
            return dict.fromkeys(
                (word, f"{prefix}attainment"), FractionOperand(share, whole, self._bound(share), self._bound(whole))
            )
        found: Names = {word: self._operand(measure.type, f"m.{name}.x")}
        if measure.is_share:
            found[f"{prefix}attainment"] = FractionOperand(share, whole, self._bound(share), self._bound(whole))
            if prefix:
                found[f"{prefix}target"] = self._operand(measure.type, whole)
        if self.is_window and prefix:
            words = _words_of_windows(measure)
            found |= {f"{prefix}{word}": self._operand(measure.type, f"m.{name}.{word}") for word in words}
        return found

    def _operand(self, kind: ColumnType, column: str) -> Operand:
        if not kind.is_number:
            return Operand(kind, column)
        return Operand(ColumnType(kind.kind, kind.scale, self.bounds.get(column, kind.max_abs)), column)

    def _bound(self, column: str) -> int:
        return self.bounds.get(column, BIG)


def _words_of_windows(measure: MeasureType) -> Iterator[str]:
    """The words after a measure's name for what it is in other windows than its own."""
    if measure.has_previous:
        yield "previous"
    if measure.has_previous and measure.adds_up:
        for number in range(2, MOST_WINDOWS + 1):
            yield from (f"previous_{number}", f"trailing_{number}")
    if measure.is_in_years and measure.adds_up:
        yield YEAR_TO_DATE
        if measure.has_target:
            yield TARGET_TO_DATE
