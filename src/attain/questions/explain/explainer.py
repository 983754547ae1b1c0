"""Gathers an explanation: the payment, its components with their lines, targets, choices and checks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from itertools import count
from typing import Any

import polars as pl

from attain.diagnostics import Place
from attain.periods import Unit as Window
from attain.questions.explain.asking import check_asked, one_currency
from attain.questions.explain.calculated import Calculated
from attain.questions.explain.checks import checks_of
from attain.questions.explain.choices import choices_of, component_title
from attain.questions.explain.earned import EarnedBook
from attain.questions.explain.lines.book import Book
from attain.questions.explain.lines.walks import Walk
from attain.questions.explain.measuring import MeasureBook, target_part
from attain.questions.explain.settlement import Settlement
from attain.questions.explain.terms import Terms, terms_of, together
from attain.questions.explain.windows.book import WindowBook
from attain.questions.explain.wording import rule_words, sums_of
from attain.runs.calculate import Results
from attain.runs.exchanging.paying import PayCurrencies
from attain.runs.inputs.facts import Facts
from attain.runs.planning import PlanRun
from attain.runs.workspace import Opened
from attain.statements import (
    Check,
    ComponentPart,
    Excerpt,
    Explanation,
    Figures,
    PaymentPart,
    Person,
    PlanPart,
    SourcePart,
    Step,
    TargetPart,
    Unit,
)
from attain.statements.excerpts import excerpt

ZERO = Fraction(0)


@dataclass(frozen=True)
class Asked:
    """One payment: the payee by id and code, the period, the currency, and the plans that settle it there."""

    payee_id: str
    payee: int
    period: dict[str, Any]
    currency: str
    runs: tuple[PlanRun, ...]

    @property
    def period_id(self) -> str:
        """The pay period's name."""
        return self.period["period_id"]

    @property
    def key(self) -> tuple[str, str, str]:
        """Payee, pay period and currency."""
        return self.payee_id, self.period_id, self.currency


class Explainer:
    """Explains payments of one calculation; what several payments share is found once."""

    def __init__(self, opened: Opened, results: Results, payees: Collection[str] | None = None) -> None:
        """Prepare explanations.

        Args:
            opened: the workspace as it was read.
            results: what was calculated of it.
            payees: whose payments will be asked for; None for everybody's.
        """
        assert opened.facts is not None, "a workspace that was calculated has facts"
        self.opened = opened
        self.facts: Facts = opened.facts
        self.results = results
        self.tables = Calculated(results, payees)
        codes = self.facts.roster.codes
        self.payees = None if payees is None else [codes[payee] for payee in payees if payee in codes]
        self._books: dict[tuple[str, str], tuple[Book | WindowBook, MeasureBook | WindowBook]] = {}
        self._earned = EarnedBook(results)
        self._terms: dict[tuple[str, str], dict[tuple[int, str], Terms]] = {}

    def explanation(self, payee_id: str, period_id: str, currency: str | None = None) -> Explanation:
        """Explain one payment.

        Raises:
            NothingToExplain: there is no such payee or pay period, or there are payments in several currencies.
        """
        check_asked(self.results, self.facts.roster.codes, [payee_id], [period_id])
        chosen = one_currency(self.tables.currencies(payee_id, period_id), payee_id, period_id, currency)
        return self._explained(self._asked(payee_id, period_id, chosen))

    def paid_to(self) -> Iterator[tuple[str, str, str]]:
        """Every payee, pay period and currency with a payment, in order of time."""
        return self.tables.paid_to()

    def _asked(self, payee_id: str, period_id: str, currency: str | None) -> Asked:
        code = self.facts.roster.codes[payee_id]
        runs = [run for run in self.results.runs.values() if self._number(run, period_id) is not None]
        period = self.results.tables["periods"].filter(pl.col("period_id") == period_id).row(0, named=True)
        last = period["ends_before"] - timedelta(days=1)
        chosen = currency or PayCurrencies(runs[0]).of_payee(code, last)
        runs = [run for run in runs if PayCurrencies(run).pays_in(chosen)]
        return Asked(payee_id, code, period, chosen, tuple(runs))

    @staticmethod
    def _number(run: PlanRun, period_id: str) -> int | None:
        names = run.timeline.pay_periods.periods["period_id"].to_list()
        return names.index(period_id) if period_id in names else None

    # the parts

    def _explained(self, asked: Asked) -> Explanation:
        numbers = count(1)
        components = tuple(part for run in asked.runs for part in self._components(run, asked, numbers))
        before, trend = self.tables.history(*asked.key)
        figures = Figures(asked.currency)
        plans = self._plans(asked, components)
        terms = self._settled_by(asked)
        sums = {**sums_of(components, figures), "fx_difference": self._differences(asked)}
        settlement = Settlement(self.tables.paid_amounts(*asked.key), before, terms, sums, figures)
        payment = settlement.part()
        payment = replace(payment, steps=tuple(self._with_excerpt(step) for step in payment.steps))
        config = self.opened.loaded.config
        return Explanation(
            workspace=str(config.name) if config is not None and config.name else self.opened.folder.name,
            person=self._person(asked),
            period_id=asked.period_id,
            starts_on=asked.period["starts_on"],
            ends_before=asked.period["ends_before"],
            currency=asked.currency,
            payment=payment,
            plans=tuple(PlanPart(str(r.plan.plan), str(r.plan.title) or str(r.plan.plan), r.plan.place) for r in plans),
            components=components,
            targets=self._targets(components, asked),
            choices=tuple(c for r in plans for c in choices_of(r, _named(components, r))),
            checks=self._checks(payment, components, asked),
            trend=trend,
            sources=self._sources(plans),
            as_of=self.facts.as_of,
        )

    def _differences(self, asked: Asked) -> str:
        """What the rate of the payment makes of every component's money."""
        told: list[str] = []
        for run in asked.runs:
            cut = self._number(run, asked.period_id)
            for name in run.components:
                book, _ = self._books_of(run, name)
                told += book.exchanges.differences(asked.payee, cut or 0, asked.currency)
        return "; ".join(told)

    def _checks(self, payment: PaymentPart, components: tuple[ComponentPart, ...], asked: Asked) -> tuple[Check, ...]:
        money = Unit("money", asked.currency)
        runs = {str(run.plan.plan): run for run in asked.runs}
        read = (check for part in components for check in self._earned.checks(part, runs[part.plan_id]))
        found = checks_of(
            payment, components, entered=self.tables.entered(*asked.key), listed=self.tables.listed, unit=money
        )
        return (*read, *found)

    def _books_of(self, run: PlanRun, name: str) -> tuple[Book | WindowBook, MeasureBook | WindowBook]:
        key = (str(run.plan.plan), name)
        if key not in self._books and run.plan.is_windowed(name):
            windows = WindowBook(run, name, self.payees)
            self._books[key] = (windows, windows)
        elif key not in self._books:
            book = Book(Walk.of(run.component_run(name), self.payees), self.tables.credited)
            self._books[key] = (book, MeasureBook(book))
        return self._books[key]

    def _components(self, run: PlanRun, asked: Asked, numbers: Iterator[int]) -> Iterator[ComponentPart]:
        cut = self._number(run, asked.period_id)
        assert cut is not None, "the plan has this pay period"
        for name, component in run.components.items():
            book, measures = self._books_of(run, name)
            lines = book.lines(asked.payee, cut, asked.currency, lambda: next(numbers))
            released = book.released(asked.payee, cut, asked.currency)
            if not lines and not released:
                continue
            place = component.place if component.place.file else run.plan.key_place("components")
            used = {s.place.line for line in lines for s in line.slices} | {
                c.place.line for line in lines for c in line.changes
            }
            yield ComponentPart(
                plan_id=str(run.plan.plan),
                component_id=name,
                title=component_title(name, component),
                rule=rule_words(run, name),
                place=place,
                rate_place=book.walk.rate_place,
                measures=measures.parts(asked.payee, cut),
                lines=lines,
                excerpt=self._excerpt(place, used, is_block=True),
                released=released,
                currency=run.plan.currency_code,
            )

    def _excerpt(self, place: Place, marked: Collection[int], *, is_block: bool = False) -> Excerpt | None:
        text = self.opened.texts.get(place.file)
        return excerpt(text, place, marked, is_block=is_block) if text is not None else None

    def _with_excerpt(self, step: Step) -> Step:
        return step if step.place is None else replace(step, excerpt=self._excerpt(step.place, [step.place.line]))

    def _person(self, asked: Asked) -> Person:
        roster = self.facts.roster
        rows = roster.rows.filter(pl.col("payee_code") == asked.payee)
        last = asked.period["ends_before"] - timedelta(days=1)
        in_force = rows.filter((pl.col("starts_on") <= last) & (pl.col("ends_before") > last))
        row = (in_force if in_force.height else rows).row(-1, named=True)
        name, title = row.get("name"), row["title"]
        place = Place(roster.file, row["source_line"])
        return Person(asked.payee_id, str(name) if name else asked.payee_id, str(title or ""), place)

    def _plans(self, asked: Asked, components: tuple[ComponentPart, ...]) -> list[PlanRun]:
        """The plans that pay here: with lines, or with the payee on them."""
        paying = {part.plan_id for part in components}
        members = {
            str(run.plan.plan)
            for run in asked.runs
            if run.facts.roster.rows.filter(run.members.is_member & (pl.col("payee_code") == asked.payee)).height
        }
        return [run for run in asked.runs if str(run.plan.plan) in paying | (set() if paying else members)]

    def _settled_by(self, asked: Asked) -> Terms | None:
        """The terms that the payee is settled by: of one plan, or of several together."""
        found: list[Terms] = []
        for run in asked.runs:
            key = (str(run.plan.plan), asked.currency)
            if key not in self._terms:
                self._terms[key] = terms_of(run, asked.currency, self.payees)
            one = self._terms[key].get((asked.payee, asked.period_id))
            if one is not None:
                found.append(one)
        return together(found)

    def _targets(self, components: tuple[ComponentPart, ...], asked: Asked) -> tuple[TargetPart, ...]:
        """The targets that measures are compared with, and those that rates pay a share of."""
        found = [m.target for part in components for m in part.measures if m.target is not None]
        runs = {str(run.plan.plan): run for run in asked.runs}
        for part in components:
            found += self._incentives(runs[part.plan_id], part, asked)
        return tuple(dict.fromkeys(found))

    @staticmethod
    def _incentives(run: PlanRun, part: ComponentPart, asked: Asked) -> Iterator[TargetPart]:
        of = run.components[part.component_id].rate.of
        if of is None or not run.names_target(of):
            return
        name, measure = str(of).strip(), run.measures[run.measure_of(part.component_id)]
        per: Window = measure.per if measure.per != "transaction" else run.plan.pay_period
        table = run.targets.of_payees(name, per)
        money, place = Unit("money", run.plan.currency_code), run.plan.targets[name].place
        for window in dict.fromkeys(m.period_id for m in part.measures) or [asked.period_id]:
            found = target_part(table, asked.payee_id, window, money, place=place)
            if found is not None:
                yield found

    def _sources(self, runs: list[PlanRun]) -> tuple[SourcePart, ...]:
        names = {str(rule.source) for run in runs for rule in run.credit_rules.values()} | {"roster", "targets"}
        return tuple(
            SourcePart(s.name, s.file, s.rows_in, s.rows_accepted, s.rows_rejected)
            for s in self.opened.loaded.reconciliation
            if s.name in names
        )


def _named(components: tuple[ComponentPart, ...], run: PlanRun) -> tuple[str, ...]:
    return tuple(part.component_id for part in components if part.plan_id == str(run.plan.plan))
