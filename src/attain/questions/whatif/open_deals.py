"""Open deals: what each would pay, alone and given that all the others are won too.

Three open deals, together worth 9,000 of pay: what the third adds to the other two is its marginal pay. Where tiers
accumulate the marginal pays add up to more than the whole, and where a cap binds to less.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from attain.diagnostics import Diagnostic, Place, in_order
from attain.expressions import Scope, compile_expression, holds, parse
from attain.questions.whatif.asking import WhatIf
from attain.questions.whatif.edits import GIVEN, Edit, EditReader
from attain.questions.whatif.problems import NO_OPEN_DEALS, NOT_OPEN
from attain.sources import SourceTable
from attain.transactions.identity import child_identity


@dataclass(frozen=True)
class Won:
    """What makes a deal open, and what makes it won.

    Attributes:
        source: the deals.
        open_where: a condition on its columns, such as ``stage <> 'Won'``.
        values: the columns that say a deal is won, such as ``{"stage": "Won"}``.
    """

    source: str
    open_where: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class OpenDeal:
    """An open deal: what it adds to what is, and to what would be if all the others were won. In minor units."""

    deal: str
    alone: int
    marginal: int


@dataclass(frozen=True)
class OpenDeals:
    """The open deals of a payee.

    Attributes:
        deals: what each would pay, the largest marginal pay first.
        now: what is earned as it is.
        won: what would be earned if all were won.
        diagnostics: why there is no answer, or which deals are left out of it.
    """

    deals: list[OpenDeal]
    now: int
    won: int
    diagnostics: list[Diagnostic]


def open_deals(what_if: WhatIf, won: Won, periods: frozenset[str] | None = None) -> OpenDeals:
    """Say what each open deal would pay: all of them in one calculation.

    Args:
        what_if: who asks.
        won: which deals are open, and what makes one won.
        periods: the pay periods whose earnings count; all by default.
    """
    deals, found = names_of(what_if, won)
    if not deals:
        return OpenDeals([], 0, 0, found)
    edits = [Edit.change(won.source, deal, won.values) for deal in deals]
    alone = [[edit] for edit in edits]
    others = [[other for other in edits if other is not edit] for edit in edits]
    answers = what_if.ask([edits, *alone, *others], settles=False)
    if not answers.is_usable:
        return OpenDeals([], 0, 0, in_order([*found, *answers.diagnostics]))
    now, every, *rest = answers.totals(periods)
    count = len(deals)
    listed = [OpenDeal(deal, rest[n] - now, every - rest[count + n]) for n, deal in enumerate(deals)]
    return OpenDeals(sorted(listed, key=lambda one: (-one.marginal, one.deal)), now, every, found)


def names_of(what_if: WhatIf, won: Won) -> tuple[list[str], list[Diagnostic]]:
    """Name the open deals of a payee: rows that name the payee, or whose splits do."""
    source = what_if.facts.sources.get(won.source)
    reader = EditReader(what_if.facts, what_if.payee)
    if source is None:
        reader.changes([[Edit.remove(won.source, "")]])
        return [], reader.found
    found = _where(source, won.open_where)
    if isinstance(found, list):
        return [], found
    rows = found.filter(_names_payee(found, source, what_if.payee))
    deals = rows["_deal"].to_list()
    credited = _credited(what_if, won.source)
    listed = [deal for deal in deals if deal not in credited]
    said = [_is_credited(deal) for deal in deals if deal in credited]
    if not listed:
        what = f"{what_if.payee} has no open deals in '{won.source}': none has {won.open_where}"
        said.append(Diagnostic.of(NO_OPEN_DEALS, Place(GIVEN), what, "ask with other words, or about a deal to add"))
    return listed, said


def _where(source: SourceTable, text: str) -> pl.DataFrame | list[Diagnostic]:
    """Return the rows for which a condition holds, with their key as ``_deal``; or what is wrong with it."""
    parsed, problems = parse(text, Place(GIVEN))
    if parsed is None:
        return problems
    compiled, problems = compile_expression(
        parsed, Scope.of_columns(source.columns, f"source '{source.name}'"), "boolean"
    )
    if compiled is None:
        return problems
    frame = source.frame.with_columns(_deal=child_identity(source))
    return frame.filter(holds(frame, compiled)).sort("_deal")


def _names_payee(frame: pl.DataFrame, source: SourceTable, payee: str) -> pl.Series:
    named = [pl.col(c) == payee for c, kind in source.columns.items() if kind.kind == "payee"]
    found = frame.select(pl.any_horizontal(pl.lit(value=False), *named).fill_null(value=False)).to_series()
    if len(found) != frame.height:
        found = pl.repeat(value=bool(found[0]), n=frame.height, eager=True)
    for child in source.children.values():
        columns = [c for c, kind in child.columns.items() if kind.kind == "payee"]
        for column in columns:
            theirs = child.frame.filter(pl.col(column) == payee).select(child_identity(child)).to_series()
            own = frame.select(
                pl.concat_str([pl.col(k).cast(pl.String) for k in source.key[: len(child.key)]], separator="/")
            )
            found = found | own.to_series().is_in(theirs.implode())
    return found


def _credited(what_if: WhatIf, source: str) -> set[str]:
    """Return the deals of a source that pay the payee something already."""
    lines = what_if.results.tables["credits"].filter(
        (pl.col("payee_id") == what_if.payee) & (pl.col("source") == source)
    )
    return set(lines["transaction_id"].to_list())


def _is_credited(deal: str) -> Diagnostic:
    what = f"'{deal}' is not open: it is credited already"
    return Diagnostic.of(NOT_OPEN, Place(GIVEN), what, "leave it out, or ask what would be without it")
