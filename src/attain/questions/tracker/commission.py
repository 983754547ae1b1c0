"""The commission tracker of a payee: what is earned, what the open deals would add, and what each of them would.

Earned is C(won), potential C(won + open), pipeline the difference; C is the plan's own calculation of a set of deals.
With 2 %, 4 % and 6 % from 50,000 and 75,000, 60,000 won and 40,000 open: 1,400, 3,500 and 2,100. The open deals priced
alone would give 800, and be wrong: they are paid at the tiers that the won deals have reached.

Each open deal alone adds C(won + deal) - C(won). These do not add up where tiers accumulate, so there is a split that
does: in the order of close dates, each deal adds what it adds to the deals before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic, in_order
from attain.questions.whatif import Edit, WhatIf, Won
from attain.questions.whatif.open_deals import names_of
from attain.transactions.identity import child_identity

MOST_ENUMERATED = 6


@dataclass(frozen=True)
class TrackedDeal:
    """An open deal: what it would pay alone, and its part of the pipeline in the order of close dates; minor units."""

    deal: str
    alone: int
    in_order: int


@dataclass(frozen=True)
class Chance:
    """What could be earned in all, in minor units, and how likely that is."""

    earned: int
    probability: Fraction


@dataclass(frozen=True)
class CommissionTracker:
    """The commission tracker of a payee and some pay periods, in minor units.

    Attributes:
        earned: C(won).
        potential: C(won + open).
        deals: the open deals in the order of close dates.
        chances: every amount that could be earned with its probability, smallest first; empty where probabilities are
            not given, or too many deals are open to try every outcome.
        diagnostics: why there is no answer, or which deals are left out of it.
    """

    earned: int
    potential: int
    deals: tuple[TrackedDeal, ...]
    chances: tuple[Chance, ...]
    diagnostics: list[Diagnostic]

    @property
    def pipeline(self) -> int:
        """What the open deals would add together; the parts of the deals add up to it."""
        return self.potential - self.earned

    @property
    def expected(self) -> Fraction | None:
        """The mean of what could be earned; None without chances."""
        return sum((c.probability * c.earned for c in self.chances), Fraction(0)) if self.chances else None


def track_commission(
    what_if: WhatIf,
    won: Won,
    periods: frozenset[str] | None = None,
    *,
    currency: str = "",
    dated: str = "",
    probabilities: Mapping[str, Fraction] | None = None,
) -> CommissionTracker:
    """Say what a payee's open deals would pay: all of it in one calculation.

    Args:
        what_if: who asks.
        won: which deals are open, and what makes one won.
        periods: the pay periods whose earnings count; all by default.
        currency: of the plans whose earnings count; needed where the payee's plans are in several.
        dated: the column with the close date; the source's own date by default.
        probabilities: how likely each open deal is won, by its key.
    """
    named, found = names_of(what_if, won)
    deals = _in_close_order(what_if, won.source, dated, named)
    edits = {deal: Edit.change(won.source, deal, won.values) for deal in deals}
    alone = [[edits[deal]] for deal in deals]
    growing = [[edits[deal] for deal in deals[: at + 1]] for at in range(len(deals))]
    outcomes = _outcomes(deals, probabilities)
    tried = [[edits[deal] for deal in deals if deal in chosen] for chosen, _ in outcomes]
    answers = what_if.ask([*alone, *growing, *tried], settles=False)
    if not answers.is_usable:
        return CommissionTracker(0, 0, (), (), in_order([*found, *answers.diagnostics]))
    earned, *rest = answers.totals(periods, currency=currency)
    count = len(deals)
    singles, running, ends = rest[:count], [earned, *rest[count : 2 * count]], rest[2 * count :]
    listed = tuple(
        TrackedDeal(deal, singles[at] - earned, running[at + 1] - running[at]) for at, deal in enumerate(deals)
    )
    return CommissionTracker(earned, running[-1], listed, _chances(outcomes, ends), found)


def _in_close_order(what_if: WhatIf, source: str, dated: str, deals: Sequence[str]) -> list[str]:
    table = what_if.facts.sources.get(source)
    column = dated or (table.as_of if table is not None else None)
    if table is None or column is None or column not in table.columns:
        return sorted(deals)
    rows = table.frame.select(deal=child_identity(table), day=pl.col(column))
    rows = rows.filter(pl.col("deal").is_in(list(deals))).sort("day", "deal", nulls_last=True)
    return [str(deal) for deal in rows["deal"].to_list()]


def _outcomes(
    deals: Sequence[str], probabilities: Mapping[str, Fraction] | None
) -> list[tuple[frozenset[str], Fraction]]:
    """List every set of deals that could be won, with its probability; none where that is not known."""
    if probabilities is None or len(deals) > MOST_ENUMERATED or any(deal not in probabilities for deal in deals):
        return []
    found: list[tuple[frozenset[str], Fraction]] = [(frozenset(), Fraction(1))]
    for deal in deals:
        chance = probabilities[deal]
        found = [
            (after, likely * share)
            for chosen, likely in found
            for after, share in ((chosen, 1 - chance), (chosen | {deal}, chance))
        ]
    return [(chosen, likely) for chosen, likely in found if likely]


def _chances(outcomes: Sequence[tuple[frozenset[str], Fraction]], ends: Sequence[int]) -> tuple[Chance, ...]:
    sums: dict[int, Fraction] = {}
    for (_, likely), earned in zip(outcomes, ends, strict=True):
        sums[earned] = sums.get(earned, Fraction(0)) + likely
    return tuple(Chance(earned, sums[earned]) for earned in sorted(sums))
