"""What goes to the books: the roll-forward of what is owed, journals by entity and cost centre, accruals."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.db import connections

from attain.ledger import ACCOUNT_MAP, Journal, accrual, journal, roll_forward, turned_around
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.calculating.inputs import known_at
from attain_web.actions.closing.figures import PAID, calculated_step, pay_periods
from attain_web.actions.closing.posting import pending_differences
from attain_web.actions.running import results_of
from attain_web.store import ledgers
from attain_web.store.models import Batch, Run

PLACED = ("entity", "cost_centre")


@dataclass(frozen=True)
class Accrual:
    """The journal of what a period would post, and the one that turns it around in the next."""

    booked: pl.DataFrame
    turned: pl.DataFrame


def rolled_forward() -> pl.DataFrame:
    """Roll what is owed forward, period by period; ROLL_FORWARD."""
    run = Run.objects.using(ENGINE).order_by("-made_at").first()
    with connections[ENGINE].cursor() as cursor:
        found = ledgers.whole(cursor)
    known = pay_periods(results_of(run, names=PAID)) if run else []
    posted = set(found["entries"]["period_id"])
    order = [name for name in known if name in posted] + sorted(posted - set(known))
    return roll_forward(found["entries"], found["lines"], order)


def journal_of(period_id: str, account_map: pl.DataFrame) -> pl.DataFrame:
    """Make the journal of what was posted in a period; JOURNAL.

    Raises:
        Refused: nothing was posted in it, or an account has no number.
    """
    with connections[ENGINE].cursor() as cursor:
        found = ledgers.whole(cursor)
    entries = found["entries"].filter(pl.col("period_id") == period_id)
    if entries.is_empty():
        raise Refused(f"nothing was posted in period {period_id}", "post it first, or accrue it with --accrue")
    lines = found["lines"].join(entries.select("entry_no"), on="entry_no", how="semi")
    return _numbered(journal(entries, lines, _people(), account_map))


def accrual_of(workspace: Path, period_id: str, account_map: pl.DataFrame) -> Accrual:
    """Accrue a period that is not posted: what posting it now would book, and its reversal in the next period.

    Raises:
        Refused: it was never calculated, it is posted, it is the last one, or an account has no number.
    """
    last, run = calculated_step(period_id)
    if last.state in {"posted", "closed"}:
        raise Refused(f"period {period_id} is {last.state}", "what is posted is booked, and not accrued")
    known = pay_periods(results_of(run, names=PAID))
    later = known[known.index(period_id) + 1 :]
    if not later:
        raise Refused(f"no period follows {period_id}", "the plans of the next one have to be there to turn it around")
    differences = pending_differences(workspace, period_id)
    booked = _numbered(accrual(differences, _people(), account_map, period_id=period_id))
    return Accrual(booked, turned_around(booked, period_id=later[0]))


def read_account_map(file: Path) -> pl.DataFrame:
    """Read which account has which number; ``entity`` and ``cost_centre`` may be missing or empty.

    Raises:
        Refused: it is no CSV, a column is missing, a line has no account or no number, or an account has two.
    """
    try:
        read = pl.read_csv(file, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError) as error:  # what is packed is no CSV
        raise Refused(f"'{file.name}' cannot be read as CSV: {error}", "export it again as CSV in UTF-8") from None
    missing = [name for name in ("account", "account_number") if name not in read.columns]
    if missing:
        raise Refused(
            f"'{file.name}' has no column '{missing[0]}'", "its header is entity,cost_centre,account,account_number"
        )
    added = [pl.lit(None, pl.String).alias(name) for name in PLACED if name not in read.columns]
    rows = read.with_columns(added).with_row_index("line", 2)
    gaps = rows.filter(pl.any_horizontal(pl.col("account", "account_number").is_null()))
    if gaps.height:
        raise Refused(f"line {gaps[0, 'line']} of '{file.name}' lacks an account or its number", "fill in both")
    twice = rows.filter(~pl.struct(*PLACED, "account").is_first_distinct())
    if twice.height:
        what = f"line {twice[0, 'line']} of '{file.name}' says the number of {twice[0, 'account']} twice"
        raise Refused(what, "keep one line for each entity, cost centre and account")
    return ACCOUNT_MAP.checked(rows.select(ACCOUNT_MAP.names))


def _numbered(made: Journal) -> pl.DataFrame:
    if made.problems:
        what = "; ".join(problem.what for problem in made.problems)
        raise Refused(what, made.problems[0].fix)
    return made.rows


def _people() -> pl.DataFrame:
    """Entity and cost centre of every payee, by the newest roster; empty where it has none."""
    newest = Batch.objects.using(ENGINE).order_by("-batch_no").first()
    roster = known_at(newest.batch_no).tables.get("roster") if newest else None
    texts = roster.texts if roster else pl.DataFrame(schema={"payee": pl.String})
    added = [pl.lit(None, pl.String).alias(name) for name in (*PLACED, "from") if name not in texts.columns]
    rows = texts.with_columns(added).sort("from", nulls_last=False)
    return rows.select("payee", *PLACED).unique("payee", keep="last").rename({"payee": "payee_id"})
