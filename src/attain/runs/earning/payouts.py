"""Payouts as states: what an accumulator is worth in all after each credit, turned into lines."""

from math import lcm

import polars as pl

from attain.earnings import Lines, largest
from attain.money import Exact
from attain.rates import Part, Rated
from attain.runs.crediting.standing import SILENT


def around(frame: pl.DataFrame, state: Part) -> tuple[pl.DataFrame, Rated]:
    """Turn a state after each credit into the states around it; what is undefined is worth nothing."""
    bound = state.value.bound
    frame = frame.with_columns(state_1=state.value.numerator.fill_null(0))
    frame = frame.with_columns(state_0=pl.col("state_1").shift(1).over("accumulator").fill_null(0))
    per0 = per1 = None
    if state.per is not None:
        frame = frame.with_columns(state_1_per=pl.col(state.per).fill_null(1))
        frame = frame.with_columns(state_0_per=pl.col("state_1_per").shift(1).over("accumulator").fill_null(1))
        per0, per1 = "state_0_per", "state_1_per"
        if frame["state_0_per"].equals(frame["state_1_per"]):
            per0 = per1
    den = state.value.denominator
    before, after = Exact.column("state_0", bound, den), Exact.column("state_1", bound, den)
    return frame, Rated(before=Part(before, per0), after=Part(after, per1))


def standing_payout(frame: pl.DataFrame, state: Part) -> Lines:
    """A payout after reversals: what a reversal took back no longer stands as paid, so reaching it again pays again.

    A line is the curve after it, less everything that still stands; lines are found again until nothing changes,
    because what a reversal takes back is a line itself.
    """
    frame, per = _one_per(frame, state)
    silent = pl.col("kind") == SILENT
    worth = frame.with_columns(
        _last=pl.when(~silent).then(pl.col("_state")).shift(1).forward_fill().over("accumulator").fill_null(0)
    )
    found = worth.with_columns(_line=pl.when(silent).then(0).otherwise(pl.col("_state") - pl.col("_last")))
    while True:
        newer = _without_what_was_taken_back(worth, found, silent)
        if newer["_line"].equals(found["_line"]):
            value = Exact.column("_line", largest(newer["_line"]), state.value.denominator)
            return Lines.of(newer.drop("_state", "_last"), Part(value, per))
        found = newer


def _one_per(frame: pl.DataFrame, state: Part) -> tuple[pl.DataFrame, str | None]:
    """Add ``_state``: the numerators of a state over one divisor per accumulator, which is named too."""
    frame = frame.with_columns(_state=state.value.numerator.fill_null(0).cast(pl.Int128))
    if state.per is None:
        return frame, None
    frame = frame.with_columns(_own=pl.col(state.per).fill_null(1).cast(pl.Int128))
    wholes = frame.group_by("accumulator").agg(pl.col("_own").unique())
    table = {key: lcm(*map(int, values)) for key, values in wholes.iter_rows()}
    schema = {"accumulator": frame.schema["accumulator"], "_per": pl.Int128}
    named = pl.DataFrame({"accumulator": list(table), "_per": list(table.values())}, schema=schema)
    joined = frame.join(named, on="accumulator", how="left", maintain_order="left")
    return joined.with_columns(_state=pl.col("_state") * (pl.col("_per") // pl.col("_own"))).drop("_own"), "_per"


def _without_what_was_taken_back(worth: pl.DataFrame, found: pl.DataFrame, silent: pl.Expr) -> pl.DataFrame:
    paid = found.select("accumulator", origin="line", _paid="_line")
    back = worth.join(paid, on=["accumulator", "origin"], how="left", maintain_order="left")
    back = back.with_columns(_back=pl.when(silent).then(pl.col("_paid").fill_null(0)).otherwise(0))
    back = back.with_columns(_total=pl.col("_back").cum_sum().over("accumulator"))
    before = pl.when(~silent).then(pl.col("_total")).shift(1).forward_fill().over("accumulator").fill_null(0)
    line = pl.col("_state") - pl.col("_last") + pl.col("_total") - before
    made = back.with_columns(_line=pl.when(silent).then(0).otherwise(line))
    return made.drop("_paid", "_back", "_total")
