"""What-if, told: everything that was asked in one question, as text, JSON and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from attain.diagnostics import Diagnostic, render_text
from attain.diagnostics.render import as_json
from attain.money import minor_digits
from attain.questions.amounts import money, table
from attain.questions.whatif.asking import Answers, WhatIf
from attain.questions.whatif.goals import Reached
from attain.questions.whatif.open_deals import OpenDeals
from attain.questions.whatif.policies import OfPolicy
from attain.questions.whatif.reordered import Reordered

_KEYS = ["plan_id", "component_id", "period_id", "currency"]


@dataclass(frozen=True)
class Told:
    """The answers to one question.

    Attributes:
        what_if: who asked.
        answers: what is (scenario 0) and what would be (scenario 1); None where no deal was edited.
        periods: the pay periods that count; None for all.
        deals: the open deals.
        goals: what was found for a goal, by deal and in total.
        policies: every clawback policy.
        orders: where the order of deals matters; None where it was not asked.
    """

    what_if: WhatIf
    answers: Answers | None = None
    periods: frozenset[str] | None = None
    deals: OpenDeals | None = None
    goals: tuple[Reached, ...] = ()
    policies: tuple[OfPolicy, ...] = ()
    orders: tuple[Reordered, ...] | None = None
    _digits: dict[str, int] = field(default_factory=dict[str, int], compare=False, repr=False)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Everything that could not be answered, and why."""
        found = list(self.answers.diagnostics) if self.answers is not None else []
        found += self.deals.diagnostics if self.deals is not None else []
        found += [problem for one in (*self.goals, *self.policies) for problem in one.diagnostics]
        return list(dict.fromkeys(found))

    @property
    def differences(self) -> pl.DataFrame:
        """What is and what would be: a row per plan, component and pay period, in order of time.

        Returns:
            ``plan_id, component_id, period_id, currency``, and ``now``, ``then`` and ``difference`` in minor units.
        """
        assert self.answers is not None, "deals were edited"
        frame = self.answers.earnings
        if self.periods is not None:
            frame = frame.filter(pl.col("period_id").is_in(list(self.periods)))
        sides = [
            frame.filter(pl.col("scenario") == number).select(*_KEYS, pl.col("earning_amount").alias(name))
            for number, name in enumerate(("now", "then"))
        ]
        both = sides[0].join(sides[1], on=_KEYS, how="full", coalesce=True)
        both = both.with_columns(pl.col("now", "then").fill_null(0))
        starts = self.what_if.results.tables["periods"].select("period_id", "starts_on").unique("period_id")
        both = both.join(starts, on="period_id", how="left").sort(
            "starts_on", "period_id", "plan_id", "component_id", nulls_last=True
        )
        return both.drop("starts_on").with_columns(difference=pl.col("then") - pl.col("now"))

    @property
    def paid(self) -> pl.DataFrame:
        """What would be paid out: ``period_id, currency, now, then, difference`` in minor units, where it differs."""
        assert self.answers is not None, "deals were edited"
        keys = ["period_id", "currency"]
        sides = [
            self.answers.payments.filter(pl.col("scenario") == number).select(*keys, pl.col("paid").alias(name))
            for number, name in enumerate(("now", "then"))
        ]
        both = (
            sides[0].join(sides[1], on=keys, how="full", coalesce=True).with_columns(pl.col("now", "then").fill_null(0))
        )
        both = both.with_columns(difference=pl.col("then") - pl.col("now"))
        return both.filter(pl.col("difference") != 0).sort("period_id", "currency")

    @property
    def currency(self) -> str:
        """The currency that totals are in: that of the payee's plans."""
        return next((plan.currency_code for plan in self.what_if.plans), "")

    def shown(self, minor: int, currency: str | None = None) -> str:
        """Write an amount."""
        return money(minor, minor_digits(currency or self.currency))

    # as text

    def to_text(self) -> str:
        """Write every answer for people."""
        parts: list[str] = []
        if self.answers is not None and self.answers.is_usable:
            parts.append(self._differences_text())
        if self.deals is not None and self.deals.deals:
            parts.append(self._deals_text())
        parts += [self._goal_text(one) for one in self.goals if one.credit is not None]
        parts += [self._policy_text(one) for one in self.policies if not one.diagnostics]
        if self.orders is not None:
            parts.append(self._orders_text(self.orders))
        if self.diagnostics:
            parts.append(render_text(self.diagnostics))
        return "\n\n".join(parts)

    def _differences_text(self) -> str:
        found = self.differences.filter(pl.col("difference") != 0)
        rows = [
            (r["period_id"], f"{r['plan_id']}.{r['component_id']}", *(self.shown(r[c], r["currency"]) for c in _SIDES))
            for r in found.iter_rows(named=True)
        ]
        totals = self.answers.totals(self.periods) if self.answers is not None else [0, 0]
        rows.append(("earned", "in all", *(self.shown(v) for v in (totals[0], totals[1], totals[1] - totals[0]))))
        rows += [
            (r["period_id"], "paid out", *(self.shown(r[c], r["currency"]) for c in _SIDES))
            for r in self.paid.iter_rows(named=True)
        ]
        return table(("period", "what", "now", "then", "difference"), rows, text_column_count=2)

    def _deals_text(self) -> str:
        assert self.deals is not None
        rows = [(one.deal, self.shown(one.alone), self.shown(one.marginal)) for one in self.deals.deals]
        total = self.shown(self.deals.won - self.deals.now)
        shown = table(("open deal", "alone", "given the others"), rows, text_column_count=1)
        return f"{shown}\nall of them would add {total} {self.currency}"

    def _goal_text(self, one: Reached) -> str:
        if not one.credit:
            return f"{one.title}: the goal is reached already, {self.shown(one.pays)} {self.currency}"
        said = f"{one.title}: an amount of {exact(one.credit)} earns {self.shown(one.pays)} {self.currency}"
        return said if one.short is None else f"{said}; one minor unit less earns {self.shown(one.short)}"

    def _policy_text(self, one: OfPolicy) -> str:
        mark = " (what the plan says)" if one.is_own else ""
        title = f"{one.policy}{mark}: {self.shown(one.after - one.before)} {self.currency}"
        rows = [
            (
                r["period_id"],
                r["component_id"],
                r["transaction_id"] or "",
                self.shown(r["earning_amount"], r["currency"]),
            )
            for r in one.lines.iter_rows(named=True)
        ]
        return (
            f"{title}\n{table(('period', 'component', 'deal', 'taken back'), rows, text_column_count=3)}"
            if rows
            else title
        )

    def _orders_text(self, orders: Sequence[Reordered]) -> str:
        if not orders:
            return "the order of deals makes no difference"
        rows = [(o.period, f"{o.plan}.{o.component}", self.shown(o.low), self.shown(o.high)) for o in orders]
        return table(("period", "what depends on the order of deals", "at least", "at most"), rows, text_column_count=2)

    # as JSON

    def to_json(self) -> dict[str, Any]:
        """Return every answer for programs; amounts in minor units, needed amounts of deals as texts."""
        found: dict[str, Any] = {"payee": self.what_if.payee, "currency": self.currency}
        if self.answers is not None and self.answers.is_usable:
            found |= {"earned": self.differences.to_dicts(), "paid": self.paid.to_dicts()}
        if self.deals is not None:
            deals: list[Mapping[str, Any]] = [vars(one) for one in self.deals.deals]
            found["open_deals"] = {"now": self.deals.now, "won": self.deals.won, "deals": deals}
        if self.goals:
            found["goals"] = [
                {
                    "title": one.title,
                    "credit": None if one.credit is None else exact(one.credit),
                    "pays": one.pays,
                    "one_less_pays": one.short,
                }
                for one in self.goals
            ]
        if self.policies:
            found["policies"] = [
                {
                    "policy": o.policy,
                    "is_own": o.is_own,
                    "before": o.before,
                    "after": o.after,
                    "lines": o.lines.to_dicts(),
                }
                for o in self.policies
            ]
        if self.orders is not None:
            found["orders"] = [vars(one) for one in self.orders]
        return found | {"diagnostics": [as_json(problem) for problem in self.diagnostics]}


_SIDES = ("now", "then", "difference")


def exact(number: Any) -> str:
    """Write an exact decimal with thousands separated.

    >>> from fractions import Fraction
    >>> exact(Fraction(2500001, 100))
    '25,000.01'
    """
    whole, part = divmod(number, 1)
    digits = ""
    while part:
        digit, part = divmod(part * 10, 1)
        digits += str(digit)
    return f"{int(whole):,}" + (f".{digits:0<2}" if digits else "")
