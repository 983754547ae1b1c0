"""Find the declared columns in a file's header."""

from collections import Counter
from dataclasses import dataclass, replace

from attain.sources import problems
from attain.sources.files.raw import Unreadable
from attain.sources.names import nearest, snake
from attain.sources.specs import ColumnSpec, TableSpec


@dataclass(frozen=True)
class Found:
    """Where each column stands in the header, what is wrong with it, and what was detected."""

    columns: tuple[tuple[ColumnSpec, int], ...]
    unreadable: tuple[Unreadable, ...]
    detected: tuple[str, ...]


def find_columns(header: list[str], spec: TableSpec) -> Found:
    """Find the columns of a table in the header of its file.

    A name is found as written, or else by its words alone: close_date is CloseDate or "Close Date".
    """
    columns: list[tuple[ColumnSpec, int]] = []
    wrong: list[Unreadable] = []
    detected: list[str] = []
    counts = Counter(header)
    for column in spec.columns:
        if column.constant is not None:
            continue
        position = position_of(column, header)
        if position is None:
            if not column.may_lack:
                wrong.append(_missing(column, header))
            continue
        name = header[position]
        if counts[name] > 1:
            what = f"'{name}' stands {counts[name]} times in the header"
            wrong.append(Unreadable(problems.TWICE_IN_HEADER, what, "rename one of them in the file", 1))
        if column.header is None and name != column.name:
            detected.append(f"{column.name} read from '{name}'")
        columns.append((column, position))
    if spec.rest_as_text:
        columns += _rest(header, {position for _, position in columns}, {c.name for c in spec.columns})
    return Found(tuple(columns), tuple(wrong), tuple(detected))


def position_of(column: ColumnSpec, header: list[str]) -> int | None:
    """Return where a column stands in a header: by its name as written, else by its words or other names."""
    wanted = column.header or column.name
    if wanted in header:
        return header.index(wanted)
    names = [snake(name) if name else "" for name in header]
    for one in (snake(wanted), *column.also):
        if names.count(one) == 1:
            return names.index(one)
    return None


def _missing(column: ColumnSpec, header: list[str]) -> Unreadable:
    wanted = column.header or column.name
    near = nearest(wanted, [name for name in header if name])
    listed = ", ".join(header[:12]) + (", …" if len(header) > 12 else "")
    fix = f"did you mean '{near}'?" if near else f"the header has {listed}"
    if near and column.header is None:
        fix = f"write {column.name}: {{from: {near}, type: {column.kind}}} if that is the column"
    return Unreadable(problems.NO_COLUMN, f"'{wanted}' is not in the header", fix, 1)


def _rest(header: list[str], used: set[int], taken: set[str]) -> list[tuple[ColumnSpec, int]]:
    """Read what else the header has as text, under names that plans can write."""
    rest: list[tuple[ColumnSpec, int]] = []
    for position, name in enumerate(header):
        own = snake(name) if name else ""
        if position in used or not own or own in taken or header.count(name) > 1:
            continue
        taken.add(own)
        rest.append((replace(ColumnSpec(own, "text"), header=name), position))
    return rest
