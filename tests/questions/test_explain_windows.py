"""Results of windows are explained: what the pot was, which part, what each expression read, and what was paid before.

1. Every check holds, for every payee and pay period.
2. The arithmetic stands there in words.
3. What is released later is told where it is released.
"""

import pytest

from attain.questions.explain import explain_all
from attain.runs.workspace import calculate_opened, open_workspace
from attain.statements import Explanation
from tests.runs.making import write_windows

COMPONENTS = """\
  pool:
    measure: sales
    rate: {kind: pool, pot: 1000, among: attainment >= 50%}
    release: [{share: 50%, when: earned_on}, {share: 50%, when: earned_on + 1 month}]
  contest:
    measure: sales
    rate: {kind: rank_prize, prizes: [500, 300], among: sales.amount > 0, ties: min}
    modifiers: [{multiplier: {by: 150%, when: "payee.team = 'south'"}}, {cap: {at: 600}}]
  special:
    measure: sales
    rate: {kind: formula, pay: 1% * sales.amount + 10}
  variable:
    measure: scorecard
    rate: {kind: interpolated, of: target_incentive, points: [[0%, 0%], [100%, 100%]], beyond: extend}
  step:
    measure: scorecard
    rate: {kind: step_bonus, steps: [{at: 50%, pay: 20}, {at: 90%, pay: 70.05}]}
"""
Found = dict[tuple[str, str], Explanation]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder = write_windows(tmp_path_factory.mktemp("windows") / "workspace", COMPONENTS)
    opened = open_workspace(folder)
    results = calculate_opened(opened)
    assert results.is_usable, results.diagnostics
    return {(e.person.payee_id, e.period_id): e for e in explain_all(opened, results)}


def test_every_check_holds(found: Found) -> None:
    """Property 1."""
    assert len(found) > 10
    assert not [(key, check) for key, e in found.items() for check in e.checks if not check.holds]


@pytest.mark.parametrize(
    ("payee", "period", "words"),
    [
        ("ana", "2026-03", "one of 3 equal shares of the pot: $1,000.00 × 33.3333% = ≈$333.333333"),
        ("ana", "2026-03", "shared out to the minor unit, by largest remainder: ≈$0.006667"),
        ("ben", "2026-03", "a pot of 1000, shared equally, per quarter among attainment >= 50%"),
        ("cia", "2026-03", "place 1 of 3: $500.00"),
        ("cia", "2026-03", "multiplier: 150% when payee.team = 'south': × 150%, $500.00 to $750.00"),
        ("cia", "2026-03", "cap: 600: at most $600.00, $750.00 to $600.00"),
        ("ben", "2026-02", "the formula: $710.00"),
        ("ben", "2026-02", "$710.00 to date, less $10.00 entered before = $700.00"),
        ("ana", "2026-01", "between 0% and 100%, at 50%: $1,000.00 × 50% = $500.00"),
        ("ana", "2026-01", "sales.attainment 50%"),
        ("ana", "2026-01", "the step reached, at 50%: $20.00"),
    ],
)
def test_the_arithmetic_is_written_out(found: Found, payee: str, period: str, words: str) -> None:
    """Property 2."""
    assert words in found[payee, period].to_text()


def test_what_is_released_later_is_told_then(found: Found) -> None:
    """Property 3."""
    part = next(p for p in found["ana", "2026-04"].components if p.component_id == "pool")
    assert [(one.label, str(one.released_now)) for one in part.released] == [("2026-Q1", "16667/100")]
