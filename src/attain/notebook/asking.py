"""What-if in a notebook: questions of one payee, asked in Python's own values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import polars as pl

from attain.diagnostics import has_errors, render_text
from attain.notebook.answer import Answer
from attain.notebook.shown import Shown
from attain.questions.whatif import Edit, Goal, WhatIf, Won, goal_amount, in_total, open_deals
from attain.questions.whatif.report import Told, exact

Value = str | int | float | Decimal | date | bool
Values = Mapping[str, Value]


@dataclass(frozen=True, repr=False)
class Asking:
    """What-if questions of one payee; what one question finds out, the next need not."""

    what_if: WhatIf
    source: str

    def ask(
        self,
        *,
        add: Sequence[Values] = (),
        change: Mapping[str, Values] | None = None,
        remove: Sequence[str] = (),
    ) -> Answer:
        """Say what would be earned and paid if deals were other than they are.

        Args:
            add: deals to add, each by its columns.
            change: deals to change, by key, each with the columns that change.
            remove: keys of deals to take away.
        """
        return self._answer(Told(self.what_if, self.what_if.ask([self._edits(add, change or {}, remove)])))

    def ask_each(self, scenarios: Sequence[Mapping[str, Values]]) -> pl.DataFrame:
        """Change deals in many scenarios at once: ``scenario`` (0 is what is) and ``earned``, in minor units."""
        answers = self.what_if.ask([self._edits((), one, ()) for one in scenarios], settles=False)
        if not answers.is_usable:
            raise ValueError(render_text(answers.diagnostics))
        return pl.DataFrame({"scenario": range(answers.scenario_count), "earned": answers.totals()})

    def open_deals(self, where: str, won: Values) -> Answer:
        """Say what each open deal would pay, alone and given the others.

        Args:
            where: which deals are open: ``stage <> 'Won'``.
            won: the columns that say a deal is won.
        """
        found = open_deals(self.what_if, Won(self.source, where, _texts(won)))
        rows = [(one.deal, one.alone, one.marginal) for one in found.deals]
        schema = {"deal": pl.String, "alone": pl.Int64, "given_the_others": pl.Int64}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        shown = Shown("open deals", frame, ("alone", "given_the_others"), self._told.currency)
        return Answer({"deals": shown}, tuple(found.diagnostics), found)

    def goal(self, earned: Value, where: str, won: Values, *, column: str = "amount") -> Answer:
        """Say how much of the open deals must be closed in all to earn an amount.

        Args:
            earned: in whole units, such as ``"15000.00"``.
            where: which deals are open.
            won: the columns that say a deal is won.
            column: the amount of a deal.

        Raises:
            NoSuchAmount: what is to be earned is no amount of the currency.
        """
        told = self._told
        aim = Goal(goal_amount(_text(earned), told.currency), column=column)
        found = in_total(self.what_if, Won(self.source, where, _texts(won)), aim)
        credit = None if found.credit is None else exact(found.credit)
        frame = pl.DataFrame({"credit": [credit], "pays": [found.pays], "one_unit_less_pays": [found.short]})
        shown = Shown(found.title, frame, ("pays", "one_unit_less_pays"), told.currency)
        return Answer({"goal": shown}, tuple(found.diagnostics), found)

    @cached_property
    def _told(self) -> Told:
        return Told(self.what_if)

    def _answer(self, told: Told) -> Answer:
        assert told.answers is not None, "it was asked"
        found = told.diagnostics
        if has_errors(found):
            return Answer({}, tuple(found), told)
        sides = ("now", "then", "difference")
        tables = {"earned": Shown("earned", told.differences, sides), "paid": Shown("paid out", told.paid, sides)}
        return Answer(tables, tuple(found), told)

    def _edits(self, add: Sequence[Values], change: Mapping[str, Values], remove: Sequence[str]) -> list[Edit]:
        found = [Edit.add(self.source, _texts(values)) for values in add]
        found += [Edit.change(self.source, deal, _texts(values)) for deal, values in change.items()]
        return found + [Edit.remove(self.source, deal) for deal in remove]


def _texts(values: Values) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: Value) -> str:
    """Write a value as files do: 0.1 is a tenth, a day is 2026-03-14."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format(Decimal(repr(value)), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
