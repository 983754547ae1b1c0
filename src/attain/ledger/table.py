"""The tables of the ledger.

Every amount is in minor units of its currency. ``MOVES`` is what should stand, ``STANDING`` what stands, and
``DIFFERENCES`` what is missing; they share one key. ``ENTRIES`` and ``LINES`` are the ledger itself.
"""

import polars as pl

from attain.tables import Column, Table

_MONEY = "minor units"
_KEY = (
    Column("payee_id", pl.String, "", "whose money it is"),
    Column("period_id", pl.String, "", "the pay period it belongs to: its origin, also when it is posted later"),
    Column("currency", pl.String, "ISO 4217", "of the amount"),
    Column("flow", pl.String, "", "why money moves: a word of attain.ledger.FLOWS"),
    Column("plan_id", pl.String, "", "the plan", nullable=True),
    Column("component_id", pl.String, "", "the component", nullable=True),
    Column("source", pl.String, "", "where the fact behind it stands: a source, payments, pay_runs", nullable=True),
    Column("transaction_id", pl.String, "", "which fact: a transaction, a pay run, an adjustment", nullable=True),
    Column("line_type", pl.String, "", "as in the earnings", nullable=True),
)
KEY = tuple(column.name for column in _KEY)

MOVES = Table(
    name="ledger_moves",
    grain="what should stand of one flow, for one fact, payee and period",
    key=KEY,
    columns=(*_KEY, Column("move_amount", pl.Int64, _MONEY, "signed; a flow's usual direction is above 0")),
)

STANDING = Table(
    name="ledger_standing",
    grain="the posted sum of one flow, for one fact, payee and period of origin",
    key=KEY,
    columns=(*_KEY, Column("standing_amount", pl.Int64, _MONEY, "the sum of every move posted under this key")),
)

DIFFERENCES = Table(
    name="ledger_differences",
    grain="what one cause adds to one flow, for one fact, payee and period of origin",
    key=(*KEY, "cause"),
    columns=(
        *_KEY,
        Column("posted_period_id", pl.String, "", "the open period it is posted in"),
        Column("cause", pl.String, "", "a word of attain.ledger.CAUSES"),
        Column("move_amount", pl.Int64, _MONEY, "signed, never 0"),
    ),
)

ENTRIES = Table(
    name="ledger_entries",
    grain="what one run posts for one payee, period, period of origin and cause",
    key=("entry_no",),
    columns=(
        Column("entry_no", pl.Int64, "", "1, 2, 3, ... without a gap: the height of the chain after it"),
        Column("run_id", pl.String, "", "the run, pay run or close that posted it"),
        Column("batch_no", pl.Int64, "", "the batch of facts that was known"),
        Column("payee_id", pl.String, "", "whose money it is"),
        Column("period_id", pl.String, "", "the open period it is posted in"),
        Column("origin_period_id", pl.String, "", "the period it belongs to"),
        Column("cause", pl.String, "", "a word of attain.ledger.CAUSES"),
        Column("dated_on", pl.Date, "", "its accounting date"),
        Column("line_count", pl.Int64, "", "how many lines it has"),
        Column("lines_digest", pl.String, "hex", "SHA-256 over the canonical bytes of its lines, in order"),
        Column("previous_hash", pl.String, "hex", "the entry_hash before it; 64 zeros for the first"),
        Column("entry_hash", pl.String, "hex", "SHA-256 over previous_hash and the canonical bytes of the entry"),
    ),
)

LINES = Table(
    name="ledger_lines",
    grain="one side of one move",
    key=("entry_no", "line_no"),
    columns=(
        Column("entry_no", pl.Int64, "", "the entry"),
        Column("line_no", pl.Int64, "", "1, 2, 3, ... within the entry"),
        Column("account", pl.String, "", "a word of attain.ledger.ACCOUNTS"),
        Column("currency", pl.String, "ISO 4217", "of line_amount"),
        Column("line_amount", pl.Int64, _MONEY, "debits above 0, credits below; they sum to 0 per entry and currency"),
        *(column for column in _KEY if column.name not in {"payee_id", "period_id", "currency"}),
    ),
)

POSITIONS = Table(
    name="ledger_positions",
    grain="what one payee is owed in one currency, held money aside",
    key=("payee_id", "currency"),
    columns=(
        Column("payee_id", pl.String, "", "the payee"),
        Column("currency", pl.String, "ISO 4217", "of position_amount"),
        Column("position_amount", pl.Int64, _MONEY, "due to the payee; owed by the payee when below 0"),
    ),
)

BALANCES = Table(
    name="ledger_balances",
    grain="the balance of one account, for one payee and currency",
    key=("payee_id", "account", "currency"),
    columns=(
        Column("payee_id", pl.String, "", "the payee"),
        Column("account", pl.String, "", "a word of attain.ledger.ACCOUNTS"),
        Column("currency", pl.String, "ISO 4217", "of balance_amount"),
        Column("balance_amount", pl.Int64, _MONEY, "debits above 0, credits below"),
    ),
)
