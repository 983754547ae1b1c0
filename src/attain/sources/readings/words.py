"""Read texts, payees and yes or no.

A payee or key that a spreadsheet or a data frame turned into a float (279.0) is 279 again; only when
every value of the column looks like that, so that a version 1.0 stays what it is.
"""

import polars as pl

from attain.expressions.types import ColumnType, Kind
from attain.sources import problems
from attain.sources.readings.reading import (
    Reading,
    Reason,
    counted,
    never_refused,
    no_refusals,
    refusals,
    text_of_native,
    trimmed,
)

YES = ("true", "yes", "y", "t", "1")
NO = ("false", "no", "n", "f", "0")
_FLOAT_ID = r"^-?[0-9]+\.0+$"


def read_texts(written: pl.Series | None, native: pl.Series | None, kind: Kind, null_as: tuple[str, ...]) -> Reading:
    """Read one column of text or payees.

    >>> read = read_texts(pl.Series(["279.0", "", "280.0"]), None, "payee", ())
    >>> read.values.to_list(), read.detected
    (['279', None, '280'], ['2 whole numbers written with .0 read without it'])
    """
    detected: list[str] = []
    parts: list[pl.Series] = []
    if written is not None:
        parts.append(_written_texts(written, null_as, detected))
    if native is not None:
        parts.append(text_of_native(native))
    texts = parts[0] if len(parts) == 1 else pl.select(pl.coalesce(parts)).to_series()
    texts = _whole_ids(texts, detected)
    return Reading(texts, ColumnType(kind), no_refusals(len(texts)), never_refused, detected)


def _written_texts(written: pl.Series, null_as: tuple[str, ...], detected: list[str]) -> pl.Series:
    texts = trimmed(written, null_as)
    padded = int((texts.str.len_bytes() != written.str.len_bytes()).sum())
    if padded:
        detected.append(f"{counted(padded, 'text')} trimmed")
    if (texts.str.len_bytes() != texts.str.len_chars()).any():
        composed = texts.str.normalize("NFC")
        changed = int((composed != texts).sum())
        if changed:
            detected.append(f"{counted(changed, 'text')} brought to composed Unicode (é as one character)")
        texts = composed
    return texts


def _whole_ids(texts: pl.Series, detected: list[str]) -> pl.Series:
    if texts.null_count() == len(texts):
        return texts
    # A first look settles almost every column without reading all of it.
    first = texts.drop_nulls().head(1)
    if not first.str.contains(_FLOAT_ID).item() or not texts.str.contains(_FLOAT_ID).all():
        return texts
    count = len(texts) - texts.null_count()
    noun = "whole number" if count == 1 else "whole numbers"
    detected.append(f"{count:,} {noun} written with .0 read without it")
    return texts.str.replace(r"\.0+$", "")


def read_yes_no(written: pl.Series | None, native: pl.Series | None, null_as: tuple[str, ...]) -> Reading:
    """Read one column of yes or no: true, false, yes, no, y, n, t, f, 1, 0 in any case.

    >>> read_yes_no(pl.Series(["Y", "no", "maybe"]), None, ()).values.to_list()
    [True, False, None]
    """
    if native is not None and written is None and native.dtype == pl.Boolean:
        return Reading(native, ColumnType("bool"), no_refusals(len(native)), never_refused)
    parts: list[pl.Series] = []
    if written is not None:
        parts.append(trimmed(written, null_as))
    if native is not None:
        parts.append(text_of_native(native))
    texts = parts[0] if len(parts) == 1 else pl.select(pl.coalesce(parts)).to_series()
    lower = texts.str.to_lowercase().str.strip_suffix(".0")
    values = pl.select(pl.when(lower.is_in(YES)).then(True).when(lower.is_in(NO)).then(False)).to_series()
    refused = texts.is_not_null() & values.is_null()
    return Reading(
        values, ColumnType("bool"), refusals(texts, refused), lambda texts: [explain_yes_no(t) for t in texts]
    )


def explain_yes_no(text: str) -> Reason:
    """Say why a text was refused as yes or no.

    >>> explain_yes_no("maybe").what
    "'maybe' is neither yes nor no"
    """
    fix = "write true or false; if the text means 'nothing', declare it under null_as"
    return Reason(problems.NOT_YES_NO, f"'{text[:60]}' is neither yes nor no", fix)
