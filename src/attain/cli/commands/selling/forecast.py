"""attain forecast: what the period will bring, by category and as a distribution."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import Shape, Workspace
from attain.cli.commands.selling.metrics import PeriodName
from attain.cli.commands.selling.opening import AtInstant, KnownAt, instant_of, known, opened_pipeline, period_of

if TYPE_CHECKING:
    from attain.metrics import Question
    from attain.metrics.projecting import Projected
    from attain.runs.pipeline import OpenedPipeline

Single = Annotated[bool, typer.Option("--single", help="Each category alone, instead of cumulative.")]
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

    opened, deals = opened_pipeline(workspace, shape)
    instant = instant_of(at, deals)
    due = period_of(opened, period, instant)
    question = Question(Book(deals, known(known_at, deals)), due, instant, opened.targets, opened.submissions)
    sums = roll_up(period_views(question.book, due, instant, opened.adjustments), alone if single else cumulative)
    found = projected(question, opened.calendar.before(due))
    target = _target(question)
    if shape is Shape.JSON:
        say(json.dumps(_record(sums, found, target), indent=2))
        return
    from attain.cli.printing import money

    titles = ("", "deals", "owners", "managers")
    rows = [(_TITLES[name], *(money(worth, deals.digits) for worth in three)) for name, three in sums.items()]
    print_table(titles, rows, text_column_count=1)
    say("", *_said(found, target, deals.digits))
    say(*_stale(question, opened))


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


def _record(sums: dict[str, tuple[int, int, int]], found: "Projected", target: int | None) -> dict[str, object]:
    p = found.projection
    rolled = {name: dict(zip(("deals", "owners", "managers"), three, strict=True)) for name, three in sums.items()}
    quantiles = {f"p{round(100 * share)}": p.quantile(share) for share in (0.1, 0.5, 0.9)}
    chance = None if target is None else p.at_least(target)
    return {"roll_up": rolled, **quantiles, "mean": round(p.mean), "target": target, "chance_of_target": chance}
