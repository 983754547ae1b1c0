"""Say why a text is not the number that its column needs, and what to do about it."""

import re
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from attain.expressions.types import Kind
from attain.sources import problems
from attain.sources.readings.amounts import CURRENCY_SIGNS, plain_digits
from attain.sources.readings.reading import LONGEST_NUMBER, Reason, short_enough

MOST_DECIMALS = 9
MOST_UNITS = 10**13  # ten trillion: 10**15 cents


@dataclass(frozen=True)
class NumberRule:
    """How the numbers of one column are to be read.

    Attributes:
        kind: money, decimal, percent or count.
        decimal_mark: the decimal mark of written texts.
        percent_style: whether a percent without sign is a fraction or of 100.
        currency: the currency that a currency sign must fit, empty if each row has its own.
        round_to: decimals to round to, half away from zero; None keeps all.
        null_as: texts that stand for an empty cell.
    """

    kind: Kind
    decimal_mark: str = "."
    percent_style: str = "fraction"
    currency: str = ""
    round_to: int | None = None
    null_as: tuple[str, ...] = ()


def explain_numbers(texts: list[str], rule: NumberRule) -> list[Reason]:
    """Say why texts were refused as numbers.

    >>> rule = NumberRule("money", currency="USD")
    >>> [reason.what for reason in explain_numbers(["12 apples", "€5"], rule)]
    ["'12 apples' is not a number", "'€5' is in €, the source in USD"]
    """
    bare = [text.removesuffix("%").strip() for text in texts]
    digits = plain_digits(short_enough(pl.Series(bare, dtype=pl.String)), rule.decimal_mark, "")[0].to_list()
    return [_explained(text, _number(d, b), rule) for text, b, d in zip(texts, bare, digits, strict=True)]


def _explained(text: str, number: Decimal | None, rule: NumberRule) -> Reason:
    shown = f"'{text[:60]}'"
    if number is None:
        return _no_number(text, shown, rule)
    if rule.kind != "percent" and text.endswith("%"):
        fix = "write a number without percent sign, or declare the column as percent"
        return Reason(problems.NOT_A_NUMBER, f"{shown} is a percent", fix)
    sign = _foreign_sign(text, rule.currency)
    if sign:
        fix = "give the source a currency column, or split the file by currency"
        return Reason(problems.WRONG_CURRENCY, f"{shown} is in {sign}, the source in {rule.currency}", fix, number)
    return _unfit(number, shown, rule)


def _unfit(number: Decimal, shown: str, rule: NumberRule) -> Reason:
    """Say what is wrong with a text that is a number."""
    plain = number.normalize()
    exponent = plain.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if abs(number) >= MOST_UNITS or (abs(number) * 10**decimals >= 9 * 10**18 and decimals <= MOST_DECIMALS):
        fix = f"amounts stay under {MOST_UNITS:,}; look for a slipped digit or two values run together"
        return Reason(problems.OUT_OF_BOUNDS, f"{shown} is beyond bounds", fix, number)
    if rule.kind == "count" and decimals:
        fix = "write a whole number, or declare the column as decimal"
        return Reason(problems.NOT_WHOLE, f"{shown} is not a whole number", fix, number)
    if decimals > MOST_DECIMALS or (rule.kind == "percent" and decimals + 2 > MOST_DECIMALS):
        fix = f"keep at most {MOST_DECIMALS} decimals, or declare the column with round: 2"
        return Reason(problems.TOO_FINE, f"{shown} has more than {MOST_DECIMALS} decimals", fix, number)
    fix = "the column's other values have so many decimals that this one has too many digits; declare round: 2"
    return Reason(problems.OUT_OF_BOUNDS, f"{shown} is beyond bounds", fix, number)


def _number(digits: str | None, text: str) -> Decimal | None:
    if digits is None and len(text) <= LONGEST_NUMBER and re.fullmatch(r"[+-]?[0-9]{19,}(\.[0-9]*)?", text):
        digits = text
    return Decimal(digits) if digits is not None else None


def _no_number(text: str, shown: str, rule: NumberRule) -> Reason:
    if len(text) > LONGEST_NUMBER:
        return Reason(problems.NOT_A_NUMBER, f"a text of {len(text):,} characters is not a number", "correct it")
    what = f"{shown} is not a number"
    if re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+", text):
        what += ": in this form digits are lost"
        return Reason(problems.NOT_A_NUMBER, what, "format the column as a number and export it again")
    if re.fullmatch(r"[+-]?[0-9.,' ’\u00a0]+", text):
        fix = f"the decimal mark is read as '{rule.decimal_mark}'; if this file uses another one, declare it"
        return Reason(problems.NOT_A_NUMBER, f"{what} with decimal mark '{rule.decimal_mark}'", fix)
    if text.startswith("#"):
        return Reason(problems.NOT_A_NUMBER, f"{shown} is an error of the spreadsheet", "correct the formula")
    fix = "write a number; if the text means 'nothing', declare it under null_as"
    return Reason(problems.NOT_A_NUMBER, what, fix)


def _foreign_sign(text: str, currency: str) -> str:
    if not currency:
        return ""
    found = re.search("|".join(sorted(map(re.escape, CURRENCY_SIGNS), key=len, reverse=True)) + "|[A-Z]{3}", text)
    sign = found.group() if found else ""
    return "" if sign == currency or currency in CURRENCY_SIGNS.get(sign, ()) else sign
