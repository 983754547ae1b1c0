"""The order of all events of a plan: date, what is given before what is taken back, tie keys, transaction id.

Each event gets its number ``at``; the same transaction on the same date has the same number everywhere in the plan, so
walks of different measures can be compared by it.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from attain.earnings import largest
from attain.runs.standing import Standing

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
    if _is_simple(frames, ties):
        return {n: s.with_rows(_by_row(frames)[n]) for n, s in standing.items()}
    events = pl.concat([f.select(*_KEY, *ties) for f in frames.values()]).unique(_KEY)
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


def _source_numbers(standing: Mapping[str, Standing]) -> dict[str, int]:
    sources = sorted({s.credited.transactions.source.name for s in standing.values()})
    return {name: sources.index(s.credited.transactions.source.name) for name, s in standing.items()}


def _is_simple(frames: Mapping[str, pl.DataFrame], ties: Sequence[str]) -> bool:
    """One source, no ties, nothing taken back: a transaction's place follows from its row number and its one date."""
    if ties or len({f["source_number"][0] for f in frames.values() if f.height}) > 1:
        return False
    if any(f["is_back"].any() for f in frames.values()):
        return False
    dates = pl.concat([f.select("row", "dated") for f in frames.values()]).unique()
    return dates["row"].n_unique() == dates.height


def _by_row(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    dates = pl.concat([f.select("row", "dated") for f in frames.values()]).unique().sort("dated", "row")
    if dates.is_empty():
        return {n: f.drop("source_number").with_columns(at=pl.lit(0, pl.Int64)) for n, f in frames.items()}
    places = dates.with_row_index("at")
    size = largest(dates["row"]) + 1
    by_row = pl.zeros(size, dtype=pl.Int64, eager=True).scatter(places["row"], places["at"].cast(pl.Int64))
    return {
        name: f.drop("source_number")
        .with_columns(at=pl.lit(by_row).gather(pl.col("row")))
        .sort("at", maintain_order=True)
        for name, f in frames.items()
    }
