"""Mutations of tables: rows and cells that cannot be, and files that are no tables."""

import gzip
from collections.abc import Callable
from random import Random

from tests.fuzz.drafts import Draft, Files
from tests.fuzz.words import CELLS

Rows = list[list[str]]
Change = Callable[[Draft, Random], bool]
FileChange = Callable[[bytes, Random], bytes]


def _table(draft: Draft, dice: Random, least: int = 2) -> Rows | None:
    found = [rows for rows in draft.tables.values() if len(rows) >= least]
    return dice.choice(found) if found else None


def _named(draft: Draft, word: str) -> Rows | None:
    return next((rows for name, rows in draft.tables.items() if word in name and len(rows) > 1), None)


def spoil_cell(draft: Draft, dice: Random) -> bool:
    """Write what a column does not expect, into one row or all."""
    rows = _table(draft, dice)
    if rows is None:
        return False
    column, cell = dice.randrange(len(rows[0]) or 1), dice.choice(CELLS)
    chosen = rows[1:] if dice.random() < 0.2 else [dice.choice(rows[1:])]
    for row in chosen:
        row[column : column + 1] = [cell]
    return True


def spoil_header(draft: Draft, dice: Random) -> bool:
    """Rename a column, write one twice, or leave one out."""
    rows = _table(draft, dice, 1)
    if rows is None or not rows[0]:
        return False
    at = dice.randrange(len(rows[0]))
    match dice.randrange(3):
        case 0:
            rows[0][at] = dice.choice([*CELLS, rows[0][at][:-1]])
        case 1:
            rows[0][at] = dice.choice(rows[0])
        case _:
            for row in rows:
                del row[at : at + 1]
    return True


def repeat_row(draft: Draft, dice: Random) -> bool:
    """Write a row twice: two rows of one key, or a roster row that shares days."""
    rows = _table(draft, dice)
    if rows is None:
        return False
    rows.insert(dice.randrange(1, len(rows) + 1), list(dice.choice(rows[1:])))
    return True


def drop_rows(draft: Draft, dice: Random) -> bool:
    """Leave out a row, or all of them."""
    rows = _table(draft, dice)
    if rows is None:
        return False
    if dice.random() < 0.3:
        del rows[1:]
    else:
        del rows[dice.randrange(1, len(rows))]
    return True


def ragged_row(draft: Draft, dice: Random) -> bool:
    """Give a row too many or too few fields."""
    rows = _table(draft, dice)
    if rows is None:
        return False
    row = dice.choice(rows[1:])
    if dice.random() < 0.5 and len(row) > 1:
        row.pop()
    else:
        row += ["x"] * dice.choice([1, 50])
    return True


def circle_of_managers(draft: Draft, dice: Random) -> bool:
    """Let everybody be managed by the next one, the last by the first."""
    rows = _named(draft, "roster")
    if rows is None or "payee" not in rows[0] or len(rows) < 3:
        return False
    if "manager" not in rows[0]:
        return False
    payee, manager = rows[0].index("payee"), rows[0].index("manager")
    if any(len(row) != len(rows[0]) for row in rows):
        return False
    people = list(dict.fromkeys(row[payee] for row in rows[1:]))
    dice.shuffle(people)
    for row in rows[1:]:
        row[manager : manager + 1] = [people[(people.index(row[payee]) + 1) % len(people)]]
    return True


def spoil_target(draft: Draft, dice: Random) -> bool:
    """Make a target row 0, negative, of nobody, of no period, or of two minds."""
    rows = _named(draft, "targets")
    if rows is None:
        return False
    row = dice.choice(rows[1:])
    column = dice.randrange(len(row) or 1)
    row[column : column + 1] = [dice.choice(["0", "-5", "nobody", "2026-Q9", "2031-01", "", "everybody"])]
    if dice.random() < 0.3:
        rows.append([*row[:-1], "7"])
    return True


def _empty(_content: bytes, _dice: Random) -> bytes:
    return b""


def _blank(_content: bytes, _dice: Random) -> bytes:
    return b"\n\n \n"


def _garbage(_content: bytes, dice: Random) -> bytes:
    return dice.randbytes(dice.choice([10, 1000, 20_000]))


def _zero_byte(content: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + b"\x00" + content[at:]


def _flip(content: bytes, dice: Random) -> bytes:
    changed = bytearray(content)  # never empty: a file without a byte is not chosen
    for _ in range(dice.choice([1, 5])):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content))]


def _open_quote(content: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + b'"' + content[at:]


def _encoded(content: bytes, dice: Random) -> bytes:
    name = dice.choice(["utf-16", "utf-8-sig", "utf-16-le", "utf-32", "cp037"])
    return content.decode("utf-8", "replace").encode(name, "replace")


def _latin(content: bytes, _dice: Random) -> bytes:
    return content.replace(b"a", b"\xe9").replace(b"e", b"\x81")


def _delimiter(content: bytes, dice: Random) -> bytes:
    return content.replace(b",", dice.choice([b":", b";", b"\t", b"||", b" "]))


def _returns(content: bytes, dice: Random) -> bytes:
    return content.replace(b"\n", dice.choice([b"\r", b"\r\n", b"\n\n", b"\n\r"]))


def _bomb(_content: bytes, _dice: Random) -> bytes:
    return gzip.compress(b"0" * 3_000_000)


def _packed(content: bytes, dice: Random) -> bytes:
    packed = gzip.compress(content, mtime=0)
    return packed[: dice.randrange(2, len(packed))]


def _other_kind(_content: bytes, dice: Random) -> bytes:
    old_excel = b"\xd0\xcf\x11\xe0" + bytes(99)
    return dice.choice([b"%PDF-1.7 ...", b"PK\x05\x06" + bytes(18), b"PAR1" + bytes(40) + b"PAR1", old_excel])


FILE_CHANGES: tuple[FileChange, ...] = (
    *(_empty, _blank, _garbage, _zero_byte, _flip, _cut, _open_quote, _encoded, _latin, _delimiter, _returns),
    *(_bomb, _packed, _other_kind),
)
TABLE_MUTATIONS: tuple[Change, ...] = (
    *(spoil_cell, spoil_cell, spoil_cell, spoil_header, repeat_row, drop_rows, ragged_row, circle_of_managers),
    *(spoil_target, spoil_target),
)


def spoil_file(files: Files, dice: Random) -> Files:
    """Spoil a file of rows as a whole, or leave it out."""
    names = sorted(name for name, content in files.items() if not name.endswith(".yaml") and content)
    if not names:
        return files
    name = dice.choice(names)
    if dice.random() < 0.1:
        return {other: content for other, content in files.items() if other != name}
    return files | {name: dice.choice(FILE_CHANGES)(files[name], dice)}
