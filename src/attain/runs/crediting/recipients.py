"""Who a transaction is credited to: owners, splits, shares, managers, teams, everybody and first matches."""

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.credits import Recipients, everybody, first_of, manager_of, owner, problems, shares, split, team
from attain.credits.everybody import Everybody
from attain.credits.first_of import FirstOf
from attain.credits.manager_of import ManagerOf
from attain.credits.model import Recipient
from attain.credits.owner import Owner
from attain.credits.shares import Shares
from attain.credits.split import Split
from attain.credits.team import Team
from attain.diagnostics import Diagnostic, Place
from attain.documents import Text
from attain.roster import Roster
from attain.runs.inputs.evaluation import Evaluator, parsed_of
from attain.runs.inputs.facts import Findings
from attain.sources import SourceTable
from attain.transactions import Transactions
from attain.transactions.identity import child_identity

CUT_SHARES = 20_000  # shares printed to hundredths of a percent may miss 100 % by half of the last digit each


@dataclass(frozen=True)
class Receiving:
    """Finds the recipients of transactions.

    Attributes:
        roster: who is who, when.
        findings: where problems go.
    """

    roster: Roster
    findings: Findings

    def recipients(self, rows: pl.DataFrame, to: Recipient, evaluator: Evaluator, source: Transactions) -> Recipients:
        """Find who gets what share of each transaction.

        Args:
            rows: ``row``, ``source_line`` and ``dated`` of the transactions.
            to: what the rule says.
            evaluator: for its source.
            source: where the rows come from.
        """
        if isinstance(to, Owner):
            return owner.recipients(to, _with_columns(rows, source, [to.column]))
        if isinstance(to, Split):
            return self._split(rows, to, source)
        if isinstance(to, Shares):
            return shares.recipients(to, _with_columns(rows, source, list(to.shares)))
        if isinstance(to, ManagerOf):
            return self._rollup(rows, to, source)
        if isinstance(to, Team):
            return self._team(rows, to, evaluator, source)
        if isinstance(to, Everybody):
            return everybody.recipients(rows, self._members("payee"))
        return self._first_of(rows, to, evaluator, source)

    def _split(self, rows: pl.DataFrame, to: Split, source: Transactions) -> Recipients:
        name = str(to.split)
        child = source.source.children[name]
        table = source.once(f"split by {name}", lambda: _split_table(source, child))
        is_asked = pl.repeat(value=False, n=source.frame.height, eager=True).scatter(rows["row"], values=True)
        wrong, given = table.wrong, table.recipients.frame
        self._report_shares(wrong.filter(is_asked.gather(wrong["row"])), table.recipients.whole or 1, child.file)
        return Recipients(given.filter(is_asked.gather(given["row"])), table.recipients.whole)

    def _report_shares(self, wrong: pl.DataFrame, whole: int, file: str) -> None:
        for row in wrong.head(self.findings.most + 1).iter_rows(named=True):
            total = Fraction(row["share"] or 0, whole)
            what = f"the shares of {row['transaction_id']} sum to {_percent(total)}"
            gap = 1 - total
            fix = (
                f"add a payee with {_percent(gap)}" if gap > 0 else f"take {_percent(-gap)} from a share"
            ) + ", or mark one as overlay"
            place = Place(file, row["source_line"] or 0, 0, row["transaction_id"])
            self.findings.add(Diagnostic.of(problems.SHARES, place, what, fix))

    def _rollup(self, rows: pl.DataFrame, to: ManagerOf, source: Transactions) -> Recipients:
        column = str(to.manager_of)
        named = "splits" if column == "split" else column
        if named in source.source.children:
            base = self._split(rows, Split(split=Text.at(named, to.place)), source).frame.select("row", "payee_id")
        else:
            base = _with_columns(rows, source, [column]).select("row", "dated", payee_id=pl.col(column))
        deal_date = source.source.people_on or source.source.as_of
        if to.as_of == "deal" and deal_date:
            base = base.with_columns(dated=source.gathered(base, deal_date))
        elif "dated" not in base.columns:
            base = base.join(rows.select("row", "dated"), on="row", how="left", maintain_order="left")
        base = base.with_columns(first=self.roster.encode(pl.col("payee_id"), source.scenario_of(base)))
        return manager_of.recipients(self._chain(base, to.levels))

    def _chain(self, base: pl.DataFrame, levels: int) -> pl.DataFrame:
        """List the managers above each row's ``first``, with the roster row of the person one step below them."""
        chain = self.roster.chain(base, "first", "dated", levels)
        below, sellers = base["first"], [pl.Series(dtype=pl.UInt32)]
        for level in chain.partition_by("level", maintain_order=True):
            sellers.append(below.gather(level["row"]))
            below = below.scatter(level["row"], level["manager"])
        at = chain["row"]
        seller = self.roster.rows_on(pl.concat(sellers), base["dated"].gather(at))
        return chain.select("level", "manager", row=base["row"].gather(at), seller=seller)

    def _team(self, rows: pl.DataFrame, to: Team, evaluator: Evaluator, source: Transactions) -> Recipients:
        people = rows
        if reads_people(to.team):
            people = rows.with_columns(
                owner=source.gathered(rows, team.seller_column(source.source.columns) or "owner")
            )
            people = people.with_columns(payee=self.roster.encode(pl.col("owner"), source.scenario_of(people)))
            people = people.with_columns(roster_row=self.roster.rows_on(people["payee"], people["dated"]))
        people = evaluator.values(people, to.team, evaluator.vocabulary.credit(), "text", name="team")
        return team.recipients(people.select("row", "dated", "team"), self._members("payee", "team"))

    def _members(self, *columns: str) -> pl.DataFrame:
        return self.roster.single.rows.select(*columns, **{"from": "starts_on", "before": "ends_before"})

    def _first_of(self, rows: pl.DataFrame, to: FirstOf, evaluator: Evaluator, source: Transactions) -> Recipients:
        rows = _with_columns(rows, source, [str(rule.to) for rule in to.first_of])
        for number, rule in enumerate(to.first_of):
            if rule.when is not None:
                rows = evaluator.condition(rows, rule.when, evaluator.vocabulary.row(), f"when_{number}")
        return first_of.recipients(to, rows)


@dataclass(frozen=True)
class _SplitTable:
    """A child table of shares, matched with all rows of its source.

    Attributes:
        recipients: of every row.
        wrong: those whose shares do not add up to 100 %, by ``row``: ``transaction_id``, ``share``, ``source_line``.
    """

    recipients: Recipients
    wrong: pl.DataFrame


def _split_table(source: Transactions, child: SourceTable) -> _SplitTable:
    share = child.columns["share"]
    quota = child.columns.get("quota_share")
    scale = max(share.scale, quota.scale if quota else 0)
    whole = 10**scale
    pay_share = quota_share = pl.col("share") * 10 ** (scale - share.scale)
    if quota is not None:
        quota_share = pl.coalesce(pl.col("quota_share") * 10 ** (scale - quota.scale), pay_share)
    is_overlay = pl.col("overlay").fill_null(value=False) if "overlay" in child.columns else pl.lit(value=False)
    table = child.frame.select(
        "payee",
        "source_line",
        transaction_id=child_identity(child),
        share=pay_share,
        quota_share=quota_share,
        is_overlay=is_overlay,
    )
    rows = source.frame.select("row")
    named = rows.with_columns(transaction_id=source.named_by(child, rows))
    parts = named.join(table, on="transaction_id", maintain_order="left").drop("transaction_id")
    return _SplitTable(split.recipients(parts, whole), _wrong_shares(named, parts, whole))


def _wrong_shares(named: pl.DataFrame, parts: pl.DataFrame, whole: int) -> pl.DataFrame:
    """Find the rows whose shares do not add up; ``parts`` stand in the order of ``row``."""
    row = pl.col("row")
    is_alone = (row != row.shift(1)).fill_null(value=True) & (row != row.shift(-1)).fill_null(value=True)
    settled = is_alone & ~pl.col("is_overlay") & (pl.col("share") == whole).fill_null(value=False)
    parts = parts.with_columns(is_settled=settled)
    done = pl.repeat(value=False, n=named.height, eager=True)
    done = done.scatter(parts.filter("is_settled")["row"], values=True)
    named = named.filter(~done)
    least = pl.col("share").min().alias("least")
    counted = (
        parts.filter(~pl.col("is_settled") & ~pl.col("is_overlay"))
        .group_by("row")
        .agg(pl.col("share").sum(), pl.col("source_line").min(), least, part_count=pl.len())
    )
    off = (pl.col("share").fill_null(0) - whole).abs() * CUT_SHARES > pl.col("part_count").fill_null(0) * whole
    return named.join(counted, on="row", how="left").filter(off | (pl.col("least") < 0)).sort("row")


def reads_people(text: Text) -> bool:
    """Whether an expression reads who a credit is for, so that it can be evaluated only once that is known."""
    parsed, _ = parsed_of(text)
    return parsed is not None and any(name.split(".")[0] in {"payee", "seller"} for name in parsed.names)


def _with_columns(rows: pl.DataFrame, source: Transactions, columns: list[str]) -> pl.DataFrame:
    return rows.with_columns(source.gathered(rows, str(c)).alias(str(c)) for c in dict.fromkeys(map(str, columns)))


def _percent(share: Fraction) -> str:
    hundred = share * 100
    return f"{hundred.numerator // hundred.denominator if hundred.denominator == 1 else float(hundred):g}%"
