"""Recognise the columns of a file: which system it comes from, and what each header name means.

>>> [str(r) for r in recognise(["Id", "StageName", "CloseDate", "OwnerId", "Fiscal"])]
['Id → id (Salesforce)', 'StageName → stage (Salesforce)', 'CloseDate → close_date (Salesforce)',
 'OwnerId → owner (Salesforce)', 'Fiscal → fiscal']
"""

from dataclasses import dataclass

from attain.expressions.types import Kind
from attain.sources.names import snake
from attain.sources.proposals.recognised_names import SYSTEMS, Recognised

# Words that plans and SQL use themselves.
_RESERVED = {
    "value", "attainment", "measured", "earned_on", "source_line", "payee",
    "all", "and", "as", "between", "by", "case", "column", "default", "desc", "distinct", "else", "end", "exists",
    "false", "from", "group", "having", "in", "interval", "is", "join", "like", "limit", "not", "null", "offset",
    "on", "or", "order", "select", "table", "then", "to", "true", "union", "user", "using", "when", "where", "with",
}  # fmt: skip


@dataclass(frozen=True)
class RecognisedColumn:
    """A header name and what Attain calls it.

    Attributes:
        header: the name in the file.
        name: the name in plans.
        kind: the type that the system gives it; None if the name is not known.
        system: the system whose name it is, empty if the name is not known.
    """

    header: str
    name: str
    kind: Kind | None = None
    system: str = ""

    def __str__(self) -> str:
        return f"{self.header} → {self.name}" + (f" ({self.system})" if self.system else "")


def recognise(header: list[str]) -> list[RecognisedColumn]:
    """Give each column of a header its name in Attain.

    The system that knows most of the names speaks first; two columns never get one name, the first
    keeps it. Columns without a name are left out.
    """
    known = by_system(header)
    found: list[RecognisedColumn] = []
    taken: set[str] = set()
    first_choice = {position: entry for position, entry in known.items() if entry is not None}
    claimed = {entry[1][0] for entry in first_choice.values()}
    for position, name in enumerate(header):
        if not name:
            continue
        entry = first_choice.get(position)
        if entry and entry[1][0] not in taken:
            system, (own, kind) = entry
            found.append(RecognisedColumn(name, own, kind, system))
        else:
            own = _free(snake(name), taken | claimed)
            found.append(RecognisedColumn(name, own))
        taken.add(found[-1].name)
    return found


def by_system(header: list[str]) -> dict[int, tuple[str, Recognised] | None]:
    """Say for each position which system knows the name, and as what."""
    names = [snake(n) if n else "" for n in header]
    merit = {system: len({known[n][0] for n in names if n in known}) for system, known in SYSTEMS.items()}
    order = sorted(SYSTEMS, key=lambda system: -merit[system])
    # Only the best system and the spreadsheet names speak: "status" of one system may not mean that of another.
    speakers = dict.fromkeys([order[0], "spreadsheet"])
    found: dict[int, tuple[str, Recognised] | None] = {}
    for position, name in enumerate(names):
        found[position] = next(((s, SYSTEMS[s][name]) for s in speakers if name in SYSTEMS[s]), None)
    return found


def _free(name: str, taken: set[str]) -> str:
    name = f"{name}_name" if name in _RESERVED else name
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
