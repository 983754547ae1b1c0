"""The lines of one component: every entry with its slices, changes, rounding, and what of it is paid when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import polars as pl

from attain.credits import Credit
from attain.diagnostics import Place
from attain.documents import Expression
from attain.money import Rounding, round_fraction
from attain.questions.explain.changes import Traced, Tracing
from attain.questions.explain.slices import Slicing
from attain.questions.explain.walks import Key, Walk
from attain.runs.modifying import names_of
from attain.runs.releasing import flows
from attain.statements import CreditPart, Line, Move, Part, Read, ReleasePart, Slice, Unit
from attain.statements.model import LineType

ZERO = Fraction(0)
Columns = Mapping[str, Any]
LABELS = ("name", "account", "account_name", "customer", "customer_name", "opportunity", "deal", "title", "product")


@dataclass(frozen=True)
class Rounded:
    """A traced line with its amount to date in minor units."""

    traced: Traced
    minor_amount: int


class Book:
    """Every explained line of a component, by payee (code) and pay period (number)."""

    def __init__(self, walk: Walk, credited: Mapping[str, tuple[int, int]]) -> None:
        """Open the book.

        Args:
            walk: the component.
            credited: the credits table's amounts (pay, quota) by credit id.
        """
        self.walk = walk
        self.credited = credited
        self.entries = walk.entries()

    # tracing

    @cached_property
    def traces(self) -> dict[Key, Rounded]:
        """Every rated line by its key."""
        frame, rows = self.walk.rows()
        slicing = Slicing(self.walk)
        for row in rows:
            row.slices = slicing.cut(row)
        spoken = [number for number, row in enumerate(rows) if not row.is_silent]
        lines = [Traced(rows[n], sum((s.pays for s in rows[n].slices), ZERO)) for n in spoken]
        tracing = Tracing(self.walk, frame[spoken] if len(spoken) < len(rows) else frame, lines)
        tracing.apply(self.walk.component.modifiers)
        return {traced.row.key: Rounded(traced, amount) for traced, amount in self._rounded(tracing.lines)}

    def _rounded(self, lines: Sequence[Traced]) -> Iterator[tuple[Traced, int]]:
        """Round running totals per accumulator, or each line alone."""
        rounding = self.walk.plan_run.rounding
        alone = rounding.per_line or self.walk.measured.model.per == "transaction"
        running: dict[int, Fraction] = {}
        unit = self.walk.plan_run.pay_unit
        for line in lines:
            key = line.row.columns["accumulator"]
            before = ZERO if alone else running.get(key, ZERO)
            running[key] = before + line.worth * unit
            yield line, round_fraction(running[key], rounding) - round_fraction(before, rounding)

    # what stands around a line

    @cached_property
    def standing(self) -> dict[int, Columns]:
        """The row of every line that is a credit or takes one back."""
        return {row["line"]: row for row in self.walk.standing.rows.iter_rows(named=True)}

    @cached_property
    def by_period(self) -> dict[tuple[int, int], list[Columns]]:
        """The entries of each payee and pay period, in order."""
        found: dict[tuple[int, int], list[Columns]] = {}
        for entry in self.entries.iter_rows(named=True):
            found.setdefault((entry["payee"], entry["cut"]), []).append(entry)
        for entries in found.values():
            entries.sort(key=self._place_in_order)
        return found

    def _place_in_order(self, entry: Columns) -> tuple[Any, ...]:
        row = self.standing.get(entry["line"])
        is_window = entry["line_type"] == "floor"
        return entry["dated"], is_window, entry["line_type"], row["at"] if row else 0, entry["line"]

    @cached_property
    def credit(self) -> Credit:
        """The crediting rule."""
        return self.walk.plan_run.credit_rules[self.walk.name]

    @cached_property
    def _gathered(self) -> dict[str, list[Any]]:
        """The source columns that a line shows, by row number of the source."""
        source = self.walk.standing.credited.transactions
        wanted = [*names_of(self._value), *(name for name in LABELS if name in source.columns)]
        return {name: source.frame[name].to_list() for name in dict.fromkeys(wanted) if name in source.columns}

    @cached_property
    def _ids(self) -> list[str]:
        return self.walk.standing.credited.transactions.frame["transaction_id"].to_list()

    @property
    def _value(self) -> Expression:
        return self.credit.value or Expression.at("amount", self.credit.place)

    def _label(self, row: int) -> str:
        names = (n for n in LABELS if n in self._gathered and isinstance(self._gathered[n][row], str))
        return next((str(self._gathered[name][row]) for name in names), "")

    def _source_reads(self, row: int) -> tuple[Read, ...]:
        columns = self.walk.standing.credited.transactions.columns
        reader = self.walk.reader
        names = [name for name in sorted(names_of(self._value)) if name in self._gathered]
        return tuple(
            Read(n, reader.value(self._gathered[n][row], columns[n]), reader.source_place(row, n)) for n in names
        )

    def _credit_id(self, row: Columns) -> str:
        payee = self.walk.plan_run.facts.roster.payees[row["payee"]]
        return f"{self.walk.plan_run.plan.plan}.{self.walk.name}/{self._ids[row['row']]}/{payee}"

    def _listed(self, row: Columns) -> tuple[Fraction | None, Fraction | None]:
        """A credit's pay and quota amounts as in the credits table."""
        unit = self.walk.standing.credited.units["value"]
        found = None if row["is_back"] else self.credited.get(self._credit_id(row))
        whole = self.walk.plan_run.pay_unit if unit.is_money else unit.per_natural
        return (Fraction(found[0], whole), Fraction(found[1], whole)) if found else (None, None)

    def quota_credit(self, row: Columns) -> Fraction | None:
        """What a credit counts towards its measure, as in the credits table."""
        return self._listed(row)[1]

    def _credit_part(self, row: Columns) -> CreditPart:
        unit = self.walk.standing.credited.units["value"]
        per, currency = unit.per_natural, self.walk.plan_run.plan.currency_code
        pay, quota = self._listed(row)
        return CreditPart(
            credit_id=self._credit_id(row),
            credit_type=row["credit_type"],
            credited_on=row["dated"],
            expression=str(self._value),
            worth=Fraction(row["value.full"], per),
            pay_amount=Fraction(row["value.pay"], per),
            quota_amount=Fraction(row["value.quota"], per),
            credit_amount=pay,
            quota_credit=quota,
            unit=Unit("money", currency) if unit.is_money else Unit(unit.kind),
            place=self.credit.place,
        )

    # money that waits

    @cached_property
    def _cash(self) -> dict[tuple[int, str, int], int]:
        """What each line keeps back per pay period (released from what was kept: negative), in minor units."""
        parts = self.walk.plan_run.parts[self.walk.name]
        if parts is None:
            return {}
        keys = self.entries.select("line", "line_type").unique().sort("line", "line_type").with_row_index("_number")
        numbered = self.entries.join(keys, on=["line", "line_type"], how="left").with_columns(payee="_number")
        found = flows(numbered, parts, self.walk.plan_run.timeline)
        names = keys.rows()
        return {
            (*names[row["payee"]][1:], row["period"]): row["held"] - row["released"]
            for row in found.iter_rows(named=True)
            if row["held"] != row["released"]
        }

    @cached_property
    def _releases(self) -> dict[int, tuple[ReleasePart, ...]]:
        parts = self.walk.plan_run.parts[self.walk.name]
        found: dict[int, list[ReleasePart]] = {}
        if parts is not None:
            for row in parts.frame.iter_rows(named=True):
                share = Fraction(row["share"], row["whole"])
                found.setdefault(row["line"], []).append(ReleasePart(share, row["released_on"]))
        return {line: tuple(listed) for line, listed in found.items()}

    def released(self, payee: int, cut: int) -> tuple[Part, ...]:
        """What earlier lines of a payee pay in a period without an entry of their own."""
        own = {(e["line"], e["line_type"]) for e in self.by_period.get((payee, cut), [])}
        unit = self.walk.plan_run.pay_unit
        found: list[Part] = []
        for (line, line_type, period), kept in self._cash.items():
            row = self.standing.get(line)
            if period == cut and (line, line_type) not in own and row is not None and row["payee"] == payee:
                found.append(
                    Part(
                        component_id=self.walk.name,
                        transaction_id=self._ids[row["row"]],
                        label=self._label(row["row"]),
                        source_place=self.walk.reader.source_place(row["row"]),
                        earned_on=row["dated"],
                        released_now=Fraction(-kept, unit),
                        place=self.walk.component.key_place("release"),
                    )
                )
        return tuple(sorted(found, key=lambda part: (part.earned_on, part.transaction_id or "")))

    # lines

    def lines(self, payee: int, cut: int, numbers: Callable[[], int]) -> tuple[Line, ...]:
        """Explain the entries of a payee and pay period.

        Args:
            payee: code.
            cut: number of the pay period.
            numbers: gives each line its number.
        """
        return tuple(self._line(entry, numbers()) for entry in self.by_period.get((payee, cut), []))

    def _line(self, entry: Columns, number: int) -> Line:
        unit = self.walk.plan_run.pay_unit
        trace = None if _is_removed(entry) else self.traces.get((entry["line"], entry["line_type"], entry["cut"]))
        row = trace.traced.row.columns if trace else self.standing.get(entry["line"])
        is_floor = entry["line_type"] == "floor"
        to_date, entered = Fraction(entry["amount"], unit), Fraction(entry["entry"], unit)
        kept = Fraction(self._cash.get((entry["line"], entry["line_type"], entry["cut"]), 0), unit)
        slices, note, place = self._told(entry, row)
        standing = row if row is not None and not is_floor else None
        return Line(
            number=number,
            transaction_id=self._ids[standing["row"]] if standing else None,
            label=self._label(standing["row"]) if standing else "",
            source=self.walk.standing.credited.transactions.source.name,
            source_place=self.walk.reader.source_place(standing["row"]) if standing else Place(""),
            credit=self._credit_part(standing) if standing else None,
            move=self._move(standing) if standing and trace else None,
            slices=trace.traced.row.slices if trace else slices,
            changes=tuple(trace.traced.changes) if trace else (),
            exact_amount=trace.traced.worth if trace else sum((s.pays for s in slices), ZERO),
            rounded_amount=Fraction(trace.minor_amount, unit) if trace else to_date,
            stood_before=to_date - entered,
            earning_amount=entered,
            earned_on=entry["dated"],
            line_type=_line_type(entry),
            note=note,
            note_place=place,
            reads=self._source_reads(standing["row"]) if standing else (),
            released_now=entered - kept,
            kept=kept,
            releases=() if is_floor else self._releases.get(entry["line"], ()),
            is_exact=trace is not None or bool(slices),
        )

    def _move(self, row: Columns) -> Move | None:
        """Where the row found its measure; nothing where every transaction is measured alone."""
        if self.walk.measured.model.per == "transaction" or "x1" not in row:
            return None
        scales = self.walk.scales
        if self.walk.measured.kind == "ratio":
            return Move(_share(row, "x0"), _share(row, "x1"), None, scales.measure)
        unit = scales.measure_unit
        before, after = (None if row[s] is None else Fraction(row[s], unit) for s in ("x0", "x1"))
        if row.get("is_empty_target"):
            return Move(before, after, None, Unit("percent"))
        whole = Fraction(row["x1_of"], unit) if row.get("x1_of") is not None else None
        return Move(before, after, whole, scales.measure)

    def _told(self, entry: Columns, row: Columns | None) -> tuple[tuple[Slice, ...], str, Place | None]:
        """Tell what slices cannot: reversals, removals, and credits that walk back."""
        clawback = self.walk.component.clawback
        if clawback is None or row is None:
            return (), "", None
        place, figures = clawback.place, self.walk.figures
        day = figures.day(entry["dated"])
        is_reversal = entry["line_type"] == "reversal"
        if is_reversal and row["is_back"]:
            return (), f"cancelled on {day}: the credit walks back down the curve", place
        if is_reversal and clawback.policy == "original_rate":
            return self._taken_back(entry, row, place), f"cancelled on {day}: taken back at its original rate", place
        if is_reversal:
            return (), f"cancelled on {day}: what was released and not yet earned goes back", place
        if _is_removed(entry):
            return (), f"cancelled on {figures.day(row['cancelled_on'])}: it no longer counts", place
        return (), "", None

    def _taken_back(self, entry: Columns, row: Columns, place: Place) -> tuple[Slice, ...]:
        """A reversal is a share of what the line it takes back stands at."""
        unit = self.walk.plan_run.pay_unit
        share = Fraction(row["back_share"], self.walk.standing.share_whole)
        origin = self.traces.get((entry["line"], "credit", entry["cut"])) or self._last_trace(entry)
        if origin is None:
            return ()
        earned = Fraction(origin.minor_amount, unit)
        money = Unit("money", self.walk.plan_run.plan.currency_code)
        return (Slice("of what the line earned", -earned * share, place, None, None, earned, money, -share),)

    def _last_trace(self, entry: Columns) -> Rounded | None:
        cuts = [cut for line, kind, cut in self._cuts.get(entry["line"], []) if kind == "credit" and cut <= entry["cut"]]
        return self.traces.get((entry["line"], "credit", max(cuts))) if cuts else None

    @cached_property
    def _cuts(self) -> dict[int, list[Key]]:
        found: dict[int, list[Key]] = {}
        for key in self.traces:
            found.setdefault(key[0], []).append(key)
        return found


def _is_removed(entry: Columns) -> bool:
    """Whether the entry takes a line out because its transaction no longer counts."""
    return entry["gone"] == entry["cut"] and not entry["is_first"]


def _line_type(entry: Columns) -> LineType:
    is_change = entry["line_type"] == "credit" and not entry["is_first"]
    return cast("LineType", "true_up" if is_change else entry["line_type"])


def _share(row: Columns, side: str) -> Fraction | None:
    value, whole = row[side], row.get(f"{side}_of")
    return Fraction(value, whole) if value is not None and whole else None


def rounding_words(rounding: Rounding) -> str:
    """Say how lines are rounded."""
    modes = {"half_away": "half away from zero", "half_even": "half to even", "up": "up", "down": "down"}
    method = "each line alone" if rounding.per_line else "running totals, so that lines add up"
    return f"{modes[rounding.mode]}, {method}"
