"""Cards of the open pipeline: by month and stage, as it stood, what moved it, its shape, accounts and top deals."""

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from attain.reports.dashboard.asked import Asked
from attain.reports.dashboard.card import Card
from attain.reports.dashboard.drawing import RAMP, Series, bars, stacked, waterfall
from attain.snapshots import Scope, bridge, last_days, parked, several_in_one_account, shape, totals

_STEPS = {
    "start": ("Open", "f-ink"), "new": ("New", "p-hatch"), "pulled_in": ("Pulled in", "p-hatch"),
    "transferred_in": ("Moved in", "p-hatch"), "reopened": ("Reopened", "p-hatch"), "increased": ("Raised", "p-hatch"),
    "decreased": ("Cut", "p-hatchneg"), "won": ("Won", "f-pos"), "lost": ("Lost", "p-hatchneg"),
    "pushed_out": ("Pushed out", "p-hatchneg"), "transferred_out": ("Moved out", "p-hatchneg"),
    "deleted": ("Deleted", "p-hatchneg"), "end": ("Open", "f-a"),
}  # fmt: skip
_MOST_MONTHS = 12
_TOP = 10


def holding_cards(asked: Asked) -> Iterator[Card]:
    """Yield the cards of the open pipeline."""
    yield as_at_card(asked)
    yield bridge_card(asked)
    yield by_month_card(asked)
    yield funnel_card(asked)
    yield trend_card(asked)
    yield account_card(asked)
    yield top_card(asked)


def _by_stage(asked: Asked, labels: list[str], worth: dict[tuple[str, str], int]) -> list[Series]:
    stages = [*asked.stages, *sorted({stage for _, stage in worth} - set(asked.stages))]
    used = [stage for stage in stages if any(worth.get((label, stage)) for label in labels)]
    # Pale to dark, the darkest nearest to won.
    fills = RAMP[max(0, 4 - len(used)) :] if len(used) <= len(RAMP) else RAMP
    return [
        Series(stage, fills[min(at, len(fills) - 1)], tuple(worth.get((label, stage), 0) for label in labels))
        for at, stage in enumerate(used)
    ]


def _stage_table(
    asked: Asked, labels: list[str], series: list[Series], first: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    exact = asked.figures.exact
    rows = tuple(
        (label, *(exact(one.values[at]) for one in series), exact(sum(one.values[at] for one in series)))
        for at, label in enumerate(labels)
    )
    return (first, *(one.name for one in series), "All"), rows


def by_month_card(asked: Asked) -> Card:
    """Open pipeline by close month and stage."""
    found = shape(asked.open_deals).with_columns(pl.col("month", "stage").fill_null("–"))
    worth = {(month, stage): value for month, stage, _, value in found.iter_rows()}
    labels = sorted({month for month, _ in worth})[:_MOST_MONTHS]
    if not labels:
        return Card("by-month", "Pipeline by close month and stage", missing="No deal is open.")
    series = _by_stage(asked, labels, worth)
    columns, rows = _stage_table(asked, labels, series, "Close month")
    drawn = stacked(
        [label[2:] for label in labels], series, asked.figures.short, "Open pipeline by close month and stage"
    )
    legend = tuple((one.fill, one.name) for one in series)
    surge = parked(asked.open_deals, last_days(asked.calendar, asked.open_deals)).sort("open_value").tail(1)
    foot = "".join(
        f"Most is parked on {day:%d %b %Y}, the last day of a quarter: {count:,} deals, {asked.figures.exact(value)}."
        for day, count, value in surge.iter_rows()
    )
    title, subtitle = "Pipeline by close month and stage", "Open deals as of the day"
    return Card("by-month", title, subtitle, drawn, columns, rows, legend=legend, foot=foot)


def as_at_card(asked: Asked) -> Card:
    """Open pipeline on the 1st of each month, by stage, as it was known then."""
    missing = asked.untold("stage", "amount", "close_date")
    title = "Open pipeline on the 1st of each month"
    if missing:
        return Card("as-at", title, missing=missing, width=6)
    instants = [month for month in asked.book.month_starts(asked.instant, 12) if month <= asked.instant]
    return _at_instants(asked, instants, "as-at", title)


def trend_card(asked: Asked) -> Card:
    """Open pipeline over the last six weeks."""
    missing = asked.untold("stage", "amount", "close_date")
    if missing:
        return Card("trend", "Short-term trend", missing=missing)
    return _at_instants(asked, asked.book.week_starts(asked.instant), "trend", "Short-term trend")


def _at_instants(asked: Asked, instants: list[datetime], key: str, title: str) -> Card:
    instants, foot = asked.told_at(instants)
    if not instants:
        return Card(key, title, missing=foot)
    found = asked.book.trend(instants, ["stage"]).with_columns(pl.col("stage").fill_null("–"))
    worth = {(f"{at:%Y-%m-%d}", stage): value for at, stage, _, value in found.iter_rows()}
    labels = [f"{at:%Y-%m-%d}" for at in instants]
    series = _by_stage(asked, labels, worth)
    columns, rows = _stage_table(asked, labels, series, "As at")
    drawn = stacked([label[5:] for label in labels], series, asked.figures.short, title)
    legend = tuple((one.fill, one.name) for one in series)
    return Card(key, title, "By stage, as it was then", drawn, columns, rows, legend=legend, foot=foot)


def bridge_card(asked: Asked) -> Card:
    """What moved the pipeline since the period began."""
    starts_at = asked.book.opportunities.midnight(asked.period.starts_on)
    if starts_at >= asked.instant:
        return Card("bridge", "What moved the pipeline", missing="The period has not begun.", width=12)
    found = bridge(asked.book, Scope(), starts_at, asked.instant)
    steps = [
        (*_STEPS[reason], change) for reason, count, change in found.iter_rows() if count or reason in {"start", "end"}
    ]
    drawn = waterfall(
        [(label, change, fill) for label, fill, change in steps], asked.figures.short, "What moved the open pipeline"
    )
    rows = tuple(
        (_STEPS[reason][0] + (" at the start" if reason == "start" else " at the end" if reason == "end" else ""),
         f"{count:,}", asked.figures.exact(change))
        for reason, count, change in found.iter_rows()
    )  # fmt: skip
    untold = asked.untold("stage", "amount", "close_date")
    foot = f"Only deals created or closed are seen. {untold}" if untold else ""
    subtitle = f"{asked.period.starts_on:%d %b %Y} to {asked.instant:%d %b %Y}. Adds up to the cent"
    columns = ("", "Deals", asked.figures.currency)
    return Card("bridge", "What moved the pipeline", subtitle, drawn, columns, rows, width=12, foot=foot)


def funnel_card(asked: Asked) -> Card:
    """The shape of the funnel: open deals and value by stage."""
    found = totals(asked.open_deals.with_columns(pl.col("stage").fill_null("–")), ["stage"])
    order = {stage: at for at, stage in enumerate(asked.stages)}
    listed = sorted(found.iter_rows(), key=lambda row: (order.get(row[0], len(order)), row[0]))
    if not listed:
        return Card("funnel", "Funnel shape", missing="No deal is open.")
    drawn = bars(
        [(stage, value, f"{asked.figures.short(value)}, {count:,}") for stage, count, value in listed],
        "Open value by stage",
    )
    rows = tuple((stage, f"{count:,}", asked.figures.exact(value)) for stage, count, value in listed)
    return Card("funnel", "Funnel shape", "Open value and deals by stage", drawn, ("Stage", "Deals", "Value"), rows)


def account_card(asked: Asked) -> Card:
    """Open pipeline by account."""
    missing = asked.absent("account_id")
    if missing:
        return Card("accounts", "Pipeline by account", missing=missing)
    found = totals(asked.open_deals.filter(pl.col("account_id").is_not_null()), ["account_id"])
    found = found.sort("open_value", "account_id", descending=[True, False])
    several = several_in_one_account(asked.open_deals).height
    top = list(found.head(_TOP).iter_rows())
    if not top:
        return Card("accounts", "Pipeline by account", missing="No deal with an account is open.")
    drawn = bars(
        [(account, value, f"{asked.figures.short(value)}, {count:,}") for account, count, value in top],
        "Open value of the largest accounts",
    )
    rows = tuple((account, f"{count:,}", asked.figures.exact(value)) for account, count, value in top)
    foot = f"{several:,} accounts have several open deals, which might be combined." if several else ""
    columns = ("Account", "Deals", "Value")
    return Card(
        "accounts",
        "Pipeline by account",
        f"The {len(top)} largest of {found.height:,}",
        drawn,
        columns,
        rows,
        foot=foot,
    )


def top_card(asked: Asked) -> Card:
    """The largest open deals."""
    found = asked.open_deals.sort("amount", "opportunity_id", descending=[True, False], nulls_last=True).head(_TOP)
    rows = tuple(
        (row["name"] or row["opportunity_id"], row["person"] or "–", row["stage"] or "–", str(row["close_date"] or "–"),
         "–" if row["amount"] is None else asked.figures.exact(row["amount"]))
        for row in found.iter_rows(named=True)
    )  # fmt: skip
    if not rows:
        return Card("top", "Top deals", missing="No deal is open.")
    columns = ("Deal", "Owner", "Stage", "Due", "Value")
    return Card("top", "Top deals", "The largest open deals", "", columns, rows, text_columns=4)
