"""Decisions in bulk: a file of adjustments, holds and releases, CSV or XLSX."""

from datetime import date
from pathlib import Path

from attain_web.actions.acting import Refused, all_of
from attain_web.actions.closing.deciding import Draft
from attain_web.actions.closing.files.uploaded import read_texts
from attain_web.actions.typed import minor_of

NEEDED = ("payee", "period", "amount", "currency", "reason")
OTHERS = ("kind", "expires")


def read_decisions(file: Path) -> list[Draft]:
    """Read decisions; ``kind`` is ``adjustment`` where the column is missing or empty, ``expires`` may be too.

    Raises:
        Refused: the file is no table or has no rows, a column is missing, or lines have no amount or day; each with
            its number.
    """
    read = read_texts(file, NEEDED)
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
