"""The payments table and the identities every row keeps.

closing_balance = opening_balance + earned - held + released - clawed_back + clawback_deferred - clawback_recovered
                  + fx_difference + guarantee_paid + draw_paid - draw_recovered - forfeited + adjusted - paid

clawback_balance = the clawback balance before + clawback_deferred - clawback_recovered.
held_balance = the held balance before + held - released.
advance_balance = what is released of lines beyond what their schedules say is earned.
draw_balance = the draw balance before + draw_paid - draw_recovered - what was forgiven.
"""

import polars as pl

from attain.tables import Column, Table

_MONEY = "minor units"

PAYMENTS = Table(
    name="payments",
    grain="a payee, pay period, pay run and currency",
    key=("payee_id", "period_id", "pay_run", "currency"),
    columns=(
        Column("payee_id", pl.String, "", "who is paid"),
        Column("period_id", pl.String, "", "the pay period"),
        Column("pay_run", pl.String, "", "the pay run inside the period"),
        Column("currency", pl.String, "ISO 4217", "of every amount"),
        Column("opening_balance", pl.Int64, _MONEY, "carried in: negative is owed by the payee, positive is banked"),
        Column("earned", pl.Int64, _MONEY, "lines that add"),
        Column("held", pl.Int64, _MONEY, "earned in this period and not released in it"),
        Column("released", pl.Int64, _MONEY, "held before and released in this period"),
        Column("clawed_back", pl.Int64, _MONEY, "lines that take away"),
        Column("clawback_deferred", pl.Int64, _MONEY, "of what lines take away, left for later payments"),
        Column("clawback_recovered", pl.Int64, _MONEY, "of what was left for later, taken from this payment"),
        Column("fx_difference", pl.Int64, _MONEY, "what the rate of the payment adds to that of the booking"),
        Column("guarantee_paid", pl.Int64, _MONEY, "topped up or added, not to be recovered"),
        Column("draw_paid", pl.Int64, _MONEY, "topped up or added, to be recovered"),
        Column("draw_recovered", pl.Int64, _MONEY, "recovered from this payment"),
        Column("forfeited", pl.Int64, _MONEY, "cut off by the payment cap and lost"),
        Column("adjusted", pl.Int64, _MONEY, "written off or added by hand"),
        Column("paid", pl.Int64, _MONEY, "what leaves"),
        Column("closing_balance", pl.Int64, _MONEY, "carried out"),
        Column("draw_balance", pl.Int64, _MONEY, "recoverable draw outstanding at the end"),
        Column("clawback_balance", pl.Int64, _MONEY, "still to be taken back from later payments, at the end"),
        Column("held_balance", pl.Int64, _MONEY, "earned and not yet released, at the end"),
        Column("advance_balance", pl.Int64, _MONEY, "released and not yet earned by its schedule, at the end"),
    ),
)


def identity_breaks(payments: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that break the identity or have a negative column that may not be; none when all is well."""
    c = pl.col
    closing = c("opening_balance") + c("earned") - c("held") + c("released") - c("clawed_back") + c("fx_difference")
    closing = closing + c("clawback_deferred") - c("clawback_recovered") + c("guarantee_paid") + c("draw_paid")
    closing = closing - c("draw_recovered") - c("forfeited") + c("adjusted") - c("paid")
    never_negative = (
        "earned",
        "held",
        "released",
        "clawed_back",
        "clawback_deferred",
        "clawback_recovered",
        "clawback_balance",
        "guarantee_paid",
        "draw_paid",
        "draw_recovered",
        "forfeited",
        "paid",
    )
    negative = pl.any_horizontal(*(c(name) < 0 for name in never_negative))
    return payments.filter((closing != c("closing_balance")) | negative)
