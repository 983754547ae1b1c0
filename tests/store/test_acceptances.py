"""Plans and targets are accepted by their payees, by the hashes of both, and again when one of them changes."""

from pathlib import Path

import pytest

from attain_web.actions import planning
from attain_web.actions.acting import Refused
from attain_web.actions.agreeing.acceptances import accept_terms, acceptances, ask_acceptances, decline_terms
from attain_web.actions.closing import periods
from attain_web.actions.importing import import_workspace
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans
from tests.store.small import CONFIG, PLAN

JANUARY = "2026-01"
TARGETS = "name,payee,title,period,amount\nquota,ana,,2026,100000\nquota,,AE,2026,80000\n"
SETTINGS = """\
targets:
  file: data/targets.csv
  columns: {name: text, payee: payee, title: text, period: text, amount: money}
closing: {plans_accepted: true}
"""
WITH_QUOTA = PLAN.replace("components:", "targets:\n  quota: {per: year}\ncomponents:")


def write_targets(workspace: Path, text: str) -> None:
    (workspace / "data" / "targets.csv").write_text(text, encoding="utf-8")
    import_workspace(workspace, acting_user="dana")


def states(workspace: Path) -> dict[str, str]:
    return {one.terms.payee_id: one.state for one in acceptances(workspace)}


@pytest.fixture
def planned(workspace: Path) -> Path:
    """The workspace with targets, and a period that waits for acceptances."""
    (workspace / "attain.yaml").write_text(CONFIG + SETTINGS, encoding="utf-8")
    (workspace / "plans" / "sales.yaml").write_text(WITH_QUOTA, encoding="utf-8")
    write_targets(workspace, TARGETS)
    approve_plans(workspace)
    return workspace


def test_a_payee_accepts_plan_and_target_by_their_hashes(planned: Path) -> None:
    assert states(planned) == {"ana": "new", "bo": "new"}
    with pytest.raises(Refused, match="'accept' does not follow 'new'"):
        accept_terms(planned, "sales", "ana", acting_user="ana")
    assert len(ask_acceptances(planned, acting_user="dana")) == 2
    assert ask_acceptances(planned, acting_user="dana") == [], "nobody is asked twice"
    with pytest.raises(Refused, match="'accept' is for the person it is about"):
        accept_terms(planned, "sales", "ana", acting_user="bo")
    step = accept_terms(planned, "sales", "ana", acting_user="ana")
    (ana, bo) = acceptances(planned)
    assert step.details == {"plan_hash": ana.terms.plan_hash, "targets_hash": ana.terms.targets_hash}
    assert ana.terms.plan_hash == planning.version_of("sales").hash
    assert [row["amount"] for row in ana.terms.targets] == ["100000", "80000"], "her own, and those of the title"
    assert [row["amount"] for row in bo.terms.targets] == ["80000"]
    with pytest.raises(Refused, match="'decline' needs a reason"):
        decline_terms(planned, "sales", "bo", acting_user="bo", reason=" ")
    decline_terms(planned, "sales", "bo", acting_user="bo", reason="the target is too high")
    assert [(one.state, one.reason) for one in acceptances(planned)] == [
        ("accepted", ""),
        ("declined", "the target is too high"),
    ]


def test_a_changed_target_asks_those_again_whose_it_is(planned: Path) -> None:
    ask_acceptances(planned, acting_user="dana")
    for payee in ("ana", "bo"):
        accept_terms(planned, "sales", payee, acting_user=payee)
    shown = acceptances(planned)[0].terms
    write_targets(planned, TARGETS.replace("100000", "120000"))
    assert states(planned) == {"ana": "asked", "bo": "accepted"}
    with pytest.raises(Refused, match="changed meanwhile"):
        accept_terms(planned, "sales", "ana", acting_user="ana", seen=shown.shown)
    accept_terms(planned, "sales", "ana", acting_user="ana")
    assert states(planned) == {"ana": "accepted", "bo": "accepted"}


def test_another_text_of_the_plan_asks_everybody_again(planned: Path) -> None:
    ask_acceptances(planned, acting_user="dana")
    for payee in ("ana", "bo"):
        accept_terms(planned, "sales", payee, acting_user=payee)
    (planned / "plans" / "sales.yaml").write_text(WITH_QUOTA.replace("10%", "9%"), encoding="utf-8")
    approve_plans(planned)
    assert states(planned) == {"ana": "asked", "bo": "asked"}
    periods.calculate_period(planned, JANUARY, acting_user="dana")
    last = [one.step for one in acceptances(planned)]
    assert [step.action for step in last if step] == ["terms_changed", "terms_changed"], "said by itself"


def test_a_period_waits_for_everybody(planned: Path) -> None:
    periods.calculate_period(planned, JANUARY, acting_user="dana")
    periods.review_period(JANUARY, acting_user="dana")
    with pytest.raises(Refused, match=r"'plans_accepted': ana \(sales\), bo \(sales\) did not accept"):
        periods.approve_period(JANUARY, acting_user="eve")
    ask_acceptances(planned, acting_user="dana")
    accept_terms(planned, "sales", "ana", acting_user="ana")
    assert periods.approval_checks(JANUARY) == [
        ("plans_accepted", "bo (sales) did not accept plan and target"),
    ]
    accept_terms(planned, "sales", "bo", acting_user="bo")
    assert periods.approve_period(JANUARY, acting_user="eve").state == "approved"


def test_whoever_leaves_the_plan_is_not_waited_for(planned: Path) -> None:
    ask_acceptances(planned, acting_user="dana")
    (planned / "data" / "roster.csv").write_text("payee,title\nana,AE\n", encoding="utf-8")
    (planned / "data" / "deals.csv").write_text("id,closed_on,owner,amount\nD1,2026-01-10,ana,1000\n", encoding="utf-8")
    import_workspace(planned, acting_user="dana")
    assert states(planned) == {"ana": "asked"}
    periods.calculate_period(planned, JANUARY, acting_user="dana")
    from attain_web.actions.agreeing.acceptances import acceptance

    assert acceptance("sales", "bo").state == "ended"


def test_the_commands(planned: Path) -> None:
    assert attain("plan", "acceptances", planned) == "sales ana: not asked\nsales bo: not asked\n"
    assert attain("plan", "ask", planned, "--as", "dana") == "2 acceptances asked for\n"
    assert attain("plan", "accept", planned, "sales", "ana", "--as", "ana") == "sales/ana is accepted\n"
    assert attain("plan", "decline", planned, "sales", "bo", "--reason", "no", "--as", "bo") == "sales/bo is declined\n"
    assert attain("plan", "acceptances", planned, "--open") == "sales bo: declined, because no\n"
    assert [row["state"] for row in said("plan", "acceptances", planned)] == ["accepted", "declined"]
