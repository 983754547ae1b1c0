"""attain pipeline doubtful and slips: deals that may move out of their period, and those that did."""

from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import Shape, Workspace, stop
from attain.cli.commands.selling.opening import AtInstant, KnownAt, instant_of, known, opened_pipeline, period_of
from attain.cli.commands.selling.pipeline import Format, PeriodName, as_json

if TYPE_CHECKING:
    from attain.forecasts import Slips

SMALLEST = 0.005  # what is less is written as 0 %, though it may happen

Reliable = Annotated[
    bool, typer.Option("--reliability", help="Show how often deals slipped that were said to, in periods held out.")
]


def doubtful(
    workspace: Workspace,
    period: PeriodName = None,
    at: AtInstant = None,
    known_at: KnownAt = None,
    reliable: Reliable = False,
    shape: Format = Shape.TEXT,
) -> None:
    """List open deals due in a period that may slip: old, standing still, put off again and again.

    With a history, each has the probability that it moves out of the period, learned from earlier periods.
    """
    from attain.cli.printing import count_of, money, print_table, say
    from attain.forecasts import learned_slips, with_slip_chances
    from attain.snapshots import Book, average_cycle, judged

    opened, deals = opened_pipeline(workspace, shape, known_at)
    book, instant = Book(deals, known(known_at, deals)), instant_of(at, deals)
    due = period_of(opened, period, instant)
    cycle = average_cycle(book, instant)
    if cycle is None:
        stop("no deal was won by then, so there is no average cycle to compare with")
    whole = judged(book, due, instant, cycle_days=cycle)
    slips = learned_slips(book, due, instant, opened.calendar.before(due))
    if reliable:
        _print_reliability(slips, shape)
        return
    found = with_slip_chances(book, due, instant, whole.filter(whole["signal_count"] > 0), slips)
    if shape is Shape.JSON:
        say(as_json(found))
        return
    rows = [
        ("doubtful" if row["is_doubtful"] else "look", row["name"] or row["opportunity_id"], row["person"] or "–",
         row["reason"], str(row["close_date"]), _percent(row["slip_probability"]),
         "–" if row["amount"] is None else money(row["amount"], deals.digits))
        for row in found.head(50).iter_rows(named=True)
    ]  # fmt: skip
    print_table(("", "deal", "owner", "why", "due", "slips", deals.currency), rows, text_column_count=5)
    doubtful_count = int(found["is_doubtful"].sum())
    others = found.height - doubtful_count
    say("", f"{doubtful_count:,} doubtful, {others:,} more to look at; average cycle {float(cycle):.0f} days")
    unknown = whole["days_open"].null_count()
    if unknown:
        say(f"of {count_of(unknown, 'open deal')} due the age is not known: export CreatedDate too")
    if slips is not None:
        say(f"how likely each slips is learned from {count_of(slips.period_count, 'earlier period')}")
    if "close_date" not in deals.told:
        say("how often a close date moved is not known: there is no history of it")


def slips(
    workspace: Workspace,
    period: PeriodName = None,
    at: AtInstant = None,
    known_at: KnownAt = None,
    shape: Format = Shape.TEXT,
) -> None:
    """List what was due in a period at its start and has moved out of it, and the slip rate."""
    from attain.cli.printing import count_of, money, print_table, say
    from attain.snapshots import Book, due_at_start, slip_rate

    opened, deals = opened_pipeline(workspace, shape, known_at)
    if "close_date" not in deals.told:
        stop("nothing tells which close dates moved: it needs OpportunityHistory, or dated copies of the export")
    book, instant = Book(deals, known(known_at, deals)), instant_of(at, deals)
    due = period_of(opened, period, instant)
    if instant < deals.midnight(due.starts_on):
        stop(f"{due.name} had not begun")
    found = due_at_start(book, due, min(instant, deals.midnight(due.ends_before)))
    moved = found.filter("moved_out").sort("amount", "opportunity_id", descending=[True, False], nulls_last=True)
    if shape is Shape.JSON:
        say(as_json(moved))
        return
    rows = [
        (row["name"] or row["opportunity_id"], row["person"] or "–", str(row["close_date"]),
         str(row["close_date_after"]), "–" if row["amount"] is None else money(row["amount"], deals.digits))
        for row in moved.head(50).iter_rows(named=True)
    ]  # fmt: skip
    print_table(("deal", "owner", "was due", "now due", deals.currency), rows, text_column_count=4)
    rate = slip_rate(found)
    said = "not defined, nothing of value was due" if rate is None else f"{100 * float(rate):.1f} % of the value"
    say("", f"{moved.height:,} of {count_of(found.height, 'deal')} moved out of {due.name}; slip rate: {said}")


def _percent(share: float | None) -> str:
    if share is None:
        return "–"
    return "under 1 %" if 0 < share < SMALLEST else f"{100 * share:.0f} %"


def _print_reliability(slips: "Slips | None", shape: Shape) -> None:
    from attain.cli.printing import print_table, say

    if slips is None or not slips.reliability.height:
        stop("it takes four earlier periods with deals due in them, and a history of close dates")
    if shape is Shape.JSON:
        say(as_json(slips.reliability))
        return
    rows = [
        (str(row["group"]), f"{row['deal_count']:,}", _percent(row["forecast"]), f"{row['happened']:,}",
         f"{row['lowest']:,} to {row['highest']:,}", "" if row["is_inside"] else "outside")
        for row in slips.reliability.iter_rows(named=True)
    ]  # fmt: skip
    print_table(("tenth", "deals", "said", "slipped", "99 % band", ""), rows, text_column_count=1)
    inside = int(slips.reliability["is_inside"].sum())
    say("", f"learned from the first three quarters of the periods, judged on the last; {inside} of {len(rows)} inside")
