"""Which account moves for which flow of money.

A *move* is a signed amount of one flow. It is written as two lines: plus the amount on the flow's first account, minus
the amount on its second, so every move sums to zero. Debits are positive. 1,000 earned: commission_expense +1,000,
payable -1,000; 200 of it taken back: payable +200, commission_expense -200; 800 paid: payable +800, paid -800.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/ledger.py.
"""

from dataclasses import dataclass

ACCOUNTS = {
    "payable": "due to payees and not yet paid (a liability, below 0)",
    "held": "earned by payees and not yet due (a liability, below 0)",
    "paid": "what left for payroll (below 0)",
    "draw_advance": "draws that later earnings pay back (an asset)",
    "clawback_deferred": "what went back and is left for later payments (an asset)",
    "clawback_receivable": "what payees owe beyond what is due to them (an asset)",
    "commission_expense": "what commissions cost",
    "guarantee_expense": "what guarantees cost, and draws nobody pays back",
    "exchange_difference": "what payments at their own exchange rate cost more than at that of the booking",
    "adjustment": "what was written off or added by hand",
    "capitalised_contract_cost": "commissions carried forward with their contracts (an asset)",
    "impairment_loss": "what was left of them when the contract ended",
}


@dataclass(frozen=True)
class Flow:
    """One way in which money moves: plus on ``debit``, minus on ``credit``, and what it means."""

    debit: str
    credit: str
    meaning: str


FLOWS = {
    "earned": Flow("commission_expense", "payable", "a line of the earnings above 0"),
    "clawed_back": Flow("payable", "commission_expense", "a line of the earnings below 0, with its sign turned"),
    "clawback_deferred": Flow("clawback_deferred", "payable", "taken back, and left for later payments"),
    "clawback_recovered": Flow("payable", "clawback_deferred", "left for later, and taken from this payment"),
    "held": Flow("payable", "held", "earned and not yet due"),
    "released": Flow("held", "payable", "held before, and due now"),
    "fx_difference": Flow("exchange_difference", "payable", "what the rate of the payment adds to that of the booking"),
    "guaranteed": Flow("guarantee_expense", "payable", "topped up by a guarantee"),
    "draw_paid": Flow("draw_advance", "payable", "drawn"),
    "draw_recovered": Flow("payable", "draw_advance", "recovered of a draw"),
    "draw_forgiven": Flow("guarantee_expense", "draw_advance", "of draws: what nobody will pay back"),
    "forfeited": Flow("payable", "commission_expense", "cut off by a payment cap and lost"),
    "adjusted": Flow("adjustment", "payable", "written off or added by hand"),
    "paid": Flow("payable", "paid", "what a pay run paid"),
    "owed": Flow("clawback_receivable", "payable", "what the payee owes more (or less) than before"),
    "capitalised": Flow("capitalised_contract_cost", "commission_expense", "carried forward with its contract"),
    "amortised": Flow("commission_expense", "capitalised_contract_cost", "the part of a period"),
    "reduced": Flow("commission_expense", "capitalised_contract_cost", "the asset shrinks by what was clawed back"),
    "impaired": Flow("impairment_loss", "capitalised_contract_cost", "the contract ended: the rest of the asset"),
}

# What a run reconciles, and what the contract costs reconcile. A pay run posts ``paid``; posting itself adds ``owed``.
PAY_FLOWS = (
    "earned",
    "clawed_back",
    "clawback_deferred",
    "clawback_recovered",
    "held",
    "released",
    "fx_difference",
    "guaranteed",
    "draw_paid",
    "draw_recovered",
    "draw_forgiven",
    "forfeited",
    "adjusted",
)
COST_FLOWS = ("capitalised", "amortised", "reduced", "impaired")

# What a payee is owed is what stands on these two accounts, with the sign turned.
POSITION_ACCOUNTS = ("payable", "clawback_receivable")

CAUSES = {
    "calculation": "the first posting of a period, while it is open",
    "late_fact": "a fact that was not known when the period closed",
    "changed_fact": "a fact whose source changed it",
    "correction": "a fact that was wrong",
    "cancellation": "a deal that was cancelled",
    "plan": "another text of the plan",
    "target": "another target",
    "roster": "another title, manager or assignment",
    "rate": "another exchange rate or table of rates",
    "order": "another order of the same deals",
    "engine": "another version of the engine",
    "adjustment": "a decision of a person: an adjustment, a hold, a release",
    "payment": "a pay run",
    "accounting": "the contract costs of a period",
}


def effect_on_position(flow: str) -> int:
    """Return what a move of 1 adds to what the payee is owed: 1, -1 or 0.

    >>> [effect_on_position(flow) for flow in ("earned", "paid", "owed", "amortised")]
    [1, -1, 0, 0]
    """
    named = FLOWS[flow]
    return (named.credit in POSITION_ACCOUNTS) - (named.debit in POSITION_ACCOUNTS)
