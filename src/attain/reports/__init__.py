"""Reports: tables for people, and statements as files."""

from attain.reports.calculation import calculation_table
from attain.reports.reviews import review_table
from attain.reports.statement_files import Form, Wanted, write_statements

__all__ = ["Form", "Wanted", "calculation_table", "review_table", "write_statements"]
