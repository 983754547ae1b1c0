"""Releases by rows of a child table, such as receipts, and the rows of it that cannot be right.

Two receipts of 4,000 and 7,000 on an invoice of 10,000 release 40 % and 60 %; the second is reported, because with it
more is received than was invoiced.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import polars as pl

from attain.diagnostics import Code, Diagnostic, Place
from attain.documents import Expression
from attain.earnings import ReleaseByChild
from attain.earnings.problems import BEYOND_DEAL, NO_SHARE_OF_DEAL
from attain.runs.inputs.evaluation import Evaluator
from attain.sources import SourceTable
from attain.sources.table import SOURCE_LINE
from attain.targets.values.numerals import percent_text
from attain.transactions.identity import child_identity


@dataclass(frozen=True)
class ChildRows:
    """The rows of a child table that release the lines of a component.

    Attributes:
        frame: ``line``, ``row`` (of the deal), ``released`` and ``released_on`` (the row's own day, and not before the
            credit; null = not yet), ``share`` over ``whole`` (Int128; ``whole`` null or 0 where there is no share) and
            ``source_line`` of the child table.
        child: the child table.
        evaluator: for the deals and for findings.
    """

    frame: pl.DataFrame
    child: SourceTable
    evaluator: Evaluator

    def shares(self) -> pl.DataFrame:
        """Return ``line``, ``released_on``, ``share`` and ``whole`` of the rows that have a share."""
        has_share = pl.col("share").is_not_null() & pl.col("whole").is_not_null() & (pl.col("whole") != 0)
        return _one_whole(self.frame.filter(has_share))

    def report(self) -> None:
        """Report rows without a share, and those with which more is released than there is, or less than nothing."""
        nothing = self.frame.filter(pl.col("share").is_null() | pl.col("whole").is_null() | (pl.col("whole") == 0))
        for row in self._some(nothing):
            what = f"it releases no share of {self._deal(row)}: the share is empty, or divides by 0"
            self._add(NO_SHARE_OF_DEAL, row, what, "correct the deal or the row; until then it releases nothing")
        order = ["line", "released", SOURCE_LINE]
        dated = self.shares().filter(pl.col("released").is_not_null()).sort(order)
        dated = dated.with_columns(so_far=pl.col("share").cum_sum().over("line"))
        dated = dated.filter(pl.struct("line", "released").is_last_distinct())  # a day has no order
        for row in self._some(dated.filter((pl.col("so_far") > pl.col("whole")) | (pl.col("so_far") < 0))):
            share = percent_text(Fraction(int(row["so_far"]), int(row["whole"])))
            is_more = row["so_far"] > 0
            what = f"with it {self.child.name} of {self._deal(row)} come to {share} of the deal"
            least = "more than 100%" if is_more else "less than 0%"
            fix = f"correct the row, or credit the rest as a deal of its own; {least} is never released"
            self._add(BEYOND_DEAL, row, what, fix)

    def _some(self, rows: pl.DataFrame) -> list[dict[str, int]]:
        """The first row of each deal, as many as are reported at most."""
        first = rows.sort("released", SOURCE_LINE).unique("row", keep="first", maintain_order=True)
        return first.head(self.evaluator.findings.most).to_dicts()

    def _deal(self, row: dict[str, int]) -> str:
        transactions = self.evaluator.transactions
        assert transactions is not None, "a child table belongs to a source"
        return str(transactions.plain_ids[row["row"]])

    def _add(self, code: Code, row: dict[str, int], what: str, fix: str) -> None:
        place = Place(self.child.file, row[SOURCE_LINE], 0, self._deal(row))
        self.evaluator.findings.add(Diagnostic.of(code, place, what, fix))


def child_rows(rows: pl.DataFrame, written: ReleaseByChild, evaluator: Evaluator) -> ChildRows:
    """Find the rows of a child table that belong to each line of a component."""
    source = evaluator.transactions
    assert source is not None, "a release by rows of a child table is about deals"
    child = source.source.children[str(written.per)]
    one = str(written.per).removesuffix("s")
    evaluator = replace(evaluator, vocabulary=replace(evaluator.vocabulary, child=(one, child.columns)))
    columns = [pl.col(c).alias(f"c.{c}") for c in child.columns]
    table = child.frame.select(child_identity(child).alias("_parent"), SOURCE_LINE, *columns)
    rows = rows.with_columns(earned_on=pl.col("dated"), base=pl.col("value.pay"))
    if SOURCE_LINE in rows.columns:
        rows = rows.drop(SOURCE_LINE)
    joined = rows.with_columns(_parent=source.named_by(child, rows)).join(table, on="_parent")
    scope = evaluator.vocabulary.child_row()
    when = written.when or Expression.at(f"{one}.{child.as_of}", written.place)
    joined = evaluator.values(joined, when, scope, "date", name="released")
    joined = evaluator.fraction(joined, written.share, scope, "share", bottom="whole")
    released_on = pl.when(pl.col("released").is_not_null()).then(pl.max_horizontal("released", "dated"))
    exact = {name: pl.col(name).cast(pl.Int128) for name in ("share", "whole")}
    found = joined.select("line", "row", "released", SOURCE_LINE, released_on=released_on, **exact)
    # A share below a negative whole is that share of a positive one.
    sign = pl.when(pl.col("whole") < 0).then(-1).otherwise(1).cast(pl.Int128)
    return ChildRows(found.with_columns(pl.col("share", "whole") * sign), child, evaluator)


def _one_whole(parts: pl.DataFrame) -> pl.DataFrame:
    """Bring the parts of each line to one denominator."""
    wholes = parts.group_by("line").agg(pl.col("whole").unique())
    uneven = wholes.filter(pl.col("whole").list.len() > 1)
    if uneven.is_empty():
        return parts
    table = {line: lcm(*map(int, values)) for line, values in uneven.iter_rows()}
    lookup = pl.DataFrame(
        {"line": list(table), "_lcm": list(table.values())}, schema={"line": pl.Int64, "_lcm": pl.Int128}
    )
    joined = parts.join(lookup, on="line", how="left").with_columns(_lcm=pl.coalesce("_lcm", "whole"))
    raised = pl.col("share") * (pl.col("_lcm") // pl.col("whole"))
    return joined.with_columns(share=raised, whole=pl.col("_lcm")).drop("_lcm")
