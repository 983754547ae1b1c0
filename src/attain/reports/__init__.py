"""Reports: tables for people, and statements as files."""

from attain.reports.statement_files import write_statements

__all__ = ["write_statements"]
