"""Differences become entries: balanced lines, linked to the head of the chain.

After every entry a payee is either owed money or owes it: what stands on payable never goes above 0. Where a move would
take it there, the same entry carries the rest over to clawback_receivable (the flow ``owed``), and back again as soon
as something is due. 300 taken back while 100 is due: clawed_back 300, owed 200.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/ledger.py.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from attain.ledger.accounts import FLOWS, effect_on_position
from attain.ledger.chain.canonical import Record, digest_by
from attain.ledger.chain.linking import Head, chained
from attain.ledger.reconciling import in_posting_order
from attain.ledger.table import DIFFERENCES, ENTRIES, KEY, LINES, POSITIONS, STANDING
from attain.money import proved_sum

LINE_RECORD = Record("attain-ledger-line/1", tuple(name for name in LINES.names if name != "entry_no"))
ENTRY_RECORD = Record(
    "attain-ledger-entry/1",
    tuple(name for name in ENTRIES.names if name not in {"entry_no", "previous_hash", "entry_hash"}),
)
_ENTRY = ("payee_id", "posted_period_id", "period_id", "cause")
_OWNER = ("payee_id", "currency")


@dataclass(frozen=True)
class Posting:
    """What is posted under.

    Attributes:
        run_id: the run, pay run or close that posts.
        batch_no: the batch of facts that it knew.
        dated_on: the accounting date of its entries.
    """

    run_id: str
    batch_no: int
    dated_on: date


@dataclass(frozen=True)
class Posted:
    """What one posting appends.

    Attributes:
        entries: ENTRIES, in order.
        lines: LINES, in order.
        standing: STANDING, what has to be added to what stands.
        positions: POSITIONS of the payees touched, as they are afterwards.
        head: the new end of the chain.
    """

    entries: pl.DataFrame
    lines: pl.DataFrame
    standing: pl.DataFrame
    positions: pl.DataFrame
    head: Head


def post(differences: pl.DataFrame, positions: pl.DataFrame, posting: Posting, head: Head) -> Posted:
    """Make the entries and lines of differences.

    Args:
        differences: DIFFERENCES, in any order.
        positions: POSITIONS of the same payees, before; a payee without a row is owed nothing.
        posting: the run, batch and date.
        head: the end of the chain, under the lock.

    Returns:
        Nothing to append when there is no difference.

    Raises:
        TooLarge: a balance could go beyond 64 bits.
    """
    moves = in_posting_order(DIFFERENCES.checked(differences))
    proved_sum(pl.concat([moves["move_amount"], positions["position_amount"]]), "what is posted")
    moves = moves.with_columns(entry=pl.struct(_ENTRY).rle_id().cast(pl.Int64))
    owed, after = _owed(moves, positions)
    moves = pl.concat([moves, owed]).sort("entry", maintain_order=True)
    lines = _lines(moves, head.height)
    entries, head = _entries(moves, lines, posting, head)
    standing = moves.group_by(KEY, maintain_order=True).agg(standing_amount=pl.col("move_amount").sum())
    standing = STANDING.checked(standing.filter(pl.col("standing_amount") != 0))
    return Posted(entries, lines, standing, after, head)


def _owed(moves: pl.DataFrame, positions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find what each entry carries to or from clawback_receivable, and the positions afterwards."""
    effects = {flow: effect_on_position(flow) for flow in FLOWS}
    effect = pl.col("flow").replace_strict(effects, return_dtype=pl.Int64)
    steps = moves.group_by("entry", *_OWNER, maintain_order=True).agg(
        pl.col("period_id", "posted_period_id", "cause").first(), step=(pl.col("move_amount") * effect).sum()
    )
    steps = steps.join(positions.select(*_OWNER, "position_amount"), on=_OWNER, how="left", maintain_order="left")
    start = pl.col("position_amount").fill_null(0)
    after = start + pl.col("step").cum_sum().over(_OWNER)
    steps = steps.with_columns(after=after).with_columns(before=pl.col("after") - pl.col("step"))
    owing = [pl.min_horizontal(side, pl.lit(0, pl.Int64)) for side in ("before", "after")]
    owed = steps.with_columns(flow=pl.lit("owed"), move_amount=owing[0] - owing[1])
    nothing = [pl.lit(None, pl.String).alias(name) for name in KEY if name not in owed.columns]
    owed = owed.with_columns(nothing).filter(pl.col("move_amount") != 0)
    last = steps.group_by(_OWNER, maintain_order=True).agg(position_amount=pl.col("after").last())
    return owed.select(moves.columns), POSITIONS.checked(last)


def _lines(moves: pl.DataFrame, height: int) -> pl.DataFrame:
    """Write each move as two lines, in order."""
    named = [name for name in LINES.names if name in KEY]
    sides = [
        moves.select(
            "entry",
            *named,
            move=pl.int_range(pl.len()),
            account=pl.col("flow").replace_strict(
                {flow: getattr(found, side) for flow, found in FLOWS.items()}, return_dtype=pl.String
            ),
            line_amount=pl.col("move_amount") * sign,
        )
        for side, sign in (("debit", 1), ("credit", -1))
    ]
    lines = pl.concat(sides).sort("move", maintain_order=True)
    lines = lines.with_columns(
        entry_no=pl.col("entry") + (height + 1),
        line_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("entry"),
    )
    return LINES.checked(lines)


def _entries(moves: pl.DataFrame, lines: pl.DataFrame, posting: Posting, head: Head) -> tuple[pl.DataFrame, Head]:
    made = moves.group_by("entry", maintain_order=True).agg(pl.col(_ENTRY).first())
    digests = digest_by(lines, LINE_RECORD, by="entry_no")
    named = made.select(
        "payee_id",
        "cause",
        period_id=pl.col("posted_period_id"),
        origin_period_id=pl.col("period_id"),
        run_id=pl.lit(posting.run_id),
        batch_no=pl.lit(posting.batch_no, pl.Int64),
        dated_on=pl.lit(posting.dated_on, pl.Date),
    ).with_columns(line_count=digests["row_count"], lines_digest=digests["digest"])
    entries, head = chained(named, ENTRY_RECORD, head)
    return ENTRIES.checked(entries), head
