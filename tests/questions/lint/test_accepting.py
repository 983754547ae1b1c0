"""Accepted findings.

1. A finding inside a component is accepted by that component or by the plan, and by no other component.
2. An accepted finding is listed with its reason, and is not counted among the open ones.
3. An acceptance has a code and a reason.
"""

import json

import pytest

from attain.diagnostics import render_json, render_text
from attain.diagnostics.render import summary
from attain.plans import read_plan
from tests.questions.lint.planting import HEAD, findings_in

CLIFF = """\
  {name}:
    credit: {{source: deals, where: type = '{name}'}}
    measure: {{sum: value, per: quarter}}
    rate: {{kind: whole_tiers, tiers: [{{from: 0, pay: 5%}}, {{from: 1000, pay: 8%}}]}}
"""
ACCEPT = "accept: [{finding: LINT102, because: the jump is the point}]\n"


def _plan(*names: str, after: str = "", at_plan: str = "") -> str:
    components = [CLIFF.format(name=name) + (f"    {ACCEPT}" if name == after else "") for name in names]
    return HEAD + at_plan + "components:\n" + "".join(components)


def test_a_component_accepts_what_stands_in_it() -> None:
    found = findings_in(_plan("one", "two", "three", after="two"))
    assert [(d.code, d.accepted) for d in found] == [
        ("LINT102", ""),
        ("LINT102", "the jump is the point"),
        ("LINT102", ""),
    ]


def test_the_plan_accepts_what_stands_anywhere() -> None:
    found = findings_in(_plan("one", "two", at_plan=ACCEPT))
    assert [d.accepted for d in found] == ["the jump is the point"] * 2


def test_an_accepted_finding_is_listed_and_counted_apart() -> None:
    found = findings_in(_plan("one", "two", after="two"))
    text = render_text(found)
    assert "LINT102 (warning)  cliff at 1000" in text
    assert "LINT102 (warning, accepted)  cliff at 1000" in text
    assert "    accepted:  the jump is the point" in text
    assert summary(found) == "1 warning, 1 accepted"
    assert [entry["accepted"] for entry in json.loads(render_json(found))] == [None, "the jump is the point"]


@pytest.mark.parametrize(
    ("accept", "said"),
    [
        ("[{finding: LINT102}]", "say why it is meant"),
        ("[{because: it is meant}]", "name the finding by its code"),
        ("[{finding: cliff, because: it is meant}]", "'cliff' is not the code of a finding"),
        ("[{finding: LINT102, because: ''}]", "the reason is empty"),
    ],
)
def test_an_acceptance_says_what_and_why(accept: str, said: str) -> None:
    plan, problems = read_plan(_plan("one", at_plan=f"accept: {accept}\n"), "plan.yaml")
    assert plan is None
    (problem,) = problems
    assert said in f"{problem.what} {problem.fix}"
    assert problem.where.line == 4
