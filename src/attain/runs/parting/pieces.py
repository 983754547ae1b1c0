"""Credits of some deals at a time, put away by payee.

A deal is credited by its own row, its children and the roster, whatever other deals there are. So the deals are taken
piece by piece in the order of their ids, and what each payee was credited with is written to the payee's part: a range
of payees, so that the parts one after the other have everybody in order.
"""

import gc
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from attain.credits.table import CREDIT_TYPES
from attain.plans import Plan
from attain.runs.crediting.credited import Credited
from attain.runs.crediting.crediting import credit
from attain.runs.crediting.units import Unit
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.planning import PlanRun
from attain.sources import SourceTable
from attain.targets import TargetTable
from attain.transactions import Transactions
from attain.transactions.identity import child_identity

Rule = tuple[str, str]  # a plan and a crediting rule of it
_TYPES = pl.Enum(CREDIT_TYPES)


class Folder:
    """A folder for what is put away; it is gone as soon as nobody needs it."""

    def __init__(self) -> None:
        """Make it."""
        self.path = Path(tempfile.mkdtemp(prefix="attain-"))
        self._gone = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def room(self, name: str) -> Path:
        """Make a folder in it."""
        made = self.path / name
        made.mkdir()
        return made


@dataclass
class PutAway:
    """What was credited, in files.

    Attributes:
        folder: where they are.
        starts: the first payee code of each part.
        dates: the first day of each further stretch of time with about as many rows.
        units: the units of the amounts of each rule.
        last_days: the last day on which anything is credited, by plan.
        heights: how many rows each rule credits.
    """

    folder: Folder
    starts: list[int] = field(default_factory=list[int])
    dates: list[date] = field(default_factory=list[date])
    units: dict[Rule, dict[str, Unit]] = field(default_factory=dict[Rule, dict[str, Unit]])
    last_days: dict[str, date] = field(default_factory=dict[str, date])
    heights: dict[Rule, int] = field(default_factory=dict[Rule, int])

    def __post_init__(self) -> None:
        """Make room for it."""
        self._room = self.folder.room("credited")

    def files(self, rule: Rule, part: int) -> list[Path]:
        """Name the files of a rule and part, in the order of deals."""
        return sorted(self._room.glob(f"{self._number(rule)}-{part}-*.arrow"))

    def put(self, rule: Rule, piece: int, frame: pl.DataFrame) -> None:
        """Put credits of a piece of the deals away, by part."""
        codes = pl.Series(self.starts, dtype=pl.UInt32)
        frame = frame.with_columns(credit_type=pl.col("credit_type").cast(_TYPES))
        self.heights[rule] = self.heights.get(rule, 0) + frame.height
        last = frame["dated"].max()
        if isinstance(last, date):
            self.last_days[rule[0]] = max(last, self.last_days.get(rule[0], last))
        parts = frame.with_columns(_part=codes.search_sorted(frame["payee"], side="right") - 1)
        for (part,), own in parts.partition_by("_part", as_dict=True, include_key=False).items():
            own.write_ipc(self._room / f"{self._number(rule)}-{part}-{piece:05}.arrow")

    def of_part(self, part: int, facts: Facts, runs: dict[str, PlanRun]) -> dict[Rule, Credited]:
        """Read what a part's payees were credited with, in order of date and deal."""
        found: dict[Rule, Credited] = {}
        for rule, units in self.units.items():
            plan, name = rule
            transactions = facts.transactions[str(runs[plan].credit_rules[name].source)]
            frames = [pl.read_ipc(file) for file in self.files(rule, part)]
            frame = pl.concat(frames) if frames else _nothing(self._room, self._number(rule))
            found[rule] = Credited(in_order_of_deals(frame), units, transactions)
        return found

    def _number(self, rule: Rule) -> int:
        return list(self.units).index(rule)


def in_order_of_deals(frame: pl.DataFrame) -> pl.DataFrame:
    """Sort rows by ``dated`` and ``row``; equal ones stay in order."""
    place = pl.col("dated").to_physical().cast(pl.Int64) * 2**32 + pl.col("row").cast(pl.Int64)
    return frame.sort(place, maintain_order=True)


def _nothing(folder: Path, number: int) -> pl.DataFrame:
    return pl.read_ipc(next(folder.glob(f"{number}-*.arrow"))).clear()


def put_away(
    facts: Facts, plans: Sequence[Plan], targets: TargetTable, folder: Folder, *, deal_count: int, part_rows: int
) -> PutAway | None:
    """Credit every deal.

    Args:
        facts: what is known.
        plans: the plans.
        targets: the workspace's target table.
        folder: where what is put away is kept.
        deal_count: how many deals are credited at a time.
        part_rows: about how many credits a part has.

    Returns:
        None where there is anything to tell, or a rule credits nobody: then all is calculated at once.
    """
    made, findings = PutAway(folder), Findings()
    runs = {str(plan.plan): PlanRun(plan, facts, targets, findings) for plan in plans}
    names = sorted({str(rule.source) for run in runs.values() for rule in run.credit_rules.values()})
    for number, (piece, first, share) in enumerate(_pieces(facts, names, deal_count)):
        starts = [PlanRun(plan, piece, targets, findings) for plan in plans]
        credited = {rule: one for run in starts for rule, one in _credited(run, first)}
        if findings.found or any(made.units.get(rule, one.units) != one.units for rule, one in credited.items()):
            return None
        if not number:
            made.units = {rule: one.units for rule, one in credited.items()}
            made.starts, made.dates = _cuts([one.frame for one in credited.values()], share, part_rows)
        for rule, one in credited.items():
            made.put(rule, number, one.frame)
        del credited, starts, piece
        gc.collect()  # a plan and what it evaluates with name each other, so that their frames would stay
    return made if made.units and all(made.heights.values()) else None


def _pieces(facts: Facts, names: Sequence[str], deal_count: int) -> Iterator[tuple[Facts, dict[str, int], float]]:
    """Yield facts with some of the deals, the number of the first of each source, and their share of all deals."""
    most = max((facts.transactions[name].frame.height for name in names), default=0)
    count = -(-most // deal_count)
    for number in range(count):
        made = replace(facts, is_part=True)
        transactions = dict(facts.transactions)
        first: dict[str, int] = {}
        for name in names:
            height = facts.transactions[name].frame.height
            first[name], until = height * number // count, height * (number + 1) // count
            transactions[name] = _piece(facts.transactions[name], first[name], until)
        made.__dict__["transactions"] = transactions
        yield made, first, 1 / count


def _piece(transactions: Transactions, first: int, until: int) -> Transactions:
    """Keep some transactions, with their rows of child tables."""
    frame = transactions.frame.slice(first, until - first).drop("row").with_row_index("row")
    source = transactions.source
    if frame.is_empty():
        children = {name: replace(child, frame=child.frame.clear()) for name, child in source.children.items()}
    else:
        ids = frame["transaction_id"]
        children = {name: _between(child, ids[0], ids[-1]) for name, child in source.children.items()}
    return Transactions(replace(source, children=children), frame)


def _between(child: SourceTable, first: str, last: str) -> SourceTable:
    own = child_identity(child)
    return replace(child, frame=child.frame.filter((own >= first) & (own <= last)))


def _credited(run: PlanRun, first: dict[str, int]) -> Iterator[tuple[Rule, Credited]]:
    """Yield the credits of a plan's rules, their rows numbered among all deals."""
    credit(run)
    for name, standing in run.standing.items():
        made = standing.credited
        shifted = (pl.col("row") + first[str(run.credit_rules[name].source)]).cast(pl.UInt32)
        yield (str(run.plan.plan), name), replace(made, frame=made.frame.with_columns(row=shifted))


def _cuts(frames: Sequence[pl.DataFrame], share: float, part_rows: int) -> tuple[list[int], list[date]]:
    """Cut payees and time where the first piece lets expect about as many rows in each."""
    expected = sum(frame.height for frame in frames) / share
    count = max(1, round(expected / part_rows))
    starts = _even([frame["payee"].cast(pl.Int64) for frame in frames], count)
    days = _even([frame["dated"].to_physical().cast(pl.Int64) for frame in frames], count)
    return [0, *starts], pl.Series(days, dtype=pl.Int32).cast(pl.Date).to_list()


def _even(values: Sequence[pl.Series], count: int) -> list[int]:
    """Return the values that cut a sorted column into so many pieces, each once, without the first."""
    every = pl.concat([one.rename("value") for one in values]).sort()
    found = [int(every[len(every) * number // count]) for number in range(1, count)] if len(every) else []
    return sorted(set(found) - {0})
