"""From transactions to credits: which rows, dated when, worth what, to whom, in which shares.

Rows keep the order (date, transaction id), so that running totals downstream need no sort of their own.
"""

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.credits import Credit, Recipients, problems
from attain.diagnostics import Code, Diagnostic, Place
from attain.documents import Expression, Text
from attain.earnings.source import EARNINGS_SOURCE
from attain.money import allocate, largest, proved_64, rounded
from attain.plans import Plan
from attain.runs.crediting.currencies import SOLD, Currencies
from attain.runs.crediting.recipients import CUT_SHARES, Receiving, reads_people
from attain.runs.crediting.trail import Stage, Trail
from attain.runs.crediting.units import Unit, split_step
from attain.runs.exchanging.rates import exchange_of
from attain.runs.inputs.evaluation import Evaluator, Valued
from attain.runs.inputs.facts import Facts, Findings
from attain.transactions import Transactions

MOST_DECIMALS = 9
_SHARES = {"pay": "pay_share", "quota": "quota_share"}
EXACT_KINDS = frozenset({"percent", "decimal", "number", "ratio"})


@dataclass(frozen=True)
class Members:
    """Who is on a plan: one Boolean per roster row."""

    is_member: pl.Series


@dataclass(frozen=True)
class Credited:
    """The credits of one rule.

    Attributes:
        frame: ``row`` (UInt32, of the source), ``payee`` and ``roster_row`` (UInt32), ``dated``, ``credit_type``, for
            rollups ``seller_row``; ``counts``: the quota share is not 0; and per amount NAME the Int64 columns
            ``NAME.pay`` (at the pay share), ``NAME.quota`` (at the quota share) and ``NAME.full`` (the whole
            transaction). Ordered by date, transaction and payee.
        units: the unit of each amount; ``value`` is the credit's own.
        transactions: where the rows come from.
    """

    frame: pl.DataFrame
    units: dict[str, Unit]
    transactions: Transactions


@dataclass(frozen=True)
class CreditRoom:
    """What crediting needs: the facts, the plan, its members and where problems go; and who follows which rows."""

    facts: Facts
    plan: Plan
    members: Members
    digits: int
    findings: Findings
    reports_nobody: bool = True
    trail: Trail | None = None

    def credited(self, rule: Credit, evaluator: Evaluator, further: dict[str, Text]) -> Credited:
        """Apply a crediting rule.

        Args:
            rule: the rule.
            evaluator: for its source.
            further: further expressions to share out, by name; ``value`` is always there.
        """
        transactions = self.facts.transactions[str(rule.source)]
        rows = transactions.frame.select("row", "source_line")
        rows = rows if self.trail is None else rows.select(pl.all().gather(self.trail.asked))
        rows = self._passed("where", self._where(rows, rule, evaluator, after=False))
        rows = self.dated(rows, rule, evaluator, transactions)
        wanted = {"value": rule.value or _column_text("amount", rule.place), **further}
        rows, worths = self._valued(rows, wanted, evaluator, transactions)
        rows = self._passed("valued", rows)
        received = Receiving(self.facts.roster, self.findings).recipients(rows, rule.to, evaluator, transactions)
        currencies = Currencies(exchange_of(self.plan, self.facts), self.plan, self.facts.currency)
        frame, units = self._shared_out(currencies.marked(rows, transactions), received, worths, currencies)
        frame = self._passed("on_plan", self._members_only(self._passed("received", frame), transactions, rule))
        if transactions.source.name == EARNINGS_SOURCE:
            frame = frame.with_columns(credit_type=pl.lit("override"))
        self.findings.add(*currencies.problems(frame, transactions))
        frame = self._passed("credited", self._where(frame, rule, evaluator, after=True))
        if frame.is_empty() and self.reports_nobody:
            what = (
                f"none of the {transactions.frame.height} rows of '{rule.source}' is credited to anybody on this plan"
            )
            fix = "check 'where', the dates of the plan and 'assign'"
            self.findings.add(Diagnostic.of(problems.NOBODY, rule.place, what, fix))
        return Credited(frame.drop("source_line", SOLD, strict=False), units, transactions)

    def _passed(self, stage: Stage, rows: pl.DataFrame) -> pl.DataFrame:
        """Note which rows passed a stage, where somebody follows them."""
        if self.trail is not None:
            self.trail.passed[stage] = rows
        return rows

    def _where(self, rows: pl.DataFrame, rule: Credit, evaluator: Evaluator, *, after: bool) -> pl.DataFrame:
        """Filter by ``where``: before the payee is known, or after when the condition reads the payee."""
        if rule.where is None or reads_people(rule.where) != after:
            return rows
        scope = evaluator.vocabulary.credit() if after else evaluator.vocabulary.row()
        kept = [*rows.columns]
        rows = evaluator.condition(rows, rule.where, scope, "holds")
        return rows.filter("holds").select(kept)

    def dated(self, rows: pl.DataFrame, rule: Credit, evaluator: Evaluator, source: Transactions) -> pl.DataFrame:
        """Date rows, and keep those of the plan's days that are known: ``row``, ``source_line``, ``dated``, by date."""
        text = rule.dated or _column_text(source.source.as_of or "", rule.place)
        rows = evaluator.values(rows, text, evaluator.vocabulary.row(), "date", name="dated")
        undated = rows.filter(pl.col("dated").is_null())
        if undated.height:
            self.findings.add(_row_problem(problems.NO_DATE, undated, source, f"'{text}' is empty", column=str(text)))
            rows = rows.filter(pl.col("dated").is_not_null())
        effective = self.plan.effective
        rows = self._passed("dated", rows.with_columns(people_on=self._people_on(rows, source)))
        inside = pl.col("people_on") >= effective.from_
        if effective.before is not None:
            inside &= pl.col("people_on") < effective.before
        if self.trail is not None:
            self._passed("in_force", rows.filter(inside))
        if self.facts.as_of is not None:
            inside &= pl.col("dated") <= self.facts.as_of
        rows = self._passed("known", rows.filter(inside).select("row", "source_line", "dated"))
        return rows.sort("dated", maintain_order=True)  # rows stand in the order of their ids

    @staticmethod
    def _people_on(frame: pl.DataFrame, source: Transactions) -> pl.Series:
        """The day on which people are looked up: that of the credit, unless its source has another for it."""
        return source.gathered(frame, source.source.people_on) if source.source.people_on else frame["dated"]

    def _valued(
        self, rows: pl.DataFrame, wanted: dict[str, Text], evaluator: Evaluator, source: Transactions
    ) -> tuple[pl.DataFrame, dict[str, Valued]]:
        """Add the worth of each row, per amount; a value that is null is a problem of its row."""
        worths: dict[str, Valued] = {}
        scope = evaluator.vocabulary.worth()
        if evaluator.vocabulary.is_of_payee:
            rows = self._with_people(rows, source)
        for name, text in wanted.items():
            column = f"{name}.worth"
            rows, worth = evaluator.worth(rows, text, scope, column, digits=self.digits)
            unknown, what = rows.filter(pl.col(column).is_null()), f"'{text}' is empty"
            if unknown.height:
                self.findings.add(_row_problem(problems.NO_VALUE, unknown, source, what, column=str(text)))
                rows = rows.filter(pl.col(column).is_not_null())
            worths[name] = worth
        return rows.select("row", "source_line", "dated", *(f"{name}.worth" for name in wanted)), worths

    def _with_people(self, rows: pl.DataFrame, source: Transactions) -> pl.DataFrame:
        """Add the roster row of the payee that each row is about."""
        rows = rows.with_columns(payee_id=source.gathered(rows, "payee"))
        code = self.facts.roster.encode(pl.col("payee_id"), source.scenario_of(rows))
        rows = rows.with_columns(payee=code)
        return rows.with_columns(roster_row=self.facts.roster.rows_on(rows["payee"], rows["dated"]))

    def _shared_out(
        self, rows: pl.DataFrame, received: Recipients, worths: dict[str, Valued], currencies: Currencies
    ) -> tuple[pl.DataFrame, dict[str, Unit]]:
        """Give every recipient a share of every amount."""
        frame = _received(rows, received.frame)
        counts = pl.lit(value=True) if received.whole is None else pl.col("quota_share") != 0
        frame = frame.with_columns(counts=counts)
        units: dict[str, Unit] = {}
        for name, worth in worths.items():
            frame, units[name] = self._share_of(frame, name, worth, received.whole, currencies=currencies)
        return frame, units

    def _share_of(
        self, frame: pl.DataFrame, name: str, worth: Valued, whole: int | None, *, currencies: Currencies
    ) -> tuple[pl.DataFrame, Unit]:
        """Money and counts are split by largest remainder, money in the finest unit it came in; percents stay exact."""
        is_exact = worth.kind in EXACT_KINDS
        if is_exact and whole is not None:
            value = worth.exact.over(worth.exact.denominator * whole)
            proved_64(value.bound, f"'{name}' of a credit")
            n, full = worth.exact.numerator, value.numerator.alias(f"{name}.full")
            parts = [(n * pl.col(share)).alias(f"{name}.{side}") for side, share in _SHARES.items()]
            return frame.with_columns(full, *parts), Unit.alike(worth.kind, value.denominator)
        if is_exact:
            columns = [worth.exact.numerator.alias(f"{name}.{side}") for side in ("pay", "quota", "full")]
            return frame.with_columns(columns), Unit.alike(worth.kind, worth.exact.denominator)
        unit = Unit.alike(worth.kind, self._stored_per_natural(worth))
        scaled = worth.exact.times(Fraction(unit.per_natural))
        proved_64(scaled.bound // scaled.denominator, f"'{name}' of a credit")
        frame = frame.with_columns(rounded(scaled.numerator, scaled.denominator, scaled.bound).alias(f"{name}.full"))
        full = booked = f"{name}.full"
        if unit.is_money and SOLD in frame.columns:
            frame, unit, booked = currencies.converted(frame, name, unit)
        if whole is None:
            return frame.with_columns(pl.col(booked).alias(f"{name}.pay"), pl.col(full).alias(f"{name}.quota")), unit
        pay = quota = self._allocated(frame, "pay_share", whole, full=booked, finer=unit.finer("pay", self.digits))
        if booked != full or not frame["pay_share"].equals(frame["quota_share"]):
            quota = self._allocated(frame, "quota_share", whole, full=full, finer=unit.finer("quota", self.digits))
        return frame.with_columns(pay.alias(f"{name}.pay"), quota.alias(f"{name}.quota")), unit

    def _stored_per_natural(self, worth: Valued) -> int:
        """Money keeps the decimals its source has, and at least the minor unit; what is no decimal is rounded to it."""
        if worth.kind != "money":
            return 1
        finest = 10 ** max(self.digits, MOST_DECIMALS)
        if finest % worth.exact.denominator:
            return 10**self.digits
        digits = self.digits
        while 10**digits % worth.exact.denominator:
            digits += 1
        return 10**digits

    def _allocated(self, frame: pl.DataFrame, share: str, whole: int, *, full: str, finer: int) -> pl.Series:
        """Split each row's amount over its recipients; whoever alone has 100 % receives all of it."""
        row = pl.col("row")  # the rows of one transaction stand together
        has_others = (row == row.shift(1)).fill_null(value=False) | (row == row.shift(-1)).fill_null(value=False)
        shared = frame.select(has_others | (pl.col(share) != whole)).to_series()
        parts = self._parts(frame.filter(shared), share, whole, full=full, finer=finer)
        return frame[full].scatter(shared.arg_true(), parts)

    def _parts(self, frame: pl.DataFrame, share: str, whole: int, *, full: str, finer: int) -> pl.Series:
        """Split each row's amount, in minor units or as finely as the amount is; overlays alone."""
        given = frame.select("row", "is_overlay", share=share, amount=full)
        total = pl.col("share").sum().over("row", "is_overlay")
        count = pl.len().over("row", "is_overlay")
        is_cut = (total != whole) & ((total - whole).abs() * CUT_SHARES <= count * whole)
        given = given.with_columns(whole=pl.when(is_cut & ~pl.col("is_overlay")).then(total).otherwise(whole))
        step = split_step(finer, pl.col("amount"))
        given = given.with_columns(step=step).with_columns(amount=pl.col("amount") // pl.col("step"))
        ordinary = ~given["is_overlay"]
        alone = given.filter(~ordinary).with_row_index("alone")
        inside = allocate(given.filter(ordinary), group="row", shared="amount", share="share", whole="whole")
        outside = allocate(alone, group="alone", shared="amount", share="share", whole="whole")
        merged = pl.zeros(frame.height, dtype=pl.Int64, eager=True)
        merged = merged.scatter(ordinary.arg_true(), inside).scatter((~ordinary).arg_true(), outside)
        return merged * given["step"]

    def _members_only(self, frame: pl.DataFrame, source: Transactions, rule: Credit) -> pl.DataFrame:
        roster = self.facts.roster
        is_text = frame.schema["payee_id"] == pl.String
        code = roster.encode(pl.col("payee_id"), source.scenario_of(frame)) if is_text else pl.col("payee_id")
        frame = frame.with_columns(payee=code)
        strangers = frame.filter(pl.col("payee").is_null()).unique("payee_id", keep="first", maintain_order=True)
        for row in strangers.sort("payee_id").head(self.findings.most + 1).iter_rows(named=True):
            place = Place(source.source.file, row["source_line"] or 0, 0, str(getattr(rule.to, "column", "")))
            what = f"'{row['payee_id']}' is credited on {row['dated']} but has no row in the roster"
            fix = f"add '{row['payee_id']}' to {roster.file}, or exclude the rows with 'where'"
            self.findings.add(Diagnostic.of(problems.NOT_IN_ROSTER, place, what, fix))
        frame = frame.with_columns(roster_row=roster.rows_on(frame["payee"], self._people_on(frame, source)))
        assigned = pl.lit(self.members.is_member).gather(pl.col("roster_row"))
        dropped = ["payee_id", "pay_share", "quota_share", "is_overlay", "seller_id"]
        dropped += [c for c in frame.columns if c.endswith((".worth", ".booked"))]
        if "seller_id" in frame.columns:
            frame = frame.with_columns(seller_row=pl.col("seller_id"))
        return frame.filter(assigned.fill_null(value=False)).drop(dropped, strict=False)


def _received(rows: pl.DataFrame, recipients: pl.DataFrame) -> pl.DataFrame:
    """Give each row its recipients, rows and recipients in their order: a join on ``row``, by place."""
    if rows["row"].equals(recipients["row"]):
        return rows.with_columns(recipients.drop("row"))
    most = max(largest(rows["row"]), largest(recipients["row"])) + 1
    places = pl.repeat(None, most, dtype=pl.UInt32, eager=True)
    places = places.scatter(rows["row"], pl.int_range(rows.height, dtype=pl.UInt32, eager=True))
    found = recipients.with_columns(_place=places.gather(recipients["row"])).drop_nulls("_place")
    if not found["_place"].is_sorted():
        found = found.sort("_place", maintain_order=True)
    return rows.select(pl.all().gather(found["_place"])).with_columns(found.drop("row", "_place"))


def _column_text(name: str, place: Place) -> Text:
    return Expression.at(name, place)


def _row_problem(code: Code, rows: pl.DataFrame, source: Transactions, what: str, *, column: str) -> Diagnostic:
    first = rows.sort("source_line").row(0, named=True)
    key = source.frame["transaction_id"][first["row"]]
    more = f", and {rows.height - 1} more rows" if rows.height > 1 else ""
    place = Place(source.source.file, first["source_line"], 0, key)
    fix = f"fill it in, or leave such rows out: where: {column} is not null"
    fix = fix if column.isidentifier() else "fill in what it reads, or exclude the row with 'where'"
    return Diagnostic.of(code, place, f"{what} in {key}{more}", fix)
