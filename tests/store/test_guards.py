"""What was written stays written: by every role, the owner included, and by the ORM too."""

from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connections, transaction

from attain_web.actions.importing import import_workspace
from attain_web.databases import ALIASES
from attain_web.store.embedded import Secrets
from attain_web.store.models import AuditRow, Batch, Fact
from tests.store.conftest import entered

ERASABLE = {"free_text", "person_salt", "attachment"}  # people's own words, which may have to go
SUMS = {"ledger_standing", "ledger_position"}  # kept up to date from the entries, and verified against them
DERIVED = {"visible", "period_span"}  # filled anew whenever roles or the roster change
KEPT = sorted({model._meta.db_table for model in apps.get_app_config("store").get_models()} - SUMS - DERIVED)


def statements(alias: str, table: str) -> list[str]:
    """Every way to change or remove rows of a table: each of its columns, and all of it."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
        columns = [name for (name,) in cursor.fetchall()]
    assert columns
    updates = [f'UPDATE {table} SET "{name}" = "{name}"' for name in columns]  # noqa: S608 -- names of the catalogue
    removals = [] if table in ERASABLE and alias in {"owner", "engine"} else [f"DELETE FROM {table}"]  # noqa: S608 -- the same
    return [*removals, f"TRUNCATE {table} CASCADE", *updates]


def test_every_role_is_refused_everywhere(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    assert len(KEPT) > 10
    expected = dict.fromkeys(ALIASES, "permission denied") | {"owner": "is append-only"}
    seen: list[tuple[str, str, str]] = []
    for alias in ALIASES:
        for table in KEPT:
            for statement in statements(alias, table):
                said = refusal_of(alias, statement)
                if expected[alias] not in said:
                    seen.append((alias, statement, said))
    assert seen == []


def refusal_of(alias: str, statement: str) -> str:
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(statement)
    except (IntegrityError, ProgrammingError) as refused:
        return str(refused)
    return "it was done"


def test_the_administrator_is_refused_too(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    secrets = Secrets.read(workspace / "var")
    assert secrets is not None
    with entered(secrets, secrets.database) as connection:
        for statement in statements("owner", "fact"):
            with pytest.raises(psycopg.errors.RestrictViolation, match="fact is append-only"):
                connection.execute(statement)


def test_the_orm_is_refused(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    for found in (Fact, Batch, AuditRow):
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic(using="owner"):
            found.objects.using("owner").all().delete()
    row = AuditRow.objects.using("owner").get(entry_no=1)
    row.acting_user = "somebody else"
    with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
        row.save(using="owner")


def test_nobody_of_the_application_is_a_superuser(workspace: Path) -> None:
    assert workspace.exists()
    for alias, role in ALIASES.items():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (role, False)


def test_the_auditor_reads_and_writes_nothing(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    with connections["audit"].cursor() as cursor:
        for table in (*KEPT, *SUMS):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 -- a name from a list above
        with pytest.raises(ProgrammingError):
            cursor.execute("INSERT INTO config_version VALUES ('x', '{}')")
