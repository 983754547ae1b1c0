"""What stopped a row, in words: a condition, the days of plans, an empty column, from when somebody is on a plan."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from attain.credits.everybody import Everybody
from attain.credits.first_of import FirstOf
from attain.credits.manager_of import ManagerOf
from attain.credits.split import Split
from attain.credits.team import Team
from attain.questions.uncredited.following import BETWEEN, Rule
from attain.questions.uncredited.reasons import Stop
from attain.runs.planning import PlanRun

_MOST_NAMED = 3
_MOST_CONDITIONS = 3
Span = tuple[date, date]  # half-open
_Key = tuple[int, tuple[int, ...], date | None, str | None]


@dataclass(frozen=True)
class Wording:
    """Says what stopped rows.

    Attributes:
        rules: the rules, as the rows name them by number.
    """

    rules: Sequence[Rule]
    _said: dict[_Key, str] = field(default_factory=dict[_Key, str], repr=False)
    _spans: dict[tuple[str, str], list[Span]] = field(default_factory=dict[tuple[str, str], list[Span]], repr=False)

    def explained(self, stopped: pl.DataFrame) -> pl.DataFrame:
        """Add ``why``.

        Args:
            stopped: ``stop``, ``rules``, ``dated`` and ``people``.
        """
        rows = stopped.select("stop", "rules", "dated", "people").iter_rows()
        why = [self._once(stop, tuple(rules), day, people) for stop, rules, day, people in rows]
        return stopped.with_columns(why=pl.Series("why", why, dtype=pl.String))

    def _once(self, stop: int, numbers: tuple[int, ...], day: date | None, people: str | None) -> str:
        is_of_day = stop in {Stop.PLAN_DAYS, Stop.KNOWN, Stop.MEMBER}
        key = (stop, numbers, day if is_of_day else None, people)
        if key not in self._said:
            self._said[key] = self._why(Stop(stop), [self.rules[number] for number in numbers], day, people)
        return self._said[key]

    def _why(self, stop: Stop, rules: list[Rule], day: date | None, people: str | None) -> str:
        if stop is Stop.PLAN_DAYS:
            ranges = dict.fromkeys(f"'{rule.plan_id}' is {_range(*_days(rule.run))}" for rule in rules)
            return ", ".join(ranges)
        if stop is Stop.KNOWN:
            return f"it is later than {rules[0].run.facts.as_of}"
        if stop is Stop.DATE:
            return f"{_first(rules, _date_text)} is empty"
        if stop is Stop.VALUE:
            return f"{_first(rules, _value_text)} is empty"
        if stop is Stop.RECIPIENT:
            return _without_recipient(rules[0], people)
        if stop is Stop.MEMBER and day is not None:
            ids = (people or "").split(BETWEEN)
            more = [f"and {len(ids) - _MOST_NAMED} more"] if len(ids) > _MOST_NAMED else []
            return "; ".join([*(self._not_on(payee, day, rules) for payee in ids[:_MOST_NAMED]), *more])
        conditions = list(dict.fromkeys(str(rule.credit.where) for rule in rules if rule.credit.where is not None))
        more = [f"{len(conditions) - _MOST_CONDITIONS} more"] if len(conditions) > _MOST_CONDITIONS else []
        return "not " + ", not ".join(conditions[:_MOST_CONDITIONS]) + (f", and {more[0]}" if more else "")

    def _not_on(self, payee: str, day: date, rules: list[Rule]) -> str:
        """Say why somebody is on none of the plans on a day, and from when they are."""
        roster = self._spans_of(rules[0].run, payee, plan="")
        if not any(first <= day < until for first, until in roster):
            return f"{payee} is in the roster {_around(roster, day)}" if roster else f"{payee} is not in the roster"
        said: list[str] = []
        plans = {rule.plan_id: rule.run for rule in rules}
        for plan_id, run in plans.items():
            spans = self._spans_of(run, payee, plan=plan_id)
            if spans:
                said.append(f"on '{plan_id}' {_around(spans, day)}")
        if said:
            return f"{payee} is {', '.join(said)}"
        names = ", ".join(f"'{plan_id}'" for plan_id in plans)
        return f"{payee} is never on {names}" if len(plans) == 1 else f"{payee} is never on any of {names}"

    def _spans_of(self, run: PlanRun, payee: str, *, plan: str) -> list[Span]:
        """The days on which somebody is in the roster, or on a plan; rows that follow each other are one."""
        if (plan, payee) not in self._spans:
            rows = run.facts.roster.rows
            rows = rows.filter(run.members.is_member) if plan else rows
            own = rows.filter(pl.col("payee") == payee).select("starts_on", "ends_before").sort("starts_on")
            self._spans[plan, payee] = _joined(own.iter_rows())
        return self._spans[plan, payee]


def _joined(rows: Iterable[tuple[date, date]]) -> list[Span]:
    spans: list[Span] = []
    for first, until in rows:
        if spans and spans[-1][1] >= first:
            spans[-1] = (spans[-1][0], until)
        else:
            spans.append((first, until))
    return spans


def _around(spans: list[Span], day: date) -> str:
    """Say which spans stand before and after a day that lies in none of them."""
    before = [until for first, until in spans if until <= day and first < until]
    after = [first for first, _ in spans if first > day]
    parts = [f"before {max(before)}"] if before else []
    parts += [f"from {min(after)}"] if after else []
    return " and again ".join(parts)


def _days(run: PlanRun) -> tuple[date, date | None]:
    return run.plan.effective.from_, run.plan.effective.before


def _range(first: date, until: date | None) -> str:
    return f"from {first}" if until is None else f"from {first} and before {until}"


def _first(rules: list[Rule], text_of: Callable[[Rule], str]) -> str:
    return " and ".join(list(dict.fromkeys(text_of(rule) for rule in rules))[:_MOST_NAMED])


def _date_text(rule: Rule) -> str:
    return f"'{rule.credit.dated or rule.transactions.source.as_of}'"


def _value_text(rule: Rule) -> str:
    return f"'{rule.credit.value or 'amount'}'"


def _without_recipient(rule: Rule, people: str | None) -> str:
    """Say why a rule finds nobody to credit."""
    to = rule.credit.to
    who = (people or "").replace(BETWEEN, ", ")
    if isinstance(to, ManagerOf):
        return f"nobody is above {who} that day" if who else f"'{to.manager_of}' is empty"
    if isinstance(to, Team):
        return f"the roster has nobody in the team '{to.team}' that day"
    if isinstance(to, Everybody):
        return "the roster has nobody that day"
    if isinstance(to, Split):
        return f"no row of '{to.split}' is its own"
    names = " and ".join(f"'{column}'" for column in rule.columns)
    if isinstance(to, FirstOf):
        return f"none of {names} holds and names anybody"
    return f"{names} is empty" if len(rule.columns) == 1 else f"{names} are empty"
