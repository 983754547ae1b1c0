"""Rows that somebody should look at: credited like all others, and listed with the reason.

attain.yaml names them under a source: the rows that satisfy ``where`` and for which another source has no row with
equal ``match`` columns in force on the day ``at`` (from <= at < before; an empty end is open).
"""

from collections.abc import Iterator, Mapping

import polars as pl

from attain.diagnostics import Diagnostic
from attain.documents import Text
from attain.expressions import ColumnType, Scope, check, compile_expression, holds, parse
from attain.sources import REVIEWS, Loaded, SourceTable, WorkspaceConfig
from attain.sources import problems as source_problems
from attain.sources.config import ReviewConfig, SourceConfig, UnlessIn
from attain.sources.names import nearest
from attain.transactions import identified

_TEXTS = frozenset({"text", "payee"})


def review_problems(config: WorkspaceConfig) -> list[Diagnostic]:
    """Check the names and types that reviews use, before anything is read."""
    found: list[Diagnostic] = []
    for name, source in config.sources.items():
        for review in source.reviews:
            found += _where_problems(review, source, str(name))
            if review.unless_in is not None:
                found += _unless_problems(review.unless_in, source, config)
    return found


def listed_reviews(loaded: Loaded) -> pl.DataFrame:
    """List every row to be looked at, in the order of attain.yaml and of the files.

    Returns:
        The table ``REVIEWS``.
    """
    frames = [REVIEWS.empty()]
    for name, source in loaded.config.sources.items() if loaded.config else ():
        table = loaded.sources.get(str(name))
        frames += [_listed(table, review, loaded.sources) for review in source.reviews if table is not None]
    return REVIEWS.checked(pl.concat(frames))


def _listed(table: SourceTable, review: ReviewConfig, sources: Mapping[str, SourceTable]) -> pl.DataFrame:
    frame = identified(table).frame.sort("source_line")
    if review.where is not None:
        parsed, _ = parse(str(review.where), review.where.place)
        scope = Scope.of_columns(table.columns)
        compiled, _ = compile_expression(parsed, scope, "boolean") if parsed is not None else (None, [])
        if compiled is not None:
            frame = frame.filter(holds(frame, compiled))
    if review.unless_in is not None and str(review.unless_in.source) in sources:
        frame = _unexplained(frame, review.unless_in, sources[str(review.unless_in.source)].frame)
    money = table.amount_column
    return frame.select(
        source=pl.lit(table.name),
        title=pl.lit(str(review.title)),
        file=pl.lit(table.file),
        line="source_line",
        transaction_id="transaction_id",
        review_amount=pl.col(money) if money else pl.lit(None, pl.Int64),
        scale=pl.lit(table.columns[money].scale if money else 0, pl.Int64),
    )


def _unexplained(frame: pl.DataFrame, unless: UnlessIn, there: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows that no row of the other source explains."""
    ours = [str(column) for column in unless.match.values()]
    theirs = there.select(
        *(pl.col(str(column)).alias(f"_match_{n}") for n, column in enumerate(unless.match)),
        _from=pl.col(str(unless.from_)) if unless.from_ else pl.lit(None, pl.Date),
        _before=pl.col(str(unless.before)) if unless.before else pl.lit(None, pl.Date),
    )
    day = pl.col(str(unless.at)) if unless.at else pl.lit(None, pl.Date)
    asked = frame.select("row", _day=day, **{f"_match_{n}": pl.col(column) for n, column in enumerate(ours)})
    met = asked.join(theirs, on=[f"_match_{n}" for n in range(len(ours))])
    started = pl.col("_from").is_null() | (pl.col("_from") <= pl.col("_day"))
    unended = pl.col("_before").is_null() | (pl.col("_day") < pl.col("_before"))
    return frame.join(met.filter(started & unended).select("row").unique(), on="row", how="anti", maintain_order="left")


# checks


def _where_problems(review: ReviewConfig, source: SourceConfig, name: str) -> list[Diagnostic]:
    if review.where is None:
        return []
    parsed, found = parse(str(review.where), review.where.place)
    if parsed is None:
        return found
    columns = {str(column): ColumnType(written.type) for column, written in source.columns.items()}
    return [*found, *check(parsed, Scope.of_columns(columns, f"source '{name}'"), "boolean")]


def _unless_problems(unless: UnlessIn, source: SourceConfig, config: WorkspaceConfig) -> Iterator[Diagnostic]:
    there = config.sources.get(unless.source)
    if there is None:
        near = nearest(unless.source, config.sources)
        fix = f"did you mean '{near}'?" if near else f"name one of {', '.join(config.sources)}"
        what = f"there is no source '{unless.source}'"
        yield Diagnostic.of(source_problems.REVIEW_SOURCE, unless.source.place, what, fix)
        return
    for their_column, own_column in unless.match.items():
        yield from _unlike(Text.at(their_column, unless.key_place("match")), there, own_column, source)
    for column, owner in ((unless.from_, there), (unless.before, there), (unless.at, source)):
        yield from _undated(column, owner)
    if (unless.from_ or unless.before) and unless.at is None:
        what = "'from' or 'before' is given, and no day to compare with"
        fix = "add 'at: ' with a date column of this source"
        yield Diagnostic.of(source_problems.BAD_SETTING, unless.place, what, fix)


def _unlike(their_column: Text, there: SourceConfig, own_column: Text, source: SourceConfig) -> Iterator[Diagnostic]:
    lost = [(name, owner) for name, owner in ((their_column, there), (own_column, source)) if name not in owner.columns]
    for name, owner in lost:
        yield _undeclared(name, owner)
    if lost:
        return
    kinds = [there.columns[their_column].type, source.columns[own_column].type]
    if kinds[0] != kinds[1] and not set(kinds) <= _TEXTS:
        what = f"'{their_column}' is {kinds[0]} and '{own_column}' is {kinds[1]}"
        fix = "match columns of one type"
        yield Diagnostic.of(source_problems.UNDECLARED, own_column.place, what, fix)


def _undated(column: Text | None, owner: SourceConfig) -> Iterator[Diagnostic]:
    if column is None:
        return
    if column not in owner.columns:
        yield _undeclared(column, owner)
    elif owner.columns[column].type != "date":
        what = f"'{column}' is {owner.columns[column].type}, not a date"
        yield Diagnostic.of(source_problems.UNDECLARED, column.place, what, "name a column of type date")


def _undeclared(column: Text, owner: SourceConfig) -> Diagnostic:
    near = nearest(column, owner.columns)
    fix = f"did you mean '{near}'?" if near else f"add {column} to columns"
    return Diagnostic.of(source_problems.UNDECLARED, column.place, f"'{column}' is not among the columns", fix)
