"""A plan read aloud.

1. Every key has its sentence, with the numbers and expressions of the plan.
2. Nothing that is written is left out: every value of every plan of the project stands in its reading.
3. A key that has no sentence of its own is read as it stands.
"""

from collections.abc import Iterator

import pytest

from attain.documents import Node, YamlList, YamlMap
from attain.plans import Plan, read_plan
from attain.questions.aloud import read_aloud
from attain.questions.aloud.words import sentence, spoken
from tests.plans.workspaces import plans_of_the_project

HEAD = "plan: p\ncurrency: USD\neffective: {from: 2026-01-01}\n"
COMPONENT = "components:\n  c:\n    credit: {source: deals}\n    rate: 5%\n"
PROJECT = list(plans_of_the_project())
# Words of the language that a sentence says in other words; the sentences below show how.
SAID_OTHERWISE = {
    "kind", "recoverable", "draft", "overlay", "policy", "attainment", "starting", "paid_at", "per", "group", "seen",
    "carry_negative", "excess", "beyond", "boundary", "partial", "prorate", "first_day", "carry", "mode", "method",
    "advance", "times", "levels", "to", "else", "below", "count", "apply", "pays", "ties", "shares",
    "attribute",
}  # fmt: skip


def _plan(text: str) -> Plan:
    plan, problems = read_plan(HEAD + text, "plan.yaml")
    assert plan is not None, problems
    return plan


def _read(text: str, title: str) -> str:
    sections = {section.title: " ".join(section.sentences) for section in read_aloud(_plan(text))}
    return sections.get(title, "")


def _component(text: str) -> str:
    lines = "".join(f"    {line}\n" for line in text.strip().splitlines())
    extra = "" if "rate:" in text else "    rate: 5%\n"
    credit = "" if text.startswith("credit:") else "    credit: {source: deals}\n"
    return _read(f"components:\n  c:\n{credit}{lines}{extra}", "c")


CREDITED = {
    "credit: {source: deals, where: is_won and type = 'New', dated: close_date, value: amount * 2, to: seller}": (
        "Credit deals where is_won and type = 'New', dated by close_date, worth amount * 2, to seller."
    ),
    "credit: {source: deals, to: split}": "worth amount, to the payees of its splits, by their shares.",
    "credit: {source: deals, to: {ae: 60%, sdr: {pay: 40%, quota: 0%, overlay: true}}}": (
        "60 % to ae and 40 % (of the quota 0 %) to sdr on top of the 100 %."
    ),
    "credit: {source: deals, to: {manager_of: owner}}": "to the manager of owner.",
    "credit: {source: deals, to: {manager_of: owner, levels: 2, as_of: credit}}": (
        "to the managers on the 2 levels above owner, as of the credit."
    ),
    "credit: {source: deals, to: {team: payee.team}}": "to everybody of the team payee.team.",
    "credit: {source: deals, to: {first_of: [{to: partner, when: region = 'EMEA'}, owner]}}": (
        "to the first named of partner when region = 'EMEA' and owner."
    ),
    "credit: other": "Take the credits of other.",
}
MEASURED = {
    "measure: {sum: arr, per: quarter, against: bookings, owner: payee.team}": (
        "Sum arr per quarter, against bookings, for each payee.team."
    ),
    "measure: {count: transactions, per: ever, owner: all}": "Count transactions for ever, for all together.",
    "measure: {ratio: amount - cost, over: amount, per: plan}": "Divide amount - cost by amount over the whole plan.",
    "measure: {last: score, per: transaction, group: month, round: {to: 1%, mode: up}}": (
        "Take the last score deal by deal. All credits of a month move it together. "
        "It is rounded up to 1 % before bounds are compared."
    ),
    "measure: {sum: value, per: year, credit: [a, b]}": "It is fed by the credits of a and b.",
    "measure: {sum: value, per: year, credit: {source: visits}}": (
        "It is fed by every row of visits, dated by the source's own date, worth amount, to owner."
    ),
    "measure: bookings": "Read it on the measure bookings.",
}
RATED = {
    "rate: 8%": "Pay 8 %.",
    "rate: {kind: flat_rate, of: target_incentive, pay: 50%}": "Pay 50 % of target_incentive.",
    "rate: {kind: flat_rate, by: term, pay: {1: 10%, else: 12.5%}}": "Pay 10 % where term is 1 and 12.5 % otherwise.",
    "rate: {kind: per_unit, pay: 40}": "Pay 40 for each unit.",
    "rate: {kind: marginal_tiers, tiers: [{from: 0%, pay: 8%}, {from: 100%, pay: 12%}]}": (
        "Pay each stretch at its own rate: 8 % from 0 %, 12 % from 100 %."
    ),
    "rate: {kind: whole_tiers, boundary: above, tiers: [{from: 0, pay: 5%}, {from: 100000, pay: 8%}]}": (
        "Pay everything at the rate reached: 5 % from 0, 8 % from 100,000. A bound counts only beyond it, not on it."
    ),
    "rate: {kind: whole_tiers, tiers: {table: levels, by: [payee, month]}}": (
        "Pay everything at the rate reached: tiers of the table levels by payee and month."
    ),
    "rate: {kind: step_bonus, steps: [{at: 100%, pay: 500}, {at: 120%, pay: 1200}]}": (
        "Pay once for the highest step reached: 500 at 100 %, 1,200 at 120 %."
    ),
    "rate: {kind: step_bonus, every: 10%, pay: 100, above: 50%}": "Pay 100 at every 10 % above 50 %.",
    "rate: {kind: interpolated, of: ti, points: [[50%, 25%], [50%, 50%], [100%, 100%]], below: 10%, beyond: extend}": (
        "Pay along straight lines, in shares of ti: 25 % at 50 %, 50 % at 50 %, 100 % at 100 %. Below the first point "
        "it pays 10 %; beyond the last the last line goes on. "
        "Where two points stand at one place it jumps, and the later one holds there."
    ),
    "rate: {kind: matrix, apply: marginal, dimensions: [{measure: year, from: [0%, 100%]}], pay: [8%, 12%]}": (
        "Pay each piece of a credit by its own cell: 8 % at year from 0 %; 12 % at year from 100 %."
    ),
    "rate: {kind: matrix, dimensions: [{value: term, from: [9]}, {by: type, in: [A, else]}], pay: [[1%, 2%]]}": (
        "Pay everything by the cell reached: 1 % at term from 9, type A; 2 % at term from 9, type anything else."
    ),
    "rate: {kind: matrix, pays: payout, of: ti, dimensions: [{measure: year, from: [80%]}], pay: [50%]}": (
        "Pay for the cell reached of ti: 50 % at year from 80 %."
    ),
}
CHANGED = {
    "modifiers: [{gate: attainment >= 50%}]": "Paid only when attainment >= 50%, otherwise nothing.",
    "modifiers: [{gate: {when: is_signed, else: 25%, seen: at_credit}}]": (
        "Paid only when is_signed, otherwise 25 % of it (seen right after the credit)."
    ),
    "modifiers: [{multiplier: {by: 150%, when: term_months >= 24}}, {cap: {at: 20000, per: quarter}}]": (
        "Times 150 % when term_months >= 24. At most 20,000 per quarter."
    ),
    "modifiers: [{kicker: {add: 25, when: type = 'Renewal'}}, {floor: {at: 150}}]": (
        "Plus 25 when type = 'Renewal'. At least 150 for each deal."
    ),
    "modifiers: [{cap: {at: 100, per: month, when: is_new, excess: banked}}]": (
        "At most 100 per month when is_new. What is cut off is paid in the next windows that have room."
    ),
    "release: [{share: 50%, when: signed_on}, {share: 50%, when: paid_on, times: 6, every: quarter, advance: true}]": (
        "Release 50 % on signed_on and 50 % in advance in 6 equal parts, one every quarter from paid_on on."
    ),
    "release: {per: receipts, share: receipt.amount / amount}": (
        "For each of its receipts release receipt.amount / amount on its own date."
    ),
    "holds: [{when: disputed, until: settled_on, reason: in dispute}, {when: is_new, reason: new}]": (
        "When disputed, it is held until settled_on: in dispute. When is_new, it is held until further notice: new."
    ),
    "earned: {over: 12 months, from: issued_on, until: lapsed_on, partial: does_not}": (
        "Earned in equal parts over 12 months from issued_on on, until lapsed_on; "
        "a month that has begun does not count."
    ),
    "clawback: {when: gone < won + 90 days, dated: gone, policy: rerate, share: 50%, attainment: kept, reason: why}": (
        "When gone < won + 90 days, everything is calculated again without it, dated by gone. Of it 50 % goes back. "
        "The measure keeps it. The statement gives as reason why."
    ),
    "clawback: {when: gone, dated: gone_on, decay: {points: [[90, 100%], [365, 0%]]}}": (
        "When gone, what was paid for it goes back, dated by gone_on. By its age, what goes back is 100 % at 90 days "
        "and 0 % at 365 days, in a straight line from one to the next; after that nothing."
    ),
    "clawback: {when: gone, dated: gone_on, decay: {age: months, from: won, steps: [{before: 3, share: 50%}]}}": (
        "By its age after won, what goes back is 50 % before 3 months; after that nothing."
    ),
    "statement: New business": "Statements call it New business.",
    "clause: 4.2": "Clause 4.2.",
    "accept: [{finding: LINT102, because: the jump is the point}]": "LINT102 is accepted: the jump is the point.",
}
SETTLED = {
    "draw: {tops_up_to: 4000, recoverable: true, while: payee.tenure_months < 6}": (
        "Top up to 4,000 per pay period while payee.tenure_months < 6. It is paid back with 100 % of what is earned "
        "beyond the draw while it runs, from the next pay period on."
    ),
    "draw: {adds: 4000, recoverable: false, paid_at: start}": (
        "Add 4,000 per pay period, at its start. It is not paid back."
    ),
    "draw: {adds: 1, recoverable: true, recover: {starting: same_period, percent: 50%, keep: 0, until: 2026-06-01}}": (
        "It is paid back with 50 % of what is earned beyond 0, from the same pay period on. "
        "From 2026-06-01 on nothing is recovered."
    ),
    "cap: {at: 9000, per: quarter, excess: banked}": "Pay at most 9,000 per quarter; what is cut off is kept",
    "clawbacks: {percent: 50%, keep: 1000, at: 500}": (
        "Of what goes back one payment takes at most 50 % of what is earned beyond 1,000, and at most 500; the rest "
        "waits for later payments."
    ),
    "carry_negative: forgiven": "A negative payment is forgiven.",
}
TARGETS = {
    "{amount: 100000, per: quarter, ramp: [50%, 75%, 100%]}": (
        "The target quota is 100,000 per quarter, 50 % of it in the first month of tenure, 75 % in the second and "
        "100 % from the third on."
    ),
    "{per: year, season: [20%, 20%, 20%, 40%]}": (
        "The target quota is as the target table has it per year, seasoned 20 %, 20 %, 20 % and 40 %."
    ),
    "{amount: 1, per: month, prorate: whole_months, first_day: excluded, round: 1, when_zero: 100%}": (
        "It is counted by whole months for a part of it, without the first day. It is rounded to 1. "
        "Attainment of a target of 0 is 100 %."
    ),
    "{amount: 1, per: month, carry: shortfall, clause: 7}": "What was missed is added to the next. Clause 7.",
}
HEADS = {
    "title: Sales\nassign: {where: \"payee.title = 'AE'\"}\npay_period: quarter\n": (
        "The plan p pays in USD from 2026-01-01 on, settled per quarter. On it is everybody with payee.title = 'AE'."
    ),
    "title: Sales\nalongside: [a, b]\norder: [rank]\ncontinues: a\n": (
        "The running measures of a go on in it. It may pay the same deals as a and b. "
        "Credits of one date come in the order of rank."
    ),
    "title: Sales\nrounding: {to: 0.05, mode: half_even, method: per_line}\ndraft: true\n": (
        "It is a draft and not calculated yet. Amounts are rounded to 0.05, a half to the even, each line alone."
    ),
    "title: Sales\naccept: [{finding: LINT112, because: it is kept}]\n": "LINT112 is accepted: it is kept.",
}


@pytest.mark.parametrize(("text", "said"), [*CREDITED.items(), *MEASURED.items(), *RATED.items(), *CHANGED.items()])
def test_a_component_is_read(text: str, said: str) -> None:
    assert said in _component(text)


@pytest.mark.parametrize(("text", "said"), SETTLED.items())
def test_the_payment_is_read(text: str, said: str) -> None:
    assert said in _read(f"{COMPONENT}payment: {{{text}}}\n", "payment")


def test_the_holds_of_a_plan_are_read() -> None:
    text = f"{COMPONENT}holds: [{{when: payee.is_new, until: payee.hired, reason: a new payee}}]\n"
    assert _read(text, "holds") == "When payee.is_new, it is held until payee.hired: a new payee."


@pytest.mark.parametrize(("text", "said"), TARGETS.items())
def test_a_target_is_read(text: str, said: str) -> None:
    assert said in _read(f"targets: {{quota: {text}}}\n{COMPONENT}", "targets")


@pytest.mark.parametrize(("text", "said"), HEADS.items())
def test_the_head_is_read(text: str, said: str) -> None:
    assert said in _read(text + COMPONENT, "Sales")


def test_tables_and_examples_are_read() -> None:
    text = (
        f"tables: {{factors: {{north: 110%, else: 100%}}}}\n{COMPONENT}examples: [{{title: One, expect: {{c: 1}}}}]\n"
    )
    assert _read(text, "tables") == "The table factors has north: 110 %; else: 100 %."
    assert _read(text, "examples") == "One."


@pytest.mark.parametrize("number", range(len(PROJECT)), ids=[name for name, _, _ in PROJECT])
def test_nothing_that_is_written_is_left_out(number: int) -> None:
    _, plan, _ = PROJECT[number]
    text = " ".join(said for section in read_aloud(plan) for said in [section.title, *section.sentences])
    missing = [value for value in _values(plan.node) if value not in text and sentence(value) not in text]
    assert missing == []


def _values(node: Node, key: str = "") -> Iterator[str]:
    """The values of a document as a reading writes them; of examples only the titles."""
    if isinstance(node, YamlMap):
        for name, below in node.items():
            if name == "examples":
                yield from (spoken(example["title"]) for example in below if isinstance(example, YamlMap))
            elif name not in SAID_OTHERWISE or isinstance(below, (YamlMap, YamlList)):
                yield from _values(below, name)
    elif isinstance(node, YamlList):
        for below in node:
            yield from _values(below, key)
    else:
        yield spoken(node)
