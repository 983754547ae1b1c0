"""Turn numbers as people write them into plain digits: $1,234.50 and (1.234,50 €) into 1234.50 and -1234.50."""

import re

import polars as pl

from attain.sources.readings.reading import counted

# Signs that name a currency, and the currencies each can name.
CURRENCY_SIGNS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP"),
    "US$": ("USD",),
    "CA$": ("CAD",),
    "C$": ("CAD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "NZ$": ("NZD",),
    "HK$": ("HKD",),
    "S$": ("SGD",),
    "R$": ("BRL",),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₺": ("TRY",),
    "₽": ("RUB",),
    "₪": ("ILS",),
    "zł": ("PLN",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "Kč": ("CZK",),
    "Ft": ("HUF",),
    "Fr.": ("CHF",),
}
_MARK = "|".join(sorted((re.escape(sign) for sign in CURRENCY_SIGNS), key=len, reverse=True)) + r"|[A-Z]{3}"
_SPACES = "[ '’\u00a0\u202f\u2009]"
_SHAPE = (
    rf"^(?<open>\()?(?<before>[+-])?(?<left>{_MARK})?{_SPACES}?(?<between>[+-])?(?<inner>\()?"
    rf"(?<number>[0-9][0-9.,'’ \u00a0\u202f\u2009]*|[.,][0-9]+)"
    rf"(?<last>\))?(?<after>-)?{_SPACES}?(?<right>{_MARK})?(?<behind>-)?(?<close>\))?$"
)


def plain_digits(texts: pl.Series, decimal_mark: str, currency: str) -> tuple[pl.Series, list[str]]:
    """Write numbers in plain digits with a decimal point.

    Args:
        texts: trimmed texts.
        decimal_mark: ``.`` or ``,``; the other one, spaces and apostrophes group thousands.
        currency: the currency that signs must fit; any if empty.

    Returns:
        The digits, null where a text is no such number, and sentences on what was taken off.

    >>> plain_digits(pl.Series(["1,234.50", "($3.00)", "12,34", "€ 5"]), ".", "USD")[0].to_list()
    ['1234.50', '-3.00', None, None]
    """
    group = "," if decimal_mark == "." else "."
    mark = re.escape(decimal_mark)
    plain = rf"^[+-]?(?:[0-9]{{1,18}}(?:{mark}[0-9]*)?|{mark}[0-9]+)$"
    is_plain = texts.str.contains(plain)
    if is_plain.all():
        return _with_point(texts, decimal_mark), []
    frame = pl.DataFrame({"text": texts, "row": pl.int_range(len(texts), dtype=pl.UInt32, eager=True)})
    rest = frame.filter(~is_plain.fill_null(True))
    is_simple = rest["text"].str.contains(_simple(mark, group, currency))
    simple, rest = rest.filter(is_simple), rest.filter(~is_simple)
    parts = rest.with_columns(_split("text")).unnest("parts")
    parts = parts.with_columns(_digits(decimal_mark, group, currency).alias("digits"))
    digits = pl.select(pl.when(is_plain).then(_with_point(texts, decimal_mark))).to_series()
    bare = simple["text"].str.replace_all(rf"[^0-9+\-{mark}]", "")
    digits = digits.scatter(simple["row"], _with_point(bare, decimal_mark)).scatter(parts["row"], parts["digits"])
    return digits, _sentences(simple, parts.filter(pl.col("digits").is_not_null()))


def _simple(mark: str, group: str, currency: str) -> str:
    """Match what most exports write: a sign, a currency sign, grouped thousands; $-1,234.50 or 1.234,50 €."""
    # A sign with a dot in it (Fr.) would leave its dot behind, so it takes the slow path.
    signs = "|".join(re.escape(sign) for sign in _allowed_signs(currency) if "." not in sign)
    grouping = f"[{re.escape(group)}{_SPACES[1:]}"
    number = rf"(?:[0-9]{{1,3}}(?:{grouping}[0-9]{{3}}){{1,5}}|[0-9]{{1,18}})(?:{mark}[0-9]*)?"
    return rf"^[+-]?(?:{signs})?{_SPACES}?{number}{_SPACES}?(?:{signs})?$"


def _allowed_signs(currency: str) -> list[str]:
    """Return the signs that may stand beside an amount, longest first; all of them if no currency is known."""
    allowed = [sign for sign, codes in CURRENCY_SIGNS.items() if not currency or currency in codes]
    return sorted([*allowed, *([currency] if currency else [])], key=len, reverse=True)


def _with_point(texts: pl.Series, decimal_mark: str) -> pl.Series:
    return texts if decimal_mark == "." else texts.str.replace(decimal_mark, ".", literal=True)


def _split(column: str) -> pl.Expr:
    tidy = pl.col(column).str.replace_all("[\u2212\u2013]", "-")
    return tidy.str.extract_groups(_SHAPE).alias("parts")


def _digits(decimal_mark: str, group: str, currency: str) -> pl.Expr:
    """Check sign, currency and grouping of the parts of a number, and put it together again."""
    mark, grouping = re.escape(decimal_mark), f"[{re.escape(group)}{_SPACES[1:]}"
    thousands = rf"[0-9]{{1,3}}(?:{grouping}[0-9]{{2,3}})*{grouping}[0-9]{{3}}"
    grouped = rf"^(?:{thousands}|[0-9]{{1,18}})(?:{mark}[0-9]*)?$|^{mark}[0-9]+$"
    number = pl.col("number").str.strip_chars_end()
    bare = number.str.replace_all(grouping, "").str.replace(decimal_mark, ".", literal=True)
    minus = pl.sum_horizontal((pl.col(c) == "-").fill_null(False) for c in ("before", "between", "after", "behind"))
    outer = pl.col("open").is_not_null().cast(pl.Int8) - pl.col("close").is_not_null().cast(pl.Int8)
    inner = pl.col("inner").is_not_null().cast(pl.Int8) - pl.col("last").is_not_null().cast(pl.Int8)
    in_parentheses = pl.col("open").is_not_null() | pl.col("inner").is_not_null()
    # A parenthesis that opens inside may close outside a trailing sign: $(5) and ($5) both occur.
    is_sound = (outer + inner == 0) & (minus + in_parentheses.cast(pl.UInt32) <= 1) & number.str.contains(grouped)
    is_sound &= bare.str.len_bytes() <= 38
    is_sound &= _fits(currency)
    is_negative = (minus == 1) | in_parentheses
    return pl.when(is_sound).then(pl.when(is_negative).then(pl.concat_str(pl.lit("-"), bare)).otherwise(bare))


def _fits(currency: str) -> pl.Expr:
    allowed = _allowed_signs(currency)
    sides = [pl.col(side).is_null() | pl.col(side).is_in(allowed) for side in ("left", "right")]
    if not currency:
        sides = [s | pl.col(side).str.contains("^[A-Z]{3}$") for s, side in zip(sides, ("left", "right"), strict=True)]
    return pl.all_horizontal(sides)


def _sentences(simple: pl.DataFrame, parts: pl.DataFrame) -> list[str]:
    said: list[str] = []
    signs = pl.concat([simple, parts.select("text", "row")])["text"].str.extract(f"({_MARK})").drop_nulls()
    for sign, count in signs.to_frame("sign").group_by("sign").len().sort("sign").iter_rows():
        said.append(f"{sign} taken off {counted(count, 'value')}")
    negative = parts.filter(pl.col("open").is_not_null() | pl.col("inner").is_not_null()).height
    if negative:
        said.append(f"{counted(negative, 'value')} in parentheses read as negative")
    return said
