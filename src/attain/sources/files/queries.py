"""Ask a database: PostgreSQL by the address in an environment variable, SQLite by a file of the workspace.

Connections are read-only, and an address or password never appears in a message.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from attain.sources import problems
from attain.sources.config import QueryConfig
from attain.sources.files.arrow import arrow_column
from attain.sources.files.contents import cannot_open
from attain.sources.files.parquet import row_numbers
from attain.sources.files.raw import RawTable, Unreadable

_ONE_BATCH = {"adbc.sqlite.query.batch_rows": "10000000"}  # types are guessed from the first batch


@dataclass
class QueryResult:
    """The answer to a query."""

    header: list[str]
    detected: list[str]
    table: pa.Table

    def read(self, positions: list[int]) -> RawTable:
        """Take the columns at these positions of the header."""
        columns = {p: arrow_column(self.table.column(p), self.header[p]) for p in positions}
        return RawTable(columns, row_numbers(self.table.num_rows))


def ask(config: QueryConfig, sqlite_path: Path | None) -> QueryResult:
    """Run a query.

    Args:
        config: the query, and where it goes.
        sqlite_path: the SQLite file, already checked to lie in the workspace.

    Raises:
        Unreadable: no such file or variable, no connection, or the database refuses the query.
    """
    from adbc_driver_manager import Error

    if sqlite_path:
        return _run(lambda: _connect_sqlite(sqlite_path), str(config.query), "SQLite")
    name = str(config.env)
    address = os.environ.get(name, "")
    fix = f"set {name} to postgresql://user:password@host/database"
    if not address.startswith(("postgresql://", "postgres://")):
        what = f"the environment variable {name} is {'no PostgreSQL address' if address else 'not set'}"
        raise Unreadable(problems.NO_ANSWER, what, fix)
    try:
        connection = _connect_postgresql(address)
    except (Error, OSError, ValueError):
        what = f"PostgreSQL does not accept a connection at the address in {name}"
        raise Unreadable(problems.NO_ANSWER, what, f"check that it runs, and {fix}") from None
    return _run(lambda: connection, str(config.query), "PostgreSQL")


def _connect_sqlite(path: Path) -> Any:
    from adbc_driver_sqlite import dbapi

    try:
        is_file = path.is_file()
    except OSError as error:
        raise cannot_open(path, error) from None
    if not is_file:
        raise Unreadable(problems.NOT_FOUND, "there is no such database file", "check the name, or put the file there")
    quoted = path.as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return dbapi.connect(f"file:{quoted}?mode=ro")


def _connect_postgresql(address: str) -> Any:
    from adbc_driver_postgresql import dbapi

    connection = dbapi.connect(address, autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    return connection


def _run(connect: Callable[[], Any], query: str, kind: str) -> QueryResult:
    from adbc_driver_manager import Error

    try:
        with connect() as connection, connection.cursor() as cursor:
            if kind == "SQLite":
                cursor.adbc_statement.set_options(**_ONE_BATCH)
            cursor.execute(query)
            table: pa.Table = cursor.fetch_arrow_table()
    except (Error, pa.ArrowException, OSError, ValueError) as error:
        reason = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise Unreadable(problems.NO_ANSWER, f"{kind}: {reason[:200]}", "correct the query") from None
    _refuse_money_type(table)
    header = [str(name) for name in table.schema.names]
    return QueryResult([n.strip() for n in header], [f"the answer of {kind} to the query"], table)


def _refuse_money_type(table: Any) -> None:
    """PostgreSQL's money type arrives as a number of cents, or of something else, by the server's locale."""
    for field in table.schema:
        if (field.metadata or {}).get(b"POSTGRESQL:type") == b"money":
            fix = f"write {field.name}::numeric in the query"
            raise Unreadable(problems.NO_ANSWER, f"'{field.name}' is of PostgreSQL's type money", fix)
