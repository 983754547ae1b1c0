"""People's data: names stand outside the facts; everything of a person can be given out, and what names them erased."""

import json
from pathlib import Path

import pytest

from attain_web.actions.acting import Refused
from attain_web.actions.auditing import verify_audit
from attain_web.actions.calculating.inputs import known_at
from attain_web.actions.closing import disputing, posting
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.actions.persons import erase_person, held_of
from attain_web.actions.running import calculate_run, results_of
from attain_web.store.embedded import Secrets
from tests.store.commanding import attain
from tests.store.conftest import entered
from tests.store.journey import approve_plans, finish

NAMES = {"ana": "Ana Lopez-Quintero", "bo": "Bo Yamashita"}


@pytest.fixture
def named(workspace: Path) -> Path:
    """The workspace with names in its roster, January closed, and a dispute of ana's."""
    rows = "".join(f"{payee},AE,{name},{payee}@example.com\n" for payee, name in NAMES.items())
    (workspace / "data" / "roster.csv").write_text("payee,title,full_name,email\n" + rows, "utf-8")
    settings = workspace / "attain.yaml"
    text = settings.read_text("utf-8").replace("title: text}", "title: text, full_name: text, email: text}")
    settings.write_text(text, "utf-8")
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    disputing.raise_dispute("2026-01", "ana", "this is Ana Lopez-Quintero speaking", acting_user="ana")
    disputing.end_dispute("D-1", "reject", acting_user="dana", reason="Ana Lopez-Quintero is mistaken")
    finish(workspace, "2026-01")
    return workspace


def dump(workspace: Path) -> dict[str, str]:
    """Every row of every table, as text."""
    secrets = Secrets.read(workspace / "var")
    assert secrets is not None
    with entered(secrets, secrets.database) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            table: "\n".join(str(row) for row in connection.execute(f'SELECT * FROM "{table}"').fetchall())  # noqa: S608 -- a table of the catalogue
            for (table,) in tables
        }


def named_in(workspace: Path, word: str) -> set[str]:
    return {table for table, text in dump(workspace).items() if word in text}


def test_a_name_stands_in_one_table_and_is_read_from_there(named: Path) -> None:
    assert named_in(named, "Yamashita") == {"free_text"}
    roster = known_at(1).tables["roster"].texts
    assert dict(roster.select("payee", "full_name").iter_rows()) == NAMES


def test_the_same_file_again_adds_nothing(named: Path) -> None:
    assert not import_workspace(named, acting_user="dana").is_new


def test_who_is_erased_is_named_nowhere_and_everything_holds(named: Path) -> None:
    ran = calculate_run(named, acting_user="dana")
    assert ran.run is not None
    before = results_of(ran.run)["payments"]
    assert erase_person("ana", acting_user="dana") == 4
    for word in ("Lopez-Quintero", "ana@example.com"):
        assert named_in(named, word) == set()
    assert named_in(named, "Yamashita") == {"free_text"}
    assert posting.verify_ledger(named).is_clean
    assert verify_audit(named).is_clean
    assert results_of(ran.run)["payments"].equals(before)
    roster = known_at(1).tables["roster"].texts
    assert dict(roster.select("payee", "full_name").iter_rows()) == {**NAMES, "ana": "(erased)"}
    assert [m.text for m in disputing.thread_of("D-1")] == ["(erased)", "(erased)"]


def test_who_is_erased_does_not_come_back_with_the_next_file(named: Path) -> None:
    erase_person("ana", acting_user="dana")
    import_workspace(named, acting_user="dana")
    assert named_in(named, "Lopez-Quintero") == set()
    assert not import_workspace(named, acting_user="dana").is_new


def test_everything_of_a_person_is_given_out(named: Path, tmp_path: Path) -> None:
    attain("person", "export", named, "ana", "--out", tmp_path / "ana.json", "--as", "ana")
    said = json.loads((tmp_path / "ana.json").read_text("utf-8"))
    assert {fact["table"] for fact in said["facts"]} == {"deals", "roster"}
    assert {row["text"] for row in said["texts"]} >= {"Ana Lopez-Quintero", "ana@example.com"}
    assert (len(said["disputes"]), len(said["ledger_lines"])) == (1, 2)
    assert {row["payee_id"] for row in said["figures"]["payments"]} == {"ana"}
    assert "Yamashita" not in (tmp_path / "ana.json").read_text("utf-8")


def test_who_loads_the_files_takes_nobody_elses_name_along(named: Path) -> None:
    """Whoever imports writes the names of all; to erase them is not to erase the others."""
    roster = named / "data" / "roster.csv"
    roster.write_text(roster.read_text("utf-8") + "dana,AE,Dana Weiss,dana@example.com\n", "utf-8")
    import_workspace(named, acting_user="dana")
    erase_person("dana", acting_user="eve")
    assert named_in(named, "Weiss") == set()
    assert named_in(named, "Yamashita") == {"free_text"}
    assert {row["text"] for row in held_of("dana", acting_user="dana")["written"]} == {"Ana Lopez-Quintero is mistaken"}


def test_others_neither_see_nor_erase(named: Path, tmp_path: Path) -> None:
    grant_role("olga", "admin", acting_user="olga")
    assert "not for bo to see" in attain(
        "person", "export", named, "ana", "--out", tmp_path / "x.json", "--as", "bo", status=1
    )
    with pytest.raises(Refused, match="bo does not erase people"):
        erase_person("ana", acting_user="bo")
    with pytest.raises(Refused, match="nothing names 'nobody'"):
        erase_person("nobody", acting_user="olga")
    assert "texts about ana are erased" in attain("person", "erase", named, "ana", "--as", "olga")
