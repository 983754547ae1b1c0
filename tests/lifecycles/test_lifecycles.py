"""Who may take which step: the tables of the page, and every way to be refused."""

import re
from dataclasses import replace

import pytest

from attain.diagnostics import render_text
from attain.lifecycles import (
    LIFECYCLES,
    PERIOD,
    ROLES,
    STATEMENT,
    Actor,
    Attempt,
    Lifecycle,
    Outcome,
    Step,
    Taken,
    attempt,
)
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "behaviours" / "lifecycles.md").read_text("utf-8")
EVERYBODY = frozenset(ROLES)
ANA, BO = Actor("ana", EVERYBODY), Actor("bo", EVERYBODY)
SYSTEM = Actor("system", frozenset(), is_system=True)
EVERY_STEP = [
    (lifecycle, step, source)
    for lifecycle in LIFECYCLES.values()
    for step in lifecycle.steps
    for source in step.sources
]


def codes(outcome: Outcome) -> list[str]:
    return [refusal.code for refusal in outcome.refusals]


def good_attempt(step: Step) -> tuple[Attempt, tuple[Taken, ...]]:
    """An attempt that nothing stands in the way of, and the history it needs."""
    actor = ANA if step.roles else SYSTEM
    subjects = ("ana",) if step.is_of_subject else ("somebody",)
    history = tuple(Taken(step.action, f"helper {number}") for number in range(step.people - 1))
    return Attempt(step.action, actor, "because", subjects), history


def rows_of_the_page(lifecycle: Lifecycle) -> list[tuple[str, ...]]:
    section = PAGE.split(f"### {lifecycle.thing.replace('_', ' ')}\n")[1].split("###")[0]
    return [
        tuple(cell.strip() for cell in row.split("|"))
        for row in re.findall(r"^\| (\w+ \| .+) \|$", section, re.MULTILINE)[1:]
    ]


def row_of(step: Step) -> tuple[str, ...]:
    rules = [f"not who did: {', '.join(step.apart_from)}"] if step.apart_from else []
    rules += [f"{step.people} people"] if step.people > 1 else []
    rules += ["a reason"] if step.needs_reason else []
    rules += ["one's own"] if step.is_of_subject else []
    rules += ["not one's own"] if step.is_not_of_subject else []
    rules += [f"settled: {', '.join(step.checks)}"] if step.checks else []
    who = ", ".join(step.roles) or "by itself"
    return step.action, ", ".join(step.sources), step.target, who, "; ".join(rules) or "–"


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=lambda one: one.thing)
def test_the_page_shows_the_table(lifecycle: Lifecycle) -> None:
    assert rows_of_the_page(lifecycle) == [row_of(step) for step in lifecycle.steps]


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=lambda one: one.thing)
def test_a_table_hangs_together(lifecycle: Lifecycle) -> None:
    reached = {lifecycle.begins}
    for _ in lifecycle.steps:
        reached |= {step.target for step in lifecycle.steps if reached & set(step.sources)}
    assert reached == set(lifecycle.states)
    named = [(step.action, source) for step in lifecycle.steps for source in step.sources]
    assert len(named) == len(set(named))
    assert {role for step in lifecycle.steps for role in step.roles} <= EVERYBODY


@pytest.mark.parametrize(("lifecycle", "step", "source"), EVERY_STEP)
def test_a_step_is_taken_when_nothing_stands_in_its_way(lifecycle: Lifecycle, step: Step, source: str) -> None:
    wanted, history = good_attempt(step)
    assert attempt(lifecycle, source, history, wanted) == Outcome(step.target, is_waiting=False, refusals=())


@pytest.mark.parametrize(("lifecycle", "step", "source"), EVERY_STEP)
def test_every_rule_of_every_step_refuses(lifecycle: Lifecycle, step: Step, source: str) -> None:
    wanted, history = good_attempt(step)
    actor = wanted.actor

    def refused(changed: Attempt, past: tuple[Taken, ...] = history) -> list[str]:
        outcome = attempt(lifecycle, source, past, changed)
        assert outcome.state == source
        assert not outcome.is_taken
        return codes(outcome)

    stranger = Actor("eve", frozenset(ROLES) - set(step.roles))
    assert refused(replace(wanted, actor=stranger)) == ["LIFE102"]
    assert refused(replace(wanted, actor=ANA if actor.is_system else SYSTEM)) == ["LIFE102"]
    for action in step.apart_from:
        assert refused(wanted, (*history, Taken(action, "ana"))) == ["LIFE103"]
    if step.people > 1:
        assert refused(wanted, (*history, Taken(step.action, "ana"))) == ["LIFE103"]
    if step.needs_reason:
        assert refused(replace(wanted, reason="  ")) == ["LIFE105"]
    if step.is_of_subject:
        assert refused(replace(wanted, subjects=("bo",))) == ["LIFE102"]
    if step.is_not_of_subject:
        assert refused(replace(wanted, subjects=("bo", "ana"))) == ["LIFE104"]
    for check in step.checks:
        assert refused(replace(wanted, open_checks=[(check, "3 left")])) == ["LIFE106"]
    for other in set(lifecycle.states) - set(step.sources):
        if lifecycle.step(other, step.action) is None:
            assert codes(attempt(lifecycle, other, history, wanted)) == ["LIFE101"]


@pytest.mark.parametrize(
    ("thing", "action", "done"),
    [
        ("plan_version", "approve", "write"),
        ("period", "approve", "calculate"),
        ("period", "approve", "adjust"),
        ("period", "close", "calculate"),
        ("adjustment", "approve", "draft"),
        ("pay_run", "approve", "draft"),
    ],
)
def test_duties_are_separate_for_everybody(thing: str, action: str, done: str) -> None:
    lifecycle = LIFECYCLES[thing]
    (step,) = [step for step in lifecycle.steps if step.action == action]
    everything = Attempt(action, ANA, "because")
    assert codes(attempt(lifecycle, step.sources[0], [Taken(done, "ana")], everything)) == ["LIFE103"]
    assert attempt(lifecycle, step.sources[0], [Taken(done, "bo")], everything).is_taken


def test_nobody_approves_their_own_pay() -> None:
    own = Attempt("approve", ANA, subjects=["bo", "ana"])
    for thing, state in (("period", "in_review"), ("pay_run", "drafted"), ("adjustment", "drafted")):
        assert codes(attempt(LIFECYCLES[thing], state, [], own)) == ["LIFE104"]
    assert attempt(STATEMENT, "published", [], own).is_taken


def test_reopening_needs_two_people_and_a_reason() -> None:
    asked = attempt(PERIOD, "closed", [], Attempt("reopen", ANA, "a late deal"))
    assert (asked.state, asked.is_waiting, asked.is_taken) == ("closed", True, False)
    history = [Taken("reopen", "ana")]
    assert codes(attempt(PERIOD, "closed", history, Attempt("reopen", ANA, "a late deal"))) == ["LIFE103"]
    assert attempt(PERIOD, "closed", history, Attempt("reopen", BO, "yes")).state == "open"


def test_every_refusal_is_said_at_once() -> None:
    wanted = Attempt("approve", ANA, subjects=["ana"], open_checks=[("disputes_settled", "2 open"), ("tied_out", "x")])
    outcome = attempt(PERIOD, "in_review", [Taken("calculate", "ana")], wanted)
    assert render_text(outcome.refusals) == (
        "period (in_review)  LIFE103  ana did 'calculate' and may not 'approve'\n"
        "    why:  one person could pay whatever they like\n"
        "    fix:  ask somebody who had no part in it\n"
        "period (in_review)  LIFE104  'approve' would be about ana's own pay\n"
        "    why:  nobody approves what they are paid\n"
        "    fix:  ask somebody else\n"
        "period (in_review)  LIFE106  'approve' waits for 'disputes_settled': 2 open\n"
        "    why:  what is not settled would be closed over\n"
        "    fix:  settle it first"
    )


def test_a_step_that_does_not_follow_says_what_does() -> None:
    (refusal,) = attempt(PERIOD, "approved", [], Attempt("close", ANA)).refusals
    assert (refusal.what, refusal.fix) == ("'close' does not follow 'approved'", "possible is: reject, post")
    (ended,) = attempt(LIFECYCLES["pay_run"], "acknowledged", [], Attempt("export", ANA)).refusals
    assert ended.fix == "possible is: nothing"
