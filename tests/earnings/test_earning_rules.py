"""How a plan writes modifiers, releases and clawbacks, and what is meant when nothing is said."""

import pytest

from attain.documents import Model, read_yaml, validate
from attain.earnings import KINDS, MODIFIERS, POLICIES, Clawback, Earned, Modifier, Release, ReleaseByChild, Releases
from attain.earnings.model import CapItem, FloorItem, GateItem, KickerItem, MultiplierItem


class Component(Model):
    """The part of a component that is about earnings."""

    modifiers: tuple[Modifier, ...] = ()
    release: Releases = ()
    earned: Earned | None = None
    clawback: Clawback | None = None


def read(text: str) -> Component:
    """Read the part from its YAML."""
    node, problems = read_yaml(text, "plan.yaml")
    assert node is not None, problems
    made, problems = validate(Component, node, "plan.yaml")
    assert made is not None, problems
    return made


def test_the_kinds_are_modifiers_and_policies() -> None:
    assert list(MODIFIERS) == ["gate", "multiplier", "kicker", "cap", "floor"]
    assert list(POLICIES) == ["original_rate", "rerate", "unwind", "unearned"]
    assert list(KINDS) == [*MODIFIERS, *POLICIES]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("gate: attainment >= 80%", GateItem),
        ("multiplier: {by: 150%}", MultiplierItem),
        ("kicker: {add: 2%}", KickerItem),
        ("cap: {at: 500}", CapItem),
        ("floor: {at: 150}", FloorItem),
    ],
)
def test_a_modifier_is_told_by_its_word(text: str, kind: type) -> None:
    (item,) = read(f"modifiers: [{{{text}}}]").modifiers
    assert isinstance(item, kind)


def test_a_gate_may_be_its_condition_alone() -> None:
    short, full = read("modifiers: [{gate: a > 1}, {gate: {when: a > 1, else: 50%, seen: at_credit}}]").modifiers
    assert isinstance(short, GateItem)
    assert isinstance(full, GateItem)
    assert (str(short.gate.when), short.gate.else_.value, short.gate.seen) == ("a > 1", 0, "period_end")
    assert (full.gate.else_.value * 2, full.gate.seen) == (1, "at_credit")


def test_modifiers_are_about_single_transactions_and_see_the_end_of_the_period() -> None:
    items = read("modifiers: [{multiplier: {by: 2}}, {kicker: {add: 2%}}, {cap: {at: 5}}, {floor: {at: 5}}]").modifiers
    multiplier, kicker, cap, floor = (next(iter(dict(item).values())) for item in items)
    assert [part.seen for part in (multiplier, kicker, cap, floor)] == ["period_end"] * 4
    assert [part.when for part in (multiplier, kicker, cap, floor)] == [None] * 4
    assert (cap.per, cap.excess, floor.per) == ("transaction", "lost", "transaction")


def test_releases_are_a_list_or_follow_a_child_table() -> None:
    parts = read(
        "release: [{share: 75%, when: earned_on}, {share: 25%, when: review, times: 3, every: quarter}]"
    ).release
    assert isinstance(parts, tuple)
    assert all(isinstance(part, Release) for part in parts)
    assert [(part.times, part.every, part.advance) for part in parts] == [(1, "month", False), (3, "quarter", False)]
    child = read("release: {per: receipts, share: receipt.amount / amount}").release
    assert isinstance(child, ReleaseByChild)
    assert (str(child.per), child.when) == ("receipts", None)


def test_a_clawback_takes_everything_back_at_the_original_rate() -> None:
    clawback = read("clawback: {when: cancelled, dated: cancelled_on}").clawback
    assert clawback is not None
    assert (clawback.policy, clawback.attainment, str(clawback.share)) == ("original_rate", "reversed", "100%")


def test_what_is_earned_over_months_counts_a_month_that_has_begun() -> None:
    earned = read("earned: {over: 12 months, from: starts_on}").earned
    assert earned is not None
    assert (earned.partial, str(earned.from_), earned.until) == ("counts", "starts_on", None)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("modifiers: [{cup: 5}]", "'cup' is not a kind"),
        ("modifiers: [5]", "a mapping of keys"),
        ("modifiers: [{cap: {at: 5, excess: kept}}]", "'kept' is not a word it knows"),
        ("clawback: {when: cancelled}", "'dated' is missing"),
        ("release: [{share: 50, when: earned_on}]", "'50' is not a percent"),
        ("release: [{share: 50%, when: earned_on, times: 0}]", "too small"),
    ],
)
def test_what_is_not_understood_is_said(text: str, what: str) -> None:
    node, _ = read_yaml(text, "plan.yaml")
    assert node is not None
    made, problems = validate(Component, node, "plan.yaml")
    assert made is None
    assert any(what in problem.what for problem in problems), problems
