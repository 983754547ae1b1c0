"""Gathers an explanation: the payment, its components with their lines, targets, choices and checks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from itertools import count
from typing import Any

import polars as pl

from attain.diagnostics import Place
from attain.periods import Unit as Window
from attain.questions.explain.asking import check_asked, one_currency
from attain.questions.explain.checks import checks_of
from attain.questions.explain.choices import choices_of
from attain.questions.explain.lines import Book
from attain.questions.explain.measuring import MeasureBook, target_part
from attain.questions.explain.settlement import AMOUNTS, Settlement, Terms, terms_of
from attain.questions.explain.walks import Walk
from attain.questions.explain.wording import rule_words, sums_of
from attain.runs.calculate import Results
from attain.runs.facts import Facts
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
TREND = 8


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
        codes = self.facts.roster.codes
        self.payees = None if payees is None else [codes[payee] for payee in payees if payee in codes]
        self._books: dict[tuple[str, str], tuple[Book, MeasureBook]] = {}
        self._terms: dict[str, dict[tuple[int, str], Terms]] = {}

    def explanation(self, payee_id: str, period_id: str, currency: str | None = None) -> Explanation:
        """Explain one payment.

        Raises:
            NothingToExplain: there is no such payee or pay period, or there are payments in several currencies.
        """
        check_asked(self.results, self.facts.roster.codes, payee_id, period_id)
        rows = self._payments.filter((pl.col("payee_id") == payee_id) & (pl.col("period_id") == period_id))
        chosen = one_currency(rows["currency"].to_list(), payee_id, period_id, currency)
        asked = self._asked(payee_id, period_id, chosen)
        columns = self._columns(rows.filter(pl.col("currency") == asked.currency), asked.currency)
        return self._explained(asked, columns)

    # what is asked

    @cached_property
    def _payments(self) -> pl.DataFrame:
        """The payments in order of time, one row per payee, pay period and currency."""
        sums = [pl.col(name).sum() for name in AMOUNTS]
        found = (
            self.results.tables["payments"].group_by("payee_id", "period_id", "currency", maintain_order=True).agg(sums)
        )
        periods = self.results.tables["periods"].unique("period_id")
        return found.join(periods, on="period_id", how="left").sort("starts_on", "payee_id", "currency")

    def paid_to(self) -> Iterator[tuple[str, str, str]]:
        """Every payee, pay period and currency with a payment, in order of time."""
        yield from self._payments.select("payee_id", "period_id", "currency").iter_rows()

    def _asked(self, payee_id: str, period_id: str, currency: str | None) -> Asked:
        code = self.facts.roster.codes[payee_id]
        runs = [run for run in self.results.runs.values() if self._number(run, period_id) is not None]
        chosen = currency or runs[0].plan.currency_code
        runs = [run for run in runs if run.plan.currency_code == chosen]
        period = self.results.tables["periods"].filter(pl.col("period_id") == period_id).row(0, named=True)
        return Asked(payee_id, code, period, chosen, tuple(runs))

    @staticmethod
    def _number(run: PlanRun, period_id: str) -> int | None:
        names = run.timeline.pay_periods.periods["period_id"].to_list()
        return names.index(period_id) if period_id in names else None

    def _columns(self, rows: pl.DataFrame, currency: str) -> dict[str, Fraction]:
        unit = Unit("money", currency).minor_units
        if rows.is_empty():
            return dict.fromkeys(AMOUNTS, ZERO)
        return {name: Fraction(rows[name][0], unit) for name in AMOUNTS}

    # the parts

    def _explained(self, asked: Asked, columns: dict[str, Fraction]) -> Explanation:
        numbers = count(1)
        components = tuple(part for run in asked.runs for part in self._components(run, asked, numbers))
        history = self._history(asked)
        figures = Figures(asked.currency)
        plans = self._plans(asked, components)
        terms = self._settled_by(asked)
        settlement = Settlement(columns, history[0], terms, sums_of(components, figures), figures)
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
            trend=history[1],
            sources=self._sources(plans),
            as_of=self.facts.as_of,
        )

    def _checks(self, payment: PaymentPart, components: tuple[ComponentPart, ...], asked: Asked) -> tuple[Check, ...]:
        money = Unit("money", asked.currency)
        return checks_of(payment, components, entered=self._entered(asked), listed=self._listed, unit=money)

    def _books_of(self, run: PlanRun, name: str) -> tuple[Book, MeasureBook]:
        key = (str(run.plan.plan), name)
        if key not in self._books:
            book = Book(Walk.of(run.component_run(name), self.payees), self._credited)
            self._books[key] = (book, MeasureBook(book))
        return self._books[key]

    @cached_property
    def _credited(self) -> dict[str, tuple[int, int]]:
        rows = self.results.tables["credits"].lazy()
        if self.payees is not None:
            rows = rows.filter(pl.col("payee_id").is_in([self.facts.roster.payees[code] for code in self.payees]))
        columns = rows.select("credit_id", "credit_amount", "quota_amount").collect()
        return {credit_id: (pay, quota) for credit_id, pay, quota in columns.iter_rows()}

    def _components(self, run: PlanRun, asked: Asked, numbers: Iterator[int]) -> Iterator[ComponentPart]:
        cut = self._number(run, asked.period_id)
        assert cut is not None, "the plan has this pay period"
        for name, component in run.components.items():
            book, measures = self._books_of(run, name)
            lines = book.lines(asked.payee, cut, lambda: next(numbers))
            released = book.released(asked.payee, cut)
            if not lines and not released:
                continue
            place = component.place if component.place.file else run.plan.key_place("components")
            used = {s.place.line for line in lines for s in line.slices} | {
                c.place.line for line in lines for c in line.changes
            }
            yield ComponentPart(
                plan_id=str(run.plan.plan),
                component_id=name,
                title=str(component.statement or name.replace("_", " ").capitalize()),
                rule=rule_words(run, name),
                place=place,
                rate_place=book.walk.rate_place,
                measures=measures.parts(asked.payee, cut),
                lines=lines,
                excerpt=self._excerpt(place, used, is_block=True),
                released=released,
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
        """The terms of the plan that draws for the payee, else of one that has a draw, else a limit, else of any."""
        found: list[Terms] = []
        for run in asked.runs:
            plan_id = str(run.plan.plan)
            if plan_id not in self._terms:
                self._terms[plan_id] = terms_of(run)
            one = self._terms[plan_id].get((asked.payee, asked.period_id))
            if one is not None:
                found.append(one)
        ranked = sorted(found, key=lambda t: (t.amount is None, t.draw is None, t.payment.cap is None))
        return ranked[0] if ranked else None

    def _history(self, asked: Asked) -> tuple[Fraction, tuple[tuple[str, Fraction], ...]]:
        """The draw balance before the period, and the last payments up to it."""
        unit = Unit("money", asked.currency).minor_units
        own = self._payments.filter((pl.col("payee_id") == asked.payee_id) & (pl.col("currency") == asked.currency))
        before = own.filter(pl.col("starts_on") < asked.period["starts_on"])
        balance = Fraction(before["draw_balance"][-1], unit) if before.height else ZERO
        upto = own.filter(pl.col("starts_on") <= asked.period["starts_on"]).tail(TREND)
        return balance, tuple(
            (name, Fraction(paid, unit)) for name, paid in upto.select("period_id", "paid").iter_rows()
        )

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
        money, place = Unit("money", asked.currency), run.plan.targets[name].place
        for window in dict.fromkeys(m.period_id for m in part.measures) or [asked.period_id]:
            found = target_part(table, asked.payee_id, window, money, place=place)
            if found is not None:
                yield found

    def _entered(self, asked: Asked) -> dict[tuple[str, str], Fraction]:
        unit = Unit("money", asked.currency).minor_units
        sums = self._earned.get((asked.payee_id, asked.period_id), [])
        return {(plan, component): Fraction(total, unit) for plan, component, total in sums}

    @cached_property
    def _earned(self) -> dict[tuple[str, str], list[tuple[str, str, int]]]:
        keys = ["payee_id", "period_id", "plan_id", "component_id"]
        sums = self.results.tables["earnings"].group_by(keys).agg(pl.col("earning_amount").sum())
        found: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
        for payee, period, plan, component, total in sums.iter_rows():
            found.setdefault((payee, period), []).append((plan, component, total))
        return found

    @cached_property
    def _listed(self) -> dict[tuple[str, str, str, str], Fraction]:
        """The measures table by plan, measure, owner and window."""
        columns = ["plan_id", "measure_id", "owner_id", "period_id", "measure_value", "scale"]
        rows = self.results.tables["measures"].select(columns).iter_rows()
        return {
            (plan, name, owner, period): Fraction(value, 10**scale) for plan, name, owner, period, value, scale in rows
        }

    def _sources(self, runs: list[PlanRun]) -> tuple[SourcePart, ...]:
        names = {str(rule.source) for run in runs for rule in run.credit_rules.values()} | {"roster", "targets"}
        return tuple(
            SourcePart(s.name, s.file, s.rows_in, s.rows_accepted, s.rows_rejected)
            for s in self.opened.loaded.reconciliation
            if s.name in names
        )


def _named(components: tuple[ComponentPart, ...], run: PlanRun) -> tuple[str, ...]:
    return tuple(part.component_id for part in components if part.plan_id == str(run.plan.plan))
