"""What commands print: steps on stderr while they work, then text, tables or JSON on stdout."""

import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.status import Status
from rich.table import Table

from attain.diagnostics import Diagnostic, render_text
from attain.diagnostics.render import summary
from attain.questions.amounts import money

_WIDE = 10_000
__all__ = ["Step", "count_of", "money", "print_problems", "print_table", "say", "step"]


@dataclass
class Step:
    """A step of a command; set ``found`` to what it came to, and tell ``progress`` how far it is."""

    title: str
    found: str = ""
    status: Status | None = None

    def progress(self, done: int, total: int) -> None:
        """Show how much of it is done, where somebody is looking."""
        if self.status is not None:
            self.status.update(f"{self.title}: {done:,} of {total:,}")


@contextmanager
def step(title: str) -> Generator[Step]:
    """Show on stderr that a step is under way, and what it came to when it is done."""
    console = Console(stderr=True, highlight=False)
    started = time.perf_counter()
    doing = Step(title)
    if console.is_terminal:
        with console.status(title) as doing.status:
            yield doing
    else:
        yield doing
    said = f"{title}: {doing.found}" if doing.found else title
    typer.echo(f"{said}  ({time.perf_counter() - started:.1f} s)", err=True)


def say(*lines: str) -> None:
    """Print lines."""
    for line in lines:
        typer.echo(line)


def print_problems(problems: Sequence[Diagnostic]) -> None:
    """Print problems, each with its place, reason and fix, and how many there are."""
    if problems:
        say(render_text(problems), "")
    say(summary(problems))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, text_column_count: int = 2) -> None:
    """Print a table whose first columns are texts and the others numbers; in a file no cell is cut."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < text_column_count else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def count_of(number: int, word: str) -> str:
    """Count things in words.

    >>> count_of(1, "row"), count_of(31_465, "row")
    ('1 row', '31,465 rows')
    """
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
