"""Which rows of the sources credit nobody, and why: of all rules of all plans, the reason of the one that got furthest.

Of 5 orders 4 are credited to somebody; the fifth names tom, who is in the roster from February on, and is of January.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import polars as pl

from attain.questions.uncredited.following import BETWEEN, Rule, followed, paying_rules
from attain.questions.uncredited.reasons import NORMAL, REASON_OF, REASONS, Stop
from attain.questions.uncredited.table import UNCREDITED
from attain.questions.uncredited.wording import Wording
from attain.runs import Opened, Results
from attain.runs.crediting.currencies import CURRENCY
from attain.runs.planning import PlanRun
from attain.sources.table import SOURCE_FILE, SOURCE_LINE

QUICK_ROWS = 200_000
_CONDITIONS = (Stop.CONDITION_OF_ANOTHER_TIME.value, Stop.CONDITION.value)


@dataclass(frozen=True)
class Covered:
    """How much of a source is credited.

    Attributes:
        source: its name.
        row_count: its accepted rows.
        credited_count: those that at least one rule of one plan credits to somebody.
    """

    source: str
    row_count: int
    credited_count: int

    @property
    def uncredited_count(self) -> int:
        """Rows that credit nobody."""
        return self.row_count - self.credited_count


@dataclass(frozen=True)
class Uncredited:
    """The rows that credit nobody.

    Attributes:
        covered: every source that a plan pays on, by name; its rows of all days, whichever rows are chosen.
        stopped: the rows, in the order of sources, dates and lines: the columns of ``UNCREDITED`` but ``why``, and
            ``stop``, ``rules`` (of ``rules``, by number) and ``people``.
        rules: the rules that stopped them.
        unread: dated sources that no plan reads.
        is_of_some_days: whether only rows of some days were chosen.
    """

    covered: tuple[Covered, ...]
    stopped: pl.DataFrame
    rules: tuple[Rule, ...] = field(repr=False)
    unread: tuple[str, ...] = ()
    is_of_some_days: bool = False

    def only(
        self,
        *,
        sources: Collection[str] = (),
        reasons: Collection[str] = (),
        days: tuple[date | None, date | None] = (None, None),
        is_normal: bool = True,
    ) -> "Uncredited":
        """Return some of the rows.

        Args:
            sources: of these sources; all when empty.
            reasons: for these reasons; all when empty.
            days: dated from the first, and before the second; rows without a date only where both are None.
            is_normal: also rows that a condition leaves out or that lie after what is known.
        """
        rows = self.stopped
        if sources:
            rows = rows.filter(pl.col("source").is_in(list(sources)))
        if reasons:
            rows = rows.filter(pl.col("reason").is_in(list(reasons)))
        if days[0] is not None:
            rows = rows.filter(pl.col("dated") >= days[0])
        if days[1] is not None:
            rows = rows.filter(pl.col("dated") < days[1])
        if not is_normal:
            rows = rows.filter(~pl.col("reason").is_in(list(NORMAL)))
        covered = tuple(one for one in self.covered if not sources or one.source in sources)
        is_some = self.is_of_some_days or days != (None, None)
        return replace(self, covered=covered, stopped=rows, is_of_some_days=is_some)

    def where(self, wanted: pl.Expr) -> "Uncredited":
        """Return the rows that satisfy a condition on the columns of ``stopped``."""
        return replace(self, stopped=self.stopped.filter(wanted))

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The rows in words: the table ``UNCREDITED``."""
        return self.first(self.stopped.height)

    def first(self, count: int) -> pl.DataFrame:
        """The first rows in words: the table ``UNCREDITED``."""
        return UNCREDITED.checked(Wording(self.rules).explained(self.stopped.head(count)).select(UNCREDITED.names))

    @cached_property
    def totals(self) -> pl.DataFrame:
        """Rows and money per source, reason and currency.

        Returns:
            ``source, reason, currency, scale, row_count, total_amount`` (Int64 at its scale, null without amounts), in
            the order of sources, reasons and currencies.
        """
        by = ("source", "reason", "currency", "scale")
        total = pl.when(pl.col("deal_amount").count() > 0).then(pl.col("deal_amount").sum())
        found = self.stopped.group_by(*by).agg(row_count=pl.len(), total_amount=total)
        return found.sort("source", pl.col("reason").cast(pl.Enum(REASONS)), "currency")


def is_quickly_known(results: Results) -> bool:
    """Whether it takes little to say which rows credit nobody: all were credited at once, and no source is large."""
    runs = results.runs.values()
    rows = max((s.frame.height for run in runs for s in run.facts.transactions.values()), default=0)
    return rows <= QUICK_ROWS and all(run.standing.keys() == run.credit_rules.keys() for run in runs)


def uncredited(opened: Opened, results: Results) -> Uncredited:
    """Find the rows that credit nobody.

    Args:
        opened: the workspace.
        results: what was calculated of it, at once.
    """
    paying = paying_rules(results.runs)
    rules = tuple(rule for name in sorted(paying) for rule in paying[name])
    frames = [_nothing()]
    covered: list[Covered] = []
    for name in sorted(paying):
        numbered = {number: rule for number, rule in enumerate(rules) if str(rule.credit.source) == name}
        missed = _missed(list(numbered.values()))
        height = paying[name][0].transactions.frame.height
        covered.append(Covered(name, height, height - len(missed)))
        if len(missed):
            frames.append(_of_source(numbered, missed, opened.loaded.currency))
    return Uncredited(tuple(covered), pl.concat(frames), rules, _unread(results.runs))


def _missed(rules: list[Rule]) -> pl.Series:
    """The numbers of the rows that none of the rules credits."""
    is_missed = pl.repeat(value=True, n=rules[0].transactions.frame.height, eager=True)
    for rule in rules:
        is_missed = is_missed.scatter(rule.run.standing[rule.name].credited.frame["row"].unique(), values=False)
    return is_missed.arg_true().cast(pl.UInt32)


def _of_source(rules: Mapping[int, Rule], missed: pl.Series, currency: str) -> pl.DataFrame:
    """Follow the rows of a source through its rules, and keep where each got furthest."""
    numbers = {plan_id: number for number, plan_id in enumerate(dict.fromkeys(r.plan_id for r in rules.values()))}
    every = [
        followed(rule, missed).with_columns(
            rule=pl.lit(number, pl.UInt32), plan=pl.lit(numbers[rule.plan_id], pl.UInt32)
        )
        for number, rule in rules.items()
    ]
    found = pl.concat(every).sort("row", "rule")
    is_condition = pl.col("stop").is_in(_CONDITIONS)
    # Where one rule of a plan wants a row, that the plan's others leave it out says nothing.
    found = found.filter(~is_condition | is_condition.all().over("row", "plan"))
    found = found.filter(pl.col("stop") == pl.col("stop").max().over("row"))
    found = found.filter(pl.col("people").eq_missing(pl.col("people").first().over("row")))
    first = found.group_by("row", maintain_order=True).agg(
        pl.col("stop", "people").first(), pl.col("dated").drop_nulls().first(), rules=pl.col("rule").sort()
    )
    return _described(first, next(iter(rules.values())), currency)


def _described(rows: pl.DataFrame, rule: Rule, currency: str) -> pl.DataFrame:
    """Say of each row where it stands, when it is dated, whom it names and how much it is."""
    transactions = rule.transactions
    source, frame = transactions.source, transactions.frame
    own = frame.select(pl.all().gather(rows["row"]))
    money = source.amount_column
    reasons = {stop.value: reason for stop, reason in REASON_OF.items()}
    day = own[source.as_of] if source.as_of else pl.Series([None], dtype=pl.Date).new_from_index(0, rows.height)
    return (
        rows.with_columns(
            source=pl.lit(source.name),
            transaction_id=own["transaction_id"],
            file=own[SOURCE_FILE] if SOURCE_FILE in own.columns else pl.lit(source.file),
            line=own[SOURCE_LINE],
            dated=pl.coalesce("dated", day),
            payee_id=pl.col("people").str.replace_all(BETWEEN, ", ", literal=True),
            deal_amount=own[money] if money else pl.lit(None, pl.Int64),
            scale=pl.lit(source.columns[money].scale if money else 0, pl.Int64),
            currency=own[CURRENCY].fill_null("") if CURRENCY in source.columns else pl.lit(currency),
            reason=pl.col("stop").replace_strict(reasons, return_dtype=pl.String),
        )
        .sort("dated", "line", "row", nulls_last=True)
        .select(_nothing().columns)
    )


def _nothing() -> pl.DataFrame:
    schema = {name: kind for name, kind in UNCREDITED.schema.items() if name != "why"}
    return pl.DataFrame(schema={**schema, "stop": pl.UInt8, "rules": pl.List(pl.UInt32), "people": pl.String})


def _unread(runs: Mapping[str, PlanRun]) -> tuple[str, ...]:
    """Name the dated sources that no rule of any plan credits and no table of a plan reads."""
    read: set[str] = set()
    known: set[str] = set()
    for run in runs.values():
        read |= {str(rule.source) for rule in run.credit_rules.values()}
        read |= {str(source) for t in run.plan.tables.values() if (source := getattr(t, "source", None)) is not None}
        known |= {name for name, source in run.facts.sources.items() if source.as_of and source.frame.height}
    return tuple(sorted(known - read - {"earnings", "periods"}))
