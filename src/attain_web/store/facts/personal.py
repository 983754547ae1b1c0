"""What names a person, outside the facts: a fact holds a salted hash of it, and the text stands where it can be erased.

A person has one salt, so that the same file again says the same. Names, mail addresses and the like are known by what
their column is called.
"""

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

import polars as pl

HIDDEN_AS = "personal:"
ERASED = "(erased)"
_PERSONAL = re.compile("name|mail|phone|mobile|address|birth", re.IGNORECASE)
_PAYEE = "payee"


@dataclass(frozen=True)
class Hidden:
    """A roster without what names people.

    Attributes:
        texts: its columns, with tokens for what was hidden.
        said: for each token whose it is and what it stands for.
        salts: the salts that are new, by payee.
    """

    texts: pl.DataFrame
    said: Mapping[str, tuple[str, str]]
    salts: Mapping[str, str]


def personal_columns(columns: Collection[str]) -> list[str]:
    """Return the columns of a roster that name a person.

    >>> personal_columns(["payee", "title", "full_name", "Email", "manager"])
    ['full_name', 'Email']
    """
    return [name for name in columns if name != _PAYEE and _PERSONAL.search(name)]


def hidden(texts: pl.DataFrame, salts: Mapping[str, str], erased: Collection[str]) -> Hidden:
    """Put a token in the place of everything that names a person.

    Args:
        texts: the roster's columns as texts, ``payee`` among them.
        salts: the salts that are known, by payee.
        erased: payees who were erased; what names them is not kept again.
    """
    new = {payee: secrets.token_hex(16) for payee in texts[_PAYEE].unique().drop_nulls() if payee not in salts}
    known = {**salts, **new}
    said: dict[str, tuple[str, str]] = {}
    columns: dict[str, list[str | None]] = {}
    for name in personal_columns(texts.columns):
        column: list[str | None] = []
        for payee, text in texts.select(_PAYEE, name).iter_rows():
            if text is None or payee is None:
                column.append(text)
            elif payee in erased:
                column.append(HIDDEN_AS)
            else:
                token = HIDDEN_AS + sha256(f"{known[payee]}\0{name}\0{text}".encode()).hexdigest()
                said[token] = (payee, text)
                column.append(token)
        columns[name] = column
    replaced = texts.with_columns(pl.Series(name, values, dtype=pl.String) for name, values in columns.items())
    return Hidden(replaced, said, {payee: salt for payee, salt in new.items() if payee not in erased})


def revealed(texts: pl.DataFrame, said: Mapping[str, str]) -> pl.DataFrame:
    """Put what tokens stand for in their place; what was erased says so."""
    return texts.with_columns(
        pl.when(pl.col(name).str.starts_with(HIDDEN_AS))
        .then(pl.col(name).replace_strict(dict(said), default=ERASED, return_dtype=pl.String))
        .otherwise(name)
        .alias(name)
        for name in personal_columns(texts.columns)
    )
