"""Earnings that other earnings are made of: whether each stands in the earnings table as it was read."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

from attain.earnings.source import EARNINGS_SOURCE
from attain.money import minor_digits
from attain.runs.calculate import Results
from attain.runs.planning import PlanRun
from attain.statements import Check, ComponentPart, Unit

Entry = tuple[Any, ...]
_KEY = ("payee", "plan", "component", "period", "line_type", "transaction", "currency")


class EarnedBook:
    """The entries of a calculation, beside the rows of ``earnings`` that its later phases read."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self._read: dict[str, dict[str, Entry]] = {}

    @cached_property
    def _entered(self) -> Counter[Entry]:
        columns = ("payee_id", "plan_id", "component_id", "period_id", "line_type", "transaction_id", "currency")
        rows = self.results.tables["earnings"].select(*columns, "earning_amount").iter_rows()
        return Counter((*key, Fraction(minor, 10 ** minor_digits(key[-1]))) for *key, minor in rows)

    def _rows(self, run: PlanRun) -> dict[str, Entry]:
        plan_id = str(run.plan.plan)
        if plan_id not in self._read:
            source = run.facts.sources[EARNINGS_SOURCE]
            rows = source.frame.select("id", *_KEY, "amount").iter_rows()
            whole = 10 ** source.columns["amount"].scale
            self._read[plan_id] = {name: (*key, Fraction(stored, whole)) for name, *key, stored in rows}
        return self._read[plan_id]

    def checks(self, part: ComponentPart, run: PlanRun) -> Iterator[Check]:
        """Compare what a component read with the earnings table; nothing where it reads no earnings."""
        read = [line.transaction_id for line in part.lines if line.source == EARNINGS_SOURCE and line.transaction_id]
        if read:
            rows = self._rows(run)
            found = sum(self._entered[rows[name]] > 0 for name in read)
            name = f"{part.title}: earnings read as in the earnings table"
            yield Check(name, Fraction(found), Fraction(len(read)), Unit("count"))
