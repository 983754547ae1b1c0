"""Credits: who receives which transaction, in which shares, dated when."""

from attain.credits import everybody, first_of, manager_of, owner, shares, split, team
from attain.credits.model import Credit, Recipient
from attain.credits.table import CREDITS, Recipients

KINDS = {
    "owner": owner,
    "split": split,
    "shares": shares,
    "manager_of": manager_of,
    "team": team,
    "everybody": everybody,
    "first_of": first_of,
}

__all__ = ["CREDITS", "KINDS", "Credit", "Recipient", "Recipients"]
