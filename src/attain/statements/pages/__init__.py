"""Statements as pages: one file each that needs nothing else, and an index."""

from attain.statements.pages.index_page import Entry, entry_of, index_page
from attain.statements.pages.statement_page import Neighbour, statement_page

__all__ = ["Entry", "Neighbour", "entry_of", "index_page", "statement_page"]
