"""Row-level security: with every check of the application away, the database still shows nobody else's pay."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import ProgrammingError, connections, transaction
from django.db.backends.utils import CursorWrapper

from attain_web.actions.access import seeing, seen_of, visible_payees
from attain_web.actions.acting import Refused
from attain_web.actions.agreeing.acceptances import ask_acceptances
from attain_web.actions.closing import deciding, disputing, periods
from attain_web.actions.closing.statements import approve_statement, publish_statements
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role, take_role
from attain_web.actions.running import calculate_run
from attain_web.actions.selling.forecasting import Wanted, adjust_forecast, submit_forecast
from attain_web.store.figures import TABLES, figures_in
from attain_web.store.models import Attachment, Leave
from tests.store.journey import approve_plans, finish, pay
from tests.store.small import write_small

JANUARY = "2026-01"
WHOSE = {  # whose a row of each fenced table is
    **dict.fromkeys(("ledger_entry", "ledger_standing", "ledger_position", "figures", "run_figures"), "payee_id"),
    **dict.fromkeys(("decision", "dispute", "leave", "pay_line"), "payee_id"),
    "ledger_line": "(SELECT payee_id FROM ledger_entry e WHERE e.entry_no = ledger_line.entry_no)",
    **dict.fromkeys(("free_text", "attachment"), "about"),
    "step": "CASE WHEN thing IN ('statement', 'acceptance') THEN split_part(thing_id, '/', 2) ELSE '' END",
    **dict.fromkeys(("forecast_submission", "forecast_adjustment"), "owner_id"),
}
ROSTER = "payee,title,manager\nana,AE,mia\nbo,AE,mia\nmia,VP,\n"


@pytest.fixture
def paid(workspace: Path) -> Path:
    """The small workspace with January paid, an adjustment and a dispute of each seller, and everybody's roles."""
    write_small(workspace)
    config = workspace.joinpath("attain.yaml")
    config.write_text(config.read_text("utf-8").replace("title: text}", "title: text, manager: payee}"), "utf-8")
    workspace.joinpath("data/roster.csv").write_text(ROSTER, encoding="utf-8")
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    for payee in ("ana", "bo"):
        draft = deciding.Draft("adjustment", payee, JANUARY, "USD", 100, f"agreed with {payee}")
        made = deciding.draft_decisions([draft], acting_user="dana")[0]
        deciding.approve_decision(made.decision_id, acting_user="eve")
    periods.review_period(JANUARY, acting_user="dana")
    publish_statements(JANUARY, acting_user="dana")
    for payee in ("ana", "bo"):
        approve_statement(JANUARY, payee, acting_user=payee)
    finish(workspace, JANUARY)
    pay(JANUARY)
    periods.calculate_period(workspace, "2026-02", acting_user="dana")
    for payee in ("ana", "bo"):
        disputing.raise_dispute("2026-02", payee, f"{payee} misses a deal", acting_user=payee)
        attached = {"salt": "", "dispute_id": "D-1", "name": "mail.txt", "content": b"", "written_by": payee}
        Attachment(digest=f"of {payee}", about=payee, **attached).save(using="engine", force_insert=True)
        days = {"starts_on": "2026-02-01", "ends_before": "2026-03-01", "policy": "keep_target", "acting_user": "dana"}
        leave = Leave(leave_id=f"of {payee}", payee_id=payee, at=datetime.now(UTC), **days)
        leave.save(using="engine", force_insert=True)
        submit_forecast(workspace, payee, "2026-Q1", 100, acting_user=payee)
        adjust_forecast(workspace, Wanted(payee, "2026-Q1", "commit", 100, "sure"), acting_user=payee)
    for user, role, payee in (
        ("olga", "admin", ""),
        ("fin", "finance", ""),
        ("u1", "payee", "ana"),
        ("u2", "payee", "bo"),
        ("u3", "payee", "mia"),
        ("u3", "manager", ""),
        ("pat", "manager", ""),
    ):
        grant_role(user, role, acting_user="olga", payee_id=payee)
    return workspace


def seen(cursor: CursorWrapper, table: str) -> set[str]:
    cursor.execute(f"SELECT DISTINCT {WHOSE[table]} FROM {table}")  # noqa: S608 -- names of this test
    return {payee for (payee,) in cursor.fetchall()} - {""}


@contextmanager
def nobody() -> Iterator[CursorWrapper]:
    with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
        yield cursor


@pytest.mark.parametrize(
    ("user", "people"),
    [
        ("u1", {"ana"}),
        ("u2", {"bo"}),
        ("u3", {"ana", "bo", "mia"}),
        ("pat", set[str]()),
        ("stranger", set[str]()),
        ("fin", {"ana", "bo", "mia"}),
        ("olga", {"ana", "bo", "mia"}),
    ],
)
@pytest.mark.usefixtures("paid")
def test_each_sees_their_own_people_in_every_table(user: str, people: set[str]) -> None:
    with connections["engine"].cursor() as cursor:
        whole = {table: seen(cursor, table) for table in WHOSE}
    assert all(len(own) > 1 for own in whole.values())
    with seeing(user) as cursor:
        found = {table: seen(cursor, table) for table in WHOSE}
    assert found == {table: own & people for table, own in whole.items()}


def test_figures_are_those_of_the_viewer(paid: Path) -> None:
    ran = calculate_run(paid, acting_user="olga")
    assert ran.run is not None
    with seeing("u1") as cursor:
        tables = figures_in(cursor, ran.run.run_id, tuple(TABLES))
    assert set(tables["payments"]["payee_id"]) == set(tables["credits"]["payee_id"]) == {"ana"}
    assert tables["periods"].height > 12, "what is nobody's is everybody's"


@pytest.mark.usefixtures("paid")
def test_without_a_viewer_there_is_nothing() -> None:
    with nobody() as cursor:
        for table in WHOSE:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 -- names of this test
            assert cursor.fetchone() == (0,)
    with seeing("fin") as cursor:
        assert seen(cursor, "pay_line") == {"ana", "bo"}
    with nobody() as cursor:
        assert seen(cursor, "pay_line") == set(), "a viewer ends with the transaction"


def test_who_was_a_manager_sees_no_more_and_who_loses_a_role(paid: Path) -> None:
    paid.joinpath("data/roster.csv").write_text(ROSTER.replace("bo,AE,mia", "bo,AE,"), encoding="utf-8")
    import_workspace(paid, acting_user="olga")
    with seeing("u3") as cursor:
        assert seen(cursor, "ledger_line") == {"ana"}
    take_role("u3", "manager", acting_user="olga")
    take_role("fin", "finance", acting_user="olga")
    for user in ("u3", "fin"):
        with seeing(user) as cursor:
            assert seen(cursor, "ledger_line") == set()


def test_a_former_manager_sees_the_periods_of_then_and_a_new_one_those_of_now(paid: Path) -> None:
    """Bo reported to mia until January was over, and to zoe since; the database and the application agree."""
    config = paid / "attain.yaml"
    config.write_text(
        config.read_text("utf-8").replace("manager: payee}", "manager: payee, from: date, before: date}"), "utf-8"
    )
    rows = "ana,AE,mia,,\nbo,AE,mia,,2026-02-01\nbo,AE,zoe,2026-02-01,\nmia,VP,,,\nzoe,VP,,,\n"
    paid.joinpath("data/roster.csv").write_text(f"payee,title,manager,from,before\n{rows}", encoding="utf-8")
    import_workspace(paid, acting_user="olga")
    grant_role("u4", "manager", acting_user="olga")
    grant_role("u4", "payee", acting_user="olga", payee_id="zoe")
    calculate_run(paid, acting_user="olga")
    ask_acceptances(paid, acting_user="olga")
    whole = {("bo", JANUARY), ("bo", "2026-02"), ("ana", JANUARY), ("ana", "2026-02")}
    with connections["engine"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT payee_id, period_id FROM ledger_entry")
        entries = set(cursor.fetchall())
    for user, own, expected in (
        ("u3", "mia", {("bo", JANUARY), ("ana", JANUARY), ("ana", "2026-02")}),
        ("u4", "zoe", {("bo", "2026-02")}),
    ):
        assert seen_of(user, whole) == expected
        for payee, period in whole:
            assert visible_payees(user, [payee], period) == ({payee} if (payee, period) in expected else set())
        with seeing(user) as cursor:
            cursor.execute("SELECT payee_id, period_id FROM decision UNION SELECT payee_id, period_id FROM dispute")
            assert set(cursor.fetchall()) == expected
            cursor.execute("SELECT DISTINCT payee_id, period_id FROM ledger_entry")
            assert set(cursor.fetchall()) == {one for one in entries if one in expected}
            cursor.execute("SELECT entry_no FROM ledger_line EXCEPT SELECT entry_no FROM ledger_entry")
            assert cursor.fetchall() == [], "lines are seen with their entry"
            steps = "SELECT DISTINCT thing_id FROM step WHERE thing = %s"
            cursor.execute(steps, ["statement"])
            assert {thing for (thing,) in cursor.fetchall()} == {f"{m}/{p}" for p, m in expected if m == JANUARY}
            cursor.execute(steps, ["acceptance"])
            people = {payee for payee, _ in expected}
            asked = {f"sales/{one}" for one in people | {own}}
            assert {thing for (thing,) in cursor.fetchall()} == asked, "what is of no period is of all of them"
            assert visible_payees(user, ["ana", "bo"]) == people
    with seeing("pat") as cursor:
        cursor.execute("SELECT count(*) FROM step WHERE thing = 'acceptance'")
        assert cursor.fetchone() == (0,)


@pytest.mark.usefixtures("paid")
def test_an_auditor_sees_everybody_and_a_system_admin_nobody() -> None:
    grant_role("audie", "auditor", acting_user="olga")
    grant_role("sam", "system_admin", acting_user="olga")
    with seeing("audie") as cursor:
        assert seen(cursor, "pay_line") == {"ana", "bo"}
    with seeing("sam") as cursor:
        assert seen(cursor, "pay_line") == set()
    with pytest.raises(Refused, match="olga does not give roles"):
        grant_role("pat", "leader", acting_user="olga")
    with pytest.raises(Refused, match="sam does not give or take roles of their own"):
        grant_role("sam", "finance", acting_user="sam")
    grant_role("pat", "leader", acting_user="sam")
    with pytest.raises(Refused, match="audie does not give roles"):
        take_role("pat", "leader", acting_user="audie")


@pytest.mark.usefixtures("paid")
def test_the_application_writes_none_of_it() -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), seeing("fin") as cursor:
        cursor.execute("INSERT INTO free_text VALUES ('0', '', 'a text', 'fin', 'ana')")


@pytest.mark.usefixtures("paid")
def test_every_table_with_a_payee_is_fenced() -> None:
    known = [model._meta for model in apps.get_app_config("store").get_models()]
    named = {one.db_table for one in known if {field.column for field in one.fields} & {"payee_id", "about"}}
    assert named - {"role_grant", "person_salt", "visible"} <= WHOSE.keys()
    with connections["engine"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert {table for (table,) in cursor.fetchall()} == WHOSE.keys()
