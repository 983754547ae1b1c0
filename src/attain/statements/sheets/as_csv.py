"""The lines of a statement as CSV: a row per line, numbers as plain numbers, no text that could be a formula."""

import csv
from datetime import date
from fractions import Fraction
from io import StringIO

from attain.statements.as_json import place
from attain.statements.figures import exact_text
from attain.statements.sheets.cells import plain_text
from attain.statements.sheets.model import Cell, Statement

COLUMNS = (
    "payee_id",
    "period_id",
    "plan_id",
    "component_id",
    "transaction_id",
    "label",
    "earned_on",
    "line_type",
    "credit_amount",
    "earning_amount",
    "currency",
    "pay_amount",
    "held_amount",
    "pay_currency",
    "source_line",
    "plan_line",
    "note",
)


def csv_of(statement: Statement) -> bytes:
    """Write the lines of a statement, in UTF-8 with the mark that spreadsheets know it by; amounts in whole units."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    e = statement.explanation
    for part in e.components:
        for line in part.lines:
            credit = line.credit.pay_amount if line.credit is not None else None
            row: tuple[Cell, ...] = (
                e.person.payee_id,
                e.period_id,
                part.plan_id,
                part.component_id,
                line.transaction_id,
                line.label,
                line.earned_on,
                line.line_type,
                credit,
                line.earning_amount,
                part.currency or e.currency,
                line.pay_amount,
                line.pay_kept,
                e.currency,
                place(line.source_place),
                place(part.place),
                line.note,
            )
            writer.writerow([_written(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if isinstance(cell, Fraction):
        return exact_text(cell)
    return cell.isoformat() if isinstance(cell, date) else plain_text(cell or "")
