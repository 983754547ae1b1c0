"""A small workspace and plan, in which an example is the only thing that differs from test to test."""

from textwrap import indent

from attain.diagnostics import Diagnostic
from attain.documents import read_yaml, validate
from attain.periods import Calendar
from attain.plans import read_plan
from attain.questions.examples import ExampleResult, run_examples
from attain.questions.examples.given import Setting
from attain.sources import WorkspaceConfig

WORKSPACE = """\
currency: USD
sources:
  deals:
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, partner: payee, region: text, amount: money, cash_on: date}
    children: {splits: {key: id, columns: {payee: payee, share: percent}}}
  visits: {key: [id], as_of: held_on, columns: {id: text, held_on: date, owner: payee}}
"""

PLAN = """\
plan: executives
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: "payee.title = 'Executive'"}
targets:
  quota: {amount: 1000, per: quarter}
tables:
  factors: {north: 110%, else: 100%}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate:
      kind: marginal_tiers
      tiers: [{from: 0%, pay: 10%}, {from: 100%, pay: 20%}]
    modifiers: [{multiplier: {by: "lookup('factors', coalesce(region, 'none'))"}}]
    release: [{share: 50%, when: closed_on}, {share: 50%, when: cash_on}]
payment: {draw: {tops_up_to: 100, recoverable: true}}
examples:
"""
FIRST_LINE = PLAN.count("\n") + 1


def run(example: str, plan: str = PLAN, workspace: str = WORKSPACE) -> ExampleResult:
    """Run one example, written as the block below ``examples:``; its first line is line ``FIRST_LINE``."""
    node, _ = read_yaml(workspace, "attain.yaml")
    assert node is not None
    config, problems = validate(WorkspaceConfig, node, "attain.yaml")
    assert config is not None, problems
    read, problems = read_plan(plan + indent(example, "  "), "plans/executives.yaml")
    assert read is not None, problems
    (result,) = run_examples(Setting(read, config, Calendar()))
    return result


def said(result: ExampleResult) -> list[tuple[str, int, str]]:
    """Return code, line of the example (1 is its title) and text of each difference."""
    return [_said(one) for one in result.differences]


def _said(one: Diagnostic) -> tuple[str, int, str]:
    assert one.where.file == "plans/executives.yaml"
    assert one.where.line
    return one.code, one.where.line - FIRST_LINE + 1, one.what
