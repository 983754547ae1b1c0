"""attain report: the leader's dashboard."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import Workspace, stop
from attain.cli.commands.selling.metrics import PeriodName
from attain.cli.commands.selling.opening import AtInstant, KnownAt, instant_of, known, opened_pipeline, period_of

Out = Annotated[
    Path | None, typer.Option("--out", help="The file; dashboard.html in the workspace by default.", show_default=False)
]


def report(
    workspace: Workspace, out: Out = None, period: PeriodName = None, at: AtInstant = None, known_at: KnownAt = None
) -> None:
    """Write the leader's dashboard: one HTML file that opens without a server or a network.

    Each chart has its table; one that cannot be drawn says which column or history it would need.
    """
    from attain.cli.printing import say, step
    from attain.metrics import Question
    from attain.reports.dashboard import dashboard_page
    from attain.snapshots import Book

    opened, deals = opened_pipeline(workspace, known_at=known_at)
    instant = instant_of(at, deals)
    book, due = Book(deals, known(known_at, deals)), period_of(opened, period, instant)
    question = Question(book, due, instant, opened.targets, opened.submissions)
    target = out or workspace / "dashboard.html"
    with step(f"writing {target}"):
        title = str(opened.loaded.config.name) if opened.loaded.config else ""
        text = dashboard_page(question, opened.calendar, title)
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            stop(f"'{target}' cannot be written to: {error.strerror or error}")
    say(f"open {target}")
