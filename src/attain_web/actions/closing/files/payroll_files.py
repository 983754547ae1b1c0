"""Files to and from payroll: a pay run's lines as CSV or XLSX, and what payroll reports as CSV.

No cell that a program could take for a formula is one: a text that begins like a formula has an apostrophe before it.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import xlsxwriter

from attain.ledger import PAY_LINES
from attain.money import decimal_text, minor_digits, whole_units
from attain.statements.sheets.cells import plain_text
from attain_web.actions.acting import Refused
from attain_web.actions.closing.files.whole import write_whole
from attain_web.actions.typed import minor_of

HEADER = ("pay_run", "payee", "currency", "amount")


def write_pay_lines(lines: pl.DataFrame, pay_run_id: str, file: Path) -> None:
    """Write PAY_LINES, amounts in units of their currency; the file is whole or not there."""
    rows = [(pay_run_id, *row) for row in lines.select(PAY_LINES.names).iter_rows()]
    write_whole(file, _xlsx(rows) if file.suffix == ".xlsx" else _csv(rows))


def read_pay_lines(file: Path, pay_run_id: str) -> pl.DataFrame:
    """Read what payroll paid, as PAY_LINES; a payment of 0 is none.

    Raises:
        Refused: a column is missing, an amount is none, or a line belongs to another pay run.
    """
    try:
        read = pl.read_csv(file, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError) as error:  # what is packed is no CSV
        raise Refused(f"'{file.name}' cannot be read as CSV: {error}", "export it again as CSV in UTF-8") from None
    missing = [name for name in HEADER if name not in read.columns]
    if missing:
        raise Refused(f"'{file.name}' has no column '{missing[0]}'", f"its header must be {','.join(HEADER)}")
    found: list[tuple[str, str, int]] = []
    for line, row in enumerate(read.select(HEADER).iter_rows(named=True), 2):
        if row["pay_run"] != pay_run_id:
            raise Refused(
                f"line {line} of '{file.name}' is of pay run '{row['pay_run']}'", f"keep those of {pay_run_id}"
            )
        found.append((_plain(row["payee"]), row["currency"], _minor(row["amount"], row["currency"], file, line)))
    frame = pl.DataFrame(found, schema=PAY_LINES.schema, orient="row")
    twice = frame.filter(pl.struct("payee_id", "currency").is_duplicated())
    if twice.height:
        raise Refused(f"'{file.name}' has more than one line of {twice['payee_id'][0]}", "add them up in one line")
    return PAY_LINES.checked(frame)


@dataclass(frozen=True)
class Exported:
    """A file that left for payroll: of which pay run, and its PAY_LINES."""

    pay_run_id: str
    lines: pl.DataFrame


def read_exported(file: Path, period_id: str) -> Exported:
    """Read a file that left for payroll, of one pay run of a period.

    Raises:
        Refused: it is not one.
    """
    try:
        runs = pl.read_csv(file, infer_schema=False).get_column("pay_run").unique().to_list()
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError) as error:  # what is packed is no CSV
        raise Refused(f"'{file.name}' is no file of a pay run: {error}", "name a file of 'attain pay export'") from None
    if len(runs) != 1 or not str(runs[0]).startswith(f"{period_id}-"):
        raise Refused(f"'{file.name}' is not of one pay run of {period_id}", "name a file of 'attain pay export'")
    return Exported(runs[0], read_pay_lines(file, runs[0]))


def _minor(text: str | None, currency: str | None, file: Path, line: int) -> int:
    minor = minor_of(text, currency)
    if minor is None or minor < 0:
        what = f"line {line} of '{file.name}' has the amount '{text or ''}' in '{currency or ''}'"
        raise Refused(what, "write what was paid, 0 or more, to the cent, like 1234.56,USD")
    return minor


def _csv(rows: list[tuple[str, str, str, int]]) -> bytes:
    written = [
        (plain_text(run), plain_text(payee), plain_text(code), decimal_text(minor, minor_digits(code)))
        for run, payee, code, minor in rows
    ]
    frame = pl.DataFrame(written, schema=dict.fromkeys(HEADER, pl.String), orient="row")
    return frame.write_csv().encode()


def _xlsx(rows: list[tuple[str, str, str, int]]) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("pay run")
        sheet.write_row(0, 0, HEADER)
        for number, (run, payee, code, minor) in enumerate(rows, 1):
            for column, text in enumerate((run, payee, code)):
                sheet.write_string(number, column, text)
            sheet.write_number(number, len(HEADER) - 1, whole_units(minor, minor_digits(code)))
    return memory.getvalue()


def _plain(text: str | None) -> str:
    """What stood in a cell before it was kept from being a formula."""
    found = text or ""
    return found[1:] if found.startswith("'") and plain_text(found[1:]) == found else found
