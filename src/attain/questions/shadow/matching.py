"""Shadow: Attain's lines beside those of a spreadsheet or another tool, every line matched and every difference named.

Lines are matched by payee and deal. What differs is put into the first class that explains it to the cent; what none
explains is ``unexplained``, never guessed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from attain.diagnostics import Diagnostic, Place, has_errors
from attain.questions.shadow.classes import Evidence, Pair, kind_of
from attain.questions.shadow.problems import NO_AMOUNTS, UNKNOWN_PAYEES
from attain.runs import Opened, Results

Class = Literal[
    "equal",
    "timing",
    "rounding",
    "currency",
    "duplicate",
    "sign",
    "clawback",
    "credit",
    "scale",
    "rate",
    "missing",
    "extra",
    "unknown payee",
    "unexplained",
]
_SCHEMA = {
    "payee_id": pl.String,
    "deal": pl.String,
    "ours": pl.Int64,
    "theirs": pl.Int64,
    "difference": pl.Int64,
    "class": pl.String,
    "why": pl.String,
    "source_line": pl.Int64,
}


@dataclass(frozen=True)
class Shadow:
    """How two calculations compare.

    Attributes:
        lines: ``payee_id, deal, ours, theirs, difference`` (theirs less ours, minor units), ``class``, ``why`` and
            ``source_line`` of the export (0 where it has none), one row per payee and deal.
        diagnostics: what could not be compared.
    """

    lines: pl.DataFrame
    diagnostics: list[Diagnostic]

    @property
    def is_usable(self) -> bool:
        """Whether anything was compared."""
        return not has_errors(self.diagnostics)

    @property
    def classes(self) -> pl.DataFrame:
        """How many lines of each class there are, and what they come to: ``class, line_count, difference``."""
        found = self.lines.group_by("class").agg(line_count=pl.len(), difference=pl.col("difference").sum())
        return found.sort("line_count", "class", descending=[True, False])


@dataclass
class _Side:
    """What one calculation says of a payee and a deal: by period, by currency, line by line."""

    periods: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    currencies: set[str] = field(default_factory=set[str])
    minors: list[int] = field(default_factory=list[int])
    reversed_by: int = 0
    source_line: int = 0


Sides = dict[tuple[str, str], _Side]


def shadow(opened: Opened, results: Results, export: pl.DataFrame) -> Shadow:
    """Compare what was calculated with an export.

    Args:
        opened: the workspace as it was read.
        results: what was calculated of it.
        export: ``payee_id, deal, period_id, currency, theirs, source_line``.
    """
    if export.is_empty():
        what = "the export has no lines"
        fix = "name the columns of payee, deal and amount, and check the file"
        return Shadow(pl.DataFrame(schema=_SCHEMA), [Diagnostic.of(NO_AMOUNTS, Place("export"), what, fix)])
    ours, theirs = _ours(results), _theirs(export)
    evidence = Evidence.of(opened, results)
    deals = _by_deal(ours, theirs)
    rows: list[tuple[object, ...]] = []
    for payee, deal in sorted({*ours, *theirs}):
        one = _pair(payee, deal, ours, theirs)
        kind, why = kind_of(one, deals[deal], evidence)
        if kind == "nothing":
            continue
        line = theirs[payee, deal].source_line if (payee, deal) in theirs else 0
        rows.append((payee, deal, one.ours, one.theirs, one.theirs - one.ours, kind, why, line))
    lines = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return Shadow(lines, [*_unknown(export, evidence)])


def _pair(payee: str, deal: str, ours: Sides, theirs: Sides) -> Pair:
    mine, other = ours.get((payee, deal)), theirs.get((payee, deal))
    empty = _Side()
    left, right = mine or empty, other or empty
    return Pair(
        payee=payee,
        deal=deal,
        ours=sum(left.minors),
        theirs=sum(right.minors),
        our_periods=_nonzero(left.periods),
        their_periods=_nonzero(right.periods),
        our_currencies=frozenset(left.currencies),
        their_currencies=frozenset(right.currencies),
        their_amounts=tuple(right.minors),
        our_line_count=len(left.minors),
        reversed_by=left.reversed_by,
        is_ours=mine is not None,
        is_theirs=other is not None,
    )


def _nonzero(periods: Mapping[str, int]) -> dict[str, int]:
    return {period: minor for period, minor in periods.items() if minor}


def _ours(results: Results) -> Sides:
    found: Sides = defaultdict(_Side)
    columns = ["payee_id", "transaction_id", "period_id", "currency", "earning_amount", "line_type"]
    for payee, deal, period, currency, minor, kind in results.tables["earnings"].select(columns).iter_rows():
        side = found[payee, deal or ""]
        side.periods[period] += minor
        side.currencies.add(currency)
        side.minors.append(minor)
        side.reversed_by += minor if kind == "reversal" else 0
    return dict(found)


def _theirs(export: pl.DataFrame) -> Sides:
    found: Sides = defaultdict(_Side)
    columns = ["payee_id", "deal", "period_id", "currency", "theirs", "source_line"]
    for payee, deal, period, currency, minor, line in export.select(columns).iter_rows():
        side = found[payee, deal]
        if period is not None:
            side.periods[period] += minor
        if currency:
            side.currencies.add(currency)
        side.minors.append(minor)
        side.source_line = side.source_line or line
    return dict(found)


def _by_deal(ours: Sides, theirs: Sides) -> dict[str, Sequence[Pair]]:
    found: dict[str, list[Pair]] = defaultdict(list)
    for payee, deal in sorted({*ours, *theirs}):
        found[deal].append(_pair(payee, deal, ours, theirs))
    return dict(found)


def _unknown(export: pl.DataFrame, evidence: Evidence) -> Iterator[Diagnostic]:
    strangers = sorted(set(export["payee_id"].to_list()) - evidence.payees)
    if strangers:
        more = f" and {len(strangers) - 5} more" if len(strangers) > 5 else ""
        what = f"the roster does not have {', '.join(strangers[:5])}{more}"
        fix = "give them the ids of the roster, or add them to it"
        yield Diagnostic.of(UNKNOWN_PAYEES, Place("export"), what, fix)
