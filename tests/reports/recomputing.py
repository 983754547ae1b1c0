"""Learn and project in SQL: ``sql/fitting.sql`` and ``sql/projecting.sql``, whose statements are repeated.

Newton's method is fifteen steps of five eliminations, the distribution one statement for each of the sixty largest
deals. Nothing is calculated here; what repeats is a statement.
"""

import re
from pathlib import Path

import duckdb

HERE = Path(__file__).parent / "sql"
NEWTON_STEPS, UNKNOWNS, ALONE = 15, 5, 60
FIRST_HELD_OUT = 7
EVERYTHING = "true"


def blocks(name: str, marker: str = "block") -> dict[str, str]:
    """Return the named parts of a file of statements."""
    parts = re.split(rf"^-- {marker}: (.+)$", (HERE / f"{name}.sql").read_text("utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def run(connection: duckdb.DuckDBPyConnection, text: str, **filling: object) -> None:
    """Execute the statements of a text."""
    for statement in filter(str.strip, text.format(**filling).split(";\n")):
        connection.execute(statement)


def learn(connection: duckdb.DuckDBPyConnection, name: str, happened: str, which: str = EVERYTHING) -> None:
    """Learn how likely something happens, and write the probability of every deal that was due into a table.

    Args:
        connection: with the tables of ``moments.sql``.
        name: of the table to write: ``number, id, worth, is_won, is_slipped, chance``.
        happened: the column that says whether it happened.
        which: of which periods is learned, a condition on ``number``.
    """
    part = blocks("fitting")
    run(connection, part["start"], happened=happened, which=which)
    for _ in range(NEWTON_STEPS):
        run(connection, part["slope"])
        for unknown in range(1, UNKNOWNS + 1):
            run(connection, part["eliminate"], k=unknown)
        run(connection, part["move"])
    run(connection, part["slope"])  # the probabilities by the last weights
    run(connection, part["correct"])
    run(connection, part["apply"], name=name)


def judge(connection: duckdb.DuckDBPyConnection, happened: str) -> list[tuple[object, ...]]:
    """Learn from the first three quarters of eight periods, and return what the last two came to, in ten groups.

    Returns:
        By group: its number, how many deals, the mean of what was said in thousandths, to how many it happened, and
        the ends of the band.
    """
    learn(connection, "held", happened, f"number < {FIRST_HELD_OUT}")
    run(connection, blocks("fitting")["tenths"], name="held", first=FIRST_HELD_OUT, happened=happened)
    return connection.execute("select * from tenth order by tenth").fetchall()


def project(connection: duckdb.DuckDBPyConnection, *, is_learned: bool) -> None:
    """Write the distribution of the period into the table ``amount``: worth, weight, and the weight passed."""
    part = blocks("projecting")
    run(connection, part["shock" if is_learned else "declared"])
    run(connection, part["states"])
    counted = connection.execute("select count(*) from live").fetchone()
    assert counted is not None
    for rank in range(1, min(ALONE, int(counted[0])) + 1):
        run(connection, part["one"], rank=rank)
    run(connection, part["rest"])
