"""Problems of a plan that goes on with another's measures, seen once both are credited: nothing may restart or double.

A quarter of which two months lie before the plan is cut by it. Marginal tiers walk on through the cut; a bonus for the
whole quarter would be paid a second time, a cap of the quarter would have all its room again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.earnings.model import CapItem, FloorItem
from attain.earnings.problems import LIMIT_STARTS_AGAIN
from attain.measures.problems import MOVED_TWICE, PAID_AGAIN, STARTS_AGAIN
from attain.periods import Unit
from attain.roster.pay_periods import PERIODS_SOURCE
from attain.runs.earning.modifying import names_of
from attain.runs.earning.rating import pays_out
from attain.runs.measuring.feeding import Feeding

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_FIX = "begin the plan with a window of the measure, or give the measure another name"
_ENDLESS = {"transaction", "plan"}


def going_on_problems(run: "PlanRun") -> Iterator[Diagnostic]:
    """Find what would restart or double, in a plan that continues another; none in any other plan."""
    last = run.predecessor
    if last is None:
        return
    for name in run.components:
        yield from _paid_again(run, last, name)
        yield from _limits(run, last, name)
    for name, measure in last.measures.items():
        mine = run.measures.get(name)
        if mine is None and not measure.is_derived:
            yield from _lost(run, last, name)
        elif mine is not None and not mine.is_derived and mine.per not in _ENDLESS:
            yield from _moved_twice(run, last, name)


def is_cut(run: "PlanRun", unit: Unit) -> bool:
    """Whether the plan begins within a window of a unit."""
    if unit in _ENDLESS:
        return False
    first = run.plan.effective.from_
    periods = run.timeline.windows(unit).periods
    return bool(((periods["starts_on"] < first) & (periods["ends_before"] > first)).any())


def _paid_again(run: "PlanRun", last: "PlanRun", name: str) -> Iterator[Diagnostic]:
    """A component that pays what reaching something is worth in all, or shares out a window."""
    component = run.components[name]
    pays_all = run.plan.is_windowed(name) or pays_out(component.rate, of_target=run.names_target(component.rate.of))
    read = [run.measures[measure] for measure in _read(run, run.measures_of(name)) if measure in last.measures]
    if pays_all and any(is_cut(run, measure.per) for measure in read):
        what = f"'{name}' pays for all of a window, of which a part lies in '{last.plan.plan}'"
        yield Diagnostic.of(PAID_AGAIN, component.place, what, _FIX)


def _read(run: "PlanRun", names: Iterable[str]) -> set[str]:
    """Measures, and those that they are made of."""
    found = set(names)
    for name in names:
        made_of = run.measures[name].formula or run.measures[name].rank
        inner = {read.split(".")[0] for read in names_of(made_of)} if made_of is not None else set[str]()
        found |= _read(run, inner & set(run.measures))
    return found


def _limits(run: "PlanRun", last: "PlanRun", name: str) -> Iterator[Diagnostic]:
    """Caps and floors of a window that is cut: what the plan before used of them is not counted."""
    if name not in last.components:
        return
    for item in run.components[name].modifiers:
        limit = item.cap if isinstance(item, CapItem) else item.floor if isinstance(item, FloorItem) else None
        if limit is not None and is_cut(run, limit.per):
            word = "cap" if isinstance(item, CapItem) else "floor"
            what = f"the {word} per {limit.per} of '{name}' starts again on {run.plan.effective.from_}"
            fix = f"begin the plan with a {limit.per}, or write what is left of the {word} for its first {limit.per}"
            yield Diagnostic.of(LIMIT_STARTS_AGAIN, item.place, what, fix)


def _lost(run: "PlanRun", last: "PlanRun", name: str) -> Iterator[Diagnostic]:
    """A running measure of the plan before that this plan does not have, while one of its own starts at 0."""
    if not is_cut(run, last.measures[name].per):
        return
    new = [n for n, m in run.measures.items() if n not in last.measures and not m.is_derived and is_cut(run, m.per)]
    if new:
        said = ", ".join(f"'{n}'" for n in new)
        what = (
            f"measure '{name}' of '{last.plan.plan}' ends within its {last.measures[name].per}, and {said} starts at 0"
        )
        fix = f"call it '{name}' here too if it is the same measure"
        assert run.plan.continues is not None
        yield Diagnostic.of(STARTS_AGAIN, run.plan.continues.place, what, fix)


def _moved_twice(run: "PlanRun", last: "PlanRun", name: str) -> Iterator[Diagnostic]:
    """A deal that moved the measure in a plan before, and moves the same owner's in the same window again."""
    windows = run.timeline.windows(run.measures[name].per)
    mine, theirs = (
        _moves(runs, name).with_columns(window=windows.of("dated")).drop_nulls("window")
        for runs in ([run], run.predecessors)
    )
    both = mine.join(theirs, on=["source", "row", "owner_id", "window"], how="semi").sort("source", "row")
    if both.is_empty():
        return
    first = both.row(0, named=True)
    transactions = run.facts.transactions[first["source"]]
    deal = transactions.frame["transaction_id"][first["row"]]
    more = f", and {both.height - 1} more" if both.height > 1 else ""
    what = f"{first['source']} {deal} moves '{name}' of {first['owner_id']} in '{last.plan.plan}' and here{more}"
    fix = "date its credit as the plan before does, or leave it out with 'where'"
    place = Place(transactions.source.file, transactions.frame["source_line"][first["row"]], 0, deal)
    yield Diagnostic.of(MOVED_TWICE, place, what, fix)


def _moves(runs: "Sequence[PlanRun]", name: str) -> pl.DataFrame:
    """The deals that move a measure in some plans: ``source``, ``row``, ``owner_id`` and ``dated``."""
    schema = {"source": pl.String, "row": pl.UInt32, "owner_id": pl.String, "dated": pl.Date}
    frames = [pl.DataFrame(schema=schema)]
    for run in runs:
        for rule in run.feeds.get(name, ()):
            if run.standing[rule].credited.transactions.source.name == PERIODS_SOURCE:
                continue  # each plan has rows of its own
            rows = Feeding(run).owned(name, rule).filter(~pl.col("is_back"))
            owner = pl.coalesce("owner_id", run.facts.roster.named(pl.col("payee")))
            source = pl.lit(run.standing[rule].credited.transactions.source.name)
            frames.append(rows.select(source=source, row="row", owner_id=owner, dated="dated"))
    return pl.concat(frames)
