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
from attain_web.actions.closing.figures import counting_decisions
from attain_web.actions.running import calculated, inputs_of, kept_tables
from attain_web.actions.stepping import Thing
from attain_web.store import ledgers
from attain_web.store.models import Batch, PayLine, PayRun, StepTaken

LOADED = "SELECT source_table, count(*) FROM fact WHERE batch_id = %s GROUP BY 1 ORDER BY 1"
BOOKED = """
SELECT account, currency, sum(line_amount)::bigint FROM ledger_line GROUP BY 1, 2 HAVING sum(line_amount) <> 0
"""


def tie_out_period(workspace: Path, period_id: str, *, exported: pl.DataFrame | None = None) -> pl.DataFrame:
    """Tie out a period that is posted, or whose figures are calculated; nothing is believed that can be calculated.

    Args:
        workspace: where the figures of runs are kept.
        period_id: which period.
        exported: PAY_LINES of the file that left for payroll; None leaves that step out.

    Returns:
        FOUND; empty when everything ties out.

    Raises:
        Refused: the period was never calculated.
    """
    step = Thing(PERIOD, period_id).last
    if step is None or step.run is None:
        raise Refused(f"period {period_id} was never calculated", f"run 'attain run' for {period_id}")
    is_posted = step.state in {"posted", "closed"}
    posting = _last_posting() if is_posted else step
    run = posting.run
    assert run is not None
    again = calculated(workspace, inputs_of(run))
    if not again.is_usable:
        raise Refused(f"run {run.run_id[:12]} cannot be calculated again", "see 'attain check'")
    kept = kept_tables(workspace, run)
    mine = pl.col("period_id") == period_id
    moves = pl.concat(
        [
            earned_moves(again.tables["earnings"]),
            settled_moves(again.tables["payments"], again.tables["periods"].unique("period_id")),
            decided_moves(counting_decisions([period_id], posting.at)),
        ]
    )
    lines, left, paid = _pay_lines(period_id, exported)
    with connections[ENGINE].cursor() as cursor:
        steps = Steps(
            imported=_imported(cursor, run.batch),
            credited=(again.tables["credits"], kept["credits"]),
            earned=(again.tables["earnings"].filter(mine), kept["earnings"].filter(mine)),
            posted=(moves.filter(mine), _standing(cursor, period_id)) if is_posted else None,
            exported=None if left is None else (lines, left),
            paid=None if paid is None else (lines, paid),
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


def _pay_lines(
    period_id: str, exported: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame | None, pl.DataFrame | None]:
    """The lines of the period's pay runs that left, the file's, and what payroll reported of those it answered."""
    ends = {"exported", "acknowledged"}
    runs = PayRun.objects.using(ENGINE).filter(period_id=period_id).order_by("pay_run_id")
    states = {one.pay_run_id: Thing(PAY_RUN, one.pay_run_id) for one in runs}
    left = [name for name, thing in states.items() if thing.state in ends]
    answered = [name for name in left if states[name].state == "acknowledged"]
    lines = _lines_of(left)
    if not answered or len(answered) < len(left):
        return lines, exported, None
    reported = {
        (off["payee_id"], off["currency"]): off["paid"]
        for name in answered
        for step in states[name].steps
        for off in step.details.get("differences", [])
    }
    key = pl.struct("payee_id", "currency")
    worth = key.map_elements(lambda row: reported.get((row["payee_id"], row["currency"])), return_dtype=pl.Int64)
    paid = lines.with_columns(pay_amount=pl.coalesce(worth, "pay_amount")).filter(pl.col("pay_amount") > 0)
    return lines, exported, paid


def _lines_of(pay_runs: list[str]) -> pl.DataFrame:
    rows = PayLine.objects.using(ENGINE).filter(pay_run_id__in=pay_runs).values_list(*PAY_LINES.names)
    found = pl.DataFrame(list(rows), schema=PAY_LINES.schema, orient="row")
    sums = found.group_by("payee_id", "currency").agg(pl.col("pay_amount").sum())
    return PAY_LINES.checked(sums).sort(PAY_LINES.key)
