"""The deals behind a component's lines: id, label, what was read of the source, and the credit."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from attain.credits import Credit
from attain.credits.split import Split
from attain.diagnostics import Place
from attain.documents import Expression
from attain.earnings.source import EARNINGS_SOURCE
from attain.questions.explain.lines.exchanges import Exchanges
from attain.questions.explain.lines.walks import Walk
from attain.runs.earning.modifying import names_of
from attain.statements import CreditPart, Figures, Read, Unit
from attain.transactions.identity import child_identity

Columns = Mapping[str, Any]
_OF_EARNINGS = ("payee", "component", "transaction", "credited_on", "line_type")
LABELS = ("name", "account", "account_name", "customer", "customer_name", "opportunity", "deal", "title", "product")


class Deals:
    """The transactions that a component credits, and the credits as the credits table has them."""

    def __init__(self, walk: Walk, credited: Mapping[str, tuple[int, int]], exchanges: Exchanges) -> None:
        """Look deals up.

        Args:
            walk: the component.
            exchanges: its conversions.
            credited: the credits table's amounts (pay, quota) by credit id.
        """
        self.walk = walk
        self.credited = credited
        self.exchanges = exchanges
        self.source = walk.standing.credited.transactions

    @cached_property
    def ids(self) -> pl.Series:
        """The transaction id of each row of the source."""
        return self.source.frame["transaction_id"]

    @cached_property
    def rule(self) -> Credit:
        """The crediting rule."""
        return self.walk.plan_run.credit_rules[self.walk.name]

    @property
    def _is_earned(self) -> bool:
        """Whether a transaction is what somebody earned on another one."""
        return self.source.source.name == EARNINGS_SOURCE

    @property
    def _value(self) -> Expression:
        return self.rule.value or Expression.at("amount", self.rule.place)

    @cached_property
    def _gathered(self) -> dict[str, pl.Series]:
        """The source columns that a line shows, by row number of the source."""
        own = _OF_EARNINGS if self._is_earned else LABELS
        wanted = [*names_of(self._value), *(name for name in own if name in self.source.columns)]
        known = (name for name in dict.fromkeys(wanted) if name in self.source.columns)
        return {name: self.source.frame[name] for name in known}

    def label(self, row: int) -> str:
        """What people call the deal, where the source has a column for it."""
        if self._is_earned:
            return ", ".join(str(self._gathered[name][row] or "-") for name in _OF_EARNINGS[:2])
        found = (self._gathered[name][row] for name in LABELS if name in self._gathered)
        return next((value for value in found if isinstance(value, str)), "")

    def reads(self, row: int) -> tuple[Read, ...]:
        """The source values that the credit is made of."""
        reader = self.walk.reader
        own = _OF_EARNINGS if self._is_earned else ()
        names = [name for name in (*own, *sorted(names_of(self._value))) if name in self._gathered]
        return tuple(Read(n, self._shown(n, row), reader.source_place(row, n)) for n in names)

    def _shown(self, name: str, row: int) -> str:
        """A source value as text; money in the deal's own currency."""
        stored, kind = self._gathered[name][row], self.source.columns[name]
        currency = self.exchanges.currency_of_deal(row)
        if kind.kind == "money" and stored is not None and currency not in {"", self.walk.figures.currency}:
            return Figures(currency).money(Fraction(stored, 10**kind.scale))
        return self.walk.reader.value(stored, kind)

    def _credit_id(self, row: Columns) -> str:
        payee = self.walk.plan_run.facts.roster.payees[int(row["payee"])]
        return f"{self.walk.plan_run.plan.plan}.{self.walk.name}/{self.ids[int(row['row'])]}/{payee}"

    def _listed(self, row: Columns) -> tuple[Fraction | None, Fraction | None]:
        """A credit's pay and quota amounts as in the credits table."""
        unit = self.walk.standing.credited.units["value"]
        found = None if row["is_back"] else self.credited.get(self._credit_id(row))
        whole = self.walk.plan_run.pay_unit if unit.is_money else unit.per_natural
        return (Fraction(found[0], whole), Fraction(found[1], whole)) if found else (None, None)

    def quota_credit(self, row: Columns) -> Fraction | None:
        """What a credit counts towards its measure, as in the credits table."""
        return self._listed(row)[1]

    @cached_property
    def _share_lines(self) -> tuple[str, dict[tuple[str, str], int]]:
        """The file of a split, and the line of each deal and payee in it."""
        to = self.rule.to
        if not isinstance(to, Split):
            return "", {}
        child = self.source.source.children[str(to.split)]
        own = self._split_names.gather(self.walk.standing.rows["row"].drop_nulls().unique()).implode()
        named = child.frame.select(child_identity(child).alias("deal"), "payee", "source_line")
        rows = named.filter(pl.col("deal").is_in(own)).iter_rows()
        return child.file, {(deal, payee): line for deal, payee, line in rows}

    @cached_property
    def _split_names(self) -> pl.Series:
        """How the split names each row of the source."""
        to = self.rule.to
        assert isinstance(to, Split), "only asked where there is a split"
        return self.source.named_by(self.source.source.children[str(to.split)], self.source.frame)

    def _share_place(self, row: Columns) -> Place | None:
        """Where the share of a split credit stands."""
        file, lines = self._share_lines
        if not file:
            return None
        payee = self.walk.plan_run.facts.roster.payees[int(row["payee"])]
        return Place(file, lines.get((self._split_names[int(row["row"])], payee), 0))

    def credit(self, row: Columns) -> CreditPart:
        """The credit of a standing row."""
        unit = self.walk.standing.credited.units["value"]
        currency = self.walk.plan_run.plan.currency_code
        pay, quota = self._listed(row)
        exchanges = self.exchanges.of_credit(row)
        worth = exchanges[0].steps[-1].after if exchanges else Fraction(row["value.full"], unit.of("full"))
        return CreditPart(
            credit_id=self._credit_id(row),
            credit_type=row["credit_type"],
            credited_on=row["dated"],
            expression=str(self._value),
            worth=worth,
            pay_amount=Fraction(row["value.pay"], unit.of("pay")),
            quota_amount=Fraction(row["value.quota"], unit.of("quota")),
            credit_amount=pay,
            quota_credit=quota,
            unit=Unit("money", currency) if unit.is_money else Unit(unit.kind),
            place=self.rule.place,
            share_place=self._share_place(row),
            exchanges=exchanges,
        )
