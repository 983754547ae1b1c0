"""Statements as tables, for paper and spreadsheets: the same sheets as PDF, XLSX and CSV."""

from attain.statements.sheets.as_csv import csv_of
from attain.statements.sheets.as_pdf import PdfWriter
from attain.statements.sheets.as_xlsx import xlsx_of
from attain.statements.sheets.model import Column, Decided, Sheet, SoFar, Statement, StatementState
from attain.statements.sheets.statement import statement_of

__all__ = [
    "Column",
    "Decided",
    "PdfWriter",
    "Sheet",
    "SoFar",
    "Statement",
    "StatementState",
    "csv_of",
    "statement_of",
    "xlsx_of",
]
