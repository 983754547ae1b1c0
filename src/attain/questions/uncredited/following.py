"""Follows rows through the crediting rules of all plans: the kernel credits them once more, and each stage is noted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from attain.credits import Credit
from attain.credits.everybody import Everybody
from attain.credits.first_of import FirstOf
from attain.credits.manager_of import ManagerOf
from attain.credits.model import Recipient
from attain.credits.owner import Owner
from attain.credits.shares import Shares
from attain.credits.team import Team
from attain.earnings.source import EARNINGS_SOURCE
from attain.questions.uncredited.reasons import Stop
from attain.roster.pay_periods import PERIODS_SOURCE
from attain.runs.crediting.credited import CreditRoom
from attain.runs.crediting.trail import Stage, Trail
from attain.runs.inputs.facts import Findings
from attain.runs.planning import PlanRun
from attain.transactions import Transactions

# Their rows are made by a calculation: nobody sold them.
_MADE = frozenset({EARNINGS_SOURCE, PERIODS_SOURCE})
_NEXT: dict[Stage, Stop] = {
    "where": Stop.DATE,
    "dated": Stop.PLAN_DAYS,
    "in_force": Stop.KNOWN,
    "known": Stop.VALUE,
    "valued": Stop.RECIPIENT,
    "received": Stop.MEMBER,
    "on_plan": Stop.CONDITION_ON_PERSON,
}
BETWEEN = "\x1f"  # between ids of people; no id has it


@dataclass(frozen=True)
class Rule:
    """A crediting rule by which somebody is paid.

    Attributes:
        run: its plan, credited.
        name: the component, or ``measure NAME``.
    """

    run: PlanRun
    name: str

    @property
    def credit(self) -> Credit:
        """What the rule says."""
        return self.run.credit_rules[self.name]

    @property
    def plan_id(self) -> str:
        """The name of its plan."""
        return str(self.run.plan.plan)

    @property
    def transactions(self) -> Transactions:
        """The rows it credits."""
        return self.run.facts.transactions[str(self.credit.source)]

    @property
    def columns(self) -> list[str]:
        """The columns of the source in which it finds people; none where it finds them otherwise."""
        return [column for column in _columns_of(self.credit.to) if column in self.transactions.frame.columns]

    @property
    def is_of_others(self) -> bool:
        """Whether it credits others than those who sold."""
        return isinstance(self.credit.to, ManagerOf | Team | Everybody)


def paying_rules(runs: Mapping[str, PlanRun]) -> dict[str, list[Rule]]:
    """Return the rules by which anybody is paid on the rows of each source: those for sellers before those for others.

    A measure's own rule is among them where its plan has a component without credits, which pays for a window.
    """
    found: dict[str, list[Rule]] = {}
    for run in runs.values():
        pays_windows = any(component.credit is None for component in run.components.values())
        for name in run.credit_rules if pays_windows else run.credited:
            source = str(run.credit_rules[name].source)
            if source not in _MADE:
                found.setdefault(source, []).append(Rule(run, name))
    return {source: sorted(rules, key=lambda rule: rule.is_of_others) for source, rules in found.items()}


def followed(rule: Rule, asked: pl.Series) -> pl.DataFrame:
    """Say where a rule stops rows that it credits to nobody.

    Args:
        rule: the rule.
        asked: the rows, by number (UInt32).

    Returns:
        ``row``, ``stop`` (UInt8), ``dated`` (null where the rule found no date) and ``people`` (the ids of those whom
        it would credit, with ``BETWEEN`` between them; null where there are none), in the order of ``asked``.
    """
    trail, elsewhere = Trail(asked), Trail(asked)
    room = CreditRoom(rule.run.facts, rule.run.plan, rule.run.members, rule.run.digits, Findings(), False, trail)
    evaluator = replace(rule.run.evaluator(rule.name), findings=room.findings)
    room.credited(rule.credit, evaluator, rule.run.amounts_wanted(rule.name))
    rows = rule.transactions.frame.select("row", "source_line").select(pl.all().gather(asked))
    rest = rows.join(trail.passed["where"].select("row"), on="row", how="anti", maintain_order="left")
    replace(room, trail=elsewhere).dated(rest, rule.credit, evaluator, rule.transactions)
    stops = pl.repeat(Stop.CONDITION_OF_ANOTHER_TIME.value, rule.transactions.frame.height, dtype=pl.UInt8, eager=True)
    stops = stops.scatter(elsewhere.passed["in_force"]["row"], Stop.CONDITION.value)
    for stage, stop in _NEXT.items():
        stops = stops.scatter(trail.passed[stage]["row"].unique(), stop.value)
    dated = pl.concat([trail.passed["dated"].select("row", "dated"), elsewhere.passed["dated"].select("row", "dated")])
    found = pl.DataFrame({"row": asked, "stop": stops.gather(asked)})
    found = found.join(dated, on="row", how="left", maintain_order="left")
    people = found.join(_received(rule, trail), on="row", how="left", maintain_order="left")
    return people.with_columns(people=pl.coalesce("people", _named(rule, asked)))


def _received(rule: Rule, trail: Trail) -> pl.DataFrame:
    """The recipients of each row, by ``row``."""
    frame = trail.passed["received"].select("row", "payee_id")
    if frame.schema["payee_id"] != pl.String:
        frame = frame.with_columns(payee_id=rule.run.facts.roster.named(pl.col("payee_id")))
    people = pl.col("payee_id").cast(pl.String).drop_nulls().unique().sort().str.join(BETWEEN)
    return frame.group_by("row").agg(people=pl.when(pl.col("payee_id").count() > 0).then(people))


def _named(rule: Rule, asked: pl.Series) -> pl.Series:
    """Whoever the rule's first column names in each row."""
    nobody = pl.Series("people", [None], dtype=pl.String).new_from_index(0, len(asked))
    return rule.transactions.frame[rule.columns[0]].gather(asked).cast(pl.String) if rule.columns else nobody


def _columns_of(to: Recipient) -> list[str]:
    if isinstance(to, Owner):
        return [str(to.column)]
    if isinstance(to, ManagerOf):
        return [str(to.manager_of)]
    if isinstance(to, Shares):
        return [str(column) for column in to.shares]
    if isinstance(to, FirstOf):
        return [str(rule.to) for rule in to.first_of]
    return ["owner"] if isinstance(to, Team) else []
