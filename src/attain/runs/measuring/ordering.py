"""The order of all events of a plan: date, what is given before what is taken back, tie keys, transaction id.

Each event gets its number ``at``; the same transaction on the same date has the same number everywhere in the plan, so
walks of different measures can be compared by it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from attain.credits.problems import OUTSIDE_PERIODS
from attain.diagnostics import Diagnostic, Place
from attain.documents import Text
from attain.earnings import largest
from attain.earnings.source import BUILT_IN
from attain.runs.crediting.standing import Standing
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.measuring.measured import NEVER

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

MOST_ROWS = 2**31
_KEY = ("source_number", "row", "dated", "is_back")


def ordered(standing: Mapping[str, Standing], ids: Mapping[str, pl.Series], ties: Sequence[str]) -> dict[str, Standing]:
    """Number the events and sort every component's rows by them.

    Args:
        standing: the rows of each component, with the tie keys as columns.
        ids: per component, the transaction id of each row number of its source.
        ties: names of the tie columns.
    """
    numbers = _source_numbers(standing)
    frames = {name: s.rows.with_columns(source_number=pl.lit(numbers[name], pl.Int32)) for name, s in standing.items()}
    places = None if ties else _places(frames)
    if places is not None:
        return {name: s.with_rows(_in_place(frames[name], places)) for name, s in standing.items()}
    events = pl.concat([f.select(*_KEY, *ties) for f in frames.values()], how="vertical_relaxed").unique(_KEY)
    names = pl.concat(
        [
            pl.DataFrame({"transaction_id": ids[name]})
            .with_row_index("row")
            .with_columns(source_number=pl.lit(number, pl.Int32))
            for number, name in {number: name for name, number in numbers.items()}.items()
        ]
    )
    events = events.join(names, on=["source_number", "row"], how="left")
    given_ties = [pl.when(~pl.col("is_back")).then(pl.col(t)).alias(t) for t in ties]
    events = events.with_columns(given_ties)
    order = ["dated", "is_back", *ties, "transaction_id", "source_number"]
    events = events.sort(order, nulls_last=False).with_row_index("at").with_columns(pl.col("at").cast(pl.Int64))
    numbered = events.select(*_KEY, "at")
    return {
        name: s.with_rows(
            frames[name].join(numbered, on=list(_KEY), how="left").drop("source_number").sort("at", "line")
        )
        for name, s in standing.items()
    }


def with_ties(made: Standing, evaluator: Evaluator, order: Sequence[Text]) -> Standing:
    """Add the plan's tie keys as columns; they are columns of deals, so rows that are made have none."""
    rows = made.rows
    is_made = made.credited.transactions.source.name in BUILT_IN
    for number, text in enumerate(order):
        if is_made:
            rows = rows.with_columns(pl.lit(None).alias(f"tie_{number}"))
        else:
            rows = evaluator.values(rows, text, evaluator.vocabulary.row(), "any", name=f"tie_{number}")
    return made.with_rows(rows)


def _source_numbers(standing: Mapping[str, Standing]) -> dict[str, int]:
    sources = sorted({s.credited.transactions.source.name for s in standing.values()})
    return {name: sources.index(s.credited.transactions.source.name) for name, s in standing.items()}


def _places(frames: Mapping[str, pl.DataFrame]) -> pl.Series | None:
    """Return ``at`` by row number: a transaction's place follows from its one date and its row number.

    None unless there is one source, nothing is taken back and every transaction has one date.
    """
    filled = [f for f in frames.values() if f.height]
    if len({f["source_number"][0] for f in filled}) > 1 or any(f["is_back"].any() for f in filled):
        return None
    size = max((largest(f["row"]) + 1 for f in filled), default=0)
    dates = pl.repeat(None, size, dtype=pl.Int32, eager=True)
    for frame in filled:
        dates = dates.scatter(frame["row"], frame["dated"].to_physical())
    if not all((dates.gather(f["row"]) == f["dated"].to_physical()).all() for f in filled):
        return None
    rows = pl.DataFrame({"dated": dates}).with_row_index("row").drop_nulls().sort("dated", maintain_order=True)["row"]
    return pl.zeros(size, dtype=pl.Int64, eager=True).scatter(rows, pl.int_range(len(rows), dtype=pl.Int64, eager=True))


def _in_place(frame: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    frame = frame.drop("source_number").with_columns(at=places.gather(frame["row"]))
    return frame if frame["at"].is_sorted() else frame.sort("at", maintain_order=True)


def in_periods(run: "PlanRun", rows: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Add the pay period of each row of a rule, the one from which it is gone, and a number for its transaction."""
    rows = rows.with_columns(period=run.timeline.period_of("dated"))
    outside = rows.filter(pl.col("period").is_null())
    if outside.height:
        source = run.standing[rule].credited.transactions
        first = outside.sort("row").row(0, named=True)
        line = source.frame["source_line"][first["row"]]
        place = Place(source.source.file, line, 0, source.frame["transaction_id"][first["row"]])
        more = f", and {outside.height - 1} more" if outside.height > 1 else ""
        what = f"{first['dated']} lies in no {run.plan.pay_period} of the calendar{more}"
        fix = "add the period to the calendar, or end the plan before that day"
        run.findings.add(Diagnostic.of(OUTSIDE_PERIODS, place, what, fix))
        rows = rows.filter(pl.col("period").is_not_null())
    gone = pl.lit(NEVER, pl.Int32)
    component = run.components.get(rule)
    if component is not None and component.clawback is not None and component.clawback.policy == "rerate":
        gone = run.timeline.period_of("cancelled_on").fill_null(NEVER)
    sources = sorted({str(r.source) for r in run.credit_rules.values()})
    first = sources.index(str(run.credit_rules[rule].source)) * MOST_ROWS
    return rows.with_columns(gone=gone, transaction=pl.col("row").cast(pl.Int64) + first)
