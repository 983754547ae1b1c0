"""Diagnostic codes of the ledger: what ``verify`` finds, and accounts that nobody mapped."""

from attain.diagnostics import register

EDITED_LINE = register("LEDG101", "A line was edited", "a payee, an account or an amount is not what was posted")
DELETED_LINE = register("LEDG102", "A line was deleted", "money that was posted is no longer there")
INSERTED_LINE = register("LEDG103", "A line was inserted", "money stands in the ledger that no run posted")
EDITED_ENTRY = register("LEDG104", "An entry was edited", "who, when or why it was posted is not what was posted")
DELETED_ENTRY = register("LEDG105", "An entry was deleted", "money that was posted is no longer there")
INSERTED_ENTRY = register("LEDG106", "An entry was inserted", "money stands in the ledger that no run posted")
REORDERED = register("LEDG107", "Entries were reordered", "what was known at a batch is not what stands before it")
REWRITTEN = register(
    "LEDG108", "The chain was written anew", "everything hangs together, but it is not what was signed"
)
CUT = register("LEDG109", "The newest entries were cut off", "what was posted and signed last is gone")
WRONG_SIGNATURE = register("LEDG110", "A signature does not hold", "the head was changed, or signed with another key")
UNBALANCED = register("LEDG111", "An entry does not sum to zero", "money appears from nowhere or disappears")
WRONG_STANDING = register(
    "LEDG112",
    "What stands is not the sum of what was posted",
    "the next run would post a difference that is not there",
)
UNMAPPED = register("LEDG121", "An account without a number", "its lines would be missing from the journal")
