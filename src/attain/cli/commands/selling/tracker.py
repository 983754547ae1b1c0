"""attain tracker: how far targets are reached, and what a payee's open deals would pay."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, Workspace, folder_of, stop
from attain.cli.commands.asking.what_if import Open, Period, Source, Wins, columns_of, periods_of, source_of
from attain.cli.commands.selling.opening import AtInstant, KnownAt, instant_of, known, opened_pipeline, period_of

if TYPE_CHECKING:
    from attain.questions.tracker import CommissionTracker

PayeeId = Annotated[
    str | None, typer.Option("--payee", help="Show what the open deals of this payee would pay.", show_default=False)
]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


def tracker(
    workspace: Workspace,
    payee: PayeeId = None,
    open_: Open = None,
    won: Wins = "",
    source: Source = "",
    period: Period = None,
    at: AtInstant = None,
    known_at: KnownAt = None,
    shape: Format = Shape.TEXT,
) -> None:
    """Show every target with what is won, open and expected; or, with --payee, what the open deals would pay.

    Deals belong to the target of their owner whose period holds their close date. Pay is calculated by the plans.
    """
    if payee is not None:
        if open_ is None or not won:
            stop("--payee asks about open deals: say which are open with --open, and what makes one won with --won")
        _commission(workspace, payee, open_, won, source=source, period=period, shape=shape)
        return
    from attain.cli.printing import money, print_table, say
    from attain.metrics import Question
    from attain.questions.tracker import track
    from attain.snapshots import Book

    opened, deals = opened_pipeline(workspace, shape, known_at)
    if opened.targets is None:
        stop("the workspace has no targets: name a file with  pipeline: {targets: {file: data/targets.csv}}")
    instant = instant_of(at, deals)
    book = Book(deals, known(known_at, deals))
    question = Question(book, period_of(opened, period, instant), instant, opened.targets)
    found = track(opened.targets, question.deals)
    if period is not None:
        found = found.filter(found["period"] == period)
    if shape is Shape.JSON:
        say(json.dumps(found.to_dicts(), indent=2, ensure_ascii=False, default=str))
        return
    names = {str(row["owner_id"]): str(row["name"]) for row in deals.people.iter_rows(named=True)}
    columns = ("target_value", "won", "open", "weighted", "expected", "shortfall")
    rows = [
        (row["level"], names.get(row["owner"], row["owner"]) or "–", row["period"], row["product_family"] or "",
         *(money(row[name], deals.digits) for name in columns), _share(row["achieved"]),
         _share(row["required_win_rate"]), row["gauge"] or "–")
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    titles = ("target", "won", "open", "weighted", "expected", "shortfall", "achieved", "must win", "")
    print_table(("level", "owner", "period", "family", *titles), rows, text_column_count=4)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _commission(
    workspace: Workspace, payee: str, open_where: str, won: str, *, source: str, period: str | None, shape: Shape
) -> None:
    from attain.cli.commands.calculate import usable
    from attain.cli.printing import print_problems, say
    from attain.diagnostics import has_errors
    from attain.questions.explain import NothingToExplain
    from attain.questions.tracker import track_commission
    from attain.questions.whatif import WhatIf, Won

    opened, checked = usable(folder_of(workspace), shape=shape)
    assert checked.results is not None
    try:
        asking = WhatIf.of(opened, checked.results, payee)
    except NothingToExplain as error:
        stop(str(error))
    wins = Won(source or source_of(asking), open_where, columns_of(won))
    found = track_commission(asking, wins, periods_of(asking, period))
    if shape is Shape.JSON:
        deals = [{"deal": one.deal, "alone": one.alone, "in_order": one.in_order} for one in found.deals]
        record = {"earned": found.earned, "pipeline": found.pipeline, "potential": found.potential, "deals": deals}
        say(json.dumps(record, indent=2))
    else:
        _print_commission(found, opened.loaded.currency)
        if found.diagnostics:
            print_problems(found.diagnostics)
    if has_errors(found.diagnostics):
        raise typer.Exit(PROBLEMS)


def _print_commission(found: "CommissionTracker", currency: str) -> None:
    from attain.cli.printing import money, print_table, say
    from attain.money import minor_digits

    digits = minor_digits(currency)
    parts = (("earned", found.earned), ("pipeline", found.pipeline), ("potential", found.potential))
    print_table(("", currency), [(name, money(worth, digits)) for name, worth in parts], text_column_count=1)
    if found.deals:
        say("")
        rows = [(one.deal, money(one.alone, digits), money(one.in_order, digits)) for one in found.deals]
        print_table(("open deal", "alone", "in order"), rows, text_column_count=1)
        say("", "in order: each adds what it adds to the deals that close before it; these add up to the pipeline")
