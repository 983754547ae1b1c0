"""Statements become files: one per payment, linked with each other and from an index, inside their folder."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from attain.reports import write_statements
from attain.reports.statement_files import file_name
from attain.runs.calculate import Results
from attain.runs.workspace import Opened
from tests.statements.workspaces import HOSTILE, calculated, write_workspace

H = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Opened, Results]:
    return calculated(write_workspace(tmp_path_factory.mktemp("files") / "workspace"))


def links(path: Path) -> set[str]:
    root = ET.parse(path).getroot()  # noqa: S314 - our own page
    found = {a.get("href") or "" for a in root.iter(f"{H}a")}
    return {link for link in found if not link.startswith("#")}


def test_every_payment_has_a_file_that_the_index_links(made: tuple[Opened, Results], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    index, *pages = write_statements(*made, tmp_path / "out", progress=lambda done, of: told.append((done, of)))
    assert index == tmp_path / "out" / "index.html"
    assert len(pages) == made[1].tables["payments"].height == told[-1][0] == told[-1][1]
    assert links(index) == {page.name for page in pages}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {index.name, *(page.name for page in pages)}


def test_statements_of_a_payee_are_linked_in_order(made: tuple[Opened, Results], tmp_path: Path) -> None:
    write_statements(*made, tmp_path)
    january, february, march, april = (tmp_path / f"ana_2026-0{n}_USD.html" for n in (1, 2, 3, 4))
    assert links(january) == {"index.html", february.name}
    assert links(february) == {"index.html", january.name, march.name}
    assert links(march) == {"index.html", february.name, april.name}  # half of a line is still held


def test_the_index_shows_what_is_paid_and_how_far_the_target_was_reached(
    made: tuple[Opened, Results], tmp_path: Path
) -> None:
    index, *_ = write_statements(*made, tmp_path)
    page = index.read_text(encoding="utf-8")
    assert "<script>" not in page
    text = " ".join("".join(ET.parse(index).getroot().itertext()).split())  # noqa: S314 - our own page
    assert HOSTILE in text
    assert "$4,603.33" in text
    assert "86.1%" in text
    assert "Statements <b>&amp;</b> tests" in text


def test_writing_again_writes_the_same_bytes(made: tuple[Opened, Results], tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in write_statements(*made, tmp_path / "a")}
    again = {path.name: path.read_bytes() for path in write_statements(*made, tmp_path / "b")}
    assert first == again


def test_a_calculation_with_errors_has_no_statements(made: tuple[Opened, Results], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="errors"):
        write_statements(made[0], replace(made[1], tables={}), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("payee", ["../../etc/passwd", "a/b", "", "CON", "zoë", "x" * 300, "a\x00b", ".hidden"])
def test_no_id_leads_out_of_the_folder(payee: str) -> None:
    name = file_name(payee, "2026-01", "USD")
    assert re.fullmatch(r"[A-Za-z0-9-]+_2026-01_USD\.html", name)
    assert len(name) < 120


def test_two_ids_never_share_a_file() -> None:
    ids = ["a/b", "a-b", "a b", "A-b", "../a-b", "a_b", "a--b"]
    assert len({file_name(one, "2026-01", "USD").casefold() for one in ids}) == len(ids)
