"""What a payee's open deals would pay: asked of the kernel once for each run, and kept for the next page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl

from attain.diagnostics import Diagnostic
from attain.money import minor_digits, round_fraction, whole_units
from attain.questions.explain import NothingToExplain
from attain.questions.tracker import CommissionTracker, track_commission
from attain.questions.whatif import Edit, WhatIf, Won
from attain.runs import Facts
from attain_web.figures.keeping.since import newest_batch_no, since_run
from attain_web.figures.kept import Kept
from attain_web.figures.opened import opened_run
from attain_web.figures.payees import PayPeriod
from attain_web.store.models import Run

MOST_KEPT = 1_000
_TRACKED: "Kept[tuple[object, ...], Tracked]" = Kept(MOST_KEPT)
_ASKING: Kept[tuple[object, ...], WhatIf | None] = Kept(MOST_KEPT)
_WORTH: Kept[tuple[object, ...], list[int] | None] = Kept(MOST_KEPT)


@dataclass(frozen=True)
class OpenRow:
    """An open deal as its row stands, and what it would pay, in minor units.

    Attributes:
        deal: its key.
        label: further words of the row, such as its account.
        stage: where it stands; empty where the source does not say.
        closes_on: its date.
        worth: its amount in minor units; None where the row has none.
        alone: what it adds to what is earned.
    """

    deal: str
    label: str
    stage: str
    closes_on: date | None
    worth: int | None
    alone: int

    @property
    def rate(self) -> Fraction | None:
        """What it pays of its amount."""
        return Fraction(self.alone, self.worth) if self.worth else None


@dataclass(frozen=True)
class Tracked:
    """The tracker of a payee and a period: the totals, and the open deals that are due in it, largest pay first."""

    tracker: CommissionTracker
    rows: tuple[OpenRow, ...]

    @property
    def worth(self) -> int:
        """What the open deals are worth together, in minor units."""
        return sum(row.worth or 0 for row in self.rows)


def asking(workspace: Path, run: Run, payee_id: str, period: PayPeriod, *, won: Won | None) -> WhatIf | None:
    """Return who asks: a payee, of a run, with everything until the end of a period known; None when nobody is.

    Deals that were saved after the run was made are as they are now.
    """
    last = period.ends_before - timedelta(days=1)
    until = max(last, run.as_of or last)
    key = (str(workspace), run.run_id, payee_id, until)
    then = _ASKING.found(key, lambda: _asking(workspace, run, payee_id, until))
    since = since_run(workspace, run, until, won.source) if then is not None and won is not None else None
    if then is None or since is None or not since.concerns(payee_id, then.plans):
        return then
    now = (*key, newest_batch_no())
    return _ASKING.found(now, lambda: WhatIf(since.facts, then.targets, then.results, payee_id, since.deals))


def _asking(workspace: Path, run: Run, payee_id: str, until: date) -> WhatIf | None:
    found = opened_run(workspace, run, until)
    try:
        return WhatIf.of(found.opened, found.results, payee_id)
    except NothingToExplain:
        return None


def tracked(workspace: Path, run: Run, payee_id: str, period: PayPeriod, *, won: Won | None) -> Tracked | None:
    """Return what the open deals that are due in a period would pay; None where nothing says which are open."""
    who = asking(workspace, run, payee_id, period, won=won) if won is not None else None
    if who is None or won is None:
        return None
    due = _due(who.facts, won, period)
    key = (str(workspace), run.run_id, payee_id, period.period_id, _known_at(who), due.open_where)
    return _TRACKED.found(key, lambda: _tracked(who, due, period))


def _tracked(who: WhatIf, due: Won, period: PayPeriod) -> Tracked:
    found = track_commission(who, due, frozenset({period.period_id}))
    return Tracked(found, _rows(who.facts, due, found))


def answers_of(who: WhatIf, edits: list[Edit], period: PayPeriod) -> tuple[int, int, list[Diagnostic]]:
    """Return what is earned in a period as it is, and with deals other than they are; or what is wrong with them."""
    found = who.ask([edits] if edits else [], settles=False)
    if not found.is_usable:
        return 0, 0, found.diagnostics
    sums = found.totals(frozenset({period.period_id}))
    return sums[0], sums[-1], found.diagnostics


def worth_of(of: tuple[Path, Run], who: WhatIf, period: PayPeriod, deals: Sequence[Edit]) -> list[int] | None:
    """Return what each of some deals would add in a period if nothing else were added; None where one cannot be tried.

    It is asked once: the same question about the same run, ``of`` a workspace, has the same answer.
    """

    def find() -> list[int] | None:
        found = who.ask([[deal] for deal in deals], settles=False)
        if not found.is_usable or found.diagnostics:
            return None
        now, *then = found.totals(frozenset({period.period_id}))
        return [one - now for one in then]

    key = (str(of[0]), of[1].run_id, who.payee, period.period_id, _known_at(who), repr(deals))
    return _WORTH.found(key, find)


def amount_column(facts: Facts, source: str) -> str:
    """Return the first column of money of a source; empty without one."""
    return next((name for name, kind in facts.sources[source].columns.items() if kind.kind == "money"), "")


def _known_at(who: WhatIf) -> int:
    """The batch at which the deals were known that are asked about; 0 for that of the run."""
    return newest_batch_no() if who.since else 0


def _due(facts: Facts, won: Won, period: PayPeriod) -> Won:
    """Keep the open deals whose date lies before the end of a period."""
    dated = facts.sources[won.source].as_of if won.source in facts.sources else None
    if dated is None:
        return won
    where = f"({won.open_where}) and {dated} < date '{period.ends_before}'"
    return Won(won.source, where, won.values)


def _rows(facts: Facts, won: Won, found: CommissionTracker) -> tuple[OpenRow, ...]:
    source = facts.sources[won.source]
    key = source.key[0] if len(source.key) == 1 else ""
    if not key:
        return tuple(OpenRow(one.deal, "", "", None, None, one.alone) for one in found.deals)
    worth, dated = amount_column(facts, won.source), source.as_of or ""
    wanted = source.frame.filter(pl.col(key).is_in([one.deal for one in found.deals]))
    rows = {row[key]: row for row in wanted.iter_rows(named=True)}
    scale = source.columns[worth].scale if worth else 0
    texts = [c for c, kind in source.columns.items() if kind.kind == "text" and c not in {key, "stage"}]
    made = [
        OpenRow(
            one.deal,
            str(rows[one.deal][texts[0]] or "") if texts else "",
            str(rows[one.deal].get("stage") or ""),
            rows[one.deal].get(dated),
            _minor(rows[one.deal].get(worth), scale, minor_digits(facts.currency)),
            one.alone,
        )
        for one in found.deals
    ]
    return tuple(sorted(made, key=lambda row: (-row.alone, row.deal)))


def _minor(stored: int | None, scale: int, digits: int) -> int | None:
    return None if stored is None else round_fraction(whole_units(stored, scale) * 10**digits)
