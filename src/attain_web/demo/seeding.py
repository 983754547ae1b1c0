"""The demo's past: two quarters closed and paid, one to be paid, one in review, and the one that is under way.

Everything is done by somebody through an action; nothing is written around them. What is there already is left alone.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attain_web.actions import planning
from attain_web.actions.closing import deciding, disputing, paying, periods, posting, statements
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role, granted, users_of
from attain_web.actions.running import calculate_run
from attain_web.actions.selling.forecasting import Wanted, adjust_forecast, submit_forecast
from attain_web.figures.workspace import workspace_now

SELLER, MANAGER, ADMIN, CONTROLLER, LEADER = (
    "linda.mitchell",
    "stephen.jiang",
    "paula.barreto",
    "laura.norman",
    "brian.welcker",
)
NAMES = {ADMIN: "Paula Barreto de Mattos", CONTROLLER: "Laura Norman"}
CLOSED, TO_PAY, IN_REVIEW, UNDER_WAY = "FY2014-Q1", "FY2014-Q2", "FY2014-Q3", "FY2014-Q4"
PAID_ON = date(2013, 9, 15)


def needs_seeding(workspace: Path) -> bool:
    """Whether this is a demo without a past; whoever gave the first role goes on by themselves."""
    return workspace_now(workspace).is_demo and not granted()


def seed(workspace: Path) -> None:
    """Make the past; a step that was cut short is gone on with."""
    import_workspace(workspace, acting_user=ADMIN)
    _let_in(workspace_now(workspace).names)
    for digest in planning.save_plans(workspace, acting_user=ADMIN).hashes.values():
        planning.move_plan(digest, "submit", acting_user=ADMIN)
        planning.move_plan(digest, "approve", acting_user=LEADER)
    for name in (CLOSED, TO_PAY, IN_REVIEW):
        periods.calculate_period(workspace, name, acting_user=ADMIN)
        periods.review_period(name, acting_user=ADMIN, note="Variances over 2,500 have a reason")
        statements.publish_statements(name, acting_user=ADMIN)
    for name in (CLOSED, TO_PAY):
        for payee in statements.statements_of(name):
            for user in users_of([payee]):
                statements.approve_statement(name, payee, acting_user=user)
        periods.approve_period(name, acting_user=LEADER)
        posting.post_period(workspace, name, acting_user=ADMIN)
        if name == CLOSED:
            _pay()
    posting.close_period(workspace, CLOSED, acting_user=CONTROLLER)
    paying.draft_pay_run(TO_PAY, acting_user=ADMIN)
    _leave_open()
    _forecast(workspace)
    calculate_run(workspace, acting_user=ADMIN)


def _let_in(names: Mapping[str, str]) -> None:
    """Give everybody an account and a role: the payees of the roster, and the people of the back office."""
    for user, name in NAMES.items():
        make_account(user, acting_user=ADMIN, name=name)
    users = {payee: _username(name) for payee, name in sorted(names.items()) if payee.isdigit()}
    for payee, user in users.items():
        make_account(user, acting_user=ADMIN, name=names[payee])
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role(CONTROLLER, "finance", acting_user=ADMIN)
    grant_role(LEADER, "leader", acting_user=ADMIN)
    for payee, user in users.items():
        if user != LEADER:
            grant_role(user, "payee", acting_user=ADMIN, payee_id=payee)
        if user in {MANAGER, "amy.alberts", "syed.abbas"}:
            grant_role(user, "manager", acting_user=ADMIN)


def _username(name: str) -> str:
    """Make a username of a name: the first and the second word.

    >>> _username("Ranjit Varkey Chudukatil"), _username("José Saraiva")
    ('ranjit.varkey', 'josé.saraiva')
    """
    return ".".join(name.lower().split()[:2])


def _pay() -> None:
    made = paying.draft_pay_run(CLOSED, acting_user=ADMIN).pay_run_id
    paying.approve_pay_run(made, acting_user=CONTROLLER)
    lines = paying.export_pay_run(made, acting_user=CONTROLLER)
    paying.acknowledge_pay_run(made, lines, acting_user=CONTROLLER, paid_on=PAID_ON)


def _leave_open() -> None:
    """Leave something for each to do: a dispute to answer, an adjustment to approve."""
    text = "Deal 65177 was handed over to me in December, and I closed it. I see no credit for it."
    disputing.raise_dispute(IN_REVIEW, "277", text, acting_user="jillian.carson", about="missing", about_id="65177")
    draft = deciding.Draft("adjustment", "283", IN_REVIEW, "USD", 75_000, "Trade fair in Seattle, agreed in January")
    deciding.draft_decisions([draft], acting_user=ADMIN)


def _forecast(workspace: Path) -> None:
    """Let two sellers forecast the quarter, and their manager adjust a number of one of them."""
    said = "Two renewals are as good as signed"
    submit_forecast(workspace, "275", UNDER_WAY, 900_000_00, said, acting_user="michael.blythe")
    submit_forecast(workspace, "277", UNDER_WAY, 1_150_000_00, acting_user="jillian.carson")
    wanted = Wanted("277", UNDER_WAY, "commit", 400_000_00, "One of her large deals waits for a budget until June")
    adjust_forecast(workspace, wanted, acting_user=MANAGER)
