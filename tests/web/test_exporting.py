"""Tables leave as files: what the page says, numbers as numbers, nothing that is run, and for its reader alone."""

import csv
import io
from collections.abc import Callable
from html import escape
from http import HTTPStatus

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from attain_web.shell.cells import Cell, Table, Writer, as_rows, figures, words
from attain_web.shell.exporting import Taken, as_text, as_workbook, tables_in
from tests.statements.sheets.payloads import PAYLOADS, is_live

Enter = Callable[[str], Client]
PAGE = """<main><h1>x</h1><table class="tbl"><caption class="vh">What is <b>due</b></caption><thead><tr><th>Who</th>
<th class="n">Pay</th><th>Do</th></tr></thead><tbody><tr><th scope="row"><a href="/x">Ana &amp; Bo</a><small>276</small>
</th><td class="n b"><a>-12.50 USD</a></td><td><form><button>Approve</button></form></td></tr>
<tr><th scope="row">Cyd</th><td class="n">3.00 USD</td><td>–</td></tr></tbody></table>
<table><caption>Empty</caption><thead><tr><th>A</th></tr></thead><tbody></tbody></table></main>"""


def sheets_of(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_table_is_taken_out_of_a_page() -> None:
    (one,) = tables_in(PAGE)
    assert one.name == "What is due"
    assert one.rows == [["Who", "Pay", "Do"], ["Ana & Bo; 276", "-12.50 USD", ""], ["Cyd", "3.00 USD", ""]]
    rows = list(csv.reader(io.StringIO(as_text(one).lstrip("\ufeff"))))
    assert rows == [["Who", "Pay (USD)", "Do"], ["Ana & Bo; 276", "-12.50", ""], ["Cyd", "3.00", ""]]
    assert sheets_of(as_workbook([one, one])) == {
        "What is due": [["Who", "Pay", "Do"], ["Ana & Bo; 276", -12.5, ""], ["Cyd", 3.0, ""]],
        "What is due 2": [["Who", "Pay", "Do"], ["Ana & Bo; 276", -12.5, ""], ["Cyd", 3.0, ""]],
    }


def test_a_column_of_several_currencies_keeps_each_beside_its_amount() -> None:
    rows = [["Pay"], ["1.00 USD"], ["100 JPY"]]
    assert as_text(Taken("x", rows, [[True]] * 3)).split() == ["\ufeffPay", "1.00", "USD", "100", "JPY"]


def test_what_stands_under_a_number_follows_in_a_column_of_its_own() -> None:
    page = """<table><caption>x</caption><tr><th>Who</th><th class="n">Commit</th><th class="n">Both</th></tr>
<tr><td>Ana<small>276</small></td><td class="n">120.00 USD<small>adjusted by manager</small></td>
<td class="n">1.00 USD<br>100 JPY</td></tr>
<tr><td>Bo</td><td class="n">–</td><td class="n">2.00 USD</td></tr></table>"""
    (one,) = tables_in(page)
    assert one.rows == [
        ["Who", "Commit", "Both", "Commit, note"],
        ["Ana; 276", "120.00 USD", "1.00 USD; 100 JPY", "adjusted by manager"],
        ["Bo", "", "2.00 USD", ""],
    ]
    assert sheets_of(as_workbook([one]))["x"][1] == ["Ana; 276", 120.0, "1.00 USD; 100 JPY", "adjusted by manager"]


def test_a_card_says_the_currency_of_its_amounts_and_what_stands_under_them() -> None:
    dollars, yen = Writer("en_US", "USD", {}), Writer("en_US", "JPY", {})
    columns = [*words("Who"), *figures("Pay", "Both", "Deals")]
    rows = [
        [Cell("Ana", note="276"), dollars.money(100, note="adjusted"), dollars.money(5), dollars.count(3)],
        [Cell("Bo"), dollars.money(None), yen.money(7), dollars.count(4)],
    ]
    assert list(as_rows(Table("x", "X", columns, rows))) == [
        ["Who", "Pay (USD)", "Both", "Deals", "Pay, note"],
        ["Ana", "1.00", "0.05 USD", "3", "adjusted"],
        ["Bo", "", "7 JPY", "4", ""],
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_a_page_is_run_by_a_spreadsheet(payload: str) -> None:
    page = f"<table><caption>x</caption><tr><th>A</th></tr><tr><td>{escape(payload)}</td></tr></table>"
    (one,) = tables_in(page)
    for row in csv.reader(io.StringIO(as_text(one).lstrip("\ufeff"))):
        assert not any(is_live(cell) for cell in row)
    assert b"<f>" not in as_workbook([one])


@pytest.mark.parametrize(
    ("user", "path", "said"),
    [
        ("linda.mitchell", "/pay/statements", "Period"),
        ("stephen.jiang", "/team/?period=FY2014-Q3", "Person"),
        ("paula.barreto", "/run/periods", "Period"),
        ("laura.norman", "/finance/pay-runs", "Pay run"),
        ("laura.norman", "/finance/roll-forward", "Period"),
        ("brian.welcker", "/sales/doubtful", "Deal"),
    ],
)
def test_every_page_gives_its_tables(signed_in: Enter, user: str, path: str, said: str) -> None:
    client = signed_in(user)
    joined = "&" if "?" in path else "?"
    book = client.get(f"{path}{joined}as=xlsx")
    assert book.status_code == HTTPStatus.OK
    assert book.headers["Content-Disposition"].endswith('.xlsx"')
    sheets = list(sheets_of(book.content).values())
    assert sheets[0][0][0] == said
    assert any(isinstance(cell, float) for sheet in sheets for row in sheet[1:] for cell in row)
    text = client.get(f"{path}{joined}as=csv")
    assert text.headers["Content-Type"].startswith("text/csv")
    assert text.content.decode("utf-8-sig").startswith(said)
    assert client.get(f"{path}{joined}as=csv&table=none").status_code == HTTPStatus.NOT_FOUND
    assert "as=xlsx" in client.get(path).content.decode()


def test_a_file_holds_nothing_that_its_reader_may_not_see(signed_in: Enter) -> None:
    mine = signed_in("stephen.jiang").get("/team/?period=FY2014-Q3&as=csv").content.decode()
    whole = signed_in("brian.welcker").get("/team/?period=FY2014-Q3&as=csv&table=attainment-of-the-team-in-fy2014-q3")
    assert "Linda Mitchell" in mine
    assert "Rachel Valdez" not in mine
    assert "Rachel Valdez" in whole.content.decode()
    away = signed_in("").get("/team/?as=xlsx")
    assert away.status_code == HTTPStatus.FOUND
    assert signed_in("linda.mitchell").get("/team/?as=xlsx").status_code == HTTPStatus.FORBIDDEN
