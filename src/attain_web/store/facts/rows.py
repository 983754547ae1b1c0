"""The rows of a table as facts: what identifies them, and what they say as JSON of plain texts.

>>> from attain.sources import from_rows
>>> table = from_rows("deals", {"id": "text", "amount": "money"}, [{"id": "1", "amount": "90000.50"}], key=["id"])
>>> rows_of("deals", table).frame.rows()
[('1', '{"amount":"90000.5","id":"1"}', 'given', 1)]
"""

from dataclasses import dataclass

import polars as pl

from attain.sources import SOURCE_FILE, SOURCE_LINE, Loaded, SourceTable, texts_of

IDENTITY = {
    "roster": ("payee", "from"),
    "targets": ("name", "payee", "title", "period", "from"),
    "fx": ("date", "from", "to"),
}


@dataclass(frozen=True)
class TableRows:
    """A table ready for the store.

    Attributes:
        table: its name; a child is ``orders.splits``.
        columns: the names that its cells may have.
        frame: ``key, cells, file`` (String) and ``line`` (Int64), one row per key.
    """

    table: str
    columns: tuple[str, ...]
    frame: pl.DataFrame


def tables_of(loaded: Loaded) -> list[TableRows]:
    """Return every table of a workspace that was loaded, in order of name."""
    found: dict[str, SourceTable] = {}
    for name, source in loaded.sources.items():
        found[name] = source
        found |= {f"{name}.{child}": table for child, table in source.children.items()}
    standard = {"roster": loaded.roster, "targets": loaded.targets, "fx": loaded.fx}
    found |= {name: table for name, table in standard.items() if table is not None}
    return [rows_of(name, table) for name, table in sorted(found.items())]


def rows_of(name: str, table: SourceTable, texts: pl.DataFrame | None = None) -> TableRows:
    """Make facts of a table's rows; the second row of a key has ``#2`` after it.

    Args:
        name: the table's.
        table: its rows.
        texts: what they say, where that is not all that they say.
    """
    texts = texts_of(table) if texts is None else texts
    file = pl.lit(table.frame[SOURCE_FILE]) if SOURCE_FILE in table.frame.columns else pl.lit(table.file)
    identity = [column for column in (table.key or IDENTITY.get(name, ())) if column in texts.columns]
    frame = texts.select(
        _key(identity).alias("key"),
        _cells(texts.columns).alias("cells"),
        file.alias("file"),
        pl.lit(table.frame[SOURCE_LINE]).alias("line"),
    )
    number = pl.col("key").cum_count().over("key")
    numbered = pl.when(number > 1).then(pl.col("key") + "#" + number.cast(pl.String)).otherwise("key")
    return TableRows(name, tuple(texts.columns), frame.with_columns(key=numbered))


def _key(identity: list[str]) -> pl.Expr:
    """Join the columns by ``/``; a ``/`` inside one is written %2F, so that no two keys look the same."""
    if not identity:
        return pl.lit("row")
    escaped = [pl.col(c).fill_null("").str.replace_all("%", "%25", literal=True) for c in identity]
    parts = [c.str.replace_all("/", "%2F", literal=True).str.replace_all("#", "%23", literal=True) for c in escaped]
    return pl.concat_str(parts, separator="/")


def transaction_of(key: pl.Expr) -> pl.Expr:
    """Return the transaction that a fact's key names: the key without its number, with what was escaped as it was.

    >>> pl.DataFrame({"key": ["a%2Fb%231/7#2", "100%25"]}).select(transaction_of(pl.col("key")))["key"].to_list()
    ['a/b#1/7', '100%']
    """
    plain = key.str.replace(r"#\d+$", "")
    slashes = plain.str.replace_all("%2F", "/", literal=True).str.replace_all("%23", "#", literal=True)
    return slashes.str.replace_all("%25", "%", literal=True)


def _cells(columns: list[str]) -> pl.Expr:
    """Write a row as JSON without its empty cells, so that a new column without values changes nothing."""
    pairs = [
        pl.when(pl.col(c).is_not_null()).then(
            pl.struct(pl.col(c)).struct.json_encode().str.strip_prefix("{").str.strip_suffix("}")
        )
        for c in columns
    ]
    inside = pl.concat_str(pairs, separator=",", ignore_nulls=True)
    return pl.concat_str(pl.lit("{"), inside, pl.lit("}"))
