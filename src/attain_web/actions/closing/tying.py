"""Tie a period out: from the facts to the books, each list against the one before."""

from pathlib import Path

import polars as pl
from django.db import connections
from django.db.backends.utils import CursorWrapper

from attain.ledger import (
    FLOWS,
    PAY_LINES,
    STANDING,
    Steps,
    decided_moves,
    earned_moves,
    settled_moves,
    tie_out,
)
from attain.lifecycles import PAY_RUN, PERIOD
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.calculating.inputs import calculated, inputs_of
from attain_web.actions.closing.figures import calculated_step, counting_decisions
from attain_web.actions.closing.files.payroll_files import Exported
from attain_web.actions.running import kept_tables
from attain_web.actions.stepping import Thing
from attain_web.store import ledgers
from attain_web.store.models import Batch, PayLine, PayRun, StepTaken

LOADED = "SELECT source_table, count(*) FROM fact WHERE batch_id = %s GROUP BY 1 ORDER BY 1"
BOOKED = """
SELECT account, currency, sum(line_amount)::bigint FROM ledger_line GROUP BY 1, 2 HAVING sum(line_amount) <> 0
"""


def tie_out_period(workspace: Path, period_id: str, *, exported: Exported | None = None) -> pl.DataFrame:
    """Tie out a period that is posted, or whose figures are calculated; nothing is believed that can be calculated.

    Args:
        workspace: where the figures of runs are kept.
        period_id: which period.
        exported: the file that left for payroll; None leaves that step out.

    Returns:
        FOUND; empty when everything ties out.

    Raises:
        Refused: the period was never calculated.
    """
    step, run = calculated_step(period_id)
    is_posted = step.state in {"posted", "closed"}
    posting = _last_posting() if is_posted else step
    run = posting.run or run
    again = calculated(workspace, inputs_of(run))
    if not again.is_usable:
        raise Refused(f"run {run.run_id[:12]} cannot be calculated again", "see 'attain check'")
    kept = kept_tables(run)
    mine = pl.col("period_id") == period_id
    moves = pl.concat(
        [
            earned_moves(again.tables["earnings"]),
            settled_moves(again.tables["payments"], again.tables["periods"].unique("period_id")),
            decided_moves(counting_decisions([period_id], posting.at)),
        ]
    )
    with connections[ENGINE].cursor() as cursor:
        steps = Steps(
            imported=_imported(cursor, run.batch),
            credited=(again.tables["credits"], kept["credits"]),
            earned=(again.tables["earnings"].filter(mine), kept["earnings"].filter(mine)),
            posted=(moves.filter(mine), _standing(cursor, period_id)) if is_posted else None,
            exported=None if exported is None else (_lines_of(exported.pay_run_id), exported.lines),
            paid=_reported(period_id),
            booked=_booked(cursor),
        )
    return tie_out(steps)


def untied(workspace: Path, period_id: str) -> list[tuple[str, str]]:
    """The check that a period ties out, with the first rows that do not."""
    found = tie_out_period(workspace, period_id)
    rows = found.head(3).select("step", "kind", "transaction_id", "payee_id").iter_rows()
    said = [" ".join(str(word) for word in row if word is not None) for row in rows]
    more = f" and {found.height - 3} more" if found.height > 3 else ""
    return [("tied_out", "; ".join(said) + more)] if said else []


def _last_posting() -> StepTaken:
    """The step whose figures stand: the last posting. What is known or decided since is posted with the next."""
    posted = StepTaken.objects.using(ENGINE).filter(thing=PERIOD.thing, action="post").order_by("-at").first()
    assert posted is not None
    return posted


def _imported(cursor: CursorWrapper, last: Batch) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every batch by table: how many facts it says it made, and how many there are."""
    schema = {"source": pl.String, "transaction_id": pl.String, "listed_amount": pl.Int64}
    said: list[tuple[str, str, int]] = []
    there: list[tuple[str, str, int]] = []
    for batch in Batch.objects.using(ENGINE).filter(batch_no__lte=last.batch_no).order_by("batch_no"):
        name = f"batch {batch.batch_no}"
        counts = {
            table: sum(one[kind] for kind in ("added", "changed", "gone")) for table, one in batch.summary.items()
        }
        said += [(table, name, count) for table, count in sorted(counts.items()) if count]
        cursor.execute(LOADED, [batch.batch_no])
        there += [(table, name, count) for table, count in cursor.fetchall()]
    return tuple(pl.DataFrame(rows, schema=schema, orient="row") for rows in (said, there))


def _standing(cursor: CursorWrapper, period_id: str) -> pl.DataFrame:
    """What stands of a period besides what is paid and what is owed, which runs do not say."""
    found = ledgers.standing_in(cursor, [period_id])
    return found.filter(~pl.col("flow").is_in(["paid", "owed"])).select(STANDING.names)


def _booked(cursor: CursorWrapper) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every account: by what stands, and by the lines."""
    standing = ledgers.whole(cursor)["standing"]
    sides = [
        standing.select(
            "currency",
            account=pl.col("flow").replace_strict({flow: getattr(f, side) for flow, f in FLOWS.items()}),
            booked_amount=sign * pl.col("standing_amount"),
        )
        for side, sign in (("debit", pl.lit(1)), ("credit", pl.lit(-1)))
    ]
    sums = pl.concat(sides).group_by("account", "currency").agg(pl.col("booked_amount").sum())
    cursor.execute(BOOKED)
    schema = {"account": pl.String, "currency": pl.String, "booked_amount": pl.Int64}
    return sums.filter(pl.col("booked_amount") != 0), pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")


def _reported(period_id: str) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """The lines of the period's last pay run that payroll answered, and what it says it paid; None without one.

    What an earlier one was paid less is due again, and in the next.
    """
    runs = PayRun.objects.using(ENGINE).filter(period_id=period_id).order_by("made_at")
    answered = [thing for thing in (Thing(PAY_RUN, one.pay_run_id) for one in runs) if thing.state == "acknowledged"]
    if not answered:
        return None
    lines = _lines_of(answered[-1].thing_id)
    off = [one for step in answered[-1].steps for one in step.details.get("differences", [])]
    schema = {"payee_id": pl.String, "currency": pl.String, "paid": pl.Int64}
    otherwise = pl.DataFrame(off, schema=schema)
    both = lines.join(otherwise, on=["payee_id", "currency"], how="left")
    paid = both.with_columns(pay_amount=pl.coalesce("paid", "pay_amount")).filter(pl.col("pay_amount") > 0)
    return lines, paid.select(PAY_LINES.names)


def _lines_of(pay_run_id: str) -> pl.DataFrame:
    rows = PayLine.objects.using(ENGINE).filter(pay_run_id=pay_run_id).values_list(*PAY_LINES.names)
    return PAY_LINES.checked(pl.DataFrame(list(rows), schema=PAY_LINES.schema, orient="row")).sort(PAY_LINES.key)
