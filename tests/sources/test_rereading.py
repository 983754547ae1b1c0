"""A small file is read once for the same bytes and the same columns, and anew for any other."""

from pathlib import Path

import pytest

from attain.sources import SourceTable, load
from attain.sources.plain import rereading

SETTINGS = "currency: USD\nroster:\n  file: data/roster.csv\n  columns: {payee: payee, title: text}\n"


def roster_of(folder: Path, settings: str, rows: str) -> SourceTable:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "attain.yaml").write_text(settings, encoding="utf-8")
    (folder / "data" / "roster.csv").write_text(rows, encoding="utf-8")
    loaded = load(folder)
    assert loaded.roster is not None, loaded.diagnostics
    return loaded.roster


def test_the_same_bytes_and_columns_are_read_once(tmp_path: Path) -> None:
    first = roster_of(tmp_path, SETTINGS, "payee,title\nana,AE\n")
    assert roster_of(tmp_path, SETTINGS, "payee,title\nana,AE\n") is first
    other = roster_of(tmp_path, SETTINGS, "payee,title\nana,VP\n")
    assert other.frame["title"].to_list() == ["VP"]
    assert roster_of(tmp_path, SETTINGS, "payee,title\nana,AE\n") is first
    other = roster_of(tmp_path, SETTINGS.replace("title: text", "title: payee"), "payee,title\nana,AE\n")
    assert other.columns["title"].kind == "payee"


def test_what_was_written_to_meanwhile_or_is_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = rereading.read_table

    def changed_after(*given: object) -> object:
        found = read(*given)  # pyright: ignore[reportArgumentType] - passed on as it came
        (tmp_path / "data" / "roster.csv").write_text("payee,title\nbo,AE\n", encoding="utf-8")
        return found

    monkeypatch.setattr(rereading, "read_table", changed_after)
    rows = "payee,title\nzoe,SDR\n"
    assert roster_of(tmp_path, SETTINGS, rows).frame["payee"].to_list() == ["zoe"]
    monkeypatch.setattr(rereading, "read_table", read)
    first = roster_of(tmp_path, SETTINGS, rows)
    assert roster_of(tmp_path, SETTINGS, rows) is first
    monkeypatch.setattr(rereading, "LARGEST", 10)
    assert roster_of(tmp_path, SETTINGS, rows) is not first


def test_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "MOST", 2)
    first = roster_of(tmp_path, SETTINGS, "payee,title\nkim,1\n")
    for number in range(2, 4):
        roster_of(tmp_path, SETTINGS, f"payee,title\nkim,{number}\n")
    assert roster_of(tmp_path, SETTINGS, "payee,title\nkim,1\n") is not first


def test_a_mistake_in_the_settings_is_told_every_time(tmp_path: Path) -> None:
    (tmp_path / "attain.yaml").write_text("currency: USD\nrooster: {}\n", encoding="utf-8")
    told = [load(tmp_path).diagnostics for _ in range(2)]
    assert told[0] == told[1]
    assert told[0]
