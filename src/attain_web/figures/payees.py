"""One payee's figures, by pay period: which run says them, whether they are published, and how they came about."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl

from attain.lifecycles import PERIOD, STATEMENT
from attain.money import minor_digits
from attain.questions.explain import NothingToExplain
from attain.statements import Explanation
from attain.statements.sheets import Decided, SoFar, StatementState
from attain_web.actions.closing.figures import SIGNS, counting_decisions
from attain_web.actions.closing.statements import statement, statements_among
from attain_web.actions.persons import last_erasure
from attain_web.actions.stepping import last_of
from attain_web.figures.keeping.stored import payments_of, stored_tables
from attain_web.figures.kept import Kept
from attain_web.figures.opened import newest_run, opened_run, run_of
from attain_web.store.models import Run, StepTaken

MOST_TOLD = 1_000
AMOUNTS = ("earned", "held", "draw_paid", "draw_recovered", "paid")  # of a payment, that pages show
_TOLD: Kept[tuple[str, str, str, str, str, int], Explanation | None] = Kept(MOST_TOLD)


@dataclass(frozen=True)
class PayPeriod:
    """A pay period as half-open range of days."""

    period_id: str
    starts_on: date
    ends_before: date

    def holds(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.starts_on <= day < self.ends_before

    @property
    def day_count(self) -> int:
        """How many days it has."""
        return (self.ends_before - self.starts_on).days


@dataclass(frozen=True)
class Basis:
    """Whose figures a page shows.

    Attributes:
        run: the run.
        step: the last step of the period; None while it is open.
        state: of the period.
    """

    run: Run
    step: StepTaken | None
    state: str

    @property
    def is_estimate(self) -> bool:
        """Whether nobody has calculated the period yet: the figures are those of the newest run, so far."""
        return self.step is None or self.step.run_id is None


@dataclass(frozen=True)
class PaidPeriod:
    """What one payee is paid in a period in one currency, in minor units, with the state of its statement.

    Attributes:
        by_hand: what approved adjustments, holds and releases add; it is in ``paid``.
        paid: what is to be paid in all.
        is_one_of_several: whether the run pays them in another currency too.
    """

    period: PayPeriod
    currency: str
    earned: int
    held: int
    draw_paid: int
    draw_recovered: int
    by_hand: int
    paid: int
    state: str
    is_one_of_several: bool = False

    @property
    def query(self) -> str:
        """What the address of its statement ends with: the currency, where there are several."""
        return in_currency(self.currency, is_one_of_several=self.is_one_of_several)

    @property
    def is_published(self) -> bool:
        """Whether the payee was shown it as theirs."""
        return self.state in {"published", "approved", "disputed"}


def in_currency(currency: str, *, is_one_of_several: bool) -> str:
    """Return what the address of a statement ends with, so that it is the one of a currency.

    >>> in_currency("JPY", is_one_of_several=True), in_currency("JPY", is_one_of_several=False)
    ('?currency=JPY', '')
    """
    return f"?currency={currency}" if is_one_of_several else ""


def pay_periods_known(workspace: Path) -> list[PayPeriod]:
    """Return the pay periods of the newest run, in order of time."""
    run = newest_run()
    if run is None:
        return []
    tables = stored_tables(workspace, run)
    rows = {name: (starts, ends) for name, starts, ends in tables["periods"].iter_rows()}
    return [PayPeriod(name, *rows[name]) for name in tables.pay_periods]


def period_on(known: list[PayPeriod], day: date) -> PayPeriod | None:
    """Return the pay period that holds a day, or the last one before it."""
    inside = [one for one in known if one.holds(day)]
    before = [one for one in known if one.starts_on <= day]
    return (inside or before or [None])[-1]


def basis_of(period_id: str) -> Basis | None:
    """Return whose figures count for a period: those its last step has, or the newest run's; None without any."""
    return bases_of([period_id]).get(period_id)


def bases_of(period_ids: Collection[str]) -> dict[str, Basis]:
    """Return whose figures count for each of some periods; without any run there are none."""
    newest, last = newest_run(), last_of(PERIOD, period_ids)
    found: dict[str, Basis] = {}
    for one in period_ids:
        step = last.get(one)
        run = run_of(step.run_id) if step is not None and step.run_id is not None else newest
        if run is not None:
            found[one] = Basis(run, step, step.state if step else PERIOD.begins)
    return found


def paid_in_several(payments: pl.DataFrame) -> frozenset[tuple[str, str]]:
    """Return the payees and pay periods that some payments, PAYMENTS, pay in several currencies."""
    counts = payments.group_by("payee_id", "period_id").agg(pl.col("currency").n_unique())
    return frozenset(counts.filter(pl.col("currency") > 1).select("payee_id", "period_id").iter_rows())


def decided_by_hand(payee_id: str, period_ids: list[str]) -> dict[tuple[str, str], int]:
    """Return what approved decisions add to a payee's pay, in minor units by period and currency."""
    found: dict[tuple[str, str], int] = {}
    for row in counting_decisions(period_ids).filter(pl.col("payee_id") == payee_id).iter_rows(named=True):
        key = (row["period_id"], row["currency"])
        found[key] = found.get(key, 0) + SIGNS[row["kind"]] * row["decided_amount"]
    return found


def state_of_statement(payee_id: str, period_id: str, currency: str, so_far: SoFar | None) -> StatementState:
    """Return what has become of a statement, and what was decided by hand about it and about its year."""
    step = statement(period_id, payee_id).last
    state = step.state if step is not None else STATEMENT.begins
    whole = 10 ** minor_digits(currency)
    own = counting_decisions([period_id])
    own = own.filter((pl.col("payee_id") == payee_id) & (pl.col("currency") == currency))
    decided = [
        Decided(
            row["decision_id"], row["kind"].capitalize(), Fraction(SIGNS[row["kind"]] * row["decided_amount"], whole)
        )
        for row in own.iter_rows(named=True)
    ]
    year = decided_by_hand(payee_id, [row[0] for row in so_far.periods]) if so_far is not None else {}
    sums = {name: Fraction(minor, whole) for (name, code), minor in year.items() if code == currency}
    when = f" on {step.at:%Y-%m-%d}" if step is not None else ""
    return StatementState(f"{state.capitalize()}{when}", tuple(decided), sums)


def paid_periods(workspace: Path, payee_id: str, period_id: str = "") -> list[PaidPeriod]:
    """Return what a payee is paid in each period that has begun, the latest first; by a run, by hand, or both.

    Args:
        workspace: where.
        payee_id: whose pay.
        period_id: of this period alone.
    """
    known = [one for one in pay_periods_known(workspace) if period_id in {"", one.period_id}]
    by_hand = decided_by_hand(payee_id, [one.period_id for one in known])
    bases = bases_of([one.period_id for one in known])
    stated = statements_among([(one, payee_id) for one, basis in bases.items() if not basis.is_estimate])
    paid: dict[str, pl.DataFrame] = {}
    found: list[PaidPeriod] = []
    for one in reversed(known):
        basis = bases.get(one.period_id)
        if basis is None:
            continue
        run = basis.run
        if run.run_id not in paid:
            own = payments_of(workspace, run, payee_id)
            paid[run.run_id] = own.group_by("period_id", "currency").agg(pl.col(*AMOUNTS).sum())
        rows = paid[run.run_id].filter(pl.col("period_id") == one.period_id)
        step = stated.get((one.period_id, payee_id))
        state = "estimate" if basis.is_estimate else step.state if step else STATEMENT.begins
        decided = {currency: adds for (name, currency), adds in by_hand.items() if name == one.period_id}
        found += _paid_in(one, rows, decided, state)
    return found


def _paid_in(period: PayPeriod, rows: pl.DataFrame, decided: Mapping[str, int], state: str) -> Iterator[PaidPeriod]:
    """Yield what is paid in a period, each currency by itself; those in which only decisions pay come last."""
    sums = {row["currency"]: row for row in rows.sort("currency").iter_rows(named=True)}
    for code in (*sums, *sorted(decided.keys() - sums.keys())):
        row, adds = sums.get(code) or dict.fromkeys(AMOUNTS, 0), decided.get(code, 0)
        yield PaidPeriod(
            period,
            code,
            row["earned"],
            row["held"],
            row["draw_paid"],
            row["draw_recovered"],
            adds,
            row["paid"] + adds,
            state,
            is_one_of_several=code in sums and len(sums) > 1,
        )


def told(workspace: Path, run: Run, payee_id: str, period_id: str, *, currency: str = "") -> Explanation | None:
    """Return how a payment came about; None where there is none to tell of.

    Args:
        workspace: where.
        run: which run.
        payee_id: whose payment.
        period_id: of which pay period.
        currency: of the payment; where there are several, the first by its code is told by default.
    """

    def find() -> Explanation | None:
        try:
            explainer = opened_run(workspace, run).explainer(payee_id)
            codes = sorted(explainer.tables.currencies(payee_id, period_id))
            made = explainer.explanation(payee_id, period_id, (currency or codes[0]) if codes else None)
        except NothingToExplain:
            return None
        return made if currency in {"", made.currency} else None

    return _TOLD.found((str(workspace), run.run_id, payee_id, period_id, currency, last_erasure()), find)


@dataclass(frozen=True)
class Attained:
    """How far a measure is on its way to its target.

    Attributes:
        title: of the component.
        measured, target: in natural units; ``is_money`` says which.
        currency: of both where they are money; else empty.
        next_mark: the next bound of the rate above it, as a share of the target; None past the last.
    """

    title: str
    measured: Fraction
    target: Fraction
    is_money: bool
    next_mark: Fraction | None
    currency: str = ""

    @property
    def share(self) -> Fraction:
        """The measure as a share of its target."""
        return self.measured / self.target

    @property
    def gap(self) -> Fraction:
        """What is missing to the next bound, as a share of the target."""
        return (self.next_mark or self.share) - self.share

    @property
    def missing(self) -> Fraction:
        """What is missing to the next bound, in natural units."""
        return (self.next_mark or Fraction(0)) * self.target - self.measured


def attained_in(explanation: Explanation) -> list[Attained]:
    """Return the measures of an explanation that have a target, in the order of components."""
    found: list[Attained] = []
    for part in explanation.components:
        for measure in part.measures:
            if measure.target is None or not measure.target.value or measure.value is None:
                continue
            marks = sorted(mark for mark in measure.marks if measure.attainment is None or mark > measure.attainment)
            unit, mark = measure.unit, marks[0] if marks else None
            found.append(Attained(part.title, measure.value, measure.target.value, unit.is_money, mark, unit.currency))
    return found
