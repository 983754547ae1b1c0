"""The lines of one component: every entry with its slices, changes, rounding, and what of it is paid when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

from attain.diagnostics import Place
from attain.money import round_fraction
from attain.questions.explain.lines.cancelled import aged, reasons_of
from attain.questions.explain.lines.cells import slicing_of
from attain.questions.explain.lines.changes import Traced, Tracing
from attain.questions.explain.lines.deals import Columns, Deals
from attain.questions.explain.lines.exchanges import Exchanges
from attain.questions.explain.lines.waiting import Waiting
from attain.questions.explain.lines.walks import Key, Walk
from attain.runs.earning.crossing import rounds_alone
from attain.statements import Line, Move, Part, Slice, Unit
from attain.statements.line import LineType

ZERO = Fraction(0)


@dataclass(frozen=True)
class Rounded:
    """A traced line with its amount to date in minor units, and the exact running total before it."""

    traced: Traced
    minor_amount: int
    running_before: Fraction


class Book:
    """Every explained line of a component, by payee (code) and pay period (number)."""

    def __init__(self, walk: Walk, credited: Mapping[str, tuple[int, int]]) -> None:
        self.walk = walk
        self.entries = walk.entries()
        run, source = walk.plan_run, walk.standing.credited
        self.exchanges = Exchanges(run, walk.name, self.entries, run.parts[walk.name], source=source)
        self.deals = Deals(walk, credited, self.exchanges)
        self.waiting = Waiting(walk, self.entries, self.deals, self.exchanges)

    # tracing

    @cached_property
    def traces(self) -> dict[Key, Rounded]:
        """Every rated line by its key."""
        frame, rows = self.walk.rows()
        slicing = slicing_of(self.walk)
        for row in rows:
            row.slices = slicing.cut(row)
        spoken = [number for number, row in enumerate(rows) if not row.is_silent]
        lines = [Traced(rows[n], sum((s.pays for s in rows[n].slices), ZERO)) for n in spoken]
        tracing = Tracing(self.walk, frame[spoken] if len(spoken) < len(rows) else frame, lines)
        tracing.apply(self.walk.component.modifiers)
        return {rounded.traced.row.key: rounded for rounded in self._rounded(tracing.lines)}

    def _rounded(self, lines: Sequence[Traced]) -> Iterator[Rounded]:
        """Round running totals per accumulator, or each line alone."""
        rounding = self.walk.plan_run.rounding
        alone = rounding.per_line or rounds_alone(self.walk)
        running: dict[int, Fraction] = {}
        unit = self.walk.plan_run.pay_unit
        for line in lines:
            key = line.row.columns["accumulator"]
            before = ZERO if alone else running.get(key, ZERO)
            running[key] = before + line.worth * unit
            minor = round_fraction(running[key], rounding) - round_fraction(before, rounding)
            yield Rounded(line, minor, before / unit)

    # what stands around a line

    @cached_property
    def standing(self) -> dict[int, Columns]:
        """The row of every line that is a credit or takes one back."""
        return {row["line"]: row for row in self.walk.standing.rows.iter_rows(named=True)}

    @cached_property
    def reasons(self) -> Mapping[int, str]:
        """Why each cancelled line goes back, where the plan says so."""
        return reasons_of(self.walk)

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

    def released(self, payee: int, cut: int, currency: str) -> tuple[Part, ...]:
        """What earlier lines of a payee pay in a period and currency without an entry of their own."""
        own = frozenset((e["line"], e["line_type"]) for e in self.by_period.get((payee, cut), []))
        lines = self.exchanges.lines_in(currency)
        rows = {line: row for line, row in self.standing.items() if lines is None or line in lines}
        return self.waiting.released(payee, cut, own, rows)

    # lines

    def lines(self, payee: int, cut: int, currency: str, numbers: Callable[[], int]) -> tuple[Line, ...]:
        """Explain the entries of a payee and pay period.

        Args:
            payee: code.
            cut: number of the pay period.
            currency: the one they are paid in.
            numbers: gives each line its number.
        """
        entries = self.by_period.get((payee, cut), [])
        return tuple(self._line(e, numbers()) for e in entries if self.exchanges.currency_of(e) == currency)

    def _line(self, entry: Columns, number: int) -> Line:
        unit = self.walk.plan_run.pay_unit
        trace = None if _is_removed(entry) else self.traces.get((entry["line"], entry["line_type"], entry["cut"]))
        row = trace.traced.row.columns if trace else self.standing.get(entry["line"])
        is_floor = entry["line_type"] == "floor"
        to_date, entered = Fraction(entry["amount"], unit), Fraction(entry["entry"], unit)
        kept = Fraction(self.waiting.kept.get((entry["line"], entry["line_type"], entry["cut"]), 0), unit)
        slices, note, place = self._told(entry, row)
        note += f" ({self.reasons[entry['line']]})" if note and entry["line"] in self.reasons else ""
        standing = row if row is not None and not is_floor else None
        return Line(
            number=number,
            transaction_id=self.deals.ids[int(standing["row"])] if standing else None,
            label=self.deals.label(standing["row"]) if standing else "",
            source=self.walk.standing.credited.transactions.source.name,
            source_place=self.walk.reader.source_place(standing["row"]) if standing else Place(""),
            credit=self.deals.credit(standing) if standing else None,
            move=self._move(standing) if standing and trace else None,
            slices=trace.traced.row.slices if trace else slices,
            changes=tuple(trace.traced.changes) if trace else (),
            exact_amount=trace.traced.worth if trace else sum((s.pays for s in slices), ZERO),
            rounded_amount=Fraction(trace.minor_amount, unit) if trace else to_date,
            running_before=trace.running_before if trace else ZERO,
            stood_before=to_date - entered,
            earning_amount=entered,
            earned_on=entry["dated"],
            line_type=_line_type(entry),
            note=note,
            note_place=place,
            reads=self.deals.reads(standing["row"]) if standing else (),
            released_now=entered - kept,
            kept=kept,
            releases=() if is_floor else self.waiting.releases.get(entry["line"], ()),
            holds=() if is_floor or not to_date else self.waiting.holds(entry["line"], entry["cut"]),
            is_exact=trace is not None or bool(slices),
            paid=self.exchanges.paid(entry),
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
        day = figures.day(entry["dated"]) + aged(clawback, row)
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
        cuts = [cut for _, kind, cut in self._cuts.get(entry["line"], []) if kind == "credit" and cut <= entry["cut"]]
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
