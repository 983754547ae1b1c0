"""What a payee's open deals would pay: asked of the kernel once for each run, and kept for the next page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl

from attain.diagnostics import Diagnostic
from attain.lifecycles import PERIOD
from attain.money import minor_digits, round_fraction, whole_units
from attain.questions.explain import NothingToExplain
from attain.questions.tracker import CommissionTracker, track_commission
from attain.questions.whatif import Edit, WhatIf, Won
from attain.runs import Facts
from attain.runs.crediting.currencies import CURRENCY
from attain.transactions.identity import child_identity
from attain_web.actions.typed import typed_of
from attain_web.figures.keeping.since import newest_batch_no, since_run
from attain_web.figures.kept import Kept
from attain_web.figures.opened import opened_run
from attain_web.figures.payees import PayPeriod, basis_of
from attain_web.store.models import Run

MOST_KEPT = 1_000
MOVING = {PERIOD.begins, "calculated", "in_review"}
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
        worth: its amount in minor units of its own currency; None where the row has none.
        currency: of its amount.
        alone: what it adds to what is earned.
        pays_in: the currency of that, the plan's.
    """

    deal: str
    label: str
    stage: str
    closes_on: date | None
    worth: int | None
    currency: str
    alone: int
    pays_in: str

    @property
    def rate(self) -> Fraction | None:
        """What it pays of its amount; None where they are in two currencies, for a rate is no exchange rate."""
        return Fraction(self.alone, self.worth) if self.worth and self.currency == self.pays_in else None


@dataclass(frozen=True)
class Tracked:
    """The tracker of a payee and a period: the totals, and the open deals that are due in it, largest pay first.

    Attributes:
        tracker: what is earned and what the open deals would add, in minor units.
        rows: the open deals.
        currency: of what is earned: that of the plans.
        currencies: of all plans that the payee is on in the period; of each there is a tracker.
    """

    tracker: CommissionTracker
    rows: tuple[OpenRow, ...]
    currency: str
    currencies: tuple[str, ...]

    @property
    def worths(self) -> dict[str, int]:
        """What the open deals are worth together, in minor units by currency."""
        found: dict[str, int] = {}
        for row in self.rows:
            if row.worth is not None:
                found[row.currency] = found.get(row.currency, 0) + row.worth
        return found

    @property
    def deal_currency(self) -> str:
        """The currency of every open deal, that of the plans without any; empty where there are several."""
        codes = {row.currency for row in self.rows} or {self.currency}
        return codes.pop() if len(codes) == 1 else ""


def asking(workspace: Path, run: Run, payee_id: str, period: PayPeriod, *, won: Won | None) -> WhatIf | None:
    """Return who asks: a payee, of a run, with everything until the end of a period known; None when nobody is.

    Until the figures of a period are approved, deals that were saved after the run was made are as they are now: they
    will be in the figures. From then on the figures stand until they are calculated again, and so do the answers.
    """
    last = period.ends_before - timedelta(days=1)
    until = max(last, run.as_of or last)
    key = (str(workspace), run.run_id, payee_id, until)
    then = _ASKING.found(key, lambda: _asking(workspace, run, payee_id, until))
    if then is None or won is None or not _is_moving(period.period_id):
        return then
    since = since_run(workspace, run, until, won.source)
    if since is None or not since.concerns(payee_id, then.plans):
        return then
    now = (*key, newest_batch_no())
    return _ASKING.found(now, lambda: WhatIf(since.facts, then.targets, then.results, payee_id, since.deals))


def _is_moving(period_id: str) -> bool:
    basis = basis_of(period_id)
    return basis is None or basis.is_estimate or basis.state in MOVING


def _asking(workspace: Path, run: Run, payee_id: str, until: date) -> WhatIf | None:
    found = opened_run(workspace, run, until)
    try:
        return WhatIf.of(found.opened, found.results, payee_id)
    except NothingToExplain:
        return None


def currencies_of(who: WhatIf, period: PayPeriod) -> tuple[str, ...]:
    """Return the currencies of the plans that a payee is on in a period, in the order of plans; never none."""
    codes = [
        plan.currency_code
        for plan in who.plans
        if plan.effective.from_ < period.ends_before
        and (plan.effective.before is None or plan.effective.before > period.starts_on)
    ]
    return tuple(dict.fromkeys(codes)) or (who.facts.currency,)


def tracked(
    workspace: Path, run: Run, payee_id: str, period: PayPeriod, *, won: Won | None, currency: str = ""
) -> Tracked | None:
    """Return what the open deals that are due in a period would pay; None where nothing says which are open.

    Args:
        workspace: where.
        run: of which run.
        payee_id: whose deals.
        period: in which pay period.
        won: which deals are open, and what makes one won.
        currency: of the plans; the first of them by default.
    """
    who = asking(workspace, run, payee_id, period, won=won) if won is not None else None
    if who is None or won is None:
        return None
    due, codes = _due(who.facts, won, period), currencies_of(who, period)
    chosen = currency if currency in codes else codes[0]
    key = (str(workspace), run.run_id, payee_id, period.period_id, chosen, _known_at(who), due.open_where)
    return _TRACKED.found(key, lambda: _tracked(who, due, period, (chosen, codes)))


def _tracked(who: WhatIf, due: Won, period: PayPeriod, of: tuple[str, tuple[str, ...]]) -> Tracked:
    chosen, codes = of
    found = track_commission(who, due, frozenset({period.period_id}), currency=chosen)
    return Tracked(found, _rows(who.facts, due, found, chosen), chosen, codes)


def answers_of(who: WhatIf, edits: list[Edit], period: PayPeriod, currency: str) -> tuple[int, int, list[Diagnostic]]:
    """Return what is earned in a period as it is, and with deals other than they are; or what is wrong with them.

    Args:
        who: who asks.
        edits: the deals.
        period: in which pay period.
        currency: of the plans whose earnings count.
    """
    found = who.ask([edits] if edits else [], settles=False)
    if not found.is_usable:
        return 0, 0, found.diagnostics
    sums = found.totals(frozenset({period.period_id}), currency=currency)
    return sums[0], sums[-1], found.diagnostics


def worth_of(
    of: tuple[Path, Run], who: WhatIf, period: PayPeriod, deals: Sequence[Edit], *, currency: str
) -> list[int] | None:
    """Return what each of some deals would add in a period if nothing else were added; None where one cannot be tried.

    It is asked once: the same question about the same run, ``of`` a workspace, has the same answer; ``currency`` is
    that of the plans whose earnings count.
    """

    def find() -> list[int] | None:
        found = who.ask([[deal] for deal in deals], settles=False)
        if not found.is_usable or found.diagnostics:
            return None
        now, *then = found.totals(frozenset({period.period_id}), currency=currency)
        return [one - now for one in then]

    key = (str(of[0]), of[1].run_id, who.payee, period.period_id, currency, _known_at(who), repr(deals))
    return _WORTH.found(key, find)


def amount_column(facts: Facts, source: str) -> str:
    """Return the amount of a source's deals: the column ``amount``, or else its first of money; empty without one."""
    return facts.sources[source].amount_column or ""


def new_deal(who: WhatIf, won: Won, worth: tuple[int, str], day: date) -> Edit:
    """Return a deal that there is not yet: won, of a worth in minor units and its currency, on a day."""
    source, (minor, currency) = who.facts.sources[won.source], worth
    values = {**won.values, amount_column(who.facts, won.source): typed_of(minor, currency)}
    values |= {CURRENCY: currency} if CURRENCY in source.columns else {}
    return Edit.add(won.source, values | ({source.as_of: day.isoformat()} if source.as_of else {}))


def is_worth_in(facts: Facts, source: str, currency: str) -> bool:
    """Whether a new deal of a source can be worth an amount of a currency: its own, or each row names one."""
    return CURRENCY in facts.sources[source].columns or currency == facts.currency


def currency_of_deal(facts: Facts, source: str, deal: str) -> str:
    """Return the currency of a deal: its own, or the workspace's where its source names none."""
    table = facts.sources[source]
    if CURRENCY not in table.columns:
        return facts.currency
    own = table.frame.filter(child_identity(table) == deal)[CURRENCY].to_list()
    return str(next(iter(own), None) or facts.currency)


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


def _rows(facts: Facts, won: Won, found: CommissionTracker, pays_in: str) -> tuple[OpenRow, ...]:
    source = facts.sources[won.source]
    key = source.key[0] if len(source.key) == 1 else ""
    if not key:
        return tuple(OpenRow(one.deal, "", "", None, None, facts.currency, one.alone, pays_in) for one in found.deals)
    worth, dated = amount_column(facts, won.source), source.as_of or ""
    wanted = source.frame.filter(pl.col(key).is_in([one.deal for one in found.deals]))
    rows = {row[key]: row for row in wanted.iter_rows(named=True)}
    scale = source.columns[worth].scale if worth else 0
    texts = [c for c, kind in source.columns.items() if kind.kind == "text" and c not in {key, "stage", CURRENCY}]
    made: list[OpenRow] = []
    for one in found.deals:
        row = rows[one.deal]
        currency = str(row.get(CURRENCY) or facts.currency)
        made.append(
            OpenRow(
                one.deal,
                str(row[texts[0]] or "") if texts else "",
                str(row.get("stage") or ""),
                row.get(dated),
                _minor(row.get(worth), scale, minor_digits(currency)),
                currency,
                one.alone,
                pays_in,
            )
        )
    return tuple(sorted(made, key=lambda row: (-row.alone, row.deal)))


def _minor(stored: int | None, scale: int, digits: int) -> int | None:
    return None if stored is None else round_fraction(whole_units(stored, scale) * 10**digits)
