"""What a run says of a pay period, with what people decided by hand."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache

import polars as pl
from django.db import connections

from attain.lifecycles import ADJUSTMENT, PERIOD
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.running import results_of
from attain_web.actions.stepping import Thing, last_steps
from attain_web.store.models import Decision, Run, StepTaken

PAID = ("payments", "periods")  # the tables of a run that say what is paid in which pay period
COUNTS = ("approved",)
SIGNS = {"adjustment": 1, "hold": -1, "release": 1}
DECISIONS = {
    **dict.fromkeys(("decision_id", "kind", "payee_id", "period_id", "currency"), pl.String),
    "decided_amount": pl.Int64,
}


def period(period_id: str) -> Thing:
    """Return a period as a thing that has a life."""
    return Thing(PERIOD, period_id)


def calculated_step(period_id: str) -> tuple[StepTaken, Run]:
    """Return the last step of a period and the run whose figures it has.

    Raises:
        Refused: it was never calculated.
    """
    last = period(period_id).last
    if last is None or last.run is None:
        raise Refused(f"period {period_id} was never calculated", f"run 'attain run' for {period_id}")
    return last, last.run


def pay_periods(results: Mapping[str, pl.DataFrame]) -> list[str]:
    """Return the pay periods of a run, in order of time."""
    paid = results["payments"].select("period_id").unique()
    return results["periods"].join(paid, on="period_id").sort("starts_on", "ends_before")["period_id"].to_list()


def pay_periods_of(run: Run) -> tuple[str, ...]:
    """Return the pay periods of a run, in order of time; a run never changes, so they are found once."""
    known = connections[ENGINE].settings_dict
    return _pay_periods_of(str(known["HOST"]), str(known["NAME"]), run.run_id)


@lru_cache(maxsize=64)
def _pay_periods_of(_host: str, _database: str, run_id: str) -> tuple[str, ...]:
    return tuple(pay_periods(results_of(Run.objects.using(ENGINE).get(pk=run_id), names=PAID)))


def counting_decisions(periods: list[str], until: datetime | None = None) -> pl.DataFrame:
    """Return the decisions about some periods that count, as ``attain.ledger.decided_moves`` reads them.

    Args:
        periods: which ones.
        until: those that counted at an instant; those that count now by default.
    """
    counts = {step.thing_id for step in last_steps(ADJUSTMENT, until) if step.state in COUNTS}
    found = Decision.objects.using(ENGINE).filter(period_id__in=periods, decision_id__in=counts).order_by("decision_id")
    return pl.DataFrame(list(found.values_list(*DECISIONS)), schema=DECISIONS, orient="row")


def held_of(payee_id: str, currency: str) -> int:
    """Return how much of a payee is held and was not released, in minor units, by the decisions that count."""
    mine = Decision.objects.using(ENGINE).filter(payee_id=payee_id, currency=currency)
    known = counting_decisions(sorted(set(mine.values_list("period_id", flat=True))))
    mine_only = known.filter((pl.col("payee_id") == payee_id) & (pl.col("currency") == currency))
    sums = dict(mine_only.group_by("kind").agg(pl.col("decided_amount").sum()).iter_rows())
    return sums.get("hold", 0) - sums.get("release", 0)


def figures_of(run: Run, period_id: str) -> dict[str, dict[str, int]]:
    """Return what each payee is to be paid for a period by a run and by decisions: minor units by currency."""
    return figures_among(results_of(run, names=["payments"])["payments"], period_id)


def figures_among(paid: pl.DataFrame, period_id: str) -> dict[str, dict[str, int]]:
    """Return the same from the payments of a run, PAYMENTS, where they were read already."""
    payments = paid.filter(pl.col("period_id") == period_id)
    signed = pl.col("decided_amount") * pl.col("kind").replace_strict(SIGNS, return_dtype=pl.Int64)
    both = pl.concat(
        [
            payments.select("payee_id", "currency", pay_amount="paid"),
            counting_decisions([period_id]).select("payee_id", "currency", pay_amount=signed),
        ]
    )
    sums = both.group_by("payee_id", "currency").agg(pl.col("pay_amount").sum()).sort("payee_id", "currency")
    found: dict[str, dict[str, int]] = {}
    for payee, currency, pay_amount in sums.iter_rows():
        found.setdefault(payee, {})[currency] = pay_amount
    return found


def earned_of(run: Run, payee_id: str, period_id: str) -> int:
    """Return what a payee earned in a period by a run, in minor units of the currency they are paid in."""
    mine = (pl.col("payee_id") == payee_id) & (pl.col("period_id") == period_id)
    return int(results_of(run, [payee_id], ["earnings"])["earnings"].filter(mine)["pay_amount"].sum())


def earned_by(run: Run, payees: Collection[str]) -> dict[tuple[str, str], int]:
    """Return what some payees earned by a run, by payee and period, in minor units of the currency they are paid in."""
    earnings = results_of(run, payees, ["earnings"])["earnings"]
    sums = earnings.group_by("payee_id", "period_id").agg(pl.col("pay_amount").sum())
    return {(payee, period_id): int(total) for payee, period_id, total in sums.iter_rows()}
