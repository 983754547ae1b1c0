"""Oracle for targets: the value of one target for one payee and one window, day by day, in fractions.

Written from ``docs/behaviours/target_resolution.md``; nothing of the package is imported.

``rule`` is a dict as the plan writes it, numbers as ``Fraction`` or int (50 % is ``Fraction(1, 2)``):
``per`` (required), ``amount`` (the plan's own, may be absent), ``season``, ``ramp``, ``prorate``,
``first_day``, ``carry``, ``round`` (a number of the target's own unit), ``scale`` (digits kept, 2 for cents).

``payee`` is ``{"payee": id, "spans": [...]}``: one span per roster row assigned to the plan, in order:
``{"from": date | None, "before": date | None, "title", "hired", "left", "amount"}``; every key may be absent,
``amount`` is the plan's amount for that span where it is an expression.

``rows`` are rows of the target table: ``{"payee" or "title", "from", "before", "amount"}``.

    target_value(rule, payee, "quarter", date(2026, 1, 1), date(2026, 4, 1))   -> int at the scale, or None
"""

from datetime import date
from fractions import Fraction

from tests.oracle.periods import DAY, Period, periods_between, whole_months_between
from tests.oracle.rounding import half_away as rounded
from tests.oracle.seasons import season_parts, tile
from tests.oracle.target_rows import days_of, final_amount, levels, standing_amount

ORDER = ["day", "week", "biweek", "semimonth", "month", "quarter", "half", "year", "plan", "ever"]
FOREVER = (date.min, date.max)


def target_value(
    rule: dict,
    payee: dict,
    per: str,
    starts_on: date,
    ends_before: date,
    *,
    calendar: dict | None = None,
    effective: tuple[date, date] = FOREVER,
    rows: tuple[dict, ...] | list[dict] = (),
) -> int | None:
    """Value of the target over one window of unit ``per``, as an integer at the rule's scale; None: no target."""
    case = _Case(rule, payee, calendar or {}, effective, list(rows))
    value = case.over(per, starts_on, ends_before)
    return None if value is None else int(value * 10 ** rule.get("scale", 2))


def exact_target_value(
    rule: dict,
    payee: dict,
    window: tuple[str, date, date],
    *,
    calendar: dict | None = None,
    effective: tuple[date, date] = FOREVER,
    rows: tuple[dict, ...] | list[dict] = (),
) -> Fraction | None:
    """Value of the target before any rounding, in whole units; what a shortfall is added to."""
    case = _Case(rule, payee, calendar or {}, effective, list(rows), is_exact=True)
    return case.over(*window)


def is_final_target(
    rule: dict,
    payee: dict,
    window: tuple[str, date, date],
    *,
    calendar: dict | None = None,
    effective: tuple[date, date] = FOREVER,
    rows: tuple[dict, ...] | list[dict] = (),
) -> bool:
    """Whether rows of the target table give exactly this window."""
    case = _Case(rule, payee, calendar or {}, effective, list(rows))
    starts_on, ends_before = window[1:]
    return (
        case.first_day(starts_on, ends_before) is not None and case.amount_from_rows(starts_on, ends_before) is not None
    )


class _Case:
    """One rule for one payee."""

    def __init__(
        self,
        rule: dict,
        payee: dict,
        calendar: dict,
        effective: tuple[date, date],
        rows: list[dict],
        *,
        is_exact: bool = False,
    ) -> None:
        self.is_exact = is_exact
        self.rule, self.payee, self.calendar, self.effective = rule, payee, calendar, effective
        mine = payee["payee"]
        self.rows = [r for r in rows if r.get("payee") in (None, mine)]
        self.minor = Fraction(1, 10 ** rule.get("scale", 2))
        self.prorate = rule.get("prorate", "calendar_days")
        if rule["per"] == "ever":  # a target that never starts again has no parts
            self.prorate = "none"
            self.rule = rule | {"season": [], "ramp": []}

    def rounded(self, value: Fraction, unit: Fraction) -> Fraction:
        """Round, unless the value before rounding is asked for."""
        return value if self.is_exact else rounded(value, unit)

    # --- days

    def span_on(self, day: date) -> dict | None:
        """Find the roster row in force on a day of the plan's effective range."""
        if not self.effective[0] <= day < self.effective[1]:
            return None
        for span in self.payee["spans"]:
            if (span.get("from") or date.min) <= day < (span.get("before") or date.max):
                return span
        return None

    def is_counted(self, day: date) -> bool:
        """Say whether a day counts: assigned, hired, not yet left, and not an excluded first day."""
        span = self.span_on(day)
        if span is None or day >= (span.get("left") or date.max):
            return False
        hired = span.get("hired") or date.min
        return day > hired if self.rule.get("first_day") == "excluded" and hired != date.min else day >= hired

    def first_day(self, starts_on: date, ends_before: date) -> date | None:
        return next((d for d in days_of(*self.clipped(starts_on, ends_before)) if self.span_on(d)), None)

    # --- the target table

    def amount_from_rows(self, starts_on: date, ends_before: date) -> Fraction | None:
        """Find the final amount of a range: the person's rows first, then those of the title on its first day."""
        if (starts_on, ends_before) == FOREVER:
            return None
        day = self.first_day(starts_on, ends_before)
        for level in levels(self.rows, self.span_on(day)):
            final = final_amount(level, starts_on, ends_before)
            if final is not None or standing_amount(level, day) is not None:
                return final
        return None

    def base_on(self, day: date) -> Fraction | None:
        """Amount per period in force on a day: person over title over plan."""
        span = self.span_on(day)
        for level in levels(self.rows, span):
            amount = standing_amount(level, day)
            if amount is not None:
                return amount
        amount = span.get("amount", self.rule.get("amount"))
        return None if amount is None else Fraction(amount)

    # --- windows

    def over(self, unit: str, starts_on: date, ends_before: date) -> Fraction | None:
        if self.first_day(starts_on, ends_before) is None:
            return None
        final = self.amount_from_rows(starts_on, ends_before)
        if final is not None:
            return self.rounded(final, self.minor)
        per = self.rule["per"]
        if unit == per:
            pieces = self.pieces(starts_on, ends_before)
            return None if pieces is None else _total([v for _, v in pieces])
        if ORDER.index(unit) > ORDER.index(per):
            return self.summed(unit, starts_on, ends_before)
        return self.part(starts_on, ends_before)

    def clipped(self, starts_on: date, ends_before: date) -> tuple[date, date]:
        """Days of a window worth looking at: those of the effective range and of the spans."""
        firsts = [s.get("from") or date.min for s in self.payee["spans"]]
        lasts = [s.get("before") or date.max for s in self.payee["spans"]]
        if not firsts:
            return starts_on, starts_on
        return max(starts_on, self.effective[0], min(firsts)), min(ends_before, self.effective[1], max(lasts))

    def summed(self, unit: str, starts_on: date, ends_before: date) -> Fraction | None:
        """Add the periods of a longer window: a plan or ever window takes each period it touches."""
        first, last = self.clipped(starts_on, ends_before)
        periods = periods_between(self.rule["per"], first, last, self.calendar)
        if self.rule["per"] == "plan":
            return self.over("plan", *self.effective)
        if unit not in ("plan", "ever"):
            periods = periods_between(self.rule["per"], starts_on, ends_before, self.calendar)
            if not tile(periods, starts_on, ends_before):
                return None
        values = [self.over(self.rule["per"], *p[1:]) for p in periods if self.first_day(*p[1:])]
        return _total(values)

    def part(self, starts_on: date, ends_before: date) -> Fraction | None:
        """Take the season's pieces of a shorter window out of their period."""
        if not self.rule.get("season"):
            return None
        around = periods_between(self.rule["per"], starts_on, starts_on + DAY, self.calendar)
        if self.rule["per"] == "plan":
            around = [Period("plan", *self.effective)]
        if not around or around[0].ends_before < ends_before:
            return None
        pieces = self.pieces(*around[0][1:])
        inside = [(p, v) for p, v in pieces or [] if starts_on <= p.starts_on and p.ends_before <= ends_before]
        if not tile([p for p, _ in inside], starts_on, ends_before):
            return None
        return _total([v for _, v in inside])

    # --- one period

    def pieces(self, starts_on: date, ends_before: date) -> list[tuple[Period, Fraction | None]] | None:
        """Value of each season piece of one period, rounded so that the computed ones add up."""
        season = season_parts(self.rule, starts_on, ends_before, self.calendar)
        if season is None:
            return None
        whole = self.amount_from_rows(starts_on, ends_before)
        unit = Fraction(self.rule["round"]) if self.rule.get("round") and whole is None else self.minor
        exact = before = Fraction(0)
        values: list[tuple[Period, Fraction | None]] = []
        for piece, share in season:
            final = None
            if len(season) > 1 and self.first_day(*piece[1:]):
                final = self.amount_from_rows(*piece[1:])
            if final is not None:
                values.append((piece, self.rounded(final, self.minor)))
                continue
            amount = self.piece_amount(piece, share, starts_on, ends_before) if whole is None else whole * share
            if amount is None:
                values.append((piece, None))
                continue
            exact += amount
            values.append((piece, self.rounded(exact, unit) - self.rounded(before, unit)))
            before = exact
        return values

    def piece_amount(self, piece: Period, share: Fraction, starts_on: date, ends_before: date) -> Fraction | None:
        if not self.is_known(starts_on, ends_before):
            return None
        whole = self.prorate == "whole_months"
        cells = [Period(*piece)]
        if self.rule.get("ramp") or whole:
            months = periods_between("month", *piece[1:], self.calendar)
            if tile(months, *piece[1:]):
                cells = months
            elif whole:
                return None
        amounts = [self.cell_amount(c, starts_on, ends_before) for c in cells]
        return sum(amounts, Fraction(0)) * share / len(cells)

    def is_known(self, starts_on: date, ends_before: date) -> bool:
        """Say whether the period has all it needs: an amount, and a hire date when there is a ramp.

        Without proration only the first assigned day is asked, else every assigned day.
        """
        days = [d for d in days_of(*self.clipped(starts_on, ends_before)) if self.span_on(d)]
        if self.prorate == "none":
            days = days[:1]
        return all(
            self.base_on(d) is not None and (not self.rule.get("ramp") or self.span_on(d).get("hired")) for d in days
        )

    def cell_amount(self, cell: Period, starts_on: date, ends_before: date) -> Fraction:
        if self.prorate == "none":
            day = self.first_day(starts_on, ends_before)
            return self.base_on(day) * self.ramp(cell, self.span_on(day))
        days = list(days_of(cell.starts_on, cell.ends_before))
        if self.prorate == "working_days":
            days = [d for d in days if d.weekday() < 5] or days
        counted = [d for d in days if self.is_counted(d)]
        if self.prorate == "whole_months":
            counted = counted[:1] if len(counted) == len(days) else []
            days = days[:1]
        amount = Fraction(0)
        for day in counted:
            amount += self.base_on(day) * self.ramp(cell, self.span_on(day)) / len(days)
        return amount

    def ramp(self, cell: Period, span: dict) -> Fraction:
        steps = self.rule.get("ramp")
        if not steps:
            return Fraction(1)
        hired = span["hired"]
        tenure_month = whole_months_between(hired, cell.starts_on) + 1 if cell.starts_on > hired else 1
        return Fraction(steps[min(tenure_month, len(steps)) - 1])


def _total(values: list[Fraction | None]) -> Fraction | None:
    return None if None in values or not values else sum(values, Fraction(0))
