"""The ledger: what should stand, less what stands, is posted as balanced entries in a chain that can be verified.

What a store does with it, all in one transaction under the lock of the chain:

1. ``moves = concat([earned_moves(earnings), settled_moves(payments, periods), decided_moves(decisions)])``
2. ``differences = reconcile(standing, [State(cause, moves)], closed=..., open_period=...)``; empty: nothing to post.
3. ``posted = post(differences, positions, Posting(run_id, batch_no, dated_on), head)``; append ``posted.entries`` and
   ``posted.lines``, add ``posted.standing`` to what stands, replace the positions by ``posted.positions``, keep
   ``posted.head``.
4. At a close ``signed_head(head, private_key, chain="ledger", purpose="close 2026-01")``, kept outside the database.
5. A pay run: ``pay_lines(positions, banked_of(payments, periods))``, its ``control_totals``, and once it is
   acknowledged ``post(paid_differences(lines, ...), ...)``.
6. ``verify(entries, lines, heads, public_key, standing=...)`` names the first break of each kind; an audit trail is
   chained by ``chained(rows, record, head)`` and verified by ``verify_chain``.
7. Accounting: ``reconcile(standing, [State("accounting", cost_moves(...))], flows=COST_FLOWS, ...)`` posts contract
   costs; ``roll_forward`` and ``journal`` read what is posted, ``accrual`` what would be.
"""

from attain.ledger.accounts import ACCOUNTS, CAUSES, COST_FLOWS, FLOWS, PAY_FLOWS
from attain.ledger.balances import added_standing, balances, positions_of, standing_of
from attain.ledger.chain import HEADS, NOTHING, Break, Head, Record, chained, digest_by, signed_head
from attain.ledger.contract_costs import (
    CONTRACT_COSTS,
    COST_REDUCTIONS,
    CostPolicy,
    allocated,
    cost_moves,
    costs_of,
)
from attain.ledger.journals import ACCOUNT_MAP, JOURNAL, Journal, accrual, journal, journal_breaks, turned_around
from attain.ledger.moves import decided_moves, earned_moves, settled_moves
from attain.ledger.paying import PAY_LINES, ControlTotals, banked_of, control_totals, paid_differences, pay_lines
from attain.ledger.posting import ENTRY_RECORD, LINE_RECORD, Posted, Posting, post
from attain.ledger.reconciling import State, reconcile
from attain.ledger.roll_forward import ROLL_FORWARD, roll_forward, roll_forward_breaks
from attain.ledger.table import BALANCES, DIFFERENCES, ENTRIES, KEY, LINES, MOVES, POSITIONS, STANDING
from attain.ledger.tie_out import FOUND, Steps, compared, tie_out
from attain.ledger.verifying import Verdict, verify, verify_chain

__all__ = [
    "ACCOUNTS",
    "ACCOUNT_MAP",
    "BALANCES",
    "CAUSES",
    "CONTRACT_COSTS",
    "COST_FLOWS",
    "COST_REDUCTIONS",
    "DIFFERENCES",
    "ENTRIES",
    "ENTRY_RECORD",
    "FLOWS",
    "FOUND",
    "HEADS",
    "JOURNAL",
    "KEY",
    "LINES",
    "LINE_RECORD",
    "MOVES",
    "NOTHING",
    "PAY_FLOWS",
    "PAY_LINES",
    "POSITIONS",
    "ROLL_FORWARD",
    "STANDING",
    "Break",
    "ControlTotals",
    "CostPolicy",
    "Head",
    "Journal",
    "Posted",
    "Posting",
    "Record",
    "State",
    "Steps",
    "Verdict",
    "accrual",
    "added_standing",
    "allocated",
    "balances",
    "banked_of",
    "chained",
    "compared",
    "control_totals",
    "cost_moves",
    "costs_of",
    "decided_moves",
    "digest_by",
    "earned_moves",
    "journal",
    "journal_breaks",
    "paid_differences",
    "pay_lines",
    "positions_of",
    "post",
    "reconcile",
    "roll_forward",
    "roll_forward_breaks",
    "settled_moves",
    "signed_head",
    "standing_of",
    "tie_out",
    "turned_around",
    "verify",
    "verify_chain",
]
