"""What-if: what a payee would earn on other deals, as many at once as are asked about.

Every question is the same calculation on other facts, each scenario a part of every key. Scenario 0 is what is.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from attain.diagnostics import Diagnostic, has_errors, in_order
from attain.plans import Plan
from attain.questions.explain.asking import NothingToExplain, near
from attain.questions.whatif.answers import PAID, PAYMENT_KEYS, Answers, nothing
from attain.questions.whatif.edits import GIVEN, Edit, EditReader
from attain.questions.whatif.reach import Reach, credits_teams, people_in, reach_of, with_children, with_people
from attain.roster.marks import plain, scenario_of, unmarked_problem
from attain.runs import Facts, Opened, Results, calculate
from attain.runs.inputs.scenarios import Change, in_scenarios
from attain.sources import SourceTable
from attain.targets import TargetTable

_ENTRY_WORDS = ("plan_id", "component_id", "period_id", "currency")


@dataclass(frozen=True)
class WhatIf:
    """Questions about one payee of a workspace that was read and calculated.

    Attributes:
        facts: what is known.
        targets: the target table.
        results: what was calculated of it.
        payee: who asks.
        since: deals that are known otherwise than when they were calculated, by id.
    """

    facts: Facts
    targets: TargetTable
    results: Results
    payee: str
    since: frozenset[str] = frozenset()
    _now: dict[bool, Answers] = field(default_factory=dict[bool, Answers], compare=False, repr=False)
    _people: dict[frozenset[str], Facts] = field(default_factory=dict[frozenset[str], Facts], compare=False, repr=False)

    @classmethod
    def of(cls, opened: Opened, results: Results, payee: str) -> "WhatIf":
        """Prepare questions about a payee.

        Raises:
            NothingToExplain: there is no such payee, or nothing was calculated.
        """
        if opened.facts is None or not results.tables:
            raise NothingToExplain("nothing was calculated: the workspace has errors; run 'attain check'")
        known = opened.facts.roster.people
        if payee not in known:
            raise NothingToExplain(f"there is no payee '{payee}' in the roster; {near(payee, known)}")
        return cls(opened.facts, opened.targets, results, payee)

    @cached_property
    def reach(self) -> Reach:
        """What the payee's pay depends on."""
        return reach_of(self.results, self.facts, self.payee, self.since)

    @cached_property
    def plans(self) -> list[Plan]:
        """The plans that the payee is on at some time."""
        rows = self.facts.roster.rows["payee"] == self.payee
        return [run.plan for run in self.results.runs.values() if (rows & run.members.is_member).any()]

    def ask(self, scenarios: Sequence[Sequence[Edit]], *, settles: bool = True) -> Answers:
        """Calculate scenarios; the first of the answers, number 0, is what is.

        Args:
            scenarios: the edits of each.
            settles: whether it matters what is paid out.
        """
        reader = EditReader(self.facts, self.payee)
        changes = reader.changes(scenarios)
        if has_errors(reader.found):
            return nothing(len(scenarios) + 1, in_order(reader.found))
        answers = self._beside_what_is(changes, reader.facts, settles=settles)
        named = {edit.deal for edits in scenarios for edit in edits if edit.deal} | {GIVEN}
        said = [p for p in answers.diagnostics if p.severity == "error" or _is_about(p, named)]
        return replace(answers, diagnostics=said)

    def _beside_what_is(self, changes: Sequence[Mapping[str, Change]], fitted: Facts, *, settles: bool) -> Answers:
        """Put changes beside what is; over the same days, though a later deal makes a plan without an end longer."""
        now = self._as_it_is(settles=settles)
        if not now.is_usable:
            return replace(now, scenario_count=len(changes) + 1)
        if not changes:
            return now
        then = self.calculated(changes, fitted=fitted, settles=settles)
        if then.is_usable and then.ends != now.ends:
            return self.calculated([{}, *changes], fitted=fitted, settles=settles)
        return now.joined(then)

    def _as_it_is(self, *, settles: bool) -> Answers:
        """Calculate scenario 0, once for all questions."""
        if settles not in self._now:
            self._now[settles] = self.calculated([{}], settles=settles)
        return self._now[settles]

    def calculated(
        self,
        changes: Sequence[Mapping[str, Change]],
        *,
        fitted: Facts | None = None,
        plans: Sequence[Plan] | None = None,
        settles: bool = True,
    ) -> Answers:
        """Calculate changes that are ready.

        Args:
            changes: by source, one for each scenario.
            fitted: the facts with columns as fine as the changes.
            plans: other plans than those of the workspace, by the same names.
            settles: whether it matters what is paid out; else only earnings are found, in half the time.
        """
        reach = self._fitted(fitted)
        facts = self._with_people(reach, changes)
        asked = in_scenarios(facts, changes, reach.sources)
        other = {str(plan.plan): plan for plan in plans or ()}
        results = calculate(asked, [other.get(str(p.plan), p) for p in reach.plans], self.targets, settles=settles)
        return self._answers(results, len(changes))

    def _fitted(self, fitted: Facts | None) -> Reach:
        """Give the facts that matter the columns of facts whose numbers are finer."""
        if fitted is None or fitted is self.facts:
            return self.reach
        if not self.reach.is_alone:
            return replace(self.reach, facts=replace(self.reach.facts, sources=fitted.sources))
        tables = dict(self.reach.facts.sources)
        for name in self.reach.sources:
            own, wide = tables[name], fitted.sources[name]
            scaled = [
                pl.col(column) * 10 ** (kind.scale - own.columns[column].scale)
                for column, kind in wide.columns.items()
                if kind.scale > own.columns[column].scale
            ]
            tables[name] = replace(own, frame=own.frame.with_columns(scaled), columns=wide.columns)
        return replace(self.reach, facts=replace(self.reach.facts, sources=tables))

    def _with_people(self, reach: Reach, changes: Sequence[Mapping[str, Change]]) -> Facts:
        if not reach.is_alone:
            return reach.facts
        facts = reach.facts
        for name in reach.sources:
            deals = {deal for one in changes if name in one for deal in one[name].without}
            facts = with_children(facts, self.facts, name, deals) if deals else facts
        if credits_teams(reach.plans):
            return facts
        named = {self.payee} | people_in(facts, reach.sources)
        for name in reach.sources:
            source = reach.facts.sources[name]
            given = [one[name] for one in changes if name in one]
            named |= _people_of(source, [change.rows for change in given])
            for child, table in source.children.items():
                named |= _people_of(table, [change.children.get(child) for change in given])
        key = frozenset(named)
        if key not in self._people:
            self._people[key] = replace(with_people(facts, named), remembered={})
        known = self._people[key]
        return replace(facts, roster=known.roster, remembered=known.remembered)

    def _answers(self, results: Results, count: int) -> Answers:
        if not results.is_usable:
            return nothing(count, [unmarked_problem(problem) for problem in results.diagnostics])
        payments = nothing(count, []).payments
        if "payments" in results.tables:
            payments = self._own(results.tables["payments"], count)
            payments = payments.group_by(*PAYMENT_KEYS, maintain_order=True).agg(pl.col(*PAID).sum())
        return Answers(
            self._earned(results),
            payments,
            lambda: self._own(results.tables["earnings"], count),
            count,
            [unmarked_problem(problem) for problem in results.diagnostics],
            {name: run.timeline.ends_before for name, run in results.runs.items()},
        )

    def _earned(self, results: Results) -> pl.DataFrame:
        """Add up what the payee earns, from rows in codes: only the sums are put into words."""
        roster = next(iter(results.runs.values())).facts.roster
        people, own = max(1, len(roster.people)), roster.single.codes.get(self.payee, -1)
        payee = pl.col("payee").cast(pl.UInt32)
        sums = [
            part.rows.filter(payee % people == own)
            .group_by(scenario=payee // people, cut="cut", maintain_order=True)
            .agg(pl.col("entry").sum())
            .select("scenario", *(part.words[word].alias(word) for word in _ENTRY_WORDS), earning_amount="entry")
            for part in results.tables.parts("earnings")
        ]
        return pl.concat([nothing(0, []).earnings, *sums])

    def _own(self, frame: pl.DataFrame, count: int) -> pl.DataFrame:
        """Keep the payee's rows, with the number of their scenario."""
        if count == 1:
            return frame.filter(pl.col("payee_id") == self.payee).with_columns(scenario=pl.lit(0, pl.UInt32))
        ids = [column for column in ("payee_id", "transaction_id") if column in frame.columns]
        frame = frame.filter(plain(pl.col("payee_id")) == self.payee)
        frame = frame.with_columns(scenario=scenario_of(pl.col("payee_id")))
        return frame.with_columns(plain(pl.col(column)) for column in ids)


def _people_of(table: SourceTable, frames: Sequence[pl.DataFrame | None]) -> set[str]:
    """Name everybody whom rows of a table name."""
    given = [frame for frame in frames if frame is not None]
    columns = [name for name, kind in table.columns.items() if kind.kind == "payee"] if given else []
    rows = pl.concat(given) if columns else pl.DataFrame()
    return {text for name in columns for text in rows[name].drop_nulls().to_list()}


def _is_about(problem: Diagnostic, deals: Collection[str]) -> bool:
    """Whether a problem names one of the deals that were edited."""
    words = f"{problem.what} {problem.where.detail}"
    return any(re.search(rf"(?<!\w){re.escape(deal)}(?!\w)", words) for deal in deals)
