"""Who a transaction is credited to: owners, splits, shares, managers, teams and first matches, each from the rows."""

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.credits import Recipients, first_of, manager_of, owner, problems, shares, split, team
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
from attain.runs.evaluation import Evaluator, parsed_of
from attain.runs.facts import Findings
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
        return self._first_of(rows, to, evaluator, source)

    def _split(self, rows: pl.DataFrame, to: Split, source: Transactions) -> Recipients:
        child = source.source.children[str(to.split)]
        share = child.columns["share"]
        quota = child.columns.get("quota_share")
        scale = max(share.scale, quota.scale if quota else 0)
        whole = 10**scale
        quota_share = pl.col("share") * 10 ** (scale - share.scale)
        if quota is not None:
            quota_share = pl.coalesce(pl.col("quota_share") * 10 ** (scale - quota.scale), quota_share)
        is_overlay = pl.col("overlay").fill_null(value=False) if "overlay" in child.columns else pl.lit(value=False)
        table = child.frame.select(
            "payee",
            "source_line",
            transaction_id=child_identity(child),
            share=pl.col("share") * 10 ** (scale - share.scale),
            quota_share=quota_share,
            is_overlay=is_overlay,
        )
        named = rows.with_columns(transaction_id=source.named_by(child, rows))
        self._check_shares(named, table, whole, child.file)
        return split.recipients(named, table, whole)

    def _check_shares(self, rows: pl.DataFrame, table: pl.DataFrame, whole: int, file: str) -> None:
        counted = (
            table.filter(~pl.col("is_overlay"))
            .group_by("transaction_id")
            .agg(
                pl.col("share").sum(),
                pl.col("source_line").min(),
                pl.col("share").min().alias("least"),
                part_count=pl.len(),
            )
        )
        off = (pl.col("share").fill_null(0) - whole).abs() * CUT_SHARES > pl.col("part_count").fill_null(0) * whole
        wrong = rows.join(counted, on="transaction_id", how="left").filter(off | (pl.col("least") < 0))
        for row in wrong.sort("row").head(self.findings.most + 1).iter_rows(named=True):
            total = Fraction(row["share"] or 0, whole)
            what = f"the shares of {row['transaction_id']} sum to {_percent(total)}"
            gap = 1 - total
            fix = (
                f"add a payee with {_percent(gap)}" if gap > 0 else f"take {_percent(-gap)} from a share"
            ) + ", or mark one as overlay"
            line = row["source_line_right"] or 0
            place = Place(file, line, 0, row["transaction_id"])
            self.findings.add(Diagnostic.of(problems.SHARES, place, what, fix))

    def _rollup(self, rows: pl.DataFrame, to: ManagerOf, source: Transactions) -> Recipients:
        column = str(to.manager_of)
        named = "splits" if column == "split" else column
        if named in source.source.children:
            base = self._split(rows, Split(split=Text.at(named, to.place)), source).frame.select("row", "payee_id")
            base = base.join(rows.select("row", "dated"), on="row", how="left", maintain_order="left")
        else:
            base = _with_columns(rows, source, [column]).select("row", "dated", payee_id=pl.col(column))
        if to.as_of == "deal" and source.source.as_of:
            base = base.with_columns(dated=source.gathered(base, source.source.as_of))
        roster = self.roster
        chain = roster.chain(base, "payee_id", "dated", to.levels)
        at = chain["row"]
        seller = pl.select(roster.encode(pl.lit(base["payee_id"].gather(at)))).to_series()
        below = chain.with_columns(first=seller, sale=base["row"].gather(at), dated=base["dated"].gather(at))
        below = below.with_columns(seller_code=pl.col("manager").shift(1).over("row").fill_null(pl.col("first")))
        below = below.with_columns(seller=roster.rows_on(below["seller_code"], below["dated"]))
        frame = below.select(
            row=pl.col("sale"), level=pl.col("level"), manager=roster.decode(pl.col("manager")), seller=pl.col("seller")
        )
        return manager_of.recipients(frame)

    def _team(self, rows: pl.DataFrame, to: Team, evaluator: Evaluator, source: Transactions) -> Recipients:
        people = rows
        if reads_people(to.team):
            people = rows.with_columns(owner=source.gathered(rows, "owner"))
            people = people.with_columns(payee=self.roster.encode(pl.col("owner")))
            people = people.with_columns(roster_row=self.roster.rows_on(people["payee"], people["dated"]))
        people = evaluator.values(people, to.team, evaluator.vocabulary.credit(), "text", name="team")
        members = self.roster.rows.select("payee", "team", **{"from": "starts_on", "before": "ends_before"})
        return team.recipients(people.select("row", "dated", "team"), members)

    def _first_of(self, rows: pl.DataFrame, to: FirstOf, evaluator: Evaluator, source: Transactions) -> Recipients:
        rows = _with_columns(rows, source, [str(rule.to) for rule in to.first_of])
        for number, rule in enumerate(to.first_of):
            if rule.when is not None:
                rows = evaluator.condition(rows, rule.when, evaluator.vocabulary.row(), f"when_{number}")
        return first_of.recipients(to, rows)


def reads_people(text: Text) -> bool:
    """Whether an expression reads who a credit is for, so that it can be evaluated only once that is known."""
    parsed, _ = parsed_of(text)
    return parsed is not None and any(name.split(".")[0] in {"payee", "seller"} for name in parsed.names)


def _with_columns(rows: pl.DataFrame, source: Transactions, columns: list[str]) -> pl.DataFrame:
    return rows.with_columns(source.gathered(rows, str(c)).alias(str(c)) for c in dict.fromkeys(map(str, columns)))


def _percent(share: Fraction) -> str:
    hundred = share * 100
    return f"{hundred.numerator // hundred.denominator if hundred.denominator == 1 else float(hundred):g}%"
