"""attain forecast: what the period will bring, by category and as a distribution."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import Shape, Workspace
from attain.cli.commands.selling.metrics import PeriodName
from attain.cli.commands.selling.opening import AtInstant, KnownAt, instant_of, known, opened_pipeline, period_of

if TYPE_CHECKING:
    from attain.metrics import Question
    from attain.metrics.building.valued import Step
    from attain.metrics.projecting import Projected
    from attain.runs.pipeline import OpenedPipeline

Single = Annotated[bool, typer.Option("--single", help="Each category alone, instead of cumulative.")]
Judged = Annotated[
    bool, typer.Option("--judged", help="Say what each step adds: last year, sellers, managers, the model.")
]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]
_TITLES = {
    "closed": "closed",
    "commit": "commit",
    "most_likely": "most likely",
    "best_case": "best case",
    "pipeline": "pipeline",
    "open_pipeline": "open pipeline",
}


def forecast(
    workspace: Workspace,
    period: PeriodName = None,
    at: AtInstant = None,
    known_at: KnownAt = None,
    single: Single = False,
    judged: Judged = False,
    shape: Format = Shape.TEXT,
) -> None:
    """Roll the deals due in a period up by category, with what people adjusted and submitted, and project the period.

    An adjustment stands beside the sum of the deals and never changes one. The projection is a distribution.
    """
    from attain.cli.printing import print_table, say
    from attain.forecasts import cumulative, period_views, roll_up
    from attain.forecasts import single as alone
    from attain.metrics import Question
    from attain.metrics.projecting import projected
    from attain.snapshots import Book

    opened, deals = opened_pipeline(workspace, shape, known_at)
    instant = instant_of(at, deals)
    due = period_of(opened, period, instant)
    question = Question(Book(deals, known(known_at, deals)), due, instant, opened.targets, opened.submissions)
    sums = roll_up(period_views(question.book, due, instant, opened.adjustments), alone if single else cumulative)
    found = projected(question, opened.calendar.before(due))
    target = _target(question)
    if shape is Shape.JSON:
        record = _record(sums, found, target) | _said_by_people(question, opened)
        record |= {"steps": [_step_record(one) for one in _steps(question, opened)]} if judged else {}
        say(json.dumps(record, indent=2, ensure_ascii=False, default=str))
        return
    from attain.cli.printing import money

    titles = ("", "deals", "owners", "managers")
    rows = [(_TITLES[name], *(money(worth, deals.digits) for worth in three)) for name, three in sums.items()]
    print_table(titles, rows, text_column_count=1)
    say("", *_said(found, target, deals.digits))
    say(*_stale(question, opened), *_adjusted(question, opened))
    if judged:
        say("")
        steps = [_step_cells(one) for one in _steps(question, opened)]
        print_table(("a month before the end", "periods", "error", "adds"), steps, text_column_count=1)


def _steps(question: "Question", opened: "OpenedPipeline") -> "list[Step]":
    from attain.metrics.building.valued import value_added

    return value_added(question, opened.calendar, opened.adjustments)


def _step_cells(step: "Step") -> tuple[str, ...]:
    error, added = ("–" if share is None else f"{float(100 * share):.1f} %" for share in (step.error, step.added))
    return step.name, str(step.period_count), error, added


def _step_record(step: "Step") -> dict[str, object]:
    error, added = (None if share is None else float(share) for share in (step.error, step.added))
    return {"step": step.name, "periods": step.period_count, "wmape": error, "added": added}


def _target(question: "Question") -> int | None:
    from attain.metrics import CATALOGUE, Undefined

    (found,) = question.answer(CATALOGUE["quota_attainment"])
    return None if isinstance(found.value, Undefined) else int(found.parts["target"])


def _said(found: "Projected", target: int | None, digits: int) -> list[str]:
    from attain.cli.printing import money

    p = found.projection
    low, middle, high = (money(p.quantile(share), digits) for share in (0.1, 0.5, 0.9))
    lines = [f"projection: P10 {low}, P50 {middle}, P90 {high}, mean {money(round(p.mean), digits)}"]
    if target is not None:
        lines.append(f"P(at least the target of {money(target, digits)}) = {100 * p.at_least(target):.1f} %")
    for deal, worth, without in found.largest:
        change = f"; P(target) {100 * without.at_least(target):.1f} %" if target is not None else ""
        lines.append(f"without {deal} ({money(worth, digits)}): P50 {money(without.quantile(0.5), digits)}{change}")
    source = (
        f"learned from {found.period_count} earlier periods" if found.is_learned else "as deals and stages have them"
    )
    return [*lines, f"probabilities {source}"]


def _stale(question: "Question", opened: "OpenedPipeline") -> list[str]:
    import polars as pl

    from attain.cli.printing import money
    from attain.forecasts import stale, standing_submissions

    if opened.submissions is None:
        return ["no forecast was submitted: pipeline.forecasts names no file"]
    mine = opened.submissions.filter(pl.col("period") == question.period.name)
    total = int(standing_submissions(mine, question.instant)["forecast"].sum())
    old = stale(mine, question.instant)
    lines = [f"submitted: {money(total, question.book.opportunities.digits)}"]
    aged = old.select("owner_id", "age_days").iter_rows()
    return [*lines, *(f"stale: {owner}, {days} days old" for owner, days in aged)]


def _adjusted(question: "Question", opened: "OpenedPipeline") -> list[str]:
    """Say every adjustment of the period, the last first, with who made it and why."""
    import polars as pl

    from attain.cli.printing import money

    if opened.adjustments is None:
        return []
    mine = opened.adjustments.filter(
        pl.col("period") == question.period.name, pl.col("adjusted_at") <= question.instant
    )
    lines: list[str] = []
    for row in mine.sort("adjusted_at", maintain_order=True).reverse().iter_rows(named=True):
        worth = row["adjusted"]
        what = "as the deals say" if worth is None else money(worth, question.book.opportunities.digits)
        by = "" if row["author_id"] == row["owner_id"] else f" by {row['author_id']}"
        note = f": {row['note']}" if row["note"] else ""
        category = _TITLES.get(row["category"], row["category"])
        lines.append(f"adjusted{by}, {row['adjusted_at']:%Y-%m-%d}: {category} of {row['owner_id']} {what}{note}")
    return lines


def _said_by_people(question: "Question", opened: "OpenedPipeline") -> dict[str, object]:
    """Return the submissions and adjustments of the period, in order of time."""
    import polars as pl

    found: dict[str, object] = {}
    for name, frame, dated in (
        ("submissions", opened.submissions, "submitted_at"),
        ("adjustments", opened.adjustments, "adjusted_at"),
    ):
        rows = [] if frame is None else frame.filter(pl.col("period") == question.period.name).sort(dated).to_dicts()
        found[name] = [row for row in rows if row[dated] <= question.instant]
    return found


def _record(sums: dict[str, tuple[int, int, int]], found: "Projected", target: int | None) -> dict[str, object]:
    p = found.projection
    rolled = {name: dict(zip(("deals", "owners", "managers"), three, strict=True)) for name, three in sums.items()}
    quantiles = {f"p{round(100 * share)}": p.quantile(share) for share in (0.1, 0.5, 0.9)}
    chance = None if target is None else p.at_least(target)
    return {"roll_up": rolled, **quantiles, "mean": round(p.mean), "target": target, "chance_of_target": chance}
