"""Transactions: a source's rows with one text identity each, numbered in the order of that identity."""

from attain.transactions.identity import Transactions, identified
from attain.transactions.table import TRANSACTIONS

__all__ = ["TRANSACTIONS", "Transactions", "identified"]
