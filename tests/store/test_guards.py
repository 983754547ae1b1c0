"""What was written stays written: by every role, the owner included, and by the ORM too."""

from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction

from attain_web.actions.importing import import_workspace
from attain_web.databases import ALIASES
from attain_web.store.embedded import Secrets
from attain_web.store.models import AuditRow, Batch, Fact
from tests.store.conftest import entered

KEPT = (
    "audit",
    "batch",
    "config_version",
    "fact",
    "ledger_entry",
    "ledger_line",
    "period_step",
    "plan_step",
    "plan_version",
    "run",
    "signed_head",
    "token",
)


def statements(table: str) -> list[str]:
    kinds = ("DELETE FROM {0}", "TRUNCATE {0} CASCADE", "UPDATE {0} SET {1} = {1}")
    return [kind.format(table, COLUMN[table]) for kind in kinds]


COLUMN = dict.fromkeys(KEPT, "acting_user") | {
    "config_version": "hash",
    "fact": "cells",
    "ledger_entry": "cause",
    "ledger_line": "account",
    "signed_head": "signature",
}


def test_every_role_is_refused_everywhere(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    allowed: list[tuple[str, str]] = []
    for alias in ALIASES:
        for table in KEPT:
            for statement in statements(table):
                try:
                    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
                        cursor.execute(statement)
                    allowed.append((alias, statement))
                except (IntegrityError, ProgrammingError):
                    pass
    assert allowed == []


def test_the_administrator_is_refused_too(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    secrets = Secrets.read(workspace / "var")
    assert secrets is not None
    with entered(secrets, secrets.database) as connection:
        for statement in statements("fact"):
            with pytest.raises(psycopg.errors.RestrictViolation, match="fact is append-only"):
                connection.execute(statement)


def test_the_orm_is_refused(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    for found in (Fact, Batch, AuditRow):
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic(using="owner"):
            found.objects.using("owner").all().delete()
    row = AuditRow.objects.using("owner").get(number=1)
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
        for table in (*KEPT, "ledger_standing", "ledger_position"):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 -- a name from a list above
        with pytest.raises(ProgrammingError):
            cursor.execute("INSERT INTO config_version VALUES ('x', '{}')")
