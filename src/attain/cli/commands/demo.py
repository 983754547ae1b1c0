"""attain demo: a real company's three years of orders, calculated and explained."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import stop

Out = Annotated[Path | None, typer.Option("--out", help="Where to write; the demo's own out/ by default.", show_default=False)]


def demo(out: Out = None) -> None:
    """Calculate the shipped example, print who is paid what, and write tables and statements."""
