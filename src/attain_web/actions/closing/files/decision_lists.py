"""Decisions in bulk: a CSV file of adjustments, holds and releases."""

from datetime import date
from pathlib import Path

import polars as pl

from attain_web.actions.acting import Refused, all_of
from attain_web.actions.closing.deciding import Draft
from attain_web.actions.typed import minor_of

NEEDED = ("payee", "period", "amount", "currency", "reason")


def read_decisions(file: Path) -> list[Draft]:
    """Read decisions; ``kind`` is ``adjustment`` where the column is missing or empty, ``expires`` may be too.

    Raises:
        Refused: the file has no rows, a column is missing, or lines have no amount or day; each with its number.
    """
    try:
        read = pl.read_csv(file, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise Refused(f"'{file.name}' cannot be read as CSV: {error}", "export it again as CSV in UTF-8") from None
    missing = [name for name in NEEDED if name not in read.columns]
    if missing:
        raise Refused(f"'{file.name}' has no column '{missing[0]}'", f"its header must be {','.join(NEEDED)}")
    if read.is_empty():
        raise Refused(f"'{file.name}' has no rows", "write one decision a line")
    drafts: list[Draft] = []
    wrong: list[Refused] = []
    for number, row in enumerate(read.iter_rows(named=True), 2):
        try:
            drafts.append(_draft(row, f"line {number} of '{file.name}'"))
        except Refused as refused:
            wrong.append(refused)
    if wrong:
        raise all_of(wrong)
    return drafts


def _draft(row: dict[str, str | None], where: str) -> Draft:
    texts = {name: (value or "").strip() for name, value in row.items()}
    minor = minor_of(texts["amount"], texts["currency"])
    if minor is None:
        what = f"{where} has the amount '{texts['amount']}' in '{texts['currency']}'"
        raise Refused(what, "write it to the minor unit, like 1234.56,USD")
    try:
        expires = date.fromisoformat(texts["expires"]) if texts.get("expires") else None
    except ValueError:
        raise Refused(f"{where} expires on '{texts['expires']}'", "write the day like 2026-03-31") from None
    kind = texts.get("kind") or "adjustment"
    return Draft(kind, texts["payee"], texts["period"], texts["currency"], minor, texts["reason"], expires)
