"""Facts come in batches: only what changed, numbered without gaps, and every batch can be taken back."""

from pathlib import Path

import pytest

from attain.runs import calculate_workspace
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.calculating.inputs import known_at
from attain_web.actions.entering.tokens import make_token
from attain_web.actions.importing import Imported, import_workspace, undo_batch
from attain_web.store.models import AuditRow, Batch, Fact
from tests.store.small import DEALS, write_deals


def changes(done: Imported) -> dict[str, tuple[int, int, int]]:
    return {c.table: (c.added, c.changed, c.gone) for c in done.changes if c.count}


def paid(workspace: Path, batch_no: int) -> list[tuple[str, str, int]]:
    tables = calculate_workspace(workspace, kept=known_at(batch_no)).tables
    return tables["payments"].filter(tables["payments"]["paid"] != 0).select("payee_id", "period_id", "paid").rows()


def test_the_same_files_twice_add_nothing(workspace: Path) -> None:
    first = import_workspace(workspace, acting_user="dana")
    again = import_workspace(workspace, acting_user="dana")
    assert changes(first) == {"deals": (4, 0, 0), "roster": (2, 0, 0)}
    assert (first.batch_no, again.batch_no, again.is_new) == (1, 1, False)
    assert Batch.objects.using(ENGINE).count() == 1
    assert AuditRow.objects.using(ENGINE).count() == 1


def test_rows_that_are_new_changed_or_gone_become_versions(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    deals = {**DEALS, "D1": ("2026-01-10", "ana", "1500"), "D5": ("2026-04-01", "ana", "500")}
    del deals["D2"]
    write_deals(workspace, deals)
    second = import_workspace(workspace, acting_user="dana")
    assert changes(second) == {"deals": (1, 1, 1)}
    versions = Fact.objects.using(ENGINE).filter(table="deals", key="D1").order_by("batch_id")
    assert [fact.cells for fact in versions] == [
        '{"amount":"1000","closed_on":"2026-01-10","id":"D1","owner":"ana"}',
        '{"amount":"1500","closed_on":"2026-01-10","id":"D1","owner":"ana"}',
    ]
    assert Fact.objects.using(ENGINE).get(table="deals", key="D2", batch_id=2).cells is None


def test_what_was_known_at_a_batch_stays_known(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    before = paid(workspace, 1)
    write_deals(workspace, {**DEALS, "D1": ("2026-01-10", "ana", "9000")})
    import_workspace(workspace, acting_user="dana")
    assert paid(workspace, 1) == before
    assert ("ana", "2026-01", 90_000) in paid(workspace, 2)


def test_the_store_gives_the_rows_of_the_files_back(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    from_files = calculate_workspace(workspace).tables
    from_store = calculate_workspace(workspace, kept=known_at(1)).tables
    for name in ("credits", "earnings", "payments"):
        assert from_store[name].equals(from_files[name])


def test_a_part_takes_nothing_away(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    write_deals(workspace, {"D4": ("2026-03-10", "bo", "4100")})
    assert changes(import_workspace(workspace, acting_user="dana", is_part=True)) == {"deals": (0, 1, 0)}


def test_a_batch_is_taken_back_by_a_batch(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    before = paid(workspace, 1)
    write_deals(workspace, {"D1": ("2026-01-10", "ana", "7000"), "D9": ("2026-05-01", "bo", "1")})
    import_workspace(workspace, acting_user="dana")
    undone = undo_batch(2, acting_user="eve")
    assert changes(undone) == {"deals": (3, 1, 1)}
    assert paid(workspace, 3) == before
    with pytest.raises(Refused, match="taken back before"):
        undo_batch(2, acting_user="eve")


def test_a_batch_that_a_later_one_builds_on_is_not_taken_back(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    write_deals(workspace, {**DEALS, "D1": ("2026-01-10", "ana", "7000")})
    import_workspace(workspace, acting_user="dana")
    with pytest.raises(Refused, match="deals D1 was changed again by batch 2"):
        undo_batch(1, acting_user="dana")


def test_files_with_errors_load_nothing(workspace: Path) -> None:
    write_deals(workspace, {**DEALS, "D5": ("2026-04-01", "ana", "twelve")})
    done = import_workspace(workspace, acting_user="dana")
    assert done.batch_no is None
    assert [d.where.line for d in done.diagnostics if d.severity == "error"] == [6]
    assert not Fact.objects.using(ENGINE).exists()
    assert not AuditRow.objects.using(ENGINE).exists()


def test_a_table_that_is_not_there_is_refused(workspace: Path) -> None:
    with pytest.raises(Refused, match="no table called 'orders'"):
        import_workspace(workspace, acting_user="dana", tables=frozenset({"orders"}))


def test_keys_that_look_alike_are_different() -> None:
    from attain.sources import from_rows
    from attain_web.store.facts import rows_of

    rows = [{"a": "x/y", "b": "z"}, {"a": "x", "b": "y/z"}, {"a": "x%2Fy", "b": "z"}]
    table = from_rows("pairs", {"a": "text", "b": "text"}, rows, key=["a", "b"])
    assert rows_of("pairs", table).frame["key"].n_unique() == len(rows)


def test_taking_a_batch_back_takes_its_settings_back_too(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    before = config_of(1)
    settings = workspace / "attain.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "# another remark\n", encoding="utf-8")
    write_deals(workspace, {"D1": DEALS["D1"]})
    import_workspace(workspace, acting_user="dana")
    assert config_of(2) != before
    undo_batch(2, acting_user="eve")
    assert config_of(3) == before


def config_of(batch_no: int) -> str:
    return Batch.objects.using(ENGINE).get(batch_no=batch_no).config_id


def test_only_the_first_lets_others_in(workspace: Path) -> None:
    assert workspace.exists()
    make_token("dana", acting_user="dana")
    make_token("eve", acting_user="dana")
    make_token("eve", acting_user="eve")
    with pytest.raises(Refused, match="eve makes tokens for eve alone"):
        make_token("mallory", acting_user="eve")
    with pytest.raises(Refused, match="eve has a token"):
        make_token("eve", acting_user="dana")
