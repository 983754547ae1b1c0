"""Columns of deals as options name them."""

from collections.abc import Sequence

from attain.cli.commands.arguments import stop


def known_columns() -> list[str]:
    """Return the columns that deals can be grouped and chosen by."""
    from attain.snapshots import DIMENSIONS

    return ["stage", "owner_id", "forecast_category", *(column.name for column in DIMENSIONS)]


def check_columns(columns: Sequence[str]) -> None:
    """End the command when a column is not one that deals have."""
    for name in columns:
        if name not in known_columns():
            stop(f"'{name}' is no column of deals; name one of {', '.join(known_columns())}")


def values_of(texts: Sequence[str]) -> "dict[str, frozenset[str | None]]":
    """Read ``team=West``; several values of one column are any of them, an empty one is none."""
    found: dict[str, frozenset[str | None]] = {}
    for text in texts:
        column, equals, value = text.partition("=")
        if not equals:
            stop(f"'{text}' is no column with a value; write --in team=West")
        check_columns([column])
        found[column] = found.get(column, frozenset()) | {value or None}
    return found
