"""The command line of the store: a month from import to close, what is refused, and what is printed."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from attain.cli.application import app
from attain_web.store.embedded import ROLES, Secrets
from tests.store.commanding import ROOT, application, attain, said
from tests.store.conftest import entered
from tests.store.small import DEALS, write_deals

SOURCE = ROOT / "src"


def approve_plan(workspace: Path) -> None:
    attain("plan", "save", workspace, "--as", "dana")
    attain("plan", "submit", workspace, "sales", "--as", "dana")
    attain("plan", "approve", workspace, "sales", "--as", "eve")


def month(workspace: Path, period: str) -> None:
    attain("run", workspace, period, "--as", "dana")
    attain("review", workspace, period, "--as", "dana")
    attain("approve", workspace, period, "--as", "eve")
    attain("post", workspace, period, "--as", "eve")
    attain("close", workspace, period, "--as", "carl")


def test_a_month_from_import_to_close(workspace: Path) -> None:
    assert "4 new, 0 changed, 0 gone" in attain("import", workspace, "--as", "dana")
    approve_plan(workspace)
    month(workspace, "2026-01")
    write_deals(workspace, {**DEALS, "D9": ("2026-01-31", "bo", "100")})
    attain("import", workspace, "--as", "dana")
    month(workspace, "2026-02")
    assert "2026-02  closed" in attain("periods", workspace)
    assert "4 entries hold; 0 are not signed yet" in attain("verify", workspace)
    totals = attain("balances", workspace)
    assert "commission_expense  USD" in totals
    assert "610.00" in totals
    assert [row["balance_amount"] for row in said("balances", workspace, "--batch", 1)] == [
        10_000,
        -10_000,
        20_000,
        -20_000,
    ]
    assert said("audit", workspace)[-1]["action"] == "close_period"


def test_batches_are_listed_and_taken_back(workspace: Path) -> None:
    attain("import", workspace, "--as", "dana")
    assert "nothing new since batch 1" in attain("import", workspace)
    write_deals(workspace, {"D1": DEALS["D1"]})
    attain("import", workspace)
    attain("undo", workspace, 2, "--as", "eve")
    found = said("batches", workspace)
    assert [(row["kind"], row["added"], row["changed"], row["gone"]) for row in found] == [
        ("import", 6, 0, 0),
        ("import", 0, 0, 3),
        ("undo", 3, 0, 0),
    ]
    assert found[2]["undoes"] == 2
    assert "undo" in attain("batches", workspace)


def test_a_refusal_says_what_to_do(workspace: Path) -> None:
    attain("import", workspace)
    output = attain("run", workspace, status=1)
    assert "no plan is approved" in output
    assert "fix: save plans" in output
    assert "no plan begins with 'nothing'" in attain("plan", "retire", workspace, "nothing", status=1)
    assert "there is no batch 7" in attain("undo", workspace, 7, status=1)
    assert "'post' does not follow 'open'" in attain("post", workspace, "2026-01", status=1)


def test_every_command_that_a_message_names_is_there() -> None:
    """A fix that cannot be typed is none."""
    known = [typer.main.get_command(one) for one in (application(), app)]
    named = [
        (file.name, words.split())
        for file in sorted(SOURCE.rglob("*.py"))
        for words in re.findall(r"'attain ([a-z -]+)[^'{]*'", file.read_text(encoding="utf-8"))
    ]
    assert len(named) > 10
    assert [where for where in named if not any(is_command(top, where[1]) for top in known)] == []


def is_command(level: Any, words: list[str]) -> bool:
    for word in words:
        commands = getattr(level, "commands", None)
        if commands is None:
            return True
        if word not in commands:
            return False
        level = commands[word]
    return True


def test_files_with_errors_are_explained(workspace: Path) -> None:
    write_deals(workspace, {**DEALS, "D5": ("2026-04-01", "ana", "twelve")})
    output = attain("import", workspace, status=1)
    assert "data/deals.csv:6" in output
    assert "fix:" in output
    assert said("batches", workspace) == []


def test_a_plan_with_an_error_is_not_saved(workspace: Path) -> None:
    plan = workspace / "plans" / "sales.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("to: owner", "to: nobody"), encoding="utf-8")
    assert "plans/sales.yaml" in attain("plan", "save", workspace, status=1)
    assert said("plan", "list", workspace) == []


def test_reopening_by_the_command_line(workspace: Path) -> None:
    attain("import", workspace)
    approve_plan(workspace)
    month(workspace, "2026-01")
    assert "needs a reason" in attain("reopen", workspace, "2026-01", "--as", "dana", status=1)
    asked = attain("reopen", workspace, "2026-01", "--as", "dana", "--reason", "a payment came back")
    assert "2026-01 is closed; a second person has to agree" in asked
    assert "dana asked" in attain("reopen", workspace, "2026-01", "--reason", "again", "--as", "dana", status=1)
    assert "2026-01 is open" in attain("reopen", workspace, "2026-01", "--as", "eve")


def test_nobody_merely_says_who_they_are_on_a_database_of_yours(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = attain("token", workspace, "dana", "--as", "dana").strip()
    monkeypatch.setenv("DATABASE_URL", url_of(workspace))
    assert "a token in ATTAIN_TOKEN says who acts" in attain("import", workspace, "--as", "eve", status=2)
    monkeypatch.setenv("ATTAIN_TOKEN", "a guess")
    assert "a token in ATTAIN_TOKEN says who acts" in attain("import", workspace, status=2)
    monkeypatch.setenv("ATTAIN_TOKEN", token)
    assert "the token is dana's" in attain("import", workspace, "--as", "eve", status=2)
    attain("import", workspace)
    assert said("audit", workspace)[-1]["acting_user"] == "dana"


def url_of(workspace: Path) -> str:
    """The workspace's own store as a database of yours: one account that is a member of the four roles."""
    secrets = Secrets.read(workspace / "var")
    assert secrets is not None
    login = f"login_{secrets.database}"
    with entered(secrets, secrets.database) as connection:
        connection.execute(f"CREATE ROLE {login} LOGIN PASSWORD 'secret'")
        for role in ROLES:
            connection.execute(f"GRANT {role} TO {login}")
    return f"postgresql://{login}:secret@/{secrets.database}?host={secrets.socket}"


def test_the_store_is_started_looked_at_and_stopped(alone: Path) -> None:
    assert attain("store", "status", alone).strip() == "running"
    assert attain("store", "stop", alone).strip() == "stopped"
    assert said("store", "status", alone) == {"is_running": False}
    assert attain("store", "start", alone).strip() == "the store is ready"


def test_a_store_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder belongs", encoding="utf-8")
    assert "the embedded PostgreSQL does not start" in attain("import", tmp_path, status=2)
