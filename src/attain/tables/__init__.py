"""Contracts between rooms: which columns a table has, of what type and unit, keyed by what."""

from attain.tables.contract import Column, ContractError, Table

__all__ = ["Column", "ContractError", "Table"]
