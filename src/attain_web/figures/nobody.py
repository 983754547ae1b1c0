"""The deals of a run that pay nobody: found once for each run, and kept for whoever asks next."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from attain.questions.uncredited import QUICK_ROWS, Uncredited, uncredited
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.kept import Kept
from attain_web.figures.opened import newest_run, opened_run
from attain_web.figures.payees import PayPeriod
from attain_web.store.models import Run

_FOUND = Kept[tuple[str, str], Uncredited](6)


@dataclass(frozen=True)
class PayingNobody:
    """The deals of a pay period that pay nobody, those without a date among them.

    Attributes:
        listed: the rows that no condition leaves out on purpose.
        on_purpose_count: how many rows of the period a condition leaves out.
    """

    listed: Uncredited
    on_purpose_count: int

    @property
    def count(self) -> int:
        """How many are listed."""
        return self.listed.stopped.height


def paying_nobody(workspace: Path, run: Run, period: PayPeriod) -> PayingNobody:
    """Return the deals that pay nobody in a pay period.

    Args:
        workspace: where the store is.
        run: whose calculation is asked.
        period: rows dated in it, and rows without a date.
    """
    day = pl.col("dated")
    is_in_it = (day >= period.starts_on) & (day < period.ends_before)
    every = _of_run(workspace, run).where(day.is_null() | is_in_it)
    listed = every.only(is_normal=False)
    return PayingNobody(listed, every.stopped.height - listed.stopped.height)


def quick_count(workspace: Path, run: Run, period: PayPeriod) -> int | None:
    """Count them; None where that takes long: for an earlier run, and for one of very many credits."""
    newest = newest_run()
    if newest is None or newest.run_id != run.run_id or stored_tables(workspace, run)["credits"].height > QUICK_ROWS:
        return None
    return paying_nobody(workspace, run, period).count


def forget() -> None:
    """Forget what was found, as where a process begins."""
    _FOUND.forget()


def _of_run(workspace: Path, run: Run) -> Uncredited:
    def find() -> Uncredited:
        asked = opened_run(workspace, run)
        return uncredited(asked.opened, asked.results)

    return _FOUND.found((str(workspace.resolve()), run.run_id), find)
